/* SPDX-License-Identifier: MIT */
/*
 * progress.h - a line on a terminal while a run takes its time
 *
 * Shown after a second, renewed at most five times a second, where standard error
 * is a terminal; where it is none a line every ten seconds, if asked for.
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
	bool lines;		/* no terminal: a line now and then */
	uint64_t bytes;
	_Atomic uint64_t removed, documents;	/* another thread counts them */
	size_t ninputs;		/* to read in all */
};

/* 'always': on no terminal too. */
void progress_start(struct progress *p, struct msg *msg, bool wanted, bool always,
		    size_t ninputs);

/* Some input was read: 'done' of 'size' bytes (0: unknown) of input 'number',
   from 1. */
void progress_update(struct progress *p, size_t number, uint64_t done,
		     uint64_t size);

/* Erase the line; where there is no terminal, say how it ended. */
void progress_end(struct progress *p);

#endif
