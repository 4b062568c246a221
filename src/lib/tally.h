/* SPDX-License-Identifier: MIT */
/*
 * tally.h - counts how often each position was found, and ranks the winners
 *
 * A small hash table that is emptied by changing its stamp.  Cost: a few
 * nanoseconds a hit; memory is reused.
 */
#ifndef DC_TALLY_H
#define DC_TALLY_H
#include "mem.h"

struct dc_tally_count {
	uint32_t pos, hits;
};

struct dc_tally {
	const struct declutter_allocator *alloc;
	struct tally_slot *slots;
	size_t nslots;
	struct dc_array counts;	/* struct dc_tally_count, as first seen */
	uint32_t stamp, most;	/* hits of the best */
};

void dc_tally_init(struct dc_tally *t, const struct declutter_allocator *alloc);
void dc_tally_clear(struct dc_tally *t);

/* Start anew, with room for 'nhits' hits; false if memory is out. */
bool dc_tally_start(struct dc_tally *t, size_t nhits);
void dc_tally_hit(struct dc_tally *t, uint32_t pos);

/*
 * The best positions with at least 'least' hits: most hits first, then the
 * lowest position.  Writes up to 'max' of them, returns how many there are.
 */
size_t dc_tally_best(const struct dc_tally *t, uint32_t least, size_t max,
		     struct dc_tally_count *out);

#endif
