/* SPDX-License-Identifier: MIT */
/*
 * relay.h - from the filter's first half to its back, at once or in batches
 *
 * Without a helper an item goes to the back when it comes.  With one, items are
 * gathered, and the back takes a batch in the helper's thread while the next is
 * filled.  A batch belongs to the thread that fills it until it is started, and
 * again once it is known to be done.
 */
#ifndef DC_RELAY_H
#define DC_RELAY_H
#include "back.h"

/* One to fill, one in work, and others ready: neither half waits for the other's
   longest step. */
#define DC_BATCHES 4

struct dc_batch {
	struct dc_back *back;
	struct dc_queue items;
	size_t bytes;
	enum declutter_status status;	/* of the back, when it was done */
};

struct dc_relay {
	struct declutter_helper helper;
	struct dc_back *back;
	struct dc_batch batch[DC_BATCHES];
	unsigned open;		/* the batch to fill; those before it were started, */
	unsigned started;	/* so many, and may be in work */
};

/* 'opt' and 'back' stay. */
void dc_relay_init(struct dc_relay *r, const struct declutter_options *opt,
		   struct dc_back *back);
/* Nothing may be in work. */
void dc_relay_clear(struct dc_relay *r);

/* Take the first item of 'from'. */
enum declutter_status dc_relay_take(struct dc_relay *r, struct dc_queue *from);

/* Who waits for verdicts gets what there is, if it need not wait for the helper. */
enum declutter_status dc_relay_flush(struct dc_relay *r);

/* The back has all items, and keeps none but short repeats that wait. */
enum declutter_status dc_relay_drain(struct dc_relay *r);

/* Nothing is in work; what was not started stays. */
void dc_relay_wait(const struct dc_relay *r);

#endif
