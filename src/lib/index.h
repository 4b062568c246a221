/* SPDX-License-Identifier: MIT */
/*
 * index.h - which records of the text log hold a key
 *
 * A hash table from 64-bit keys to positions in the text log, made for two
 * things: five and a third bytes a slot, and one cache line a look-up.
 *
 * The top bits of a key pick one of up to 512 shards (shard.h), the next 23 bits
 * stand for the key within the shard; the rest is not kept, so an answer is a
 * hint that somebody has to verify.  Shards grow at different times, so that the
 * table as a whole never doubles: loads of .57 to .80, 8 bytes a key.
 *
 * Owners: a key remembers its DC_INDEX_OWNERS latest positions; common phrases
 * cost no more than that, and recent blocks are the likelier witnesses.
 * Positions below 'min' are dead: never found, and their slots are reused.
 *
 * What is found is a function of the sequence of calls.  Work is bounded: a
 * look-up reads at most four lines.  A shard whose keys were chosen to crowd
 * into a few buckets forgets some instead of growing for ever.
 */
#ifndef DC_INDEX_H
#define DC_INDEX_H
#include "mem.h"
#include "pages.h"

#define DC_INDEX_OWNERS 8

struct dc_index {
	const struct declutter_allocator *alloc;
	struct dc_shard *shards;
	struct dc_pages pool;	/* what shards are made of */
	unsigned shard_bits;
	uint32_t few_pages;	/* a shard of fewer doubles; 0 at first */
	uint32_t builds;	/* how often a shard was rebuilt */
	uint64_t entries;	/* slots in use, dead ones included */
	uint64_t table_bytes;	/* of memory besides the pool's */
	uint64_t displaced;	/* owners overwritten by later ones */
};

/* A key and where it belongs: worked out once, to prefetch, find and insert. */
struct dc_probe {
	uint64_t key;
	struct dc_bucket *home;	/* NULL: there is none yet */
	uint32_t low;		/* of its tag */
	uint32_t builds;	/* of the index, when that was true */
	uint8_t high;
};

/* 'shard_bits' at most 9; false if memory is out. */
bool dc_index_init(struct dc_index *x, const struct declutter_allocator *alloc,
		   unsigned shard_bits);
void dc_index_clear(struct dc_index *x);

/* Memory in use. */
uint64_t dc_index_bytes(const struct dc_index *x);

/*
 * Fill in 'n' probes and bring their homes into the cache.  They stay good:
 * what happens to the index in between costs them time at most.
 */
void dc_index_probe(const struct dc_index *x, const uint64_t *keys, size_t n,
		    struct dc_probe *out);

/* Later: a full home sends what is inserted next door, so bring that too. */
void dc_index_probe_next(const struct dc_probe *probes, size_t n);

/*
 * Which of 'n' probes may have positions: their numbers go to 'out', most often
 * none.  Returns how many.
 */
size_t dc_index_select(const struct dc_index *x, struct dc_probe *probes, size_t n,
		       uint32_t *out);

/* The positions of a key that are at least 'min', in no order. */
size_t dc_index_find(const struct dc_index *x, const struct dc_probe *p,
		     uint32_t min, uint32_t out[DC_INDEX_OWNERS]);

/* Add 'pos' > 0 to 'n' keys; twice the same is once.  False if memory is out. */
bool dc_index_insert(struct dc_index *x, struct dc_probe *probes, size_t n,
		     uint32_t pos, uint32_t min);

#endif
