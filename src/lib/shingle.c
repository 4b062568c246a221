/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "shingle.h"

/* Words only: every shingle is n tokens. */
static size_t
shingle_words(const struct dc_token *t, size_t ntokens, unsigned n,
	      uint64_t *out)
{
	size_t i, k, nout;

	if (ntokens < n)
		return 0;
	nout = ntokens - n + 1;
	if (n == 3) {	/* the default, worth a loop without a loop inside */
		for (i = 0; i < nout; i++)
			out[i] = dc_hash_mix(dc_hash_mix(t[i].hash, t[i + 1].hash),
					     t[i + 2].hash);
		return nout;
	}
	for (i = 0; i < nout; i++) {
		uint64_t h = t[i].hash;

		for (k = 1; k < n; k++)
			h = dc_hash_mix(h, t[i + k].hash);
		out[i] = h;
	}
	return nout;
}

size_t
dc_shingle(const struct dc_token *t, size_t ntokens, unsigned n, uint64_t *out)
{
	unsigned full = DC_WEIGHT_WORD * n, flags = 0;
	size_t i, k, nout = 0;

	for (i = 0; i < ntokens; i++)
		flags |= t[i].flags;
	if (!(flags & DC_TOKEN_SOLO))
		return shingle_words(t, ntokens, n, out);
	for (i = 0; i < ntokens; i++) {
		unsigned weight = dc_token_weight(&t[i]);
		uint64_t h = t[i].hash;

		for (k = i + 1; k < ntokens && weight < full; k++) {
			h = dc_hash_mix(h, t[k].hash);
			weight += dc_token_weight(&t[k]);
		}
		if (weight < full)
			break;
		out[nout++] = h;
	}
	return nout;
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
