/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "numbers.h"
#include "slots.h"

/* Slots passed in one search.  By chance under 64; more is an attack. */
#define PROBES_MAX 1024u

void
dc_numbers_clear(const struct declutter_allocator *a, struct dc_numbers *n)
{
	dc_array_clear(a, &n->first, sizeof(uint32_t));
	dc_array_clear(a, &n->table, sizeof(uint32_t));
}

/* The slot of the number that is token 'k' of 't', an empty one if it is new;
   NULL if the search was given up. */
static uint32_t *
find(const struct dc_numbers *n, const struct dc_slices *block,
     const struct dc_slices *t, size_t k)
{
	uint32_t *slots = n->table.data, probes;
	const uint32_t *first = n->first.data;
	size_t mask = n->table.len - 1;
	size_t at = (size_t)dc_hash(t->text + t->start[k],
				    dc_slices_token_len(t, k)) & mask;

	for (probes = 0; probes <= PROBES_MAX; probes++) {
		if (slots[at] == DC_NONE ||
		    dc_same_token(block, first[slots[at]], t, k))
			return &slots[at];
		at = (at + 1) & mask;
	}
	return NULL;
}

bool
dc_numbers_take(const struct declutter_allocator *a, struct dc_numbers *n,
		const struct dc_slices *block, const uint32_t *tokens,
		size_t count, bool *usable)
{
	uint32_t *first;
	size_t i;

	if (!dc_slots_fit(a, &n->table, count) ||
	    !dc_array_fit(a, &n->first, count, sizeof(uint32_t)))
		return false;
	first = n->first.data;
	n->first.len = 0;
	if (count > 0)
		memset(n->start, 0, sizeof(n->start));
	for (i = 0; i < count; i++) {
		uint32_t *slot = find(n, block, block, tokens[i]);
		const char *start = block->text + block->start[tokens[i]];

		if (slot == NULL) {
			*usable = false;
			return true;
		}
		if (*slot != DC_NONE)
			continue;
		*slot = (uint32_t)n->first.len;
		first[n->first.len++] = tokens[i];
		n->start[(unsigned char)*start] = 1;
	}
	return true;
}

void
dc_numbers_find(const struct dc_numbers *n, const struct dc_slices *block,
		const struct dc_slices *text, uint8_t *found)
{
	size_t k;

	if (n->first.len == 0)
		return;
	memset(found, 0, n->first.len);
	for (k = 0; k < text->ntokens; k++) {
		const char *start = text->text + text->start[k];
		uint32_t *slot;

		if (!n->start[(unsigned char)*start])
			continue;
		slot = find(n, block, text, k);
		if (slot != NULL && *slot != DC_NONE)
			found[*slot] = 1;
	}
}
