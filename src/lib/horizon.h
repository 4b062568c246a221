/* SPDX-License-Identifier: MIT */
/*
 * horizon.h - how far back the index remembers when its memory is limited
 *
 * Every inserted block has a cost, computed from the block alone; when the costs
 * exceed the limit, the oldest are forgotten.  Costs are gathered in parts of a
 * 32nd of the limit or one block, and a whole part is forgotten at a time.  So what
 * is remembered depends on what was inserted, never on time, on the allocator or on
 * the machine.
 */
#ifndef DC_HORIZON_H
#define DC_HORIZON_H
#include "base.h"

#define DC_HORIZON_PARTS 32

struct dc_horizon {
	uint64_t limit;		/* of the costs remembered; 0: remember everything */
	uint64_t cost;		/* of all that was inserted */
	uint64_t inserted, forgotten;	/* blocks */
	uint32_t min;		/* position of the oldest record remembered */
	unsigned nmarks, newest;
	struct dc_horizon_mark {
		uint64_t inserted, cost;	/* before it */
		uint32_t pos;
	} marks[DC_HORIZON_PARTS];	/* where the parts begin, a ring */
};

/* 'limit' in the unit of the costs, 0 for none. */
static inline void
dc_horizon_init(struct dc_horizon *h, uint64_t limit)
{
	*h = (struct dc_horizon){.limit = limit, .min = 1};
}

/* May a block of this cost be remembered at all? */
static inline bool
dc_horizon_takes(const struct dc_horizon *h, uint64_t cost)
{
	return h->limit == 0 || cost <= h->limit;
}

static inline const struct dc_horizon_mark *
dc_horizon_oldest(const struct dc_horizon *h)
{
	return &h->marks[(h->newest + DC_HORIZON_PARTS + 1 - h->nmarks) %
			 DC_HORIZON_PARTS];
}

/* A block of this cost, which it takes, is about to be inserted at 'pos'. */
static inline void
dc_horizon_add(struct dc_horizon *h, uint32_t pos, uint64_t cost)
{
	uint64_t part = DC_MAX(h->limit / DC_HORIZON_PARTS, 1);

	if (h->limit != 0 &&
	    (h->nmarks == 0 || h->cost + cost - h->marks[h->newest].cost > part)) {
		h->newest = (h->newest + 1) % DC_HORIZON_PARTS;
		h->marks[h->newest] =
			(struct dc_horizon_mark){h->inserted, h->cost, pos};
		h->nmarks = DC_MIN(h->nmarks + 1, DC_HORIZON_PARTS);
	}
	h->cost += cost;
	h->inserted++;
	if (h->limit == 0)
		return;
	while (h->cost - dc_horizon_oldest(h)->cost > h->limit)
		h->nmarks--;
	h->min = dc_horizon_oldest(h)->pos;
	h->forgotten = dc_horizon_oldest(h)->inserted;
}

#endif
