/* SPDX-License-Identifier: MIT */
#include "compare.h"
#include "hash.h"

/*
 * Different shingles with one hash, or slots passed in one search, that a text
 * may have.  By chance the first is 0 and the second under 64; more is an
 * attack, and the text is left alone.
 */
#define COLLISIONS_MAX 16u
#define PROBES_MAX 1024u

#define NONE UINT32_MAX

void
dc_compare_init(struct dc_compare *c, const struct declutter_allocator *alloc,
		unsigned shingle)
{
	*c = (struct dc_compare){.alloc = alloc, .shingle = shingle};
}

void
dc_compare_clear(struct dc_compare *c)
{
	dc_slices_clear(c->alloc, &c->block);
	dc_slices_clear(c->alloc, &c->record);
	dc_array_clear(c->alloc, &c->table, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->table2, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->distinct, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->kind, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->seen, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->numbers, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->number_table, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->covered, 1);
	dc_array_clear(c->alloc, &c->found, 1);
}

/* Make 'v' hold exactly 'n' elements of 'size' bytes. */
static bool
set_len(const struct declutter_allocator *a, struct dc_array *v, size_t n,
	size_t size)
{
	v->len = 0;
	if (!dc_array_reserve(a, v, DC_MAX(n, 1), size))
		return false;
	v->len = n;
	return true;
}

/* An empty table for 'n' entries, at most half full. */
static bool
set_table(const struct declutter_allocator *a, struct dc_array *v, size_t n)
{
	size_t slots = 16;

	while (slots / 2 < n)
		slots *= 2;
	if (!set_len(a, v, slots, sizeof(uint32_t)))
		return false;
	memset(v->data, 0xff, slots * sizeof(uint32_t));
	return true;
}

/* How a search in a table of shingles ended. */
struct search {
	size_t slot;		/* where it ended */
	uint32_t value;		/* what is there: NONE or an equal shingle */
	bool gave_up;
};

/*
 * Find shingle 'k' of 'key' in 'table', whose values lead to shingles of 'of'
 * through 'first' (NULL: are shingles of 'of').
 */
static struct search
find_shingle(const struct dc_array *table, const struct dc_slices *of,
	     const uint32_t *first, const struct dc_slices *key, size_t k)
{
	const uint32_t *slots = table->data;
	size_t mask = table->len - 1;
	unsigned collisions = 0, probes = 0;
	struct search s = {.slot = (size_t)(key->hash[k] >> 20) & mask};

	for (;; s.slot = (s.slot + 1) & mask) {
		uint32_t i;

		s.value = slots[s.slot];
		if (s.value == NONE)
			return s;
		i = first == NULL ? s.value : first[s.value];
		if (of->hash[i] == key->hash[k]) {
			if (dc_same_shingle(of, i, key, k))
				return s;
			collisions++;
		}
		if (++probes > PROBES_MAX || collisions > COLLISIONS_MAX) {
			s.gave_up = true;
			return s;
		}
	}
}

/* Number the kinds of shingles of the block. */
static bool
index_block(struct dc_compare *c, bool *usable)
{
	size_t i, n = c->block.nshingles;
	uint32_t *distinct, *kind;

	if (!set_table(c->alloc, &c->table, n) ||
	    !set_len(c->alloc, &c->distinct, n, sizeof(uint32_t)) ||
	    !set_len(c->alloc, &c->kind, n, sizeof(uint32_t)) ||
	    !set_len(c->alloc, &c->seen, n, sizeof(uint32_t)))
		return false;
	distinct = c->distinct.data;
	kind = c->kind.data;
	c->distinct.len = 0;
	for (i = 0; i < n; i++) {
		struct search s = find_shingle(&c->table, &c->block, distinct,
					       &c->block, i);

		if (s.gave_up) {
			*usable = false;
			return true;
		}
		if (s.value == NONE) {
			s.value = (uint32_t)c->distinct.len++;
			distinct[s.value] = (uint32_t)i;
			((uint32_t *)c->table.data)[s.slot] = s.value;
		}
		kind[i] = s.value;
	}
	c->seen.len = c->distinct.len;
	memset(c->seen.data, 0, c->seen.len * sizeof(uint32_t));
	c->stamp = 0;
	return true;
}

/* The slot of the number that is token 'k' of 't', or of NONE if it is new. */
static size_t
find_number(const struct dc_compare *c, const struct dc_slices *t, size_t k,
	    bool *gave_up)
{
	const uint32_t *slots = c->number_table.data, *first = c->numbers.data;
	size_t mask = c->number_table.len - 1;
	size_t at = (size_t)dc_hash(t->text + t->start[k],
				    dc_slices_token_len(t, k)) & mask;
	unsigned probes = 0;

	for (; slots[at] != NONE; at = (at + 1) & mask) {
		if (dc_same_token(&c->block, first[slots[at]], t, k))
			break;
		if (++probes > PROBES_MAX) {
			*gave_up = true;
			break;
		}
	}
	return at;
}

static bool
index_numbers(struct dc_compare *c, const uint32_t *tokens, size_t n,
	      bool *usable)
{
	size_t i;

	if (!set_table(c->alloc, &c->number_table, n) ||
	    !set_len(c->alloc, &c->numbers, n, sizeof(uint32_t)))
		return false;
	c->numbers.len = 0;
	memset(c->number_start, 0, sizeof(c->number_start));
	for (i = 0; i < n; i++) {
		bool gave_up = false;
		size_t at = find_number(c, &c->block, tokens[i], &gave_up);
		uint32_t *slot = (uint32_t *)c->number_table.data + at;
		size_t start = c->block.start[tokens[i]];

		if (gave_up) {
			*usable = false;
			return true;
		}
		if (*slot != NONE)
			continue;
		*slot = (uint32_t)c->numbers.len;
		((uint32_t *)c->numbers.data)[c->numbers.len++] = tokens[i];
		c->number_start[(unsigned char)c->block.text[start]] = 1;
	}
	return true;
}

enum declutter_status
dc_compare_begin(struct dc_compare *c, const char *text, size_t len,
		 size_t ntokens, const uint32_t *numbers, size_t nnumbers,
		 bool *usable)
{
	c->nrows = 0;
	if (!dc_slice(c->alloc, &c->block, text, len, ntokens, c->shingle, usable))
		return DECLUTTER_ENOMEM;
	if (*usable && (!index_block(c, usable) ||
			!index_numbers(c, numbers, nnumbers, usable)))
		return DECLUTTER_ENOMEM;
	if (!set_len(c->alloc, &c->covered, DC_COMPARE_ROWS * ntokens, 1) ||
	    !set_len(c->alloc, &c->found, DC_COMPARE_ROWS * c->numbers.len, 1))
		return DECLUTTER_ENOMEM;
	return DECLUTTER_OK;
}

/* Mark the kinds that the record has; 'other' is how many it has in all. */
static bool
count_shared(struct dc_compare *c, struct dc_compare_result *r, bool *usable)
{
	uint32_t *seen = c->seen.data;
	size_t i;

	if (!set_table(c->alloc, &c->table2, c->record.nshingles))
		return false;
	c->stamp++;
	for (i = 0; i < c->record.nshingles; i++) {
		struct search s = find_shingle(&c->table, &c->block,
					       c->distinct.data, &c->record, i);

		if (!s.gave_up && s.value != NONE) {
			if (seen[s.value] != c->stamp) {
				seen[s.value] = c->stamp;
				r->shared++;
				r->other++;
			}
			continue;
		}
		if (!s.gave_up)
			s = find_shingle(&c->table2, &c->record, NULL, &c->record, i);
		if (s.gave_up) {
			*usable = false;
			return true;
		}
		if (s.value == NONE) {
			((uint32_t *)c->table2.data)[s.slot] = (uint32_t)i;
			r->other++;
		}
	}
	return true;
}

static void
fill_row(struct dc_compare *c)
{
	const uint32_t *kind = c->kind.data, *seen = c->seen.data;
	uint8_t *covered = (uint8_t *)c->covered.data + c->nrows * c->block.ntokens;
	uint8_t *found = (uint8_t *)c->found.data + c->nrows * c->numbers.len;
	size_t i, k, done = 0;
	bool gave_up = false;

	memset(covered, 0, c->block.ntokens);
	for (i = 0; i < c->block.nshingles; i++) {
		if (seen[kind[i]] != c->stamp)
			continue;
		done = DC_MAX(done, i);
		for (; done <= c->block.last[i]; done++)
			covered[done] = 1;
	}
	if (c->numbers.len == 0)
		return;
	memset(found, 0, c->numbers.len);
	for (k = 0; k < c->record.ntokens; k++) {
		const char *s = c->record.text + c->record.start[k];
		uint32_t number;

		if (!c->number_start[(unsigned char)*s])
			continue;
		number = ((uint32_t *)c->number_table.data)
			 [find_number(c, &c->record, k, &gave_up)];
		if (number != NONE && !gave_up)
			found[number] = 1;
		gave_up = false;
	}
}

enum declutter_status
dc_compare_with(struct dc_compare *c, const char *text, size_t len,
		size_t ntokens, struct dc_compare_result *r, bool *usable)
{
	*r = (struct dc_compare_result){.own = (uint32_t)c->distinct.len};
	if (!dc_slice(c->alloc, &c->record, text, len, ntokens, c->shingle, usable))
		return DECLUTTER_ENOMEM;
	if (!*usable)	/* only a store that gives back other bytes does that */
		return DECLUTTER_ESTORE;
	assert(c->nrows < DC_COMPARE_ROWS);
	if (!count_shared(c, r, usable))
		return DECLUTTER_ENOMEM;
	if (!*usable)
		return DECLUTTER_OK;
	r->same = len == c->block.start[c->block.ntokens] &&
		  memcmp(text, c->block.text, len) == 0;
	fill_row(c);
	c->nrows++;
	return DECLUTTER_OK;
}

/* Is byte 'k' of any row in 'set' 1?  Rows are 'width' bytes. */
static bool
any_row(const struct dc_array *rows, size_t width, uint32_t set, size_t k)
{
	const uint8_t *p = rows->data;

	for (; set != 0; set >>= 1, p += width)
		if (set & 1 && p[k])
			return true;
	return false;
}

bool
dc_compare_has_new_number(const struct dc_compare *c, uint32_t set)
{
	size_t k;

	for (k = 0; k < c->numbers.len; k++)
		if (!any_row(&c->found, c->numbers.len, set, k))
			return true;
	return false;
}

bool
dc_compare_has_new_run(const struct dc_compare *c, uint32_t set, size_t run)
{
	size_t k, n = 0;

	for (k = 0; k < c->block.ntokens; k++) {
		n = any_row(&c->covered, c->block.ntokens, set, k) ? 0 : n + 1;
		if (n >= run)
			return true;
	}
	return false;
}

size_t
dc_compare_adds(const struct dc_compare *c, uint32_t set, size_t i, size_t *run)
{
	const uint8_t *row = (const uint8_t *)c->covered.data +
			     i * c->block.ntokens;
	size_t k, n = 0, here = 0;

	*run = 0;
	for (k = 0; k < c->block.ntokens; k++) {
		bool adds = row[k] && !any_row(&c->covered, c->block.ntokens, set, k);

		here = adds ? here + 1 : 0;
		*run = DC_MAX(*run, here);
		n += adds;
	}
	return n;
}
