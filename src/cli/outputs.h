/* SPDX-License-Identifier: MIT */
/*
 * outputs.h - what a run writes: text, records of removals, what was removed
 *
 * Any of the three may be missing.  All are told of every block; none knows of
 * the others.
 */
#ifndef CLI_OUTPUTS_H
#define CLI_OUTPUTS_H
#include <stdbool.h>

#include "declutter.h"
#include "explain.h"
#include "output.h"
#include "render.h"
#include "table.h"

struct outputs {
	struct output *text, *records, *removed;	/* NULL: not wanted */
	struct render render;
	struct explain explain;
	const char *const *names;	/* of the inputs, by their number */
};

/* Open what the options ask for; false after a message. */
bool outputs_open(struct outputs *o, const struct opts *opts,
		  const char *const *names, struct msg *msg);

void outputs_block(struct outputs *o, const struct declutter_block *b);
void outputs_document(struct outputs *o, bool separated);
/* Input 'number' ended after 'len' bytes. */
void outputs_input_end(struct outputs *o, size_t number, uint64_t len);

void outputs_flush(struct outputs *o);
bool outputs_failed(const struct outputs *o);

/* Close all; files get their names if 'commit'.  False after a message. */
bool outputs_close(struct outputs *o, bool commit);

#endif
