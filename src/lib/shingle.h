/* SPDX-License-Identifier: MIT */
/*
 * shingle.h - the shingles of a block, and the few that the index remembers
 *
 * A shingle starts at every token and ends where the weight reaches 8 n: n
 * words, or as many ideographs as carry the same weight.  Its hash depends on
 * the hashes of its tokens and their order.
 *
 * Keys are picked by winnowing (Schleimer, Wilkerson, Aiken 2003): of every w
 * consecutive shingles the smallest, the rightmost if equal.  Two blocks that
 * share w consecutive shingles so share a key, with certainty; a random
 * sample of the same size gives no such promise and misses 20 times as many
 * pairs at half the shingles shared (see near.c).  What is picked with a
 * larger w is also picked with a smaller one, so short blocks can afford more
 * keys and still meet long ones.
 */
#ifndef DC_SHINGLE_H
#define DC_SHINGLE_H
#include "mem.h"
#include "scan.h"

/* Number of shingles of n tokens; their hashes go to 'out' (room for ntokens). */
size_t dc_shingle(const struct dc_token *tokens, size_t ntokens, unsigned n,
		  uint64_t *out);

/* The window for a block of 'nshingles'; 1 keeps every shingle. */
size_t dc_winnow_window(size_t nshingles);

/*
 * Pick keys from 'hash' into 'out' (room for nshingles); returns how many.
 * Equal keys in a row come once.
 */
size_t dc_winnow(const uint64_t *hash, size_t nshingles, size_t window,
		 uint64_t *out);

#endif
