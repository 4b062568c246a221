/* SPDX-License-Identifier: MIT */
/*
 * spans.h - the best span in a window that slides over a row of worths
 *
 * Kadane's maximum subarray, kept for a window that moves by one block at a time:
 * what lies in it is the sum of a front part, whose sums from each place on are
 * known, and a back part, whose sum grows.  When the front is used up the
 * whole window becomes the front.  So a block costs two or three additions of
 * sums, however long the window is.
 */
#ifndef DC_SPANS_H
#define DC_SPANS_H
#include "window.h"

/* What is known of a run of blocks; head, tail and best are at least 0. */
struct dc_span_sum {
	int32_t all;	/* the sum of their worths */
	int32_t head;	/* the best sum from the first block on */
	int32_t tail;	/* and up to the last */
	int32_t best;	/* and of any span */
	int32_t peak;	/* highest mark of a block, at least 'floor' */
};

struct dc_spans {
	struct dc_span_sum item[DC_WINDOW];	/* of each block alone */
	struct dc_span_sum front[DC_WINDOW];	/* from it up to 'middle' */
	struct dc_span_sum back;	/* from middle + 1 up to 'last' */
	uint64_t middle, last;
	int32_t floor;
};

/* Take block 'i' in; blocks come in order. */
void dc_spans_add(struct dc_spans *s, uint64_t i, int32_t worth, int32_t mark);

/* The sum of blocks i + 1 to 'last', both never less than in the call before. */
struct dc_span_sum dc_spans_after(struct dc_spans *s, uint64_t i, uint64_t last);

#endif
