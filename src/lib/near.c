/* SPDX-License-Identifier: MIT */
/*
 * The search for witnesses.  Keys of the block (shingle.h) are looked up in the
 * index; records with two hits or more are compared with the block exactly, best
 * first, at most 16 of them.  If they hold a part of it only, all its shingles
 * are looked up, and 16 records more.  A removal is never wrong, but a witness
 * can be missed:
 *
 *   - Fewer than two keys in common.  Never if 14 words in a row are.  With
 *     words substituted, dropped and added at random in 56, in 200,000 pairs
 *     each: 1.6 in 10,000 with C in [.50,.52], .3 in 10,000 with C in [.50,.70].
 *     (A random sample of as many keys misses 27 and 12 in 10,000; winnowing
 *     with a window of 5, .1 and .05, would be 17 % more keys.)  Blocks of up
 *     to 18 words have all shingles as keys, and one hit is enough.
 *   - A phrase in many kept blocks leads to the latest 8 of them only.  Exact
 *     copies are found anyway, through a key made of the whole block.
 *   - More than 16 records with enough hits, or longer ones than the budget of
 *     tokens to compare with allows.  Counted in 'capped'.
 *
 * Of 100,000 paragraphs in tests/test_differential.c, 21,148 to be removed, the
 * search misses none.  Cost at 56 words: 16 keys of 8 bytes in memory, 407 bytes
 * in the text log, 7,500 instructions; the rest of the time goes to cache misses,
 * one line a key (see ahead.h).
 */
#include "ahead.h"
#include "bits.h"
#include "compare.h"
#include "near.h"

#define CANDIDATES DC_COMPARE_ROWS	/* half of them in either search */
/*
 * A block inside a long one shares a key for each 6 shingles with certainty,
 * edited a little perhaps only one.  Up to so many shingles every hit counts, as
 * with shingles of 5 tokens and more, of which one may be a run of 8 ideographs.
 */
#define ALL_COUNT 17u
/* Tokens of other blocks that one block may be compared with: ample for 16
   paragraphs, enough for an article in one line, a bound for the rest. */
#define BUDGET 32768u
struct dc_near {
	struct declutter_options opt;
	const struct declutter_allocator *alloc;
	struct dc_kept kept;
	struct dc_tally tally;
	struct dc_compare compare;
	struct dc_ahead ahead;
	struct dc_array hashes;		/* uint64_t: the shingles of a block compared */
	struct dc_array numbers;	/* uint32_t: its tokens that hold digits */
	uint64_t verifications, capped;
};

struct dc_near *
dc_near_new(const struct declutter_options *opt)
{
	struct dc_near *near = dc_calloc(&opt->allocator, 1, sizeof(*near));

	if (near == NULL)
		return NULL;
	near->opt = *opt;
	near->alloc = &near->opt.allocator;
	dc_tally_init(&near->tally, near->alloc);
	dc_compare_init(&near->compare, near->alloc, opt->shingle);
	dc_ahead_init(&near->ahead, near->alloc, opt->shingle);
	if (!dc_kept_init(&near->kept, &near->opt)) {
		dc_near_free(near);
		return NULL;
	}
	return near;
}

void
dc_near_free(struct dc_near *near)
{
	struct declutter_allocator alloc;

	if (near == NULL)
		return;
	alloc = near->opt.allocator;
	dc_kept_clear(&near->kept);
	dc_tally_clear(&near->tally);
	dc_compare_clear(&near->compare);
	dc_ahead_clear(&near->ahead);
	dc_array_clear(&alloc, &near->hashes, sizeof(uint64_t));
	dc_array_clear(&alloc, &near->numbers, sizeof(uint32_t));
	dc_release(&alloc, near, sizeof(*near));
}

void
dc_near_index_all(struct dc_near *near)
{
	near->ahead.window = 1;
}

enum declutter_status
dc_near_expect(struct dc_near *near, const struct dc_near_block *b)
{
	return dc_ahead_expect(&near->ahead, &near->kept, b) ? DECLUTTER_OK
							       : DECLUTTER_ENOMEM;
}

bool
dc_near_disown(struct dc_near *near, uint64_t input)
{
	return dc_kept_disown(&near->kept, input);
}

/* May a record at 'place' be a witness of 'b'? */
static bool
may_witness(const struct dc_near *near, const struct dc_near_block *b,
	    const struct declutter_place *place)
{
	if (dc_kept_is_disowned(&near->kept, place->input))
		return false;
	return !near->opt.keep_repeats ||
	       place->document != b->place.document ||
	       place->input != b->place.input;
}

/* A block on its way to a verdict. */
struct search {
	const struct dc_near *near;
	const struct dc_near_block *block;	/* prepared */
	uint32_t least;		/* hits that make a record worth comparing */
	struct dc_candidate c[CANDIDATES];
	size_t n;
	size_t budget;		/* tokens it may still be compared with */
	bool cut_short;
};

static bool
accept_exact(const void *ctx, const struct declutter_place *place)
{
	const struct search *s = ctx;

	return may_witness(s->near, s->block, place);
}

/* Take the block apart for comparing. */
static enum declutter_status
begin_compare(struct dc_near *near, const struct dc_near_block *block, bool *usable)
{
	const struct dc_prepared *p = block->prepared;
	const struct dc_token *tokens = block->tokens;
	struct dc_compare_block b = {
		.text = p->record.text, .len = p->record.len,
		.ntokens = block->ntokens
	};
	uint32_t *numbers;
	size_t i;

	near->numbers.len = 0;
	if (!dc_array_reserve(near->alloc, &near->numbers, b.ntokens,
			      sizeof(uint32_t)) ||
	    !dc_prepare_hashes(near->alloc, p, block, near->opt.shingle, &near->hashes))
		return DECLUTTER_ENOMEM;
	if (p->is_ascii)
		b.hashes = near->hashes.data;
	numbers = near->numbers.data;
	for (i = 0; i < b.ntokens; i++)
		if (tokens[i].flags & DC_TOKEN_NUMBER)
			numbers[b.nnumbers++] = (uint32_t)i;
	b.numbers = numbers;
	return dc_compare_begin(&near->compare, &b, usable);
}

/*
 * Hits that make a record worth comparing.  Chance shares one phrase often,
 * two seldom; but where a match may share only one key, one must do.
 */
static uint32_t
least_hits(const struct dc_near *near, const struct dc_prepared *p)
{
	double t = DC_MIN(near->opt.containment, near->opt.resemblance);
	const uint64_t *keys = p->keys.data;
	size_t i, n = p->keys.len - 1, distinct;
	uint64_t seen = 0;

	for (i = 1; i <= n; i++)	/* a lower bound is enough */
		seen |= (uint64_t)1 << (keys[i] & 63);
	distinct = dc_count_bits(seen);
	/* the margin of 3 is for keys that winnowing left out */
	if (t * (double)distinct <= (n == p->nshingles ? 1 : 3) ||
	    p->nshingles < ALL_COUNT || near->opt.shingle > 4)
		return 1;
	return (uint32_t)DC_MAX(2, n / 16);
}

static bool
is_compared(const struct search *s, uint32_t pos)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->c[i].pos == pos)
			return true;
	return false;
}

/* Compare with the best records of the tally, up to 'max' in all. */
static enum declutter_status
compare_best(struct dc_near *near, struct search *s, uint32_t least, size_t max)
{
	struct dc_tally_count best[CANDIDATES];
	size_t i, found;

	found = dc_tally_best(&near->tally, least, CANDIDATES, best);
	s->cut_short |= found > max;
	for (i = 0; i < DC_MIN(found, CANDIDATES) && s->n < max; i++) {
		struct dc_candidate *c = &s->c[s->n];
		enum declutter_status st;
		struct dc_record q;
		bool usable;

		if (is_compared(s, best[i].pos))
			continue;
		st = dc_textlog_read(&near->kept.log, best[i].pos,
				     (uint32_t)s->budget, &q);
		if (st != DECLUTTER_OK)
			return st;
		if (!may_witness(near, s->block, &q.place))
			continue;
		if (q.text == NULL) {
			s->cut_short = true;
			continue;
		}
		s->budget -= q.ntokens;
		near->verifications++;
		*c = (struct dc_candidate){.place = q.place, .pos = best[i].pos};
		st = dc_compare_with(&near->compare, q.text, q.len, q.ntokens,
				     &c->result, &usable);
		if (st != DECLUTTER_OK)
			return st;
		if (!usable) {
			s->cut_short = true;
			continue;
		}
		dc_rule_measure(c);
		s->n++;
	}
	return DECLUTTER_OK;
}

/*
 * Find the records that are like the block and decide.  If they hold a part of
 * it only, look up all its shingles: what the rest came from may be so short
 * that it shares one key, and seldom does a block need this.
 */
static enum declutter_status
judge_near(struct dc_near *near, struct search *s, struct dc_near_verdict *v)
{
	const struct dc_prepared *p = s->block->prepared;
	enum declutter_status st;

	st = compare_best(near, s, s->least, CANDIDATES / 2);
	if (st != DECLUTTER_OK)
		return st;
	dc_rule_decide(&near->opt, &near->compare, s->c, s->n, v);
	if (!v->removed && p->keys.len - 1 < p->nshingles &&
	    dc_rule_has_part(&near->compare, s->n)) {
		if (!dc_kept_count_all(&near->kept, &near->hashes, &near->tally))
			return DECLUTTER_ENOMEM;
		st = compare_best(near, s, 2, CANDIDATES);
		if (st != DECLUTTER_OK)
			return st;
		dc_rule_decide(&near->opt, &near->compare, s->c, s->n, v);
	}
	near->capped += s->cut_short;
	return DECLUTTER_OK;
}

/* The block is a copy of a kept one: v->witnesses[0]. */
static void
set_exact(const struct dc_near *near, struct dc_near_verdict *v)
{
	v->duplicate = DECLUTTER_EXACT;
	v->removed = true;
	v->containment = v->resemblance = 1;
	v->shared = v->own = (uint32_t)near->compare.distinct.len;
	v->nwitnesses = 1;
}

enum declutter_status
dc_near_judge(struct dc_near *near, const struct dc_near_block *b,
	      struct dc_near_verdict *v)
{
	const struct dc_prepared *p;
	const struct dc_expected *e;
	struct search s;
	enum declutter_status st;
	bool found, usable;

	dc_rule_start(v);
	if (dc_near_is_short(b))
		return DECLUTTER_OK;
	e = dc_ahead_get(&near->ahead, &near->kept, b);
	if (e == NULL)
		return DECLUTTER_ENOMEM;
	p = e->block.prepared;
	if (!p->is_judged)
		return DECLUTTER_OK;
	s.near = near;	/* the candidates need no clearing */
	s.block = &e->block;
	s.n = 0;
	s.budget = BUDGET + b->ntokens;
	s.cut_short = false;
	st = dc_kept_find_equal(&near->kept, &p->record, e->probes.data,
				accept_exact, &s, &found, &v->witnesses[0],
				&near->verifications);
	if (st != DECLUTTER_OK)
		return st;
	if (!found) {
		if (!dc_kept_count(&near->kept, &e->probes, &near->tally))
			return DECLUTTER_ENOMEM;
		if (near->tally.most == 0)
			return DECLUTTER_OK;
		s.least = least_hits(near, p);
		if (near->tally.most < s.least)
			return DECLUTTER_OK;
	}
	st = begin_compare(near, &e->block, &usable);
	if (st != DECLUTTER_OK)
		return st;
	if (found) {
		set_exact(near, v);
		return DECLUTTER_OK;
	}
	if (!usable) {
		near->capped++;
		return DECLUTTER_OK;
	}
	return judge_near(near, &s, v);
}

enum declutter_status
dc_near_insert(struct dc_near *near, const struct dc_near_block *b)
{
	struct dc_expected *e;

	if (b->ntokens == 0)
		return DECLUTTER_OK;
	e = dc_ahead_get(&near->ahead, &near->kept, b);
	if (e == NULL)
		return DECLUTTER_ENOMEM;
	e->is_valid = false;
	return dc_kept_insert(&near->kept, &e->block.prepared->record, &e->probes);
}

struct between {
	uint64_t document, after, before;
};

static bool
accept_between(const void *ctx, const struct declutter_place *place)
{
	const struct between *w = ctx;

	return place->document == w->document && place->block > w->after &&
	       place->block < w->before;
}

enum declutter_status
dc_near_find_short(struct dc_near *near, const struct dc_near_block *b,
		   uint64_t document, uint64_t after, uint64_t before,
		   bool *found, struct declutter_place *where)
{
	struct dc_prepared *own = &near->ahead.other.own;
	struct between w = {document, after, before};
	struct dc_probe probe;
	uint64_t key;

	*found = false;
	if (b->ntokens == 0)
		return DECLUTTER_OK;
	near->ahead.other.is_valid = false;
	if (!dc_prepare_text(near->alloc, own, b))
		return DECLUTTER_ENOMEM;
	key = dc_short_key(&own->record, document);
	dc_index_probe(&near->kept.index, &key, 1, &probe);
	return dc_kept_find_equal(&near->kept, &own->record, &probe, accept_between, &w,
				  found, where, &near->verifications);
}

void
dc_near_stats(const struct dc_near *near, struct declutter_stats *stats)
{
	dc_kept_stats(&near->kept, stats);
	stats->verifications += near->verifications;
	stats->capped += near->capped;
}
