/* SPDX-License-Identifier: MIT */
/*
 * index.h - which records of the text log hold a key
 *
 * A hash table from 64-bit keys to positions in the text log, made for two
 * things: five and a third bytes a slot, and one cache line a look-up.
 *
 * The top bits of a key pick one of up to 4096 shards, the next 20 bits, q,
 * stand for the key within the shard; the rest is not kept, so an answer is a
 * hint that somebody has to verify.  A shard is an array of buckets of 64
 * bytes (one cache line), as many as it needs and not a power of two:
 *
 *	home = q * nbuckets >> 20, the rest of the product goes into the tag
 *
 *	lo[12]	low bits of the tag | position (22 to 32 bits); 0: empty
 *	hi[12]	8 high bits of the tag
 *	meta	2 bits a slot: how many buckets from home it lies; 4 bits: slots
 *		in use; 4 bits: which tags (by 2 of their bits) went past here
 *
 * So q can be had back from home and tag, and a full shard is copied into one
 * a sixth larger, bucket by bucket, without the original keys.  Shards grow at
 * different times (the ratio depends on the shard), so that the table as a
 * whole never doubles and its load stays between .78 and .93: measured 6.2 to
 * 6.5 bytes a key from 10^5 to 10^8 keys.
 *
 * Owners: a key remembers its DC_INDEX_OWNERS latest positions; common phrases
 * cost no more than that, and recent blocks are the likelier witnesses.
 * Positions below 'min' are dead: never found, and their slots are reused.
 *
 * What is found is a function of the sequence of calls.  Work is bounded: a
 * look-up reads at most four lines.  A shard whose keys were chosen to crowd
 * into a few buckets forgets its oldest instead of growing for ever.
 */
#ifndef DC_INDEX_H
#define DC_INDEX_H
#include "mem.h"

#define DC_INDEX_OWNERS 8

struct dc_index_shard {
	void *raw;		/* as allocated; buckets start at the next line */
	uint32_t nbuckets;	/* homes; three more follow for the overflow */
	uint32_t nentries;
	uint32_t posbits, posmask;	/* low bits of a slot that are position */
};

struct dc_index {
	const struct declutter_allocator *alloc;
	struct dc_index_shard *shards;
	unsigned shard_bits;
	uint64_t entries;	/* slots in use, dead ones included */
	uint64_t bytes;		/* of memory */
	uint64_t displaced;	/* owners overwritten by later ones */
};

/* 'shard_bits' at most 12; false if memory is out. */
bool dc_index_init(struct dc_index *x, const struct declutter_allocator *alloc,
		   unsigned shard_bits);
void dc_index_clear(struct dc_index *x);

/* Bring the key's home into the cache: call for all keys, then find. */
void dc_index_prefetch(const struct dc_index *x, uint64_t key);

/* The positions of 'key' that are at least 'min', in no order. */
size_t dc_index_find(const struct dc_index *x, uint64_t key, uint32_t min,
		     uint32_t out[DC_INDEX_OWNERS]);

/* Add 'pos' > 0; twice the same is once.  False if memory is out. */
bool dc_index_insert(struct dc_index *x, uint64_t key, uint32_t pos,
		     uint32_t min);

#endif
