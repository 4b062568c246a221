/* SPDX-License-Identifier: MIT */
/*
 * progress.h - a line on a terminal while a run takes its time
 *
 * Shown after a second, renewed at most five times a second, never where
 * standard error is no terminal.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "msg.h"

struct progress {
	struct msg *msg;
	bool shown;		/* false: nobody is watching */
	uint64_t start, next;	/* milliseconds */
	uint64_t bytes, removed;
	size_t ninputs;		/* to read in all */
};

void progress_start(struct progress *p, struct msg *msg, bool wanted,
		    size_t ninputs);

/* Some input was read: 'done' of 'size' bytes (0: unknown) of input 'number'. */
void progress_update(struct progress *p, size_t number, uint64_t done,
		     uint64_t size);

/* Erase the line. */
void progress_end(struct progress *p);

#endif
