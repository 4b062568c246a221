/* SPDX-License-Identifier: MIT */
/*
 * slices.h - a text of the log cut at its tokens and shingles
 *
 * Works on the bytes alone (textlog.h has their form), so that a text read back
 * is cut exactly as it was written.
 */
#ifndef DC_SLICES_H
#define DC_SLICES_H
#include "mem.h"

struct dc_slices {
	const char *text;
	size_t ntokens, nshingles;
	uint32_t *start;	/* of each token; one more: the end of the text */
	uint32_t *last;		/* of each shingle: its last token; NULL: all are words */
	unsigned n;		/* words a shingle */
	struct dc_array mem;	/* what they point into */
};

/*
 * Cut 'text', which must stay, into 'ntokens' tokens and shingles of 'n' tokens.
 * *usable is false if it has another number of tokens.  False if memory is out.
 */
bool dc_slice(const struct declutter_allocator *a, struct dc_slices *s,
	      const char *text, size_t len, size_t ntokens, unsigned n,
	      bool *usable);
void dc_slices_clear(const struct declutter_allocator *a, struct dc_slices *s);

/* Bytes of token 'i', its end mark included; they start at s->start[i]. */
static inline size_t
dc_slices_token_len(const struct dc_slices *s, size_t i)
{
	return s->start[i + 1] - s->start[i];
}

/* The last token of shingle 'i'. */
static inline size_t
dc_slices_last(const struct dc_slices *s, size_t i)
{
	return s->last != NULL ? s->last[i] : i + s->n - 1;
}

/* Bytes of shingle 'i'; they start at s->start[i]. */
static inline size_t
dc_slices_shingle_len(const struct dc_slices *s, size_t i)
{
	return s->start[dc_slices_last(s, i) + 1] - s->start[i];
}

/* Are the bytes of two shingles the same? */
bool dc_same_shingle(const struct dc_slices *a, size_t i,
		     const struct dc_slices *b, size_t k);

/* How many bytes from token 'i' of 'a' and token 'k' of 'b' on are the same. */
size_t dc_same_bytes(const struct dc_slices *a, size_t i,
		     const struct dc_slices *b, size_t k);

#endif
