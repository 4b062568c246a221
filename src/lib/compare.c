/* SPDX-License-Identifier: MIT */
#include "compare.h"
#include "hash.h"
#include "shingle.h"
#include "slots.h"

/*
 * Different shingles with one hash, or slots passed in one search, that a text
 * may have.  By chance the first is 0 and the second under 64; more is an
 * attack, and the text is left alone.
 */
#define COLLISIONS_MAX 16u
#define PROBES_MAX 1024u

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
	dc_array_clear(c->alloc, &c->hashes, sizeof(uint64_t));
	dc_array_clear(c->alloc, &c->table, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->table2, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->distinct, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->kind, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->seen, sizeof(uint32_t));
	dc_array_clear(c->alloc, &c->token_hash, sizeof(uint64_t));
	dc_array_clear(c->alloc, &c->record_hash, sizeof(uint64_t));
	dc_numbers_clear(c->alloc, &c->numbers);
	dc_array_clear(c->alloc, &c->covered, 1);
	dc_array_clear(c->alloc, &c->found, 1);
}

/* Hashes of shingles as they are asked for, in ascending order. */
struct hasher {
	const struct dc_slices *of;
	uint64_t *token;	/* hash of each token before 'ntokens' */
	size_t ntokens;
};

static bool
hasher_init(struct dc_compare *c, struct hasher *h, const struct dc_slices *of)
{
	if (!dc_array_fit(c->alloc, &c->token_hash, of->ntokens, sizeof(uint64_t)))
		return false;
	*h = (struct hasher){.of = of, .token = c->token_hash.data};
	return true;
}

static inline uint64_t
hash_token(const struct dc_slices *s, size_t i)
{
	const char *token = s->text + s->start[i];
	size_t len = dc_slices_token_len(s, i) - 1;

	return len <= 16 && s->start[s->ntokens] - s->start[i] >= 16
	       ? dc_hash_padded(token, len) : dc_hash(token, len);
}

static uint64_t
hash_shingle(struct hasher *h, size_t i)
{
	const struct dc_slices *s = h->of;
	size_t k, last = dc_slices_last(s, i);
	uint64_t sum = 0;

	for (k = DC_MAX(h->ntokens, i); k <= last; k++)
		h->token[k] = hash_token(s, k);
	h->ntokens = k;
	for (k = i; k <= last; k++)
		sum = dc_shingle_add(sum, h->token[k]);
	return sum;
}

/* Shingles in a table: value v is shingle first[v], or v if that is NULL. */
struct shingles {
	const struct dc_array *table;
	const struct dc_slices *of;
	const uint32_t *first;
	const uint64_t *hash;	/* of shingles of 'of' */
};

/* The slot of shingle 'k' of 'key', whose hash is given, an empty one if it is
   new; NULL if the search was given up. */
static inline uint32_t *
find_shingle(const struct shingles *in, const struct dc_slices *key, size_t k,
	     uint64_t hash)
{
	uint32_t *slots = in->table->data;
	size_t mask = in->table->len - 1, at = (size_t)(hash >> 20) & mask;
	unsigned collisions = 0, probes;

	for (probes = 0; probes <= PROBES_MAX; probes++) {
		size_t i = slots[at];

		if (i == DC_NONE)
			return &slots[at];
		if (in->first != NULL)
			i = in->first[i];
		if (in->hash[i] == hash) {
			if (dc_same_shingle(in->of, i, key, k))
				return &slots[at];
			if (++collisions > COLLISIONS_MAX)
				break;
		}
		at = (at + 1) & mask;
	}
	return NULL;
}

static struct shingles
shingles_of_block(const struct dc_compare *c)
{
	return (struct shingles){&c->table, &c->block, c->distinct.data, c->hash};
}

/* Hash the shingles of the block, unless 'given' is that. */
static bool
hash_block(struct dc_compare *c, const uint64_t *given)
{
	struct hasher hasher;
	size_t i, n = c->block.nshingles;
	uint64_t *hash;

	c->hash = given;
	if (given != NULL)
		return true;
	if (!dc_array_fit(c->alloc, &c->hashes, n, sizeof(uint64_t)) ||
	    !hasher_init(c, &hasher, &c->block))
		return false;
	hash = c->hashes.data;
	for (i = 0; i < n; i++)
		hash[i] = hash_shingle(&hasher, i);
	c->hash = hash;
	return true;
}

/* Number the kinds of shingles of the block. */
static bool
index_block(struct dc_compare *c, bool *usable)
{
	size_t i, n = c->block.nshingles;
	uint32_t *distinct, *kind, ndistinct = 0;
	struct shingles block;

	if (!dc_slots_fit(c->alloc, &c->table, n) ||
	    !dc_array_fit(c->alloc, &c->distinct, n, sizeof(uint32_t)) ||
	    !dc_array_fit(c->alloc, &c->kind, n, sizeof(uint32_t)) ||
	    !dc_array_fit(c->alloc, &c->seen, n, sizeof(uint32_t)))
		return false;
	distinct = c->distinct.data;
	kind = c->kind.data;
	block = shingles_of_block(c);
	for (i = 0; i < n; i++) {
		uint32_t *slot = find_shingle(&block, &c->block, i, c->hash[i]);

		if (slot == NULL) {
			*usable = false;
			return true;
		}
		if (*slot == DC_NONE) {
			distinct[ndistinct] = (uint32_t)i;
			*slot = ndistinct++;
		}
		kind[i] = *slot;
	}
	c->distinct.len = c->seen.len = ndistinct;
	memset(c->seen.data, 0, ndistinct * sizeof(uint32_t));
	c->stamp = 0;
	return true;
}

enum declutter_status
dc_compare_begin(struct dc_compare *c, const struct dc_compare_block *b,
		 bool *usable)
{
	c->nrows = 0;
	c->distinct.len = 0;
	if (!dc_slice(c->alloc, &c->block, b->text, b->len, b->ntokens, c->shingle,
		      usable))
		return DECLUTTER_ENOMEM;
	if (*usable && (!hash_block(c, b->hashes) || !index_block(c, usable) ||
			!dc_numbers_take(c->alloc, &c->numbers, &c->block,
					 b->numbers, b->nnumbers, usable)))
		return DECLUTTER_ENOMEM;
	if (!dc_array_fit(c->alloc, &c->covered, DC_COMPARE_ROWS * b->ntokens, 1) ||
	    !dc_array_fit(c->alloc, &c->found,
			  DC_COMPARE_ROWS * c->numbers.first.len, 1))
		return DECLUTTER_ENOMEM;
	return DECLUTTER_OK;
}

/* A stretch that block and record share: the shingles in it are the same. */
struct run {
	size_t next;		/* shingle of the block */
	size_t end;		/* byte of the record where it ends */
};

/* Shingle 'k' of the record is shingle 'i' of the block: how far does it go on? */
static struct run
run_from(const struct dc_compare *c, size_t i, size_t k)
{
	return (struct run){
		i + 1, c->record.start[k] + dc_same_bytes(&c->block, i, &c->record, k)
	};
}

/* Mark the kinds that the record has; 'other' is how many it has in all. */
static bool
count_shared(struct dc_compare *c, struct dc_compare_result *r, bool *usable)
{
	const uint32_t *distinct = c->distinct.data, *kind = c->kind.data;
	const struct dc_slices *record = &c->record;
	struct shingles block = shingles_of_block(c), rest = {
		.table = &c->table2, .of = record
	};
	uint32_t *seen = c->seen.data, *slot;
	struct run run = {0, 0};
	struct hasher hasher;
	uint64_t *hash;
	size_t i;

	if (!dc_slots_fit(c->alloc, &c->table2, record->nshingles) ||
	    !dc_array_fit(c->alloc, &c->record_hash, record->nshingles,
			  sizeof(uint64_t)) ||
	    !hasher_init(c, &hasher, record))
		return false;
	rest.hash = hash = c->record_hash.data;
	c->stamp++;
	for (i = 0; i < record->nshingles; i++) {
		uint32_t found;

		if (record->start[dc_slices_last(record, i) + 1] <= run.end) {
			found = kind[run.next++];
		} else {
			hash[i] = hash_shingle(&hasher, i);
			slot = find_shingle(&block, record, i, hash[i]);
			found = slot == NULL ? DC_NONE : *slot;
			if (found != DC_NONE)
				run = run_from(c, distinct[found], i);
			else if (slot != NULL)
				slot = find_shingle(&rest, record, i, hash[i]);
			if (slot == NULL) {
				*usable = false;
				return true;
			}
			if (found == DC_NONE && *slot == DC_NONE) {
				*slot = (uint32_t)i;
				r->other++;
			}
		}
		if (found != DC_NONE && seen[found] != c->stamp) {
			seen[found] = c->stamp;
			r->shared++;
			r->other++;
		}
	}
	return true;
}

/* Which tokens of the block lie in shared shingles, which numbers the record has. */
static void
fill_row(struct dc_compare *c)
{
	const uint32_t *kind = c->kind.data, *seen = c->seen.data;
	uint8_t *covered = (uint8_t *)c->covered.data + c->nrows * c->block.ntokens;
	uint8_t *found = (uint8_t *)c->found.data + c->nrows * c->numbers.first.len;
	size_t i, done = 0;

	memset(covered, 0, c->block.ntokens);
	for (i = 0; i < c->block.nshingles; i++) {
		size_t last = dc_slices_last(&c->block, i);

		if (seen[kind[i]] != c->stamp)
			continue;
		done = DC_MAX(done, i);
		for (; done <= last; done++)
			covered[done] = 1;
	}
	dc_numbers_find(&c->numbers, &c->block, &c->record, found);
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
	size_t k, n = c->numbers.first.len;

	for (k = 0; k < n; k++)
		if (!any_row(&c->found, n, set, k))
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
