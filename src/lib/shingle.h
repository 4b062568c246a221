/* SPDX-License-Identifier: MIT */
/*
 * shingle.h - the shingles of a block, and the few that the index remembers
 *
 * A shingle starts at every token and ends where the weight reaches 8 n: n
 * words, or as many ideographs as carry the same weight.  Its hash depends on
 * the hashes of its tokens and their order.
 *
 * Keys are picked by winnowing (Schleimer, Wilkerson, Aiken 2003): of every w
 * consecutive shingles the smallest, all of them if equal.  Two blocks that share w
 * consecutive shingles so share a key, with certainty; a random sample of the
 * same size gives no such promise and misses 20 times as many pairs at half the
 * shingles shared (see near.c).  What is picked with a larger w is also picked
 * with a smaller one, so short blocks can afford more keys and still meet long
 * ones.
 */
#ifndef DC_SHINGLE_H
#define DC_SHINGLE_H
#include "mem.h"
#include "scan.h"

#define DC_WINNOW_MAX 8u

/*
 * The hash of a shingle is a polynomial in its tokens' hashes, so that the next
 * one costs a few operations whatever n is: begin with 0, add each token.  The
 * tokens' hashes are XXH3's: unlike onion's, sums of them do not collide for
 * texts that look alike ("12 34" and "13 24"), and all their bits are as good.
 */
static inline uint64_t
dc_shingle_add(uint64_t sum, uint64_t token_hash)
{
	return sum * 0x9e3779b97f4a7c15u + token_hash;	/* odd, the golden ratio */
}

/* Number of shingles of n tokens; their hashes go to 'out' (room for ntokens). */
size_t dc_shingle(const struct dc_token *tokens, size_t ntokens, unsigned n,
		  uint64_t *out);
/* The same where all tokens are words. */
size_t dc_shingle_words(const struct dc_token *tokens, size_t ntokens, unsigned n,
			uint64_t *out);

/* The window for a block of 'nshingles'; 1 keeps every shingle. */
size_t dc_winnow_window(size_t nshingles);

/*
 * Pick keys from 'hash' into 'out' (room for nshingles) with a window of 1 to
 * DC_WINNOW_MAX; returns how many.  Equal keys in a row come once.
 */
size_t dc_winnow(const uint64_t *hash, size_t nshingles, size_t window,
		 uint64_t *out);

#endif
