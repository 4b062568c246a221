/* SPDX-License-Identifier: MIT */
/*
 * front.h - chrome verdicts on blocks that were read
 *
 * Blocks come in input order, read, and so does what happens between them.  A block
 * is judged as chrome once DC_AHEAD others follow it, and handed on when nothing can
 * change that verdict any more.
 */
#ifndef DC_FRONT_H
#define DC_FRONT_H
#include "relay.h"
#include "rounds.h"

struct dc_front {
	const struct declutter_options *opt;
	struct declutter_place place;	/* of the next block */
	bool bounded, ended;	/* of the open document */
	bool fresh;		/* no block since the last document's separator */
	struct dc_queue queue;
	struct dc_memory memory;
	struct dc_chrome chrome;
	struct dc_hold hold;
	struct dc_rounds rounds;
	uint64_t judged;	/* items of the queue that only the hold keeps */
	size_t unjudged;	/* bytes of the others */
	struct dc_relay *next;	/* what it hands on goes there */
	bool begun;		/* an input was */
};

/* All of it is zero; 'opt' and 'next' stay. */
void dc_front_init(struct dc_front *f, const struct declutter_options *opt,
		   struct dc_relay *next);
void dc_front_clear(struct dc_front *f);

/* 'ctx' is the front. */
dc_stage dc_front_take;

#endif
