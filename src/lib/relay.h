/* SPDX-License-Identifier: MIT */
/*
 * relay.h - items in batches from one stage to the next
 *
 * Without a helper the next stage takes a batch as soon as it is there; with one, in a
 * lane of the helper, while the next batch is filled.  A batch belongs to who fills it
 * until it is started, and again once it is known to be done.
 */
#ifndef DC_RELAY_H
#define DC_RELAY_H
#include "queue.h"

/* One to fill, one in work, and others ready: neither stage waits for the other's
   longest step, and who waits is not woken for every batch.  Where the next stage is
   the faster one, two do, and stay in the cache. */
#define DC_BATCHES 8

/* Take the items before number 'upto'. */
typedef enum declutter_status
dc_stage(void *ctx, struct dc_queue *items, uint64_t upto);

struct dc_relay;

struct dc_batch {
	struct dc_relay *relay;
	struct dc_queue items;
	size_t weight;
	enum declutter_status status;	/* of the stage, when it was done */
	_Atomic bool done;
	char apart[DC_CACHE_LINE];	/* from the next, another thread's */
};

struct dc_relay {
	struct declutter_helper helper;
	enum declutter_lane lane;
	size_t weight;		/* of a batch that has to go */
	dc_stage *take;		/* the next one */
	void *ctx;
	struct dc_batch batch[DC_BATCHES];
	unsigned open;		/* the one to fill */
	unsigned started[DC_BATCHES];	/* those that may be in work: */
	unsigned first, nstarted;	/* started[(first + i) % DC_BATCHES] */
	unsigned spare[DC_BATCHES];	/* the others, to be used last one first */
	unsigned nspare;
	enum declutter_status status;	/* of the stage: after a failure it is over */
};

/* 'opt' and 'ctx' stay, and so does the relay where it is. */
void dc_relay_init(struct dc_relay *r, const struct declutter_options *opt,
		   enum declutter_lane lane, dc_stage *take, void *ctx);
/* Nothing may be in work. */
void dc_relay_clear(struct dc_relay *r);

/* Where to add the next item, and to tell that it is there, with so many bytes. */
static inline struct dc_queue *
dc_relay_open(struct dc_relay *r)
{
	return &r->batch[r->open].items;
}

enum declutter_status dc_relay_added(struct dc_relay *r, size_t bytes);

/* Take the first item of 'from'; without a helper the next stage takes it now. */
enum declutter_status dc_relay_take(struct dc_relay *r, struct dc_queue *from);

/* The next stage has all items. */
enum declutter_status dc_relay_drain(struct dc_relay *r);

/* Nothing is in work; what was not started stays. */
void dc_relay_wait(const struct dc_relay *r);

#endif
