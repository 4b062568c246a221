/* SPDX-License-Identifier: MIT */
/*
 * filter.h - the filter's parts: what setup.c makes and filter.c drives
 */
#ifndef DC_FILTER_H
#define DC_FILTER_H
#include "back.h"
#include "front.h"
#include "intake.h"

enum dc_phase { DC_OUTSIDE, DC_INSIDE, DC_FINISHED };

struct declutter {
	struct declutter_options opt;
	enum declutter_status status;
	enum dc_phase phase;
	bool records;		/* of the open input: the caller ends documents */
	bool begun;		/* an input was: no more rules */
	bool pushed;		/* bytes, since the input or record began */
	char separator[DECLUTTER_SEPARATOR_MAX];	/* copy of the option */
	char head[4];		/* first bytes of the open input */
	size_t nhead;
	struct dc_phrases *phrases;
	struct dc_blocks blocks;
	struct dc_intake intake;
	struct dc_relay read;	/* blocks that were, for the front */
	struct dc_front front;	/* may be at work in another thread */
	struct dc_relay judged;	/* blocks that it is done with, for the back */
	struct dc_back back;	/* likewise */
};

/* Nothing is in work in another thread. */
static inline void
dc_filter_wait(const struct declutter *d)
{
	dc_relay_wait(&d->read);
	dc_relay_wait(&d->judged);
}

/* Remember the first failure: after it nothing goes on, in no thread. */
static inline enum declutter_status
dc_settle(struct declutter *d, enum declutter_status status)
{
	if (status != DECLUTTER_OK)
		dc_filter_wait(d);
	if (d->status == DECLUTTER_OK)
		d->status = status;
	return d->status;
}

/* May the call go on?  Not if it, or one before, was wrong or failed. */
static inline bool
dc_may_go_on(struct declutter *d, bool right)
{
	if (d->status == DECLUTTER_OK && !right)
		dc_settle(d, DECLUTTER_EUSE);
	return d->status == DECLUTTER_OK;
}

/* Take a block from the input; 'ctx' is the filter. */
enum declutter_status dc_filter_block(void *ctx, const struct dc_raw_block *raw);

#endif
