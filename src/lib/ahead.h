/* SPDX-License-Identifier: MIT */
/*
 * ahead.h - blocks prepared before their turn
 *
 * Blocks of usual length take turns by their number in the document, so that a
 * run of DC_AHEAD_BLOCKS of them is there at a time, while what their keys lead
 * to comes from memory: home buckets at once, what is next to a full one half
 * way.  A block that was not expected is prepared when it is asked for.
 */
#ifndef DC_AHEAD_H
#define DC_AHEAD_H
#include "kept.h"

#define DC_AHEAD_BLOCKS 8

struct dc_ahead {
	struct dc_prepared block[DC_AHEAD_BLOCKS];
	struct dc_prepared other;	/* scratch, and for long blocks */
};

void dc_ahead_init(struct dc_ahead *a, const struct declutter_allocator *alloc);
void dc_ahead_clear(struct dc_ahead *a);

/* The block prepared (see dc_prepare()), its probes there; NULL if memory is out. */
struct dc_prepared *dc_ahead_get(struct dc_ahead *a, const struct dc_kept *kept,
				 const struct dc_near_block *b, unsigned shingle,
				 size_t window);

/* The block will be asked for soon.  False if memory is out. */
bool dc_ahead_expect(struct dc_ahead *a, const struct dc_kept *kept,
		     const struct dc_near_block *b, unsigned shingle, size_t window);

#endif
