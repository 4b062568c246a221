/* SPDX-License-Identifier: MIT */
/* inputs.h - the names of all inputs, in the order in which they are read */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H
#include <stdbool.h>
#include <stddef.h>

#include "files.h"
#include "msg.h"
#include "table.h"

struct inputs {
	char **names;
	size_t n, cap;
	bool failed;	/* a directory could not be read, after a message */
};

/*
 * Operands first, then the names in --files-from; with --recursive the regular
 * files below a directory in its place, sorted bytewise.  No operand and no list
 * is standard input.  False after a message.
 */
bool inputs_collect(struct inputs *in, const struct opts *opts, struct msg *msg);

/* The files that they are; false after a message. */
bool inputs_find(const struct inputs *in, struct files *files, struct msg *msg);
void inputs_free(struct inputs *in);

#endif
