/* SPDX-License-Identifier: MIT */
/*
 * copies.h - which blocks of a document stand in it before, word for word
 *
 * The search for duplicates comes after the verdicts on chrome, and takes them; what
 * they were context to should not be judged by them.  This foretells it, without an
 * index: of near-duplicates it knows nothing.
 */
#ifndef DC_COPIES_H
#define DC_COPIES_H
#include "dedup.h"

#define DC_COPIES_SLOTS 4096	/* a document that is held has half as many blocks */

/* A short block between two copies. */
struct dc_copies_short {
	struct dc_item *item;
	uint64_t hash, number;
};

struct dc_copies {
	uint64_t slots[DC_COPIES_SLOTS];	/* hash and number of a text; 0: empty */
	size_t mask, room;	/* of the slots in use; so many texts more */
	uint64_t anchor;	/* the text that the last long block is a copy of, or 0 */
	struct dc_copies_short waiting[DC_WAITING_MAX];
	size_t nwaiting;
};

/* Set 'copy' of the items from 'from' on, as the rule of duplicates (dedup.h) will take
   them: long ones, and short ones in order between those.  How many there are. */
uint64_t dc_copies_find(struct dc_copies *c, const struct dc_queue *q, uint64_t from);

#endif
