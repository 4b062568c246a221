/* SPDX-License-Identifier: MIT */
/*
 * back.h - the second half of the way: duplicate verdicts, and the report
 *
 * Blocks come in input order, judged as chrome, and so do the ends of documents.
 * Nothing here reads what the first half works on.
 */
#ifndef DC_BACK_H
#define DC_BACK_H
#include "dedup.h"
#include "report.h"

struct dc_back {
	const struct declutter_options *opt;
	struct dc_queue queue;
	struct dc_dedup dedup;
	struct dc_report report;
	uint64_t deduped;	/* items judged as duplicates */
};

/* 'opt' stays; 'sink' is copied. */
enum declutter_status dc_back_init(struct dc_back *b,
				   const struct declutter_options *opt,
				   const struct declutter_sink *sink);
void dc_back_clear(struct dc_back *b);

/* Take the items before number 'upto'; 'ctx' is the back.  A few stay back until
   others follow, or their document ends. */
enum declutter_status dc_back_take(void *ctx, struct dc_queue *from, uint64_t upto);

/* None stay back but short repeats that wait. */
enum declutter_status dc_back_flush(struct dc_back *b);

#endif
