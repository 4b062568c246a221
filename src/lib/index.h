/* SPDX-License-Identifier: MIT */
/*
 * index.h - which records of the text log hold a key
 *
 * A hash table from 64-bit keys to positions in the text log, made for two
 * things: five and a third bytes a slot, and one cache line a look-up.
 *
 * The top bits of a key pick one of up to 512 shards, the next 23 bits stand
 * for the key within the shard; the rest is not kept, so an answer is a hint
 * that somebody has to verify.  A shard is an array of buckets of 64 bytes
 * (bucket.h), as many as it needs and not a power of two.  A full one is copied
 * into one two fifths larger, without the original keys.  Shards grow at
 * different times (the ratio depends on the shard), so that the table as a whole
 * never doubles: loads of .60 to .84, 7.6 bytes a key.
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
	struct dc_index_shard *shards;
	struct dc_pages pool;	/* what shards are made of */
	unsigned shard_bits;
	uint64_t entries;	/* slots in use, dead ones included */
	uint64_t table_bytes;	/* of memory besides the pool's */
	uint64_t displaced;	/* owners overwritten by later ones */
};

/* 'shard_bits' at most 9; false if memory is out. */
bool dc_index_init(struct dc_index *x, const struct declutter_allocator *alloc,
		   unsigned shard_bits);
void dc_index_clear(struct dc_index *x);

/* Memory in use. */
uint64_t dc_index_bytes(const struct dc_index *x);

/* Bring the key's home into the cache: call for all keys, then find. */
void dc_index_prefetch(const struct dc_index *x, uint64_t key);

/* The positions of 'key' that are at least 'min', in no order. */
size_t dc_index_find(const struct dc_index *x, uint64_t key, uint32_t min,
		     uint32_t out[DC_INDEX_OWNERS]);

/* Add 'pos' > 0; twice the same is once.  False if memory is out. */
bool dc_index_insert(struct dc_index *x, uint64_t key, uint32_t pos,
		     uint32_t min);

#endif
