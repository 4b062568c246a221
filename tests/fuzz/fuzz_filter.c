/* SPDX-License-Identifier: MIT */
/*
 * fuzz_filter.c - any bytes, any options, any cuts: three laws
 *
 * The first bytes choose the options and where the input is cut.  The blocks
 * put together are the input; a removed block names what it matched; verdicts
 * do not depend on the cuts.
 */
#include <stdlib.h>
#include <string.h>

#include "declutter.h"
#include "fuzz.h"

#define CONTROL 4	/* bytes that choose options and cuts */

/* What one run said. */
struct run {
	const char *input;
	uint64_t at;		/* everything before it was reported */
	uint64_t sum;		/* of all that a sink can see */
};

static void
mix(struct run *r, const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t i;

	for (i = 0; i < len; i++)
		r->sum = (r->sum ^ p[i]) * 1099511628211u;
	r->sum = (r->sum ^ len) * 1099511628211u;
}

static void
check_cuts(const struct declutter_block *b)
{
	size_t i, end = 0;

	for (i = 0; i < b->ncuts; i++) {
		REQUIRE(b->cuts[i].start >= end);
		REQUIRE(b->cuts[i].start < b->cuts[i].end);
		REQUIRE(b->cuts[i].end <= b->nbody);
		end = b->cuts[i].end;
	}
}

static int
on_block(void *ctx, const struct declutter_block *b)
{
	struct run *r = ctx;
	size_t i;

	REQUIRE(b->offset == r->at);
	REQUIRE(b->nbytes > 0 && b->nbody <= b->nbytes);
	REQUIRE(memcmp(b->bytes, r->input + r->at, b->nbytes) == 0);
	REQUIRE(b->evidence != NULL && b->score == b->score);
	REQUIRE(b->category < DECLUTTER_NCATEGORIES);
	REQUIRE(b->duplicate < DECLUTTER_NDUPLICATES);
	if (b->removed)
		REQUIRE(b->category != DECLUTTER_CONTENT || b->nwitnesses > 0);
	for (i = 0; i < b->nwitnesses; i++)
		REQUIRE(b->witnesses[i].document < b->place.document ||
			b->witnesses[i].block < b->place.block);
	check_cuts(b);
	r->at += b->nbytes;
	mix(r, b->text, b->ntext);
	mix(r, &b->removed, sizeof(b->removed));
	mix(r, &b->category, sizeof(b->category));
	mix(r, &b->duplicate, sizeof(b->duplicate));
	mix(r, &b->nbytes, sizeof(b->nbytes));
	mix(r, &b->nbody, sizeof(b->nbody));
	mix(r, &b->place.line, sizeof(b->place.line));
	return 0;
}

static int
on_document(void *ctx, uint64_t document, int separated)
{
	mix(ctx, &document, sizeof(document));
	mix(ctx, &separated, sizeof(separated));
	return 0;
}

/* All of it through a new filter, in pieces of 'step' bytes. */
static uint64_t
filter(const struct declutter_options *opt, enum declutter_bounds bounds,
       const char *data, size_t len, size_t step)
{
	struct run r = {data, 0, 14695981039346656037u};
	struct declutter_sink sink = {
		.block = on_block, .document = on_document, .ctx = &r
	};
	struct declutter_stats stats;
	enum declutter_status status;
	struct declutter *d;
	size_t i, n;

	REQUIRE(declutter_new(&d, opt, &sink) == DECLUTTER_OK);
	status = declutter_begin(d, bounds);
	for (i = 0; i < len && status == DECLUTTER_OK; i += n) {
		n = step < len - i ? step : len - i;
		status = declutter_push(d, data + i, n);
	}
	if (status == DECLUTTER_OK)
		status = declutter_end(d);
	if (status == DECLUTTER_OK)
		status = declutter_finish(d);
	REQUIRE(status == DECLUTTER_OK || status == DECLUTTER_EUTF16);
	if (status == DECLUTTER_OK) {
		declutter_stats(d, &stats);
		REQUIRE(r.at == len && stats.bytes == len);
	} else {
		r.sum = 0;
	}
	declutter_free(d);
	return r.sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct declutter_options opt;
	enum declutter_bounds bounds;
	const char *text;
	uint64_t whole;
	size_t step;

	if (size < CONTROL)
		return 0;
	declutter_options_init(&opt);
	opt.mode = data[0] % 3 - 1;
	opt.chrome = (data[0] & 4) == 0;
	opt.dedup = (data[0] & 8) == 0;
	opt.keep_repeats = (data[0] & 16) != 0;
	opt.drop_extends = (data[0] & 32) != 0;
	opt.drop_templates = (data[0] & 64) != 0;
	bounds = data[0] & 128 ? DECLUTTER_UNBOUNDED : DECLUTTER_BOUNDED;
	opt.shingle = 1 + data[1] % 32;
	if (data[2] & 1)
		opt.max_block = 1024;
	if (data[2] & 2)
		opt.memory = 1 << 20;
	REQUIRE(declutter_options_check(&opt) == NULL);
	step = (size_t)data[3] + 1;
	text = (const char *)data + CONTROL;
	size -= CONTROL;
	whole = filter(&opt, bounds, text, size, size + 1);
	REQUIRE(filter(&opt, bounds, text, size, step) == whole);
	return 0;
}
