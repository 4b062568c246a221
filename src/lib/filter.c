/* SPDX-License-Identifier: MIT */
/*
 * The filter: documents in, verdicts out.  A block goes through four stages, in
 * input order: it is cut (blocks), read (scan, phrases, cuts), judged as chrome
 * once DC_AHEAD blocks follow it, judged as a duplicate, and reported.
 */
#include "built_in.h"
#include "cuts.h"
#include "dedup.h"
#include "report.h"

/* Text that may wait, in longest blocks; beyond it verdicts look ahead less. */
#define WAITING_BLOCKS ((size_t)4)
/* Bytes that make judged items go on to the next stage, however few they are. */
#define BATCH_BYTES ((size_t)1 << 16)

enum phase { OUTSIDE, INSIDE, FINISHED };

struct declutter {
	struct declutter_options opt;
	enum declutter_status status;
	enum phase phase;
	bool bounded, ended;	/* of the open document */
	bool records;		/* of the open input: the caller ends documents */
	bool ruled;		/* an input was begun: no more rules */
	bool fresh;		/* no block since the last document's separator */
	char separator[DECLUTTER_SEPARATOR_MAX];	/* copy of the option */
	char head[4];		/* first bytes of the open input */
	size_t nhead;
	struct declutter_place place;	/* of the next block */
	struct dc_blocks blocks;
	struct dc_chars chars;
	struct dc_phrases *phrases;
	struct dc_queue queue;
	struct dc_chrome chrome;
	struct dc_dedup dedup;
	struct dc_report report;
	uint64_t judged, deduped;	/* items that have passed these stages */
	size_t unjudged;	/* bytes of items that have passed none */
};

static enum declutter_status
judge_chrome(struct declutter *d, struct dc_item *item)
{
	if (!item->text || !d->opt.chrome)
		return DECLUTTER_OK;
	if (!dc_chrome_judge(&d->chrome, item->view, d->ended, &item->chrome))
		return DECLUTTER_ENOMEM;
	item->removed = item->chrome.category != DECLUTTER_CONTENT;
	if (item->removed)
		item->cuts.len = 0;
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

/* Must the first judged item go on?  A few stay back, so that what they need from
   memory arrives while others are compared. */
static bool
is_due(const struct declutter *d)
{
	const struct dc_queue *q = &d->queue;

	return d->judged - d->deduped >= DC_DEDUP_AHEAD ||
	       (d->judged > d->deduped && dc_queue_at(q, d->judged - 1)->offset -
		dc_queue_at(q, d->deduped)->offset > BATCH_BYTES);
}

/* Move items as far as they can go; a few may stay back unless 'all'. */
static enum declutter_status
advance(struct declutter *d, bool all)
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
		if (status == DECLUTTER_OK)
			status = dc_dedup_expect(&d->dedup, q, d->judged);
		d->judged++;
		while (is_due(d) && status == DECLUTTER_OK)
			status = dc_dedup_judge(&d->dedup, q, d->deduped++);
	}
	while (all && d->deduped < d->judged && status == DECLUTTER_OK)
		status = dc_dedup_judge(&d->dedup, q, d->deduped++);
	if (status == DECLUTTER_OK && d->ended)
		status = dc_dedup_end(&d->dedup, q);
	while (q->first < d->deduped && status == DECLUTTER_OK) {
		item = dc_queue_at(q, q->first);
		if (item->waits)
			break;
		status = dc_report_block(&d->report, item);
		dc_queue_drop(q);
	}
	return status;
}

static enum declutter_status
end_document(struct declutter *d, bool separated)
{
	enum declutter_status status;

	d->ended = true;
	status = advance(d, true);
	d->ended = false;
	if (status != DECLUTTER_OK)
		return status;
	status = dc_report_document(&d->report, d->place.document, separated);
	if (status != DECLUTTER_OK)
		return status;
	d->place.document++;
	d->place.block = 0;
	d->fresh = true;
	return DECLUTTER_OK;
}

/* Read a block of text: everything that depends on it alone. */
static enum declutter_status
read_item(struct declutter *d, struct dc_item *item)
{
	const struct declutter_allocator *a = &d->opt.allocator;
	const char *bytes = item->bytes.data;

	if (!dc_scan(a, &d->chars, bytes, item->nbody, &item->scan))
		return DECLUTTER_ENOMEM;
	if (!d->opt.chrome)
		return DECLUTTER_OK;
	if (!dc_phrases_find(d->phrases, &item->scan, bytes, item->nbody,
			     &item->hits) ||
	    !dc_cuts_find(a, item->hits.data, item->hits.len, &item->scan, bytes,
			  item->nbody, d->opt.keep, &item->cuts))
		return DECLUTTER_ENOMEM;
	item->view = d->chrome.window.next;
	dc_chrome_add(&d->chrome, &item->scan, bytes, &item->hits,
		      item->place.document, d->bounded);
	return DECLUTTER_OK;
}

static enum declutter_status
on_block(void *ctx, const struct dc_raw_block *raw)
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
		return advance(d, false);
	d->bounded = true;	/* a stream with form feeds shows its documents */
	return end_document(d, true);
}

enum declutter_status
declutter_new(struct declutter **out, const struct declutter_options *opt,
	      const struct declutter_sink *sink)
{
	struct declutter_options defaults;
	struct declutter *d;

	*out = NULL;
	declutter_options_init(&defaults);
	if (opt == NULL)
		opt = &defaults;
	if (declutter_options_check(opt) != NULL || sink == NULL ||
	    sink->block == NULL)
		return DECLUTTER_EOPTION;
	d = dc_calloc(&opt->allocator, 1, sizeof(*d));
	if (d == NULL)
		return DECLUTTER_ENOMEM;
	d->opt = *opt;
	memcpy(d->separator, opt->separator, opt->nseparator);
	d->opt.separator = d->separator;
	dc_blocks_init(&d->blocks, &d->opt, on_block, d);
	dc_queue_init(&d->queue, &d->opt.allocator);
	dc_report_init(&d->report, &d->opt.allocator, &d->chars, sink);
	dc_chrome_init(&d->chrome, &d->opt);
	d->phrases = dc_phrases_new(&d->opt.allocator, &dc_built_in_phrases);
	if (d->phrases == NULL ||
	    dc_dedup_init(&d->dedup, &d->opt) != DECLUTTER_OK) {
		declutter_free(d);
		return DECLUTTER_ENOMEM;
	}
	*out = d;
	return DECLUTTER_OK;
}

void
declutter_free(struct declutter *d)
{
	struct declutter_allocator a;

	if (d == NULL)
		return;
	a = d->opt.allocator;
	dc_blocks_clear(&d->blocks);
	dc_queue_clear(&d->queue);
	dc_chrome_clear(&d->chrome);
	dc_dedup_clear(&d->dedup);
	dc_report_clear(&d->report);
	dc_phrases_free(d->phrases);
	dc_release(&a, d, sizeof(*d));
}

/* Remember the first failure: after it nothing goes on. */
static enum declutter_status
settle(struct declutter *d, enum declutter_status status)
{
	if (d->status == DECLUTTER_OK)
		d->status = status;
	return d->status;
}

enum declutter_status
declutter_rules(struct declutter *d, const char *text, size_t len,
		struct declutter_rules_error *error)
{
	enum declutter_status status;

	if (d->status != DECLUTTER_OK)
		return d->status;
	if (d->ruled)
		return settle(d, DECLUTTER_EUSE);
	status = dc_phrases_add(d->phrases, text, len, true, error);
	return status == DECLUTTER_ERULES ? status : settle(d, status);
}

enum declutter_status
declutter_begin(struct declutter *d, enum declutter_bounds bounds)
{
	if (d->status != DECLUTTER_OK)
		return d->status;
	if (d->phase != OUTSIDE)
		return settle(d, DECLUTTER_EUSE);
	d->phase = INSIDE;
	d->ruled = true;
	d->bounded = bounds != DECLUTTER_UNBOUNDED;
	d->records = bounds == DECLUTTER_RECORDS;
	d->fresh = false;
	d->nhead = 0;
	d->report.stats.inputs++;
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
	if (d->phase != INSIDE)
		return settle(d, DECLUTTER_EUSE);
	if (len == 0)
		return DECLUTTER_OK;
	if (d->nhead < sizeof(d->head) && is_utf16(d, data, len))
		return settle(d, DECLUTTER_EUTF16);
	status = dc_blocks_push(&d->blocks, data, len);
	if (status == DECLUTTER_OK)	/* who waits for us gets what there is */
		status = advance(d, true);
	return settle(d, status);
}

enum declutter_status
declutter_end_record(struct declutter *d)
{
	enum declutter_status status;

	if (d->status != DECLUTTER_OK)
		return d->status;
	if (d->phase != INSIDE || !d->records)
		return settle(d, DECLUTTER_EUSE);
	status = dc_blocks_end(&d->blocks);
	if (status == DECLUTTER_OK)
		status = end_document(d, false);
	dc_blocks_begin(&d->blocks, false);
	return settle(d, status);
}

enum declutter_status
declutter_end(struct declutter *d)
{
	enum declutter_status status;

	if (d->status != DECLUTTER_OK)
		return d->status;
	if (d->phase != INSIDE)
		return settle(d, DECLUTTER_EUSE);
	d->phase = OUTSIDE;
	status = dc_blocks_end(&d->blocks);
	if (status == DECLUTTER_OK && !d->fresh)
		status = end_document(d, false);
	d->place.input++;
	return settle(d, status);
}

enum declutter_status
declutter_finish(struct declutter *d)
{
	if (d->status == DECLUTTER_OK && d->phase != OUTSIDE)
		return settle(d, DECLUTTER_EUSE);
	d->phase = FINISHED;
	return d->status;
}

void
declutter_stats(const struct declutter *d, struct declutter_stats *stats)
{
	*stats = d->report.stats;
	if (d->dedup.near != NULL)
		dc_near_stats(d->dedup.near, stats);
}
