/* SPDX-License-Identifier: MIT */
/*
 * The filter: documents in, verdicts out.  A block goes through these stages, in
 * input order: it is cut (blocks), read (intake: scan, phrases, cuts), judged as
 * chrome once DC_AHEAD blocks follow it (front); then it is the back's, which judges
 * it as a duplicate and reports it.  So do the calls between blocks.
 */
#include "filter.h"

enum declutter_status
dc_filter_block(void *ctx, const struct dc_raw_block *raw)
{
	struct declutter *d = ctx;
	struct dc_queue *q = dc_relay_open(&d->read);
	struct dc_item *item;

	if (d->opt.helper.start != NULL)
		dc_queue_expect(q);
	item = dc_queue_add(q, raw);
	if (item == NULL || !dc_intake_read(&d->intake, item))
		return DECLUTTER_ENOMEM;
	return dc_relay_added(&d->read, raw->nbytes);
}

/* All that was pushed goes as far as it can. */
static enum declutter_status
drain(struct declutter *d)
{
	enum declutter_status status = dc_relay_drain(&d->read);

	if (status == DECLUTTER_OK)
		status = dc_relay_drain(&d->judged);
	return status == DECLUTTER_OK ? dc_back_flush(&d->back) : status;
}

/* Who waits for us gets what there is, if it need not wait for the helper. */
static enum declutter_status
flush(struct declutter *d)
{
	return d->opt.helper.start == NULL ? drain(d) : DECLUTTER_OK;
}

static enum declutter_status
add_event(struct declutter *d, const struct dc_item *item)
{
	enum declutter_status status;

	if (item == NULL)
		return DECLUTTER_ENOMEM;
	status = dc_relay_added(&d->read, item->bytes.len);
	return status == DECLUTTER_OK ? flush(d) : status;
}

static struct dc_item *
new_event(struct declutter *d, enum dc_event event)
{
	return dc_queue_add_event(dc_relay_open(&d->read), event);
}

/* May the caller say something between documents? */
static bool
is_between(const struct declutter *d)
{
	return d->phase == DC_OUTSIDE ||
	       (d->phase == DC_INSIDE && d->records && !d->pushed);
}

enum declutter_status
declutter_site(struct declutter *d, const char *site, size_t len)
{
	struct dc_raw_block raw = {.blank = true};
	char name[DC_SITE_BYTES];
	struct dc_item *item;

	if (!dc_may_go_on(d, is_between(d)))
		return d->status;
	raw.nbytes = dc_learned_site(site, len, name);
	raw.bytes = name;
	item = dc_queue_add(dc_relay_open(&d->read), &raw);
	if (item != NULL)
		item->event = DC_SITE;
	return dc_settle(d, add_event(d, item));
}

enum declutter_status
declutter_note(struct declutter *d, void *what)
{
	struct dc_item *item;

	if (!dc_may_go_on(d, is_between(d) && d->back.report.sink.note != NULL))
		return d->status;
	item = new_event(d, DC_NOTE);
	if (item != NULL)
		item->note = what;
	return dc_settle(d, add_event(d, item));
}

enum declutter_status
declutter_begin(struct declutter *d, enum declutter_bounds bounds)
{
	struct dc_item *item;

	if (!dc_may_go_on(d, d->phase == DC_OUTSIDE &&
			  (unsigned)bounds <= DECLUTTER_RECORDS))
		return d->status;
	d->phase = DC_INSIDE;
	d->begun = true;
	d->pushed = false;
	d->records = bounds == DECLUTTER_RECORDS;
	d->nhead = 0;
	dc_blocks_begin(&d->blocks, !d->records);
	item = new_event(d, DC_BEGIN);
	if (item != NULL) {
		item->bounded = bounds != DECLUTTER_UNBOUNDED;
		item->records = d->records;
	}
	return dc_settle(d, add_event(d, item));
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

	if (!dc_may_go_on(d, d->phase == DC_INSIDE))
		return d->status;
	if (len == 0)
		return DECLUTTER_OK;
	d->pushed = true;
	if (d->nhead < sizeof(d->head) && is_utf16(d, data, len))
		return dc_settle(d, DECLUTTER_EUTF16);
	status = dc_blocks_push(&d->blocks, data, len);
	return dc_settle(d, status == DECLUTTER_OK ? flush(d) : status);
}

enum declutter_status
declutter_drain(struct declutter *d)
{
	if (d->status != DECLUTTER_OK)
		return d->status;
	return dc_settle(d, drain(d));
}

enum declutter_status
declutter_end_record(struct declutter *d)
{
	enum declutter_status status;

	if (!dc_may_go_on(d, d->phase == DC_INSIDE && d->records))
		return d->status;
	d->pushed = false;
	status = dc_blocks_end(&d->blocks);
	if (status == DECLUTTER_OK)
		status = add_event(d, new_event(d, DC_END_RECORD));
	dc_blocks_begin(&d->blocks, false);
	return dc_settle(d, status);
}

enum declutter_status
declutter_end(struct declutter *d)
{
	enum declutter_status status;

	if (!dc_may_go_on(d, d->phase == DC_INSIDE))
		return d->status;
	d->phase = DC_OUTSIDE;
	status = dc_blocks_end(&d->blocks);
	if (status == DECLUTTER_OK)
		status = add_event(d, new_event(d, DC_END));
	return dc_settle(d, status);
}

enum declutter_status
declutter_disown(struct declutter *d)
{
	if (!dc_may_go_on(d, d->phase == DC_OUTSIDE && d->begun) ||
	    declutter_drain(d) != DECLUTTER_OK)
		return d->status;
	return dc_settle(d, dc_dedup_disown(&d->back.dedup, d->front.place.input - 1) ?
			    DECLUTTER_OK : DECLUTTER_ENOMEM);
}

enum declutter_status
declutter_finish(struct declutter *d)
{
	if (!dc_may_go_on(d, d->phase == DC_OUTSIDE))
		return d->status;
	d->phase = DC_FINISHED;
	return dc_settle(d, drain(d));
}
