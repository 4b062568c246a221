/* SPDX-License-Identifier: MIT */
/*
 * letters.h - runs of ASCII letters, sixteen bytes at a time
 *
 * SSE2 is part of every x86-64; elsewhere a plain loop does the same.  Both are
 * compiled where both can be, so that a test may compare them.
 */
#ifndef DC_LETTERS_H
#define DC_LETTERS_H
#include "base.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

struct dc_letters {
	unsigned len;	/* letters at the start, 0 to 16 */
	unsigned upper;	/* bit i: letter i is upper case */
	uint64_t words[2];	/* the letters in lower case, zeros behind them */
};

/* Write the letters at 's', of which 'len' bytes may be read, in lower case to
   'out', which has room for 16. */
static inline struct dc_letters
dc_letters_plain(const char *s, size_t len, char *out)
{
	struct dc_letters r = {0, 0, {0, 0}};
	size_t max = DC_MIN(len, (size_t)16);

	while (r.len < max) {
		unsigned char c = (unsigned char)s[r.len];
		unsigned char lower = c | 0x20;

		if (lower < 'a' || lower > 'z')
			break;
		r.upper |= (unsigned)(c != lower) << r.len;
		out[r.len++] = (char)lower;
	}
	memcpy(r.words, out, r.len);
	return r;
}

#if defined(__SSE2__)
/* The same for len >= 16; bytes of 'out' behind the letters are scratch. */
static inline struct dc_letters
dc_letters_sse2(const char *s, char *out)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
	__m128i lower = _mm_or_si128(v, _mm_set1_epi8(0x20));
	__m128i below = _mm_cmplt_epi8(lower, _mm_set1_epi8('a'));
	__m128i above = _mm_cmpgt_epi8(lower, _mm_set1_epi8('z'));
	unsigned other = (unsigned)_mm_movemask_epi8(_mm_or_si128(below, above));
	unsigned upper = (unsigned)_mm_movemask_epi8(
		_mm_cmplt_epi8(v, _mm_set1_epi8('a')));
	static const char ones[32] = {
		-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1
	};
	struct dc_letters r;
	const char *mask;

	_mm_storeu_si128((__m128i *)(void *)out, lower);
	r.len = (unsigned)__builtin_ctz(other | 0x10000u);
	r.upper = upper & ((1u << r.len) - 1);
	mask = ones + 16 - r.len;
	lower = _mm_and_si128(lower,
		_mm_loadu_si128((const __m128i *)(const void *)mask));
	_mm_storeu_si128((__m128i *)(void *)r.words, lower);
	return r;
}
#endif

static inline struct dc_letters
dc_letters(const char *s, size_t len, char *out)
{
#if defined(__SSE2__)
	if (DC_LIKELY(len >= 16))
		return dc_letters_sse2(s, out);
#endif
	return dc_letters_plain(s, len, out);
}

#endif
