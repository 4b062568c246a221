/* SPDX-License-Identifier: MIT */
/*
 * horizon.h - how far back the index remembers when its memory is limited
 *
 * Every inserted block has a cost, computed from the block alone; when the
 * costs since some record exceed the limit, everything before that record is
 * forgotten.  Costs are gathered in 32 parts of the limit, and a whole part
 * is forgotten at a time.  So what is remembered depends on what was inserted,
 * never on time, on the allocator or on the machine.
 */
#ifndef DC_HORIZON_H
#define DC_HORIZON_H
#include "base.h"

#define DC_HORIZON_PARTS 32

struct dc_horizon {
	uint64_t part;		/* cost of a part; 0: remember everything */
	uint64_t cost;		/* of the last part */
	uint64_t inserted, forgotten;	/* blocks */
	uint32_t min;		/* position of the oldest record remembered */
	unsigned nmarks, newest;
	struct dc_horizon_mark {
		uint64_t inserted;
		uint32_t pos;
	} marks[DC_HORIZON_PARTS];	/* where the parts begin, a ring */
};

/* 'limit' in the unit of the costs, 0 for none. */
static inline void
dc_horizon_init(struct dc_horizon *h, uint64_t limit)
{
	*h = (struct dc_horizon){.min = 1};
	if (limit != 0)
		h->part = DC_MAX(limit / DC_HORIZON_PARTS, 1);
}

/* A block of this cost is about to be inserted at 'pos'. */
static inline void
dc_horizon_add(struct dc_horizon *h, uint32_t pos, uint64_t cost)
{
	if (h->part != 0 && (h->nmarks == 0 || h->cost + cost > h->part)) {
		h->newest = (h->newest + 1) % DC_HORIZON_PARTS;
		h->marks[h->newest] = (struct dc_horizon_mark){h->inserted, pos};
		h->cost = 0;
		if (h->nmarks < DC_HORIZON_PARTS)
			h->nmarks++;
		if (h->nmarks == DC_HORIZON_PARTS) {
			unsigned oldest = (h->newest + 1) % DC_HORIZON_PARTS;

			h->min = h->marks[oldest].pos;
			h->forgotten = h->marks[oldest].inserted;
		}
	}
	h->cost += cost;
	h->inserted++;
}

#endif
