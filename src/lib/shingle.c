/* SPDX-License-Identifier: MIT */
#include "shingle.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* What the first of 'n' tokens has become when the last has been added. */
static uint64_t
leaving(uint64_t token_hash, size_t n)
{
	while (--n > 0)
		token_hash = dc_shingle_add(token_hash, 0);
	return token_hash;
}

size_t
dc_shingle_words(const struct dc_token *t, size_t ntokens, unsigned n, uint64_t *out)
{
	uint64_t sum = 0, factor;
	size_t i;

	if (ntokens < n)
		return 0;
	if (n == 3) {	/* each on its own: no chain of multiplications */
		for (i = 0; i < ntokens - 2; i++)
			out[i] = dc_shingle_add(dc_shingle_add(t[i].hash,
							       t[i + 1].hash),
						t[i + 2].hash);
		return i;
	}
	factor = leaving(1, n);
	for (i = 0; i + 1 < n; i++)
		sum = dc_shingle_add(sum, t[i].hash);
	for (i = n - 1; i < ntokens; i++) {
		sum = dc_shingle_add(sum, t[i].hash);
		out[i + 1 - n] = sum;
		sum -= t[i + 1 - n].hash * factor;
	}
	return ntokens - n + 1;
}

size_t
dc_shingle(const struct dc_token *t, size_t ntokens, unsigned n, uint64_t *out)
{
	unsigned full = DC_WEIGHT_WORD * n, weight = 0;
	uint64_t sum = 0;
	size_t i, end = 0;

	for (i = 0; i < ntokens; i++) {
		for (; end < ntokens && weight < full; end++) {
			sum = dc_shingle_add(sum, t[end].hash);
			weight += dc_token_weight(&t[end]);
		}
		if (weight < full)
			return i;
		out[i] = sum;
		sum -= leaving(t[i].hash, end - i);
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
 * The low bits of the hash order, the high half addresses the index: minima of
 * the bits that address would crowd into one corner of it.  Sixteen bits are
 * enough, eight such numbers fit a register, and the least is the same in every
 * text that holds the same shingles.
 */
static int16_t
order(uint64_t hash)
{
	return (int16_t)(uint16_t)hash;
}

typedef int16_t lanes __attribute__((vector_size(16)));

enum {
	LANES = sizeof(lanes) / sizeof(int16_t),
	TILE = 64,	/* shingles looked at together */
	SPAN = TILE + 3 * DC_WINNOW_MAX	/* and their neighbours */
};

static inline lanes
least_of(lanes a, lanes b)
{
#if defined(__SSE2__)
	return (lanes)_mm_min_epi16((__m128i)a, (__m128i)b);
#else
	lanes is_less = a < b;

	return (a & is_less) | (b & ~is_less);
#endif
}

static inline lanes
load(const int16_t *in)
{
	lanes v;

	memcpy(&v, in, sizeof(v));
	return v;
}

/* order() of so many hashes. */
static inline lanes
order_of_lanes(const uint64_t *hash)
{
#if defined(__SSE2__)
	/* the lowest quarters: of each two halves the lower, of those again */
	const float *p = (const void *)hash;
	__m128 a = _mm_shuffle_ps(_mm_loadu_ps(p), _mm_loadu_ps(p + 4), 0x88);
	__m128 b = _mm_shuffle_ps(_mm_loadu_ps(p + 8), _mm_loadu_ps(p + 12), 0x88);
	__m128i low = _mm_srai_epi32(_mm_slli_epi32(_mm_castps_si128(a), 16), 16);
	__m128i high = _mm_srai_epi32(_mm_slli_epi32(_mm_castps_si128(b), 16), 16);

	return (lanes)_mm_packs_epi32(low, high);
#else
	lanes v;
	int i;

	for (i = 0; i < LANES; i++)
		v[i] = order(hash[i]);
	return v;
#endif
}

/* For 'n' numbers and some more: out[i] is the complement of the least of in[i]
   to in[i + window - 1]; done again, it is the most of them. */
static void
slide(const int16_t *in, size_t n, size_t window, int16_t *out)
{
	const int16_t *end = in + n;

	for (; in < end; in += LANES, out += LANES) {
		lanes least = load(in);
		size_t k;

		for (k = 1; k < window; k++)
			least = least_of(least, load(in + k));
		least = ~least;
		memcpy(out, &least, sizeof(least));
	}
}

/* Which of 'n' numbers, at most TILE, are equal: one bit each. */
static uint64_t
equal_of(const int16_t *a, const int16_t *b, size_t n)
{
	uint64_t equal = 0;
	size_t i;

#if defined(__SSE2__)
	for (i = 0; i < n; i += LANES) {
		__m128i x = _mm_loadu_si128((const void *)(a + i));
		__m128i y = _mm_loadu_si128((const void *)(b + i));
		__m128i same = _mm_packs_epi16(_mm_cmpeq_epi16(x, y),
					       _mm_setzero_si128());

		equal |= (uint64_t)(unsigned)_mm_movemask_epi8(same) << i;
	}
#else
	for (i = 0; i < n; i++)
		equal |= (uint64_t)(a[i] == b[i]) << i;
#endif
	return n < TILE ? equal & (((uint64_t)1 << n) - 1) : equal;
}

/* The order of shingles 'from' to 'to', between numbers that nothing equals. */
static void
put_order(const uint64_t *hash, size_t from, size_t to, int16_t *value)
{
	size_t i;

	for (; to - from >= LANES; from += LANES, value += LANES) {
		lanes v = order_of_lanes(hash + from);

		memcpy(value, &v, sizeof(v));
	}
	for (i = from; i < to; i++)
		*value++ = order(hash[i]);
	for (i = 0; i < DC_WINNOW_MAX + LANES; i++)
		*value++ = INT16_MIN;
}

/*
 * The smallest of some window is the largest among the minima of the windows
 * that hold it; nothing else is.  (An opening, in the terms of morphology.)
 * Windows that stick out at an end have a minimum that nothing equals.
 */
size_t
dc_winnow(const uint64_t *hash, size_t nshingles, size_t window, uint64_t *out)
{
	int16_t value[SPAN + LANES], least[SPAN + 2 * LANES], most[SPAN];
	size_t tile, i, nout = 0;
	uint64_t picked, last = 0;

	window = DC_MIN(window, DC_MAX(nshingles, 1));
	assert(window <= DC_WINNOW_MAX);
	for (i = 0; i < DC_WINNOW_MAX; i++)
		value[i] = INT16_MIN;
	for (tile = 0; tile < nshingles; tile += TILE) {
		size_t n = DC_MIN(nshingles - tile, TILE);
		size_t before = DC_MIN(tile, DC_WINNOW_MAX);

		put_order(hash, tile - before,
			  DC_MIN(nshingles, tile + TILE + DC_WINNOW_MAX),
			  value + DC_WINNOW_MAX - before);
		/* read, but not used: what lies behind the last */
		memset(least + DC_WINNOW_MAX + n, 0, 3 * sizeof(lanes));
		slide(value, DC_WINNOW_MAX + n, window, least);
		/* the windows that hold shingle i begin at i - window + 1 */
		slide(least, DC_WINNOW_MAX + n, window, most);
		picked = equal_of(value + DC_WINNOW_MAX,
				  most + DC_WINNOW_MAX + 1 - window, n);
		for (; picked != 0; picked &= picked - 1) {
			uint64_t h = hash[tile + (unsigned)__builtin_ctzll(picked)];

			out[nout] = h;
			nout += (nout == 0) | (h != last);
			last = h;
		}
	}
	return nout;
}
