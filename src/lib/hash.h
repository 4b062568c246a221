/* SPDX-License-Identifier: MIT */
/*
 * hash.h - the only file that knows xxHash
 *
 * XXH3 with seed 0: its values are fixed since xxHash 0.8, so verdicts are the
 * same on every machine.  For duplicates a hash only proposes and bytes decide;
 * phrases, templates and titles are what their 64 bits say.
 */
#ifndef DC_HASH_H
#define DC_HASH_H
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base.h"

/*
 * Up to 16 bytes, padded with zeros and given as two little-endian words: the
 * hash of one fixed length has no branches, which is what words need.
 */
static inline uint64_t
dc_hash_short(const uint64_t words[2])
{
#if defined(__SIZEOF_INT128__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	/* XXH3 of 16 bytes with its secret's words folded in: the same value, a few
	   instructions less */
	__extension__ typedef unsigned __int128 product;
	uint64_t a = words[0] ^ 0x6782737bea4239b9u, b = words[1] ^ 0xaf56bc3b0996523au;
	product ab = (product)a * b;
	uint64_t x = 16 + __builtin_bswap64(a) + b;

	x += (uint64_t)ab ^ (uint64_t)(ab >> 64);
	x = (x ^ x >> 37) * 0x165667919e3779f9u;
	return x ^ x >> 32;
#else
	return XXH3_64bits(words, 16);
#endif
}

/* The same; the first byte is the lowest. */
static inline uint64_t
dc_hash_words(uint64_t low, uint64_t high)
{
	uint64_t words[2] = {low, high};

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	words[0] = __builtin_bswap64(low);
	words[1] = __builtin_bswap64(high);
#endif
	return dc_hash_short(words);
}

/* Ones for 'len' bytes of 16. */
static inline void
dc_short_masks(size_t len, uint64_t masks[2])
{
	static const uint8_t ones[32] = {
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff
	};

	memcpy(masks, ones + 16 - len, 16);
}

/* dc_hash() of up to 16 bytes; 16 may be read. */
static inline uint64_t
dc_hash_padded(const char *data, size_t len)
{
	uint64_t words[2], masks[2];

	memcpy(words, data, sizeof(words));
	dc_short_masks(len, masks);
	words[0] &= masks[0];
	words[1] &= masks[1];
	return dc_hash_short(words);
}

static inline uint64_t
dc_hash(const void *data, size_t len)
{
	uint64_t words[2] = {0, 0};

	if (len > sizeof(words))
		return XXH3_64bits(data, len);
	memcpy(words, data, len);
	return dc_hash_short(words);
}

/* Combine two hashes; order matters.  Multiply and fold, never xor and rotate:
   that would make "12 34" equal to "13 24". */
static inline uint64_t
dc_hash_mix(uint64_t a, uint64_t b)
{
	uint64_t x = (a ^ 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;

	x = (x ^ x >> 32 ^ b) * 0xc4ceb9fe1a85ec53u;
	return x ^ x >> 29;
}

#endif
