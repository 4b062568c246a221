/* SPDX-License-Identifier: MIT */
/*
 * ahead.h - blocks looked up before their turn
 *
 * Blocks of usual length take turns by their number in the document, so that a
 * run of DC_AHEAD_BLOCKS of them is there at a time, while what their keys lead
 * to comes from memory: home buckets at once, what is next to a full one half
 * way.  A block that was not expected is looked up when it is asked for, and one
 * that nobody has prepared is prepared here.
 */
#ifndef DC_AHEAD_H
#define DC_AHEAD_H
#include "kept.h"

#define DC_AHEAD_BLOCKS 8

struct dc_expected {
	struct dc_near_block block;	/* with what it was prepared to */
	struct dc_array probes;		/* struct dc_probe: of its keys */
	struct dc_prepared own;		/* where it was prepared, if it was here */
	bool is_valid;
};

struct dc_ahead {
	const struct declutter_allocator *alloc;
	unsigned shingle;
	size_t window;		/* for winnowing; 0: it depends on the length */
	struct dc_array hashes;	/* uint64_t: scratch */
	struct dc_expected block[DC_AHEAD_BLOCKS];
	struct dc_expected other;	/* scratch, and for long blocks */
};

void dc_ahead_init(struct dc_ahead *a, const struct declutter_allocator *alloc,
		   unsigned shingle);
void dc_ahead_clear(struct dc_ahead *a);

/* The block with its probes; NULL if memory is out. */
struct dc_expected *dc_ahead_get(struct dc_ahead *a, const struct dc_kept *kept,
				 const struct dc_near_block *b);

/* The block will be asked for soon.  False if memory is out. */
bool dc_ahead_expect(struct dc_ahead *a, const struct dc_kept *kept,
		     const struct dc_near_block *b);

#endif
