/* SPDX-License-Identifier: MIT */
/*
 * explain.h - a record for every removal and cut: where, why, how sure
 *
 * Kept blocks that only nearly were duplicates ("extends", "template") and
 * chrome that an option kept have records too, with the action "keep".
 */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H
#include "declutter.h"
#include "origin.h"
#include "output.h"

enum explain_form {
	EXPLAIN_NONE = 0,
	EXPLAIN_TSV,
	EXPLAIN_JSON
};

struct explain {
	struct output *out;
	enum explain_form form;
	const struct origins *origins;
	const char *id;		/* of the open record, or NULL; JSON has it */
	size_t nid;
};

/* The header line, if the form has one. */
void explain_start(const struct explain *e);
void explain_block(const struct explain *e, const struct declutter_block *b);

#endif
