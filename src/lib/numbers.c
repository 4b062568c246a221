/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "numbers.h"
#include "slots.h"

/* Slots passed in one search.  By chance under 64; more is an attack. */
#define PROBES_MAX 1024u

void
dc_numbers_clear(const struct declutter_allocator *a, struct dc_numbers *n)
{
	dc_array_clear(a, &n->first, sizeof(struct dc_number));
	dc_array_clear(a, &n->table, sizeof(uint32_t));
}

static bool
are_digits(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

/* "12", "-1", "000": may a group of digits follow? */
static bool
takes_group(const struct dc_slices *t, size_t k)
{
	const char *s = t->text + t->start[k];
	size_t n = dc_slices_token_len(t, k) - 1, sign = n > 1 && *s == '-';

	return n - sign <= 3 && are_digits(s + sign, n - sign);
}

/* "000" or "000,50" behind such a token. */
static bool
continues(const struct dc_slices *t, size_t k)
{
	const char *s = t->text + t->start[k];
	size_t n = dc_slices_token_len(t, k) - 1;

	return k > 0 && n >= 3 && are_digits(s, 3) &&
	       (n == 3 || s[3] == ',' || s[3] == '.') && takes_group(t, k - 1);
}

/* The number that starts with token 'k'. */
static struct dc_number
number_at(const struct dc_slices *t, size_t k)
{
	size_t end = k + 1;

	while (end < t->ntokens && continues(t, end))
		end++;
	return (struct dc_number){t->start[k], t->start[end] - t->start[k]};
}

/* The slot of the number 'm' of 't', an empty one if it is new; NULL if the search
   was given up. */
static uint32_t *
find(const struct dc_numbers *n, const struct dc_slices *block,
     const struct dc_slices *t, struct dc_number m)
{
	uint32_t *slots = n->table.data, probes;
	const struct dc_number *first = n->first.data;
	size_t mask = n->table.len - 1;
	size_t at = (size_t)dc_hash(t->text + m.at, m.len) & mask;

	for (probes = 0; probes <= PROBES_MAX; probes++) {
		if (slots[at] == DC_NONE ||
		    (first[slots[at]].len == m.len &&
		     memcmp(block->text + first[slots[at]].at, t->text + m.at,
			    m.len) == 0))
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
	struct dc_number *first;
	size_t i;

	if (!dc_slots_fit(a, &n->table, count) ||
	    !dc_array_fit(a, &n->first, count, sizeof(*first)))
		return false;
	first = n->first.data;
	n->first.len = 0;
	if (count > 0)
		memset(n->start, 0, sizeof(n->start));
	for (i = 0; i < count; i++) {
		struct dc_number m;
		uint32_t *slot;

		if (continues(block, tokens[i]))
			continue;
		m = number_at(block, tokens[i]);
		slot = find(n, block, block, m);
		if (slot == NULL) {
			*usable = false;
			return true;
		}
		if (*slot != DC_NONE)
			continue;
		*slot = (uint32_t)n->first.len;
		first[n->first.len++] = m;
		n->start[(unsigned char)block->text[m.at]] = 1;
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

		if (!n->start[(unsigned char)*start] || continues(text, k))
			continue;
		slot = find(n, block, text, number_at(text, k));
		if (slot != NULL && *slot != DC_NONE)
			found[*slot] = 1;
	}
}
