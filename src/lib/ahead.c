/* SPDX-License-Identifier: MIT */
#include "ahead.h"

/* Blocks of more tokens are looked up when their turn comes. */
#define TOKENS_MAX 2048u

void
dc_ahead_init(struct dc_ahead *a, const struct declutter_allocator *alloc,
	      unsigned shingle)
{
	memset(a, 0, sizeof(*a));
	a->alloc = alloc;
	a->shingle = shingle;
}

static void
clear(struct dc_ahead *a, struct dc_expected *e)
{
	dc_prepared_clear(a->alloc, &e->own);
	dc_array_clear(a->alloc, &e->probes, sizeof(struct dc_probe));
}

void
dc_ahead_clear(struct dc_ahead *a)
{
	size_t i;

	for (i = 0; i < DC_AHEAD_BLOCKS; i++)
		clear(a, &a->block[i]);
	clear(a, &a->other);
	dc_array_clear(a->alloc, &a->hashes, sizeof(uint64_t));
}

static bool
is_block(const struct dc_expected *e, const struct dc_near_block *b)
{
	const struct dc_near_block *a = &e->block;

	return e->is_valid && a->tokens == b->tokens && a->ntokens == b->ntokens &&
	       a->folded == b->folded && a->nfolded == b->nfolded &&
	       a->place.input == b->place.input &&
	       a->place.document == b->place.document &&
	       a->place.block == b->place.block;
}

struct dc_expected *
dc_ahead_get(struct dc_ahead *a, const struct dc_kept *kept,
	     const struct dc_near_block *b)
{
	struct dc_expected *e = b->ntokens > TOKENS_MAX ? &a->other :
				&a->block[b->place.block % DC_AHEAD_BLOCKS];
	bool is_known = is_block(e, b);

	if (is_known && b->prepared == NULL)
		return e;
	e->is_valid = false;
	e->block = *b;
	if (b->prepared == NULL) {
		if (!dc_prepare(a->alloc, &e->own, b, a->shingle, a->window,
				&a->hashes))
			return NULL;
		e->block.prepared = &e->own;
	}
	if (!is_known && !dc_kept_probe(kept, &e->block.prepared->keys, &e->probes))
		return NULL;
	e->is_valid = true;
	return e;
}

bool
dc_ahead_expect(struct dc_ahead *a, const struct dc_kept *kept,
		const struct dc_near_block *b)
{
	uint64_t half_way = b->place.block + DC_AHEAD_BLOCKS / 2;
	const struct dc_expected *e = &a->block[half_way % DC_AHEAD_BLOCKS];

	if (b->ntokens == 0 || b->ntokens > TOKENS_MAX)
		return true;
	if (dc_ahead_get(a, kept, b) == NULL)
		return false;
	if (e->is_valid)
		dc_index_probe_next(e->probes.data, e->probes.len);
	return true;
}
