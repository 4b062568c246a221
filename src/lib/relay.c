/* SPDX-License-Identifier: MIT */
#include "relay.h"

/* What makes a batch, in bytes: enough that waking a thread for it is worth while, and
   little enough that batches stay in the cache.  An item costs more than its bytes. */
#define BATCH_WEIGHT ((size_t)1 << 15)
#define ITEM_WEIGHT ((size_t)128)
/* Without a helper: what is asked of the memory for one item arrives while others
   are read. */
#define SMALL_WEIGHT ((size_t)1 << 12)

void
dc_relay_init(struct dc_relay *r, const struct declutter_options *opt,
	      enum declutter_lane lane, dc_stage *take, void *ctx)
{
	size_t i;

	*r = (struct dc_relay){
		.helper = opt->helper, .lane = lane, .take = take, .ctx = ctx,
		.weight = opt->helper.start != NULL ? BATCH_WEIGHT : SMALL_WEIGHT
	};
	for (i = 0; i < DC_BATCHES; i++) {
		r->batch[i].relay = r;
		dc_queue_init(&r->batch[i].items, &opt->allocator);
	}
	for (i = DC_BATCHES - 1; i > 0; i--)
		r->spare[r->nspare++] = (unsigned)i;
}

void
dc_relay_clear(struct dc_relay *r)
{
	size_t i;

	for (i = 0; i < DC_BATCHES; i++)
		dc_queue_clear(&r->batch[i].items);
}

/* The task. */
static void
work(void *arg)
{
	struct dc_batch *b = arg;
	struct dc_relay *r = b->relay;

	if (r->status == DECLUTTER_OK)
		r->status = r->take(r->ctx, &b->items, b->items.next);
	b->weight = 0;
	b->status = r->status;
	b->done = true;
}

void
dc_relay_wait(const struct dc_relay *r)
{
	if (r->nstarted > 0)
		r->helper.wait(r->helper.ctx, r->lane, 0);
}

/* What is done can be used again. */
static void
collect(struct dc_relay *r)
{
	while (r->nstarted > 0 && r->batch[r->started[r->first]].done) {
		r->spare[r->nspare++] = r->started[r->first];
		r->first = (r->first + 1) % DC_BATCHES;
		r->nstarted--;
	}
}

enum declutter_status
dc_relay_drain(struct dc_relay *r)
{
	dc_relay_wait(r);
	collect(r);
	work(&r->batch[r->open]);	/* too little for another thread */
	return r->batch[r->open].status;
}

/* Start the open batch and open another. */
static enum declutter_status
start(struct dc_relay *r)
{
	struct dc_batch *b = &r->batch[r->open];

	b->done = false;
	if (r->helper.start(r->helper.ctx, r->lane, work, b) != 0)
		return dc_relay_drain(r);
	r->started[(r->first + r->nstarted++) % DC_BATCHES] = r->open;
	collect(r);
	if (r->nspare == 0) {
		r->helper.wait(r->helper.ctx, r->lane, DC_BATCHES / 2);
		collect(r);
	}
	r->open = r->spare[--r->nspare];
	return r->batch[r->open].status;
}

enum declutter_status
dc_relay_added(struct dc_relay *r, size_t bytes)
{
	struct dc_batch *b = &r->batch[r->open];

	b->weight += bytes + ITEM_WEIGHT;
	if (b->weight < r->weight)
		return DECLUTTER_OK;
	return r->helper.start != NULL ? start(r) : dc_relay_drain(r);
}

enum declutter_status
dc_relay_take(struct dc_relay *r, struct dc_queue *from)
{
	size_t bytes = dc_queue_at(from, from->first)->bytes.len;

	if (r->helper.start == NULL)
		return r->take(r->ctx, from, from->first + 1);
	if (!dc_queue_move(from, dc_relay_open(r)))
		return DECLUTTER_ENOMEM;
	return dc_relay_added(r, bytes);
}
