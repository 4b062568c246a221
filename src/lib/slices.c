/* SPDX-License-Identifier: MIT */
#include "scan.h"
#include "slices.h"
#include "textlog.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static bool
is_end(char c)
{
	return c == ' ' || c == DC_TEXTLOG_SOLO;
}

/* Which of 16 bytes end a token, one bit each. */
static inline unsigned
ends_of(const char *s)
{
#if defined(__SSE2__)
	__m128i v = _mm_loadu_si128((const void *)s);
	__m128i word = _mm_cmpeq_epi8(v, _mm_set1_epi8(' '));
	__m128i solo = _mm_cmpeq_epi8(v, _mm_set1_epi8(DC_TEXTLOG_SOLO));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(word, solo));
#else
	unsigned i, ends = 0;

	for (i = 0; i < 16; i++)
		ends |= (unsigned)is_end(s[i]) << i;
	return ends;
#endif
}

/* Where tokens start, 'max' of them at most, and the text ends; how many. */
static size_t
slice_tokens(struct dc_slices *s, size_t len, size_t max, size_t *end)
{
	size_t i, k = 0;

	s->start[0] = 0;
	for (i = 0; i + 16 <= len; i += 16) {
		unsigned ends = ends_of(s->text + i);

		for (; ends != 0 && k < max; ends &= ends - 1)
			s->start[++k] = (uint32_t)(i + 1 +
						   (unsigned)__builtin_ctz(ends));
		if (ends != 0)	/* more tokens than there should be */
			return max + 1;
	}
	for (; i < len; i++) {
		if (!is_end(s->text[i]))
			continue;
		if (k == max)
			return max + 1;
		s->start[++k] = (uint32_t)i + 1;
	}
	*end = s->start[k];
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
slice_shingles(struct dc_slices *s, unsigned n)
{
	unsigned full = DC_WEIGHT_WORD * n, weight = 0;
	size_t i, next = 0;

	if (memchr(s->text, DC_TEXTLOG_SOLO, s->start[s->ntokens]) == NULL) {
		for (i = 0; i + n <= s->ntokens; i++)
			s->last[i] = (uint32_t)i + n - 1;
		s->nshingles = i;
		return;
	}
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
	size_t end = 0;

	/* one more start than tokens */
	s->mem.len = 0;
	if (!dc_array_reserve(a, &s->mem, 2 * ntokens + 1, sizeof(uint32_t)))
		return false;
	s->start = s->mem.data;
	s->last = s->start + ntokens + 1;
	s->text = text;
	s->ntokens = ntokens;
	s->nshingles = 0;
	*usable = slice_tokens(s, len, ntokens, &end) == ntokens && end == len;
	if (*usable)
		slice_shingles(s, n);
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
