/* SPDX-License-Identifier: MIT */
/* opts.h - the command line to struct opts */
#ifndef CLI_OPTS_H
#define CLI_OPTS_H
#include <stdbool.h>

#include "msg.h"
#include "table.h"

/*
 * Fill 'o' from the command line; false after a message.  With --help or
 * --version the rest is not looked at.
 */
bool opts_parse(struct opts *o, int argc, char **argv, struct msg *msg);

/* What an empty command line says, but for rules. */
void opts_defaults(struct opts *o);
void opts_clear(struct opts *o);

#endif
