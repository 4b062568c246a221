/* SPDX-License-Identifier: MIT */
/* run.h - one run of the program: from the inputs to the outputs */
#ifndef CLI_RUN_H
#define CLI_RUN_H
#include "msg.h"
#include "opts.h"

enum exit_status {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,	/* an input or an output */
	EXIT_USAGE = 2,		/* nothing was read */
	EXIT_FOUND = 3		/* --check: something would be removed */
};

enum exit_status run(const struct opts *opts, struct msg *msg);

#endif
