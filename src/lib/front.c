/* SPDX-License-Identifier: MIT */
#include "front.h"

/* Text that may wait, in longest blocks; beyond it verdicts look ahead less. */
#define WAITING_BLOCKS ((size_t)4)
/* Judged text that may be held back, likewise. */
#define UNSETTLED_BLOCKS ((size_t)2)
#define EXPECTED 4	/* items that are on their way from memory, */
#define EXPECTED_VIEW ((size_t)384)	/* and what of their views */

void
dc_front_init(struct dc_front *f, const struct declutter_options *opt,
	      struct dc_relay *next)
{
	f->opt = opt;
	f->next = next;
	dc_queue_init(&f->queue, &opt->allocator);
	dc_memory_init(&f->memory, &opt->allocator, opt->learn != 0);
	dc_chrome_init(&f->chrome, opt, &f->memory);
	dc_rounds_init(&f->rounds, opt, &f->memory);
}

void
dc_front_clear(struct dc_front *f)
{
	dc_queue_clear(&f->queue);
	dc_memory_clear(&f->memory);
}

static enum declutter_status
judge_chrome(struct dc_front *f, struct dc_item *item)
{
	if (!item->text || !f->opt->chrome)
		return DECLUTTER_OK;
	dc_chrome_judge(&f->chrome, item->number, f->ended, &item->chrome);
	if (f->hold.holds)
		dc_chrome_reading(&f->chrome, item->number, &item->reading);
	if (dc_view_is_short(&item->view) &&
	    !dc_memory_note(&f->memory, &item->view,
			    dc_chrome_is_headline(&f->chrome, item->number, f->ended,
						  &item->chrome)))
		return DECLUTTER_ENOMEM;
	item->removed = item->chrome.category != DECLUTTER_CONTENT;
	dc_hold_add(&f->hold, item);
	return DECLUTTER_OK;
}

/* Is the look-ahead of this item there, or all there will be? */
static bool
is_ripe(const struct dc_front *f, const struct dc_item *item)
{
	return f->ended || !item->text || !f->opt->chrome ||
	       f->chrome.window.next - item->number > (uint64_t)DC_AHEAD ||
	       f->unjudged > WAITING_BLOCKS * f->opt->max_block;
}

/* Is it still open what the document keeps? */
static bool
is_held(struct dc_front *f)
{
	const struct dc_queue *q = &f->queue;

	if (f->judged > q->first && dc_queue_at(q, f->judged - 1)->offset -
	    dc_queue_at(q, q->first)->offset > UNSETTLED_BLOCKS * f->opt->max_block)
		f->hold.holds = false;
	return f->hold.holds && !f->ended;
}

/* The verdicts of judged items on chrome are final now: hand them on. */
static enum declutter_status
settle_items(struct dc_front *f)
{
	enum declutter_status status = DECLUTTER_OK;
	struct dc_queue *q = &f->queue;

	while (q->first < f->judged && status == DECLUTTER_OK) {
		struct dc_item *item = dc_queue_at(q, q->first);

		if (item->removed)
			item->cuts.len = 0;
		status = dc_relay_take(f->next, q);
	}
	return status;
}

/* What was said before is of no account any more. */
static enum declutter_status
forget(struct dc_front *f)
{
	dc_chrome_forget(&f->chrome);
	return dc_memory_forget(&f->memory) ? DECLUTTER_OK : DECLUTTER_ENOMEM;
}

/* A document starts. */
static void
begin_document(struct dc_front *f)
{
	f->memory.document = f->place.document;
	dc_hold_begin(&f->hold, f->bounded && f->opt->chrome);
}

/* Move items as far as they can go. */
static enum declutter_status
advance(struct dc_front *f)
{
	struct dc_queue *q = &f->queue;
	enum declutter_status status = DECLUTTER_OK;
	struct dc_item *item;

	while (f->judged < q->next && status == DECLUTTER_OK) {
		item = dc_queue_at(q, f->judged);
		if (!is_ripe(f, item))
			break;
		status = judge_chrome(f, item);
		f->unjudged -= item->bytes.len;
		f->judged++;
		if (status == DECLUTTER_OK && !is_held(f) && !f->ended)
			status = settle_items(f);
	}
	if (status == DECLUTTER_OK && f->ended) {
		dc_hold_end(&f->hold, q, q->first, 0);
		if (f->hold.holds)
			dc_rounds_judge(&f->rounds, q, q->first);
		status = settle_items(f);
	}
	return status;
}

/* Tell the back that the document ended, all of whose items it has. */
static enum declutter_status
hand_on_end(struct dc_front *f, bool separated)
{
	struct dc_item *item = dc_queue_add_event(&f->queue, DC_END_DOCUMENT);

	if (item == NULL)
		return DECLUTTER_ENOMEM;
	item->place.document = f->place.document;
	item->separator = separated;
	f->judged++;
	return dc_relay_take(f->next, &f->queue);
}

static enum declutter_status
end_document(struct dc_front *f, bool separated)
{
	enum declutter_status status;

	f->ended = true;
	status = advance(f);
	f->ended = false;
	if (status == DECLUTTER_OK)
		status = hand_on_end(f, separated);
	if (status != DECLUTTER_OK)
		return status;
	f->place.document++;
	f->place.block = 0;
	f->fresh = true;
	begin_document(f);
	return f->opt->scope == DECLUTTER_DOCUMENT ? forget(f) : DECLUTTER_OK;
}

/* Take a block that was read. */
static enum declutter_status
take_block(struct dc_front *f, struct dc_queue *from)
{
	struct dc_item *item = dc_queue_at(from, from->first);
	bool separator = item->separator;

	f->fresh = false;
	item->place.input = f->place.input;
	item->place.document = f->place.document;
	item->place.block = f->place.block;
	f->place.block += item->text;
	if (item->text && f->opt->chrome) {
		item->number = f->chrome.window.next;
		dc_chrome_add(&f->chrome, &item->view, f->place.document, f->bounded);
	}
	f->unjudged += item->bytes.len;
	if (!dc_queue_move(from, &f->queue))
		return DECLUTTER_ENOMEM;
	if (!separator)
		return advance(f);
	f->bounded = true;	/* a stream with form feeds shows its documents */
	return end_document(f, true);
}

static enum declutter_status
begin_input(struct dc_front *f, bool bounded, bool records)
{
	if (!f->begun && f->opt->scope != DECLUTTER_RUN &&
	    !dc_memory_begin(&f->memory))
		return DECLUTTER_ENOMEM;
	f->begun = true;
	f->bounded = bounded;
	f->fresh = records;	/* which end by themselves */
	begin_document(f);
	return DECLUTTER_OK;
}

static enum declutter_status
end_input(struct dc_front *f)
{
	enum declutter_status status = DECLUTTER_OK;

	if (!f->fresh)
		status = end_document(f, false);
	if (status == DECLUTTER_OK && f->opt->scope == DECLUTTER_INPUT)
		status = forget(f);
	f->place.input++;
	return status;
}

/* Take the first item. */
static enum declutter_status
take(struct dc_front *f, struct dc_queue *from)
{
	enum declutter_status status = DECLUTTER_OK;
	struct dc_item *item = dc_queue_at(from, from->first);

	switch (item->event) {
	case DC_BLOCK:
		return take_block(f, from);
	case DC_SITE:
		dc_memory_set_site(&f->memory, item->bytes.data, item->bytes.len);
		dc_queue_drop(from);
		return DECLUTTER_OK;
	case DC_END_RECORD:
		dc_queue_drop(from);
		return end_document(f, false);
	case DC_BEGIN:
		status = begin_input(f, item->bounded, item->records);
		break;
	case DC_END:
		status = end_input(f);
		break;
	case DC_NOTE:
	case DC_END_DOCUMENT:
		break;
	}
	return status == DECLUTTER_OK ? dc_relay_take(f->next, from) : status;
}

/* An item comes soon that was read in another thread: fetch it. */
static void
expect(const struct dc_front *f, const struct dc_queue *from)
{
	const struct dc_item *item;

	if (f->opt->helper.start == NULL || from->next - from->first <= EXPECTED)
		return;
	item = dc_queue_at(from, from->first + EXPECTED);
	dc_prefetch(item, offsetof(struct dc_item, near) + sizeof(uint64_t));
	if (f->opt->chrome)
		dc_prefetch(&item->view, EXPECTED_VIEW);
}

enum declutter_status
dc_front_take(void *ctx, struct dc_queue *from, uint64_t upto)
{
	struct dc_front *f = ctx;
	enum declutter_status status = DECLUTTER_OK;
	uint64_t i;

	for (i = from->first; f->opt->chrome && i < upto; i++) {
		const struct dc_item *item = dc_queue_at(from, i);

		if (item->text && item->view.hash != 0)
			dc_memory_expect(&f->memory, item->view.hash);
	}
	while (from->first < upto && status == DECLUTTER_OK) {
		expect(f, from);
		status = take(f, from);
	}
	return status;
}
