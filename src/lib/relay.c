/* SPDX-License-Identifier: MIT */
#include "relay.h"

/* A batch: enough that waking a thread for it is worth while, and few enough that
   batches stay in the cache. */
#define BATCH_ITEMS 64
#define BATCH_BYTES ((size_t)1 << 16)

void
dc_relay_init(struct dc_relay *r, const struct declutter_options *opt,
	      struct dc_back *back)
{
	size_t i;

	*r = (struct dc_relay){.helper = opt->helper, .back = back};
	for (i = 0; i < DC_BATCHES; i++) {
		r->batch[i].back = back;
		dc_queue_init(&r->batch[i].items, &opt->allocator);
	}
}

void
dc_relay_clear(struct dc_relay *r)
{
	size_t i;

	for (i = 0; i < DC_BATCHES; i++)
		dc_queue_clear(&r->batch[i].items);
}

/* The task: the back takes a batch.  Once it has failed it takes no more. */
static void
work(void *arg)
{
	struct dc_batch *b = arg;
	struct dc_back *back = b->back;

	while (b->items.first < b->items.next && back->status == DECLUTTER_OK)
		back->status = dc_back_take(back, &b->items);
	b->bytes = 0;
	b->status = back->status;
}

void
dc_relay_wait(const struct dc_relay *r)
{
	if (r->started > 0)
		r->helper.wait(r->helper.ctx, 0);
}

/* Start the open batch, and open the next once it is done with. */
static enum declutter_status
start(struct dc_relay *r)
{
	struct dc_batch *b = &r->batch[r->open];

	if (r->helper.start(r->helper.ctx, work, b) != 0) {
		dc_relay_wait(r);
		work(b);
		return b->status;
	}
	r->open = (r->open + 1) % DC_BATCHES;
	if (++r->started < DC_BATCHES)
		return DECLUTTER_OK;
	r->helper.wait(r->helper.ctx, --r->started);
	return r->batch[r->open].status;
}

enum declutter_status
dc_relay_take(struct dc_relay *r, struct dc_queue *from)
{
	struct dc_batch *b = &r->batch[r->open];
	size_t bytes = dc_queue_at(from, from->first)->bytes.len;

	if (r->helper.start == NULL)
		return dc_back_take(r->back, from);
	if (!dc_queue_move(from, &b->items))
		return DECLUTTER_ENOMEM;
	b->bytes += bytes;
	return b->bytes >= BATCH_BYTES ||
	       b->items.next - b->items.first >= BATCH_ITEMS ? start(r) :
							       DECLUTTER_OK;
}

enum declutter_status
dc_relay_flush(struct dc_relay *r)
{
	return r->helper.start == NULL ? dc_back_flush(r->back) : DECLUTTER_OK;
}

enum declutter_status
dc_relay_drain(struct dc_relay *r)
{
	dc_relay_wait(r);
	r->started = 0;
	work(&r->batch[r->open]);	/* too little for another thread */
	if (r->back->status == DECLUTTER_OK)
		r->back->status = dc_back_flush(r->back);
	return r->back->status;
}
