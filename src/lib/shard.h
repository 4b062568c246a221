/* SPDX-License-Identifier: MIT */
/*
 * shard.h - one of the tables that the index is made of
 *
 * An array of buckets (bucket.h), as many as it needs and not a power of two,
 * in pages that are all of one size.  A full one is copied into one two fifths
 * larger, or twice as large while it is small, without the original keys.
 */
#ifndef DC_SHARD_H
#define DC_SHARD_H
#include "bucket.h"
#include "pages.h"

#define DC_PAGE_BUCKETS (DC_PAGE_SIZE / 64)

struct dc_shard {
	struct dc_bucket **pages;	/* NULL: nothing was inserted yet */
	struct dc_layout layout;	/* three more buckets take the overflow */
	uint32_t npages, nentries;
	uint32_t limit;		/* entries that make it time to grow */
};

static inline struct dc_bucket *
dc_shard_bucket(const struct dc_shard *s, uint32_t i)
{
	return s->pages[i / DC_PAGE_BUCKETS] + i % DC_PAGE_BUCKETS;
}

/* How a shard grows. */
struct dc_growth {
	unsigned turn;		/* which sizes it takes: shards of other turns grow at
				   other times */
	uint32_t few;		/* with fewer pages it doubles */
};

/*
 * Make room in 's' for an entry at 'pos' and forget positions under 'min'.
 * Adds to *lost what finds no place.  False if memory is out: nothing changed.
 */
bool dc_shard_rebuild(struct dc_shard *s, struct dc_pages *pool, struct dc_growth growth,
		      uint32_t pos, uint32_t min, uint64_t *lost);
void dc_shard_clear(struct dc_shard *s, struct dc_pages *pool);

/* Bytes of memory besides the pool's. */
static inline uint64_t
dc_shard_bytes(const struct dc_shard *s)
{
	return s->npages * sizeof(*s->pages);
}

/*
 * Put 'e' where it belongs.  False if an entry came too far from home: it is
 * left in 'e', without a place.
 */
bool dc_shard_settle(struct dc_shard *s, struct dc_entry *e, uint32_t min);

/* Is a shard that overflows so empty that its keys must have been chosen? */
bool dc_shard_is_crowded(const struct dc_shard *s);

#endif
