/* SPDX-License-Identifier: MIT */
#include "ahead.h"

/* Blocks of more tokens are prepared when their turn comes. */
#define TOKENS_MAX 2048u

void
dc_ahead_init(struct dc_ahead *a, const struct declutter_allocator *alloc)
{
	size_t i;

	for (i = 0; i < DC_AHEAD_BLOCKS; i++)
		dc_prepared_init(&a->block[i], alloc);
	dc_prepared_init(&a->other, alloc);
}

void
dc_ahead_clear(struct dc_ahead *a)
{
	size_t i;

	for (i = 0; i < DC_AHEAD_BLOCKS; i++)
		dc_prepared_clear(&a->block[i]);
	dc_prepared_clear(&a->other);
}

struct dc_prepared *
dc_ahead_get(struct dc_ahead *a, const struct dc_kept *kept,
	     const struct dc_near_block *b, unsigned shingle, size_t window)
{
	struct dc_prepared *p = b->ntokens > TOKENS_MAX ? &a->other :
				&a->block[b->place.block % DC_AHEAD_BLOCKS];

	if (dc_prepared_is(p, b))
		return p;
	if (!dc_prepare(p, b, shingle, window) || !dc_kept_probe(kept, p))
		return NULL;
	return p;
}

bool
dc_ahead_expect(struct dc_ahead *a, const struct dc_kept *kept,
		const struct dc_near_block *b, unsigned shingle, size_t window)
{
	uint64_t half_way = b->place.block + DC_AHEAD_BLOCKS / 2;
	const struct dc_prepared *p = &a->block[half_way % DC_AHEAD_BLOCKS];

	if (b->ntokens == 0 || b->ntokens > TOKENS_MAX)
		return true;
	if (dc_ahead_get(a, kept, b, shingle, window) == NULL)
		return false;
	if (p->is_valid)
		dc_index_probe_next(p->probes.data, p->probes.len);
	return true;
}
