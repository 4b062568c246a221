/* SPDX-License-Identifier: MIT */
/*
 * The filter: documents in, verdicts out.  A block goes through these stages, in
 * input order: it is cut (blocks), read (scan, phrases, cuts), judged as chrome
 * once DC_AHEAD blocks follow it; then it is the back's, which judges it as a
 * duplicate and reports it.
 */
#include "built_in.h"
#include "cuts.h"
#include "filter.h"

/* Text that may wait, in longest blocks; beyond it verdicts look ahead less. */
#define WAITING_BLOCKS ((size_t)4)
/* Judged text that may be held back, likewise. */
#define HELD_BLOCKS ((size_t)2)

static enum declutter_status
judge_chrome(struct declutter *d, struct dc_item *item)
{
	if (!item->text || !d->opt.chrome)
		return DECLUTTER_OK;
	if (!dc_chrome_judge(&d->chrome, item->view, d->ended, &item->chrome))
		return DECLUTTER_ENOMEM;
	item->removed = item->chrome.category != DECLUTTER_CONTENT;
	dc_hold_add(&d->hold, item);
	return DECLUTTER_OK;
}

/* Is the look-ahead of this item there, or all there will be? */
static bool
is_ripe(const struct declutter *d, const struct dc_item *item)
{
	return d->ended || !item->text || !d->opt.chrome ||
	       d->chrome.window.next - item->view > (uint64_t)DC_AHEAD ||
	       d->unjudged > WAITING_BLOCKS * d->opt.max_block;
}

/* Is it still open what the document keeps? */
static bool
is_held(struct declutter *d)
{
	const struct dc_queue *q = &d->queue;

	if (d->judged > q->first && dc_queue_at(q, d->judged - 1)->offset -
	    dc_queue_at(q, q->first)->offset > HELD_BLOCKS * d->opt.max_block)
		d->hold.holds = false;
	return d->hold.holds && !d->ended;
}

/* Prepare what may be a duplicate while its tokens are in this processor's cache.
   Where chrome is judged this half is the longer one already. */
static bool
prepare(struct declutter *d, struct dc_item *item)
{
	struct dc_near_block b = dc_near_block_of(&item->scan, &item->place);

	item->is_prepared = d->opt.dedup && !d->opt.chrome && item->text;
	return !item->is_prepared ||
	       dc_prepare(&d->opt.allocator, &item->prepared, &b, d->opt.shingle, 0,
			  &d->hashes);
}

/* The verdicts of judged items on chrome are final now: hand them on. */
static enum declutter_status
settle_items(struct declutter *d)
{
	enum declutter_status status = DECLUTTER_OK;
	struct dc_queue *q = &d->queue;

	while (q->first < d->judged && status == DECLUTTER_OK) {
		struct dc_item *item = dc_queue_at(q, q->first);

		if (item->removed)
			item->cuts.len = 0;
		if (!prepare(d, item))
			return DECLUTTER_ENOMEM;
		status = dc_relay_take(&d->relay, q);
	}
	return status;
}

/* A document starts. */
static void
begin_document(struct declutter *d)
{
	dc_hold_begin(&d->hold, d->bounded && d->opt.chrome &&
				d->opt.mode != DECLUTTER_SAFE);
}

/* Move items as far as they can go. */
static enum declutter_status
advance(struct declutter *d)
{
	struct dc_queue *q = &d->queue;
	enum declutter_status status = DECLUTTER_OK;
	struct dc_item *item;

	while (d->judged < q->next && status == DECLUTTER_OK) {
		item = dc_queue_at(q, d->judged);
		if (!is_ripe(d, item))
			break;
		status = judge_chrome(d, item);
		d->unjudged -= item->bytes.len;
		d->judged++;
		if (status == DECLUTTER_OK && !is_held(d) && !d->ended)
			status = settle_items(d);
	}
	if (status == DECLUTTER_OK && d->ended) {
		dc_hold_end(&d->hold, q, q->first);
		status = settle_items(d);
	}
	return status;
}

/* Tell the back that the document ended, all of whose items it has. */
static enum declutter_status
hand_on_end(struct declutter *d, bool separated)
{
	static const struct dc_raw_block nothing = {.bytes = "", .blank = true};
	struct dc_item *item = dc_queue_add(&d->queue, &nothing);

	if (item == NULL)
		return DECLUTTER_ENOMEM;
	item->place.document = d->place.document;
	item->ends = true;
	item->separator = separated;
	d->judged++;
	return dc_relay_take(&d->relay, &d->queue);
}

static enum declutter_status
end_document(struct declutter *d, bool separated)
{
	enum declutter_status status;

	d->ended = true;
	status = advance(d);
	d->ended = false;
	if (status == DECLUTTER_OK)
		status = hand_on_end(d, separated);
	if (status != DECLUTTER_OK)
		return status;
	d->place.document++;
	d->place.block = 0;
	d->fresh = true;
	begin_document(d);
	if (d->opt.scope == DECLUTTER_DOCUMENT && !dc_chrome_forget(&d->chrome))
		return DECLUTTER_ENOMEM;
	return DECLUTTER_OK;
}

/* What came before bears on nothing any more. */
static enum declutter_status
forget(struct declutter *d)
{
	if (!dc_chrome_forget(&d->chrome))
		return DECLUTTER_ENOMEM;
	return dc_dedup_forget(&d->back.dedup);
}

/* Read a block of text: everything that depends on it alone. */
static enum declutter_status
read_item(struct declutter *d, struct dc_item *item)
{
	const struct declutter_allocator *a = &d->opt.allocator;
	const char *bytes = item->bytes.data;
	struct dc_view view;

	if (!d->opt.chrome && !d->opt.dedup) {	/* nobody asks for tokens */
		item->scan.shape.canonical = dc_canon_check(
			&d->chars, bytes, item->nbody, &item->scan.shape.invalid);
		return DECLUTTER_OK;
	}
	if (!dc_scan_roomy(a, &d->chars, bytes, item->nbody, item->bytes.cap,
			   &item->scan))
		return DECLUTTER_ENOMEM;
	if (!d->opt.chrome)
		return DECLUTTER_OK;
	if (!dc_phrases_find(d->phrases, &item->scan, bytes, item->nbody,
			     &item->hits) ||
	    !dc_cuts_find(a, item->hits.data, item->hits.len, &item->scan, bytes,
			  item->nbody, d->opt.keep, &item->cuts))
		return DECLUTTER_ENOMEM;
	item->view = d->chrome.window.next;
	dc_view_read(&view, &item->scan, (struct dc_span){bytes, item->nbody},
		     item->hits.data, item->hits.len);
	dc_lexis_read(&dc_built_in_lexicon, &view);
	dc_chrome_add(&d->chrome, &view, item->place.document, d->bounded);
	return DECLUTTER_OK;
}

enum declutter_status
dc_filter_block(void *ctx, const struct dc_raw_block *raw)
{
	struct declutter *d = ctx;
	enum declutter_status status = DECLUTTER_OK;
	struct dc_item *item = dc_queue_add(&d->queue, raw);

	if (item == NULL)
		return DECLUTTER_ENOMEM;
	d->fresh = false;
	item->place.input = d->place.input;
	item->place.document = d->place.document;
	item->place.block = d->place.block;
	d->place.block += item->text;
	if (item->text)
		status = read_item(d, item);
	if (status != DECLUTTER_OK)
		return status;
	d->unjudged += raw->nbytes;
	if (!raw->separator)
		return advance(d);
	d->bounded = true;	/* a stream with form feeds shows its documents */
	return end_document(d, true);
}

enum declutter_status
declutter_begin(struct declutter *d, enum declutter_bounds bounds)
{
	if (d->status != DECLUTTER_OK)
		return d->status;
	if (d->phase != DC_OUTSIDE)
		return dc_settle(d, DECLUTTER_EUSE);
	if (!d->begun && d->opt.scope != DECLUTTER_RUN &&
	    !dc_memory_begin(&d->chrome.memory))
		return dc_settle(d, DECLUTTER_ENOMEM);
	d->phase = DC_INSIDE;
	d->begun = true;
	d->pushed = false;
	d->bounded = bounds != DECLUTTER_UNBOUNDED;
	d->records = bounds == DECLUTTER_RECORDS;
	d->fresh = false;
	d->nhead = 0;
	d->back.report.stats.inputs++;
	begin_document(d);
	dc_blocks_begin(&d->blocks, !d->records);
	return DECLUTTER_OK;
}

/* A byte-order mark may arrive in pieces, so an input's first bytes are kept. */
static bool
is_utf16(struct declutter *d, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && d->nhead < sizeof(d->head); i++)
		d->head[d->nhead++] = s[i];
	return dc_is_utf16(d->head, d->nhead);
}

enum declutter_status
declutter_push(struct declutter *d, const void *data, size_t len)
{
	enum declutter_status status;

	if (d->status != DECLUTTER_OK)
		return d->status;
	if (d->phase != DC_INSIDE)
		return dc_settle(d, DECLUTTER_EUSE);
	if (len == 0)
		return DECLUTTER_OK;
	d->pushed = true;
	if (d->nhead < sizeof(d->head) && is_utf16(d, data, len))
		return dc_settle(d, DECLUTTER_EUTF16);
	status = dc_blocks_push(&d->blocks, data, len);
	if (status == DECLUTTER_OK)	/* who waits for us gets what there is */
		status = dc_relay_flush(&d->relay);
	return dc_settle(d, status);
}

enum declutter_status
declutter_drain(struct declutter *d)
{
	if (d->status != DECLUTTER_OK)
		return d->status;
	return dc_settle(d, dc_relay_drain(&d->relay));
}

enum declutter_status
declutter_end_record(struct declutter *d)
{
	enum declutter_status status;

	if (d->status != DECLUTTER_OK)
		return d->status;
	if (d->phase != DC_INSIDE || !d->records)
		return dc_settle(d, DECLUTTER_EUSE);
	d->pushed = false;
	status = dc_blocks_end(&d->blocks);
	if (status == DECLUTTER_OK)
		status = end_document(d, false);
	if (status == DECLUTTER_OK)
		status = dc_relay_drain(&d->relay);
	dc_blocks_begin(&d->blocks, false);
	return dc_settle(d, status);
}

enum declutter_status
declutter_end(struct declutter *d)
{
	enum declutter_status status;

	if (d->status != DECLUTTER_OK)
		return d->status;
	if (d->phase != DC_INSIDE)
		return dc_settle(d, DECLUTTER_EUSE);
	d->phase = DC_OUTSIDE;
	status = dc_blocks_end(&d->blocks);
	if (status == DECLUTTER_OK && !d->fresh)
		status = end_document(d, false);
	if (status == DECLUTTER_OK)
		status = dc_relay_drain(&d->relay);
	if (status == DECLUTTER_OK && d->opt.scope == DECLUTTER_INPUT)
		status = forget(d);
	d->place.input++;
	return dc_settle(d, status);
}

enum declutter_status
declutter_finish(struct declutter *d)
{
	if (d->status == DECLUTTER_OK && d->phase != DC_OUTSIDE)
		return dc_settle(d, DECLUTTER_EUSE);
	d->phase = DC_FINISHED;
	return d->status;
}
