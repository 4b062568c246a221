/* SPDX-License-Identifier: MIT */
#include "back.h"

/* Bytes that make items be judged, however few they are. */
#define BATCH_BYTES ((size_t)1 << 16)
/* What is fetched ahead of a block. */
#define EXPECTED_BYTES ((size_t)512)

enum declutter_status
dc_back_init(struct dc_back *b, const struct declutter_options *opt,
	     const struct declutter_sink *sink)
{
	b->opt = opt;
	b->deduped = 0;
	dc_queue_init(&b->queue, &opt->allocator);
	dc_report_init(&b->report, &opt->allocator, &b->dedup.chars, sink);
	return dc_dedup_init(&b->dedup, opt);
}

void
dc_back_clear(struct dc_back *b)
{
	dc_queue_clear(&b->queue);
	dc_dedup_clear(&b->dedup);
	dc_report_clear(&b->report);
}

/* Must the first item be judged?  A few stay back, so that what they need from
   memory arrives while others are compared. */
static bool
is_due(const struct dc_back *b)
{
	const struct dc_queue *q = &b->queue;

	return q->next - b->deduped >= DC_DEDUP_AHEAD ||
	       (q->next > b->deduped && dc_queue_at(q, q->next - 1)->offset -
		dc_queue_at(q, b->deduped)->offset > BATCH_BYTES);
}

/* Report what waits for nothing. */
static enum declutter_status
report(struct dc_back *b)
{
	enum declutter_status status = DECLUTTER_OK;
	struct dc_queue *q = &b->queue;

	while (q->first < b->deduped && status == DECLUTTER_OK) {
		const struct dc_item *item = dc_queue_at(q, q->first);

		if (item->waits)
			break;
		status = item->event == DC_BLOCK ?
			 dc_report_block(&b->report, item) :
			 dc_report_event(&b->report, item);
		dc_queue_drop(q);
	}
	return status;
}

static enum declutter_status
judge_all(struct dc_back *b)
{
	enum declutter_status status = DECLUTTER_OK;

	while (b->deduped < b->queue.next && status == DECLUTTER_OK)
		status = dc_dedup_judge(&b->dedup, &b->queue, b->deduped++);
	return status;
}

static enum declutter_status
end_document(struct dc_back *b)
{
	enum declutter_status status = judge_all(b);

	if (status == DECLUTTER_OK)
		status = dc_dedup_end(&b->dedup, &b->queue);
	if (status == DECLUTTER_OK)
		status = report(b);
	if (status == DECLUTTER_OK && b->opt->scope == DECLUTTER_DOCUMENT)
		status = dc_dedup_forget(&b->dedup);
	return status;
}

enum declutter_status
dc_back_flush(struct dc_back *b)
{
	enum declutter_status status = judge_all(b);

	return status == DECLUTTER_OK ? report(b) : status;
}

/* The block was read in another thread, and will be compared and handed out: fetch its
   text. */
static void
expect(const struct dc_back *b, const struct dc_item *item)
{
	if (b->opt->helper.start == NULL)
		return;
	if (item->removed) {
		DC_PREFETCH((const char *)item->bytes.data + item->nbody);
		return;
	}
	dc_prefetch(item->bytes.data, DC_MIN(item->bytes.len, EXPECTED_BYTES));
	if (item->is_prepared)
		dc_prefetch(item->prepared.record.text,
			    DC_MIN(item->prepared.record.len, EXPECTED_BYTES));
}

/* Take the first item. */
static enum declutter_status
take(struct dc_back *b, struct dc_queue *from)
{
	enum declutter_status status;
	struct dc_queue *q = &b->queue;
	enum dc_event event = dc_queue_at(from, from->first)->event;

	if (!dc_queue_move(from, q))
		return DECLUTTER_ENOMEM;
	if (event == DC_END_DOCUMENT)
		return end_document(b);
	if (event == DC_BLOCK) {
		expect(b, dc_queue_at(q, q->next - 1));
		status = dc_dedup_expect(&b->dedup, q, q->next - 1);
		while (is_due(b) && status == DECLUTTER_OK)
			status = dc_dedup_judge(&b->dedup, q, b->deduped++);
		return status == DECLUTTER_OK ? report(b) : status;
	}
	status = dc_back_flush(b);
	if (status == DECLUTTER_OK && event == DC_END &&
	    b->opt->scope == DECLUTTER_INPUT)
		status = dc_dedup_forget(&b->dedup);
	return status;
}

enum declutter_status
dc_back_take(void *ctx, struct dc_queue *from, uint64_t upto)
{
	enum declutter_status status = DECLUTTER_OK;

	while (from->first < upto && status == DECLUTTER_OK)
		status = take(ctx, from);
	return status;
}
