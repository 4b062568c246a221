/* SPDX-License-Identifier: MIT */
/*
 * relay.h - items in batches from the reading half to the judging one
 *
 * Without a helper the front takes a batch as soon as it is there; with one, in the
 * helper's thread, while the next is filled.  A batch belongs to the thread that fills
 * it until it is started, and again once it is known to be done.
 */
#ifndef DC_RELAY_H
#define DC_RELAY_H
#include "front.h"

/* One to fill, one in work, and others ready: neither half waits for the other's
   longest step, and who waits is not woken for every batch. */
#define DC_BATCHES 8

struct dc_batch {
	struct dc_front *front;
	struct dc_queue items;
	size_t weight;
	enum declutter_status status;	/* of the front, when it was done */
	char apart[DC_CACHE_LINE];	/* from the next, another thread's */
};

struct dc_relay {
	struct declutter_helper helper;
	struct dc_batch batch[DC_BATCHES];
	unsigned open;		/* the batch to fill; those before it were started, */
	unsigned started;	/* so many, and may be in work */
};

/* 'opt' and 'front' stay. */
void dc_relay_init(struct dc_relay *r, const struct declutter_options *opt,
		   struct dc_front *front);
/* Nothing may be in work. */
void dc_relay_clear(struct dc_relay *r);

/* Where to add the next item, and to tell that it is there, with so many bytes. */
static inline struct dc_queue *
dc_relay_open(struct dc_relay *r)
{
	return &r->batch[r->open].items;
}

enum declutter_status dc_relay_added(struct dc_relay *r, size_t bytes);

/* The front has all items. */
enum declutter_status dc_relay_drain(struct dc_relay *r);

/* Nothing is in work; what was not started stays. */
void dc_relay_wait(const struct dc_relay *r);

#endif
