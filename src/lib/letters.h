/* SPDX-License-Identifier: MIT */
/*
 * letters.h - which of 64 bytes are ASCII letters, capitals, blanks; and the same
 * of blanks of any kind and starts of characters
 *
 * SSE2 is part of every x86-64; elsewhere words of eight bytes do the same.  Both
 * are compiled where both can be, so that a test may compare them.
 */
#ifndef DC_LETTERS_H
#define DC_LETTERS_H
#include "bits.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Bit i is byte i. */
struct dc_letters {
	uint64_t letters;
	uint64_t upper;		/* a capital, if it is a letter at all */
	uint64_t blanks;
};

struct dc_columns {
	uint64_t blanks;	/* as dc_is_blank() */
	uint64_t chars;		/* first bytes of a character, invalid ones too */
};

/* Eight bytes as a number whose lowest byte is the first. */
static inline uint64_t
dc_load8(const char *s)
{
	uint64_t x;

	memcpy(&x, s, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

/* The highest bit of each byte, together in the lowest eight. */
static inline uint64_t
dc_gather_high(uint64_t x)
{
	return ((x >> 7 & DC_BYTES(1)) * UINT64_C(0x0102040810204080)) >> 56;
}

/* The highest bit of each byte: its other bits are at least 'least'. */
static inline uint64_t
dc_at_least(uint64_t x, unsigned least)
{
	return (x & DC_BYTES(0x7f)) + DC_BYTES(0x80 - least);
}

/* The highest bit of each byte: it is 'c'. */
static inline uint64_t
dc_equals(uint64_t x, unsigned c)
{
	return ~dc_at_least(x ^ DC_BYTES((uint64_t)c), 1) & ~x;
}

static inline struct dc_letters
dc_letters_plain(const char *s)
{
	struct dc_letters m = {0, 0, 0};
	unsigned i;

	for (i = 0; i < 64; i += 8) {
		uint64_t x = dc_load8(s + i), lower = x | DC_BYTES(0x20);
		uint64_t letter = dc_at_least(lower, 'a') &
				  ~dc_at_least(lower, 'z' + 1) & ~x;

		m.letters |= dc_gather_high(letter) << i;
		m.upper |= dc_gather_high(~x << 2) << i;
		m.blanks |= dc_gather_high(dc_equals(x, ' ')) << i;
	}
	return m;
}

static inline struct dc_columns
dc_columns_plain(const char *s)
{
	struct dc_columns m = {0, 0};
	unsigned i;

	for (i = 0; i < 64; i += 8) {
		uint64_t x = dc_load8(s + i);

		m.blanks |= dc_gather_high(dc_equals(x, ' ') | dc_equals(x, '\t') |
					   dc_equals(x, '\n') | dc_equals(x, '\r')) << i;
		m.chars |= dc_gather_high(~x | x << 1) << i;
	}
	return m;
}

#if defined(__SSE2__)
static inline void
dc_columns_16(const char *s, unsigned at, struct dc_columns *m)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(s + at));
	__m128i blank = _mm_or_si128(
		_mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8(' ')),
			     _mm_cmpeq_epi8(x, _mm_set1_epi8('\t'))),
		_mm_or_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8('\n')),
			     _mm_cmpeq_epi8(x, _mm_set1_epi8('\r'))));
	/* 0x80 to 0xbf are the lowest numbers with a sign */
	__m128i start = _mm_cmpgt_epi8(x, _mm_set1_epi8((char)-65));

	m->blanks |= (uint64_t)(unsigned)_mm_movemask_epi8(blank) << at;
	m->chars |= (uint64_t)(unsigned)_mm_movemask_epi8(start) << at;
}

static inline struct dc_columns
dc_columns_sse2(const char *s)
{
	struct dc_columns m = {0, 0};

	dc_columns_16(s, 0, &m);
	dc_columns_16(s, 16, &m);
	dc_columns_16(s, 32, &m);
	dc_columns_16(s, 48, &m);
	return m;
}
#endif

static inline struct dc_columns
dc_columns(const char *s)
{
#if defined(__SSE2__)
	return dc_columns_sse2(s);
#else
	return dc_columns_plain(s);
#endif
}

#if defined(__SSE2__)
/* Sixteen bytes from 'at' on; of the capitals, what is none. */
static inline void
dc_letters_16(const char *s, unsigned at, struct dc_letters *m)
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)(s + at));
	__m128i from_a = _mm_sub_epi8(_mm_or_si128(x, _mm_set1_epi8(0x20)),
				      _mm_set1_epi8('a'));
	__m128i letter = _mm_cmpeq_epi8(from_a,
		_mm_min_epu8(from_a, _mm_set1_epi8('z' - 'a')));
	__m128i blank = _mm_cmpeq_epi8(x, _mm_set1_epi8(' '));
	__m128i lower = _mm_slli_epi16(x, 2);

	m->letters |= (uint64_t)(unsigned)_mm_movemask_epi8(letter) << at;
	m->upper |= (uint64_t)(unsigned)_mm_movemask_epi8(lower) << at;
	m->blanks |= (uint64_t)(unsigned)_mm_movemask_epi8(blank) << at;
}

static inline struct dc_letters
dc_letters_sse2(const char *s)
{
	struct dc_letters m = {0, 0, 0};

	dc_letters_16(s, 0, &m);
	dc_letters_16(s, 16, &m);
	dc_letters_16(s, 32, &m);
	dc_letters_16(s, 48, &m);
	m.upper = ~m.upper;
	return m;
}
#endif

static inline struct dc_letters
dc_letters(const char *s)
{
#if defined(__SSE2__)
	return dc_letters_sse2(s);
#else
	return dc_letters_plain(s);
#endif
}

#endif
