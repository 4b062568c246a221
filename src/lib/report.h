/* SPDX-License-Identifier: MIT */
/* report.h - what the sink is told of a judged block, and the counters */
#ifndef DC_REPORT_H
#define DC_REPORT_H
#include "queue.h"

struct dc_report {
	const struct declutter_allocator *alloc;
	struct dc_chars *chars;
	const struct dc_phrases *phrases;	/* the caller sets it */
	struct declutter_sink sink;
	struct declutter_stats stats;
	struct dc_canon canon;
};

/* 'alloc' and 'chars' stay; 'sink' is copied. */
void dc_report_init(struct dc_report *r, const struct declutter_allocator *alloc,
		    struct dc_chars *chars, const struct declutter_sink *sink);
void dc_report_clear(struct dc_report *r);

/* Count the block and hand it to the sink. */
enum declutter_status dc_report_block(struct dc_report *r,
				      const struct dc_item *item);
/* The same for what is no block. */
enum declutter_status dc_report_event(struct dc_report *r, const struct dc_item *item);

#endif
