/* SPDX-License-Identifier: MIT */
#include "shingle.h"

/*
 * The hash of a shingle is a polynomial in its tokens' hashes, so that the next
 * one costs a few operations whatever n is, mixed at the end.  The tokens'
 * hashes are XXH3's: unlike onion's, sums of them do not collide for texts that
 * look alike ("12 34" and "13 24").
 */
#define BASE 0x9e3779b97f4a7c15u	/* odd, from the golden ratio */

static inline uint64_t
finish(uint64_t sum)
{
	sum = (sum ^ sum >> 32) * 0xff51afd7ed558ccdu;	/* MurmurHash3 */
	return sum ^ sum >> 32;
}

/* BASE to the power of 'n'. */
static uint64_t
power(size_t n)
{
	uint64_t p = 1;

	while (n-- > 0)
		p *= BASE;
	return p;
}

/* Words only: every shingle is n tokens. */
static size_t
shingle_words(const struct dc_token *t, size_t ntokens, unsigned n,
	      uint64_t *out)
{
	uint64_t sum = 0, leaving = power(n - 1);
	size_t i;

	if (ntokens < n)
		return 0;
	for (i = 0; i + 1 < n; i++)
		sum = sum * BASE + t[i].hash;
	for (i = n - 1; i < ntokens; i++) {
		sum = sum * BASE + t[i].hash;
		out[i + 1 - n] = finish(sum);
		sum -= t[i + 1 - n].hash * leaving;
	}
	return ntokens - n + 1;
}

size_t
dc_shingle(const struct dc_token *t, size_t ntokens, unsigned n, uint64_t *out)
{
	unsigned full = DC_WEIGHT_WORD * n, flags = 0, weight = 0;
	uint64_t sum = 0;
	size_t i, end = 0;

	for (i = 0; i < ntokens; i++)
		flags |= t[i].flags;
	if (!(flags & DC_TOKEN_SOLO))
		return shingle_words(t, ntokens, n, out);
	for (i = 0; i < ntokens; i++) {
		for (; end < ntokens && weight < full; end++) {
			sum = sum * BASE + t[end].hash;
			weight += dc_token_weight(&t[end]);
		}
		if (weight < full)
			return i;
		out[i] = finish(sum);
		sum -= t[i].hash * power(end - i - 1);
		weight -= dc_token_weight(&t[i]);
	}
	return ntokens;
}

size_t
dc_winnow_window(size_t nshingles)
{
	/*
	 * Density is 2 / (w + 1): these steps give 14 to 17 keys from 14
	 * shingles on, and two sevenths of the shingles from 50 on.
	 */
	static const unsigned short up_to[] = {16, 24, 32, 42, 49};
	size_t w = 0;

	while (w < DC_LEN(up_to) && nshingles > up_to[w])
		w++;
	return w + 1;
}

/*
 * The low half of the hash orders, the high half addresses the index: minima
 * of the bits that address would crowd into one corner of it.
 */
static uint32_t
order(uint64_t hash)
{
	return (uint32_t)hash;
}

/* A scan is made again only when the smallest leaves the window; methods without
   branches (van Herk) take the same time at windows of 6. */
size_t
dc_winnow(const uint64_t *hash, size_t nshingles, size_t window, uint64_t *out)
{
	size_t end, i, min = 0, last = SIZE_MAX, nout = 0;

	if (nshingles == 0)
		return 0;
	window = DC_MIN(window, nshingles);
	for (end = 0; end < nshingles; end++) {
		size_t start = end + 1 < window ? 0 : end + 1 - window;

		if (min < start) {
			min = start;
			for (i = start + 1; i <= end; i++)
				if (order(hash[i]) <= order(hash[min]))
					min = i;
		} else if (order(hash[end]) <= order(hash[min])) {
			min = end;
		}
		if (end + 1 < window || min == last)
			continue;
		last = min;
		if (nout == 0 || out[nout - 1] != hash[min])
			out[nout++] = hash[min];
	}
	return nout;
}
