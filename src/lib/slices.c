/* SPDX-License-Identifier: MIT */
#include "letters.h"
#include "scan.h"
#include "slices.h"
#include "textlog.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Bit i is byte i. */
struct ends {
	uint64_t all;		/* of tokens */
	uint64_t solo;		/* of those of scripts without spaces */
};

/* Of 16 bytes, the first of which is number 'at'. */
static inline void
ends_of_16(const char *s, unsigned at, struct ends *e)
{
#if defined(__SSE2__)
	__m128i v = _mm_loadu_si128((const void *)s);
	__m128i word = _mm_cmpeq_epi8(v, _mm_set1_epi8(' '));
	__m128i solo = _mm_cmpeq_epi8(v, _mm_set1_epi8(DC_TEXTLOG_SOLO));

	e->all |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(word, solo)) << at;
	e->solo |= (uint64_t)(unsigned)_mm_movemask_epi8(solo) << at;
#else
	unsigned i;

	for (i = 0; i < 16; i++) {
		e->solo |= (uint64_t)(s[i] == DC_TEXTLOG_SOLO) << (at + i);
		e->all |= (uint64_t)(s[i] == DC_TEXTLOG_SOLO || s[i] == ' ') << (at + i);
	}
#endif
}

/* Of 'n' bytes, at most 64. */
static inline struct ends
ends_of(const char *s, size_t n)
{
	struct ends e = {0, 0};
	char rest[16] = {0};
	unsigned at;

	if (DC_LIKELY(n == 64)) {
		ends_of_16(s, 0, &e);
		ends_of_16(s + 16, 16, &e);
		ends_of_16(s + 32, 32, &e);
		ends_of_16(s + 48, 48, &e);
		return e;
	}
	for (at = 0; at + 16 <= n; at += 16)
		ends_of_16(s + at, at, &e);
	memcpy(rest, s + at, n - at);
	if (at < n)
		ends_of_16(rest, at, &e);
	return e;
}

/* Where tokens start, 'max' of them at most, and the text ends; how many. */
static size_t
slice_tokens(struct dc_slices *s, size_t len, size_t max, bool *has_solo)
{
	uint64_t solo = 0;
	size_t i, k = 0;

	s->start[0] = 0;
	for (i = 0; i < len; i += 64) {
		struct ends e = ends_of(s->text + i, DC_MIN(len - i, 64));

		if (dc_count_bits(e.all) > max - k)	/* more than there should be */
			return max + 1;
		for (; e.all != 0; e.all &= e.all - 1)
			s->start[++k] = (uint32_t)(i + 1 +
						   (unsigned)__builtin_ctzll(e.all));
		solo |= e.solo;
	}
	*has_solo = solo != 0;
	return k;
}

static unsigned
weight_of(const struct dc_slices *s, size_t token)
{
	return s->text[s->start[token + 1] - 1] == DC_TEXTLOG_SOLO
	       ? DC_WEIGHT_SOLO : DC_WEIGHT_WORD;
}

/* Where the shingles end. */
static void
slice_shingles(struct dc_slices *s)
{
	unsigned full = DC_WEIGHT_WORD * s->n, weight = 0;
	size_t i, next = 0;

	for (i = 0; i < s->ntokens; i++) {
		while (next < s->ntokens && weight < full)
			weight += weight_of(s, next++);
		if (weight < full)
			break;
		s->last[i] = (uint32_t)next - 1;
		weight -= weight_of(s, i);
	}
	s->nshingles = i;
}

bool
dc_slice(const struct declutter_allocator *a, struct dc_slices *s,
	 const char *text, size_t len, size_t ntokens, unsigned n, bool *usable)
{
	bool has_solo = false;

	/* one more start than tokens */
	s->mem.len = 0;
	if (!dc_array_reserve(a, &s->mem, 2 * ntokens + 1, sizeof(uint32_t)))
		return false;
	s->start = s->mem.data;
	s->last = NULL;
	s->text = text;
	s->ntokens = ntokens;
	s->n = n;
	s->nshingles = 0;
	*usable = slice_tokens(s, len, ntokens, &has_solo) == ntokens &&
		  s->start[ntokens] == len;
	if (!*usable)
		return true;
	if (has_solo) {
		s->last = s->start + ntokens + 1;
		slice_shingles(s);
	} else if (ntokens >= n) {
		s->nshingles = ntokens - n + 1;
	}
	return true;
}

void
dc_slices_clear(const struct declutter_allocator *a, struct dc_slices *s)
{
	dc_array_clear(a, &s->mem, sizeof(uint32_t));
}

bool
dc_same_shingle(const struct dc_slices *a, size_t i, const struct dc_slices *b,
		size_t k)
{
	size_t len = dc_slices_shingle_len(a, i);

	return len == dc_slices_shingle_len(b, k) &&
	       memcmp(a->text + a->start[i], b->text + b->start[k], len) == 0;
}

size_t
dc_same_bytes(const struct dc_slices *a, size_t i, const struct dc_slices *b,
	      size_t k)
{
	const char *p = a->text + a->start[i], *q = b->text + b->start[k];
	size_t max = DC_MIN(a->start[a->ntokens] - a->start[i],
			    b->start[b->ntokens] - b->start[k]), n = 0;
	uint64_t x, y;

	for (; n + 8 <= max; n += 8) {
		memcpy(&x, p + n, 8);
		memcpy(&y, q + n, 8);
		if (x != y)
			break;
	}
	while (n < max && p[n] == q[n])
		n++;
	return n;
}
