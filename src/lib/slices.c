/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "scan.h"
#include "slices.h"
#include "textlog.h"

static size_t
shingle_len(const struct dc_slices *s, size_t i)
{
	return s->start[s->last[i] + 1] - s->start[i];
}

static unsigned
weight_of(const struct dc_slices *s, size_t token)
{
	return s->text[s->start[token + 1] - 1] == DC_TEXTLOG_SOLO
	       ? DC_WEIGHT_SOLO : DC_WEIGHT_WORD;
}

/* Where the shingles end, and their hashes. */
static void
slice_shingles(struct dc_slices *s, unsigned n)
{
	unsigned full = DC_WEIGHT_WORD * n, weight = 0;
	size_t i, next = 0;

	for (i = 0; i < s->ntokens; i++) {
		while (next < s->ntokens && weight < full)
			weight += weight_of(s, next++);
		if (weight < full)
			break;
		s->last[i] = (uint32_t)next - 1;
		s->hash[i] = dc_hash(s->text + s->start[i], shingle_len(s, i));
		weight -= weight_of(s, i);
	}
	s->nshingles = i;
}

bool
dc_slice(const struct declutter_allocator *a, struct dc_slices *s,
	 const char *text, size_t len, size_t ntokens, unsigned n, bool *usable)
{
	size_t i, k = 0;
	char *p;

	/* hashes first, for alignment; one more start than tokens */
	s->mem.len = 0;
	if (!dc_array_reserve(a, &s->mem, ntokens * 16 + 8, 1))
		return false;
	p = s->mem.data;
	s->hash = (void *)p;
	s->start = (void *)(p + ntokens * 8);
	s->last = (void *)(p + ntokens * 12 + 4);
	s->text = text;
	s->ntokens = ntokens;
	s->nshingles = 0;
	s->start[0] = 0;
	for (i = 0; i < len && k < ntokens; i++) {
		s->start[k + 1] = (uint32_t)i + 1;
		k += (size_t)(text[i] == ' ') | (size_t)(text[i] == DC_TEXTLOG_SOLO);
	}
	*usable = k == ntokens && i == len;
	if (*usable)
		slice_shingles(s, n);
	return true;
}

void
dc_slices_clear(const struct declutter_allocator *a, struct dc_slices *s)
{
	dc_array_clear(a, &s->mem, 1);
}

bool
dc_same_shingle(const struct dc_slices *a, size_t i, const struct dc_slices *b,
		size_t k)
{
	size_t len = shingle_len(a, i);

	return len == shingle_len(b, k) &&
	       memcmp(a->text + a->start[i], b->text + b->start[k], len) == 0;
}

bool
dc_same_token(const struct dc_slices *a, size_t i, const struct dc_slices *b,
	      size_t k)
{
	size_t len = dc_slices_token_len(a, i);

	return len == dc_slices_token_len(b, k) &&
	       memcmp(a->text + a->start[i], b->text + b->start[k], len) == 0;
}
