/* SPDX-License-Identifier: MIT */
/*
 * The rule.  A block P of at least 12 words is removed as a near-duplicate iff
 * an earlier kept block Q, the witness, has C(P,Q) >= t_c or R(P,Q) >= t_r and
 * P says nothing that Q does not: no token of P with a digit is missing in Q,
 * and no run of 10 tokens of P lies outside the shared shingles.  Failing
 * that, up to 8 witnesses may do it together (stitched): each adds at least 8
 * tokens in a row, all cover .80 of P, and the guards hold for their union.
 * (With fewer, enough text covers any paragraph with common phrases.)
 *
 * The search.  Keys of P (shingle.h) are looked up in the index; records with
 * enough hits are compared with P exactly, best first, at most 16 of them.
 * So a removal is never wrong, but a witness can be missed:
 *
 *   - Fewer than two keys in common.  None in 10^5 pairs with C in [.50,.52]
 *     and 2 in 10^6 with C in [.50,.70] at 56 tokens, words substituted,
 *     dropped and added at random; never if 12 tokens in a row are shared.
 *     (Sampling by hash at the same density misses 1 in 4,000 of the first.)
 *   - A phrase in many kept blocks leads to the latest 8 of them only.  Exact
 *     copies are found anyway, through a key made of the whole block.
 *   - More than 16 records with enough hits, or longer ones than the budget of
 *     tokens to compare with allows.  Counted in 'capped'.
 *
 * Cost, 56 tokens: 19 keys of 6.4 bytes in memory, 370 bytes in the text log,
 * about a microsecond.
 */
#include "compare.h"
#include "hash.h"
#include "horizon.h"
#include "index.h"
#include "near.h"
#include "shingle.h"
#include "tally.h"
#include "textlog.h"

#define JUDGED_WEIGHT (12 * DC_WEIGHT_WORD)	/* shorter blocks: exact only */
#define RUN_MAX 10	/* tokens of P's own in a row that make it news */
#define STITCH_RUN 8	/* tokens in a row that a further witness must add */
#define STITCH_COVER 0.80
#define CANDIDATES DC_COMPARE_ROWS
/* Tokens of other blocks that one block may be compared with: ample for 16
   paragraphs, enough for an article in one line, a bound for the rest. */
#define BUDGET 32768u
/* What a key is charged under a memory limit: at worst a shard has just grown
   (5.33 / .65 bytes a slot) and its share of keys has shrunk a little. */
#define KEY_COST 10u
#define BLOCK_COST 16u
#define SHARD_BITS 12u
#define SHARD_KEYS 512u	/* a shard of fewer fluctuates too much */
#define FIXED_COST ((uint64_t)1 << 20)	/* scratch, pieces of the log */

/* Makes the key of a whole block differ from that of any shingle. */
#define WHOLE 0x6465636c75747465u

struct dc_near {
	struct declutter_options opt;
	const struct declutter_allocator *alloc;
	struct dc_index index;
	struct dc_textlog log;
	struct dc_tally tally;
	struct dc_compare compare;
	struct dc_horizon horizon;
	struct dc_array text;	/* char: the block as the log holds it */
	struct dc_array hashes;	/* uint64_t: its shingles */
	struct dc_array keys;	/* uint64_t: those that are keys */
	struct dc_array numbers;	/* uint32_t: its tokens that hold digits */
	bool index_all;
	uint64_t prepared;	/* hash of the text that 'keys' belongs to */
	size_t prepared_tokens, nshingles;
	uint64_t verifications, capped, refused;
};

/* What a record would do to the block, from little to much. */
enum rank {
	RANK_NOTHING,
	RANK_REPORTED,		/* kept for one guard, and said so */
	RANK_DROPPED,		/* removed, since that guard is given up */
	RANK_MATCH
};

/* A record that was compared. */
struct candidate {
	struct declutter_place place;
	struct dc_compare_result result;
	double containment, resemblance;
	uint32_t pos;
	enum rank rank;
	enum declutter_duplicate kind;
};

struct dc_near *
dc_near_new(const struct declutter_options *opt)
{
	struct dc_near *near = dc_calloc(&opt->allocator, 1, sizeof(*near));
	unsigned bits = SHARD_BITS;
	uint64_t limit = 0;

	if (near == NULL)
		return NULL;
	near->opt = *opt;
	near->alloc = &near->opt.allocator;
	if (opt->memory != 0) {
		limit = opt->memory > 2 * FIXED_COST ? opt->memory - FIXED_COST
						     : opt->memory / 2 + 1;
		while (bits > 0 && (limit / KEY_COST) >> bits < SHARD_KEYS)
			bits--;
	}
	dc_horizon_init(&near->horizon, limit);
	dc_textlog_init(&near->log, near->alloc, &opt->store);
	dc_tally_init(&near->tally, near->alloc);
	dc_compare_init(&near->compare, near->alloc, opt->shingle);
	if (!dc_index_init(&near->index, near->alloc, bits)) {
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
	dc_index_clear(&near->index);
	dc_textlog_clear(&near->log);
	dc_tally_clear(&near->tally);
	dc_compare_clear(&near->compare);
	dc_array_clear(&alloc, &near->text, 1);
	dc_array_clear(&alloc, &near->hashes, sizeof(uint64_t));
	dc_array_clear(&alloc, &near->keys, sizeof(uint64_t));
	dc_array_clear(&alloc, &near->numbers, sizeof(uint32_t));
	dc_release(&alloc, near, sizeof(*near));
}

void
dc_near_index_all(struct dc_near *near)
{
	near->index_all = true;
}

bool
dc_near_is_short(const struct dc_near_block *b)
{
	size_t i, weight = 0;

	for (i = 0; i < b->ntokens && weight < JUDGED_WEIGHT; i++)
		weight += dc_token_weight(&b->tokens[i]);
	return weight < JUDGED_WEIGHT;
}

static bool
is_ascii(const char *s, size_t len)
{
	uint64_t word, all = 0;
	size_t i;

	for (i = 0; i + 8 <= len; i += 8) {
		memcpy(&word, s + i, 8);
		all |= word;
	}
	for (; i < len; i++)
		all |= (unsigned char)s[i];
	return (all & 0x8080808080808080u) == 0;
}

/*
 * The block's text in the form of the log.  The scan's form differs from it
 * only outside ASCII: where a token is solo, or folded into several words
 * (U+FDFA), whose blanks become 0x1e.
 */
static bool
log_text(struct dc_near *near, const struct dc_near_block *b, struct dc_record *r)
{
	size_t i, k;
	char *p;

	*r = (struct dc_record){
		.place = b->place, .text = b->folded, .len = (uint32_t)b->nfolded,
		.ntokens = (uint32_t)b->ntokens
	};
	if (is_ascii(b->folded, b->nfolded))
		return true;
	near->text.len = 0;
	if (!dc_array_reserve(near->alloc, &near->text, b->nfolded + b->ntokens, 1))
		return false;
	p = near->text.data;
	for (i = 0; i < b->ntokens; i++) {
		const struct dc_token *t = &b->tokens[i];

		for (k = 0; k < t->nfolded; k++) {
			char c = b->folded[t->folded + k];

			*p++ = (char)(c == ' ' ? '\x1e' : c);
		}
		*p++ = (char)(t->flags & DC_TOKEN_SOLO ? DC_TEXTLOG_SOLO : ' ');
	}
	r->text = near->text.data;
	r->len = (uint32_t)(p - (char *)near->text.data);
	return true;
}

/*
 * Compute near->keys for the block and bring their places into the cache,
 * unless the last call was for the same block.
 */
static bool
prepare(struct dc_near *near, const struct dc_near_block *b, uint64_t whole)
{
	const uint64_t *keys;
	size_t i, n, window;

	if (near->prepared == whole && near->prepared_tokens == b->ntokens)
		return true;
	near->hashes.len = near->keys.len = 0;
	near->prepared_tokens = 0;
	if (!dc_array_reserve(near->alloc, &near->hashes, b->ntokens,
			      sizeof(uint64_t)) ||
	    !dc_array_reserve(near->alloc, &near->keys, b->ntokens,
			      sizeof(uint64_t)))
		return false;
	n = dc_shingle(b->tokens, b->ntokens, near->opt.shingle, near->hashes.data);
	window = near->index_all ? 1 : dc_winnow_window(n);
	near->keys.len = dc_winnow(near->hashes.data, n, window, near->keys.data);
	near->nshingles = n;
	near->prepared = whole;
	near->prepared_tokens = b->ntokens;
	keys = near->keys.data;
	for (i = 0; i < near->keys.len; i++)
		dc_index_prefetch(&near->index, keys[i]);
	return true;
}

/* The key under which a block of 'text' is known as a whole. */
static uint64_t
whole_key(const struct dc_near_block *b, uint64_t whole, bool is_judged)
{
	/* a short text may stand anywhere: it is asked for by document */
	return dc_hash_mix(whole, is_judged ? WHOLE : ~b->place.document);
}

/* Look up all keys and count the records they lead to. */
static bool
count_hits(struct dc_near *near)
{
	const uint64_t *keys = near->keys.data;
	size_t i, k, n = near->keys.len;
	uint32_t pos[DC_INDEX_OWNERS];

	if (!dc_tally_start(&near->tally, n * DC_INDEX_OWNERS))
		return false;
	for (i = 0; i < n; i++) {
		size_t found = dc_index_find(&near->index, keys[i],
					     near->horizon.min, pos);

		for (k = 0; k < found; k++)
			dc_tally_hit(&near->tally, pos[k]);
	}
	return true;
}

/* May a record at 'place' be a witness of 'b'? */
static bool
may_witness(const struct dc_near *near, const struct dc_near_block *b,
	    const struct declutter_place *place)
{
	return !near->opt.keep_repeats ||
	       place->document != b->place.document ||
	       place->input != b->place.input;
}

static void
sort_positions(uint32_t *pos, size_t n)
{
	size_t i, k;

	for (i = 1; i < n; i++) {
		uint32_t p = pos[i];

		for (k = i; k > 0 && pos[k - 1] > p; k--)
			pos[k] = pos[k - 1];
		pos[k] = p;
	}
}

/* The earliest record under 'key' that has the text of 'r' and 'accept' likes;
   *found says whether there is one. */
static enum declutter_status
find_equal(struct dc_near *near, const struct dc_record *r, uint64_t key,
	   bool (*accept)(const void *ctx, const struct declutter_place *place),
	   const void *ctx, bool *found, struct declutter_place *place)
{
	uint32_t pos[DC_INDEX_OWNERS];
	size_t i, n = dc_index_find(&near->index, key, near->horizon.min, pos);

	*found = false;
	sort_positions(pos, n);
	for (i = 0; i < n && !*found; i++) {
		struct dc_record q;
		enum declutter_status st;

		st = dc_textlog_read(&near->log, pos[i], r->ntokens, &q);
		if (st != DECLUTTER_OK)
			return st;
		near->verifications++;
		if (q.text == NULL || q.len != r->len || q.ntokens != r->ntokens ||
		    memcmp(q.text, r->text, r->len) != 0 || !accept(ctx, &q.place))
			continue;
		*found = true;
		*place = q.place;
	}
	return DECLUTTER_OK;
}

struct judged {
	struct dc_near *near;
	const struct dc_near_block *block;
};

static bool
accept_exact(const void *ctx, const struct declutter_place *place)
{
	const struct judged *j = ctx;

	return may_witness(j->near, j->block, place);
}

/* Take the block apart for comparing. */
static enum declutter_status
begin_compare(struct dc_near *near, const struct dc_near_block *b,
	      const struct dc_record *r, bool *usable)
{
	uint32_t *numbers;
	size_t i;

	near->numbers.len = 0;
	if (!dc_array_reserve(near->alloc, &near->numbers, b->ntokens,
			      sizeof(uint32_t)))
		return DECLUTTER_ENOMEM;
	numbers = near->numbers.data;
	for (i = 0; i < b->ntokens; i++)
		if (b->tokens[i].flags & DC_TOKEN_NUMBER)
			numbers[near->numbers.len++] = (uint32_t)i;
	return dc_compare_begin(&near->compare, r->text, r->len, r->ntokens,
				numbers, near->numbers.len, usable);
}

/* Hits that make a record worth comparing. */
static uint32_t
least_hits(const struct dc_near *near)
{
	double t = DC_MIN(near->opt.containment, near->opt.resemblance);
	size_t n = near->keys.len;

	/* few keys, or a low threshold: every hit may be all there is */
	if (t * (double)n < 4)
		return 1;
	return (uint32_t)DC_MAX(2, n / 16);
}

/* Compare with the best candidates; *n of them go to 'out'. */
static enum declutter_status
compare_candidates(struct dc_near *near, const struct dc_near_block *b,
		   struct candidate out[CANDIDATES], size_t *n)
{
	struct dc_tally_count best[CANDIDATES];
	size_t i, found, budget = BUDGET + b->ntokens;
	bool cut_short;

	*n = 0;
	found = dc_tally_best(&near->tally, least_hits(near), CANDIDATES, best);
	cut_short = found > CANDIDATES;
	for (i = 0; i < DC_MIN(found, CANDIDATES); i++) {
		struct candidate *c = &out[*n];
		enum declutter_status st;
		struct dc_record q;
		bool usable;

		st = dc_textlog_read(&near->log, best[i].pos, (uint32_t)budget, &q);
		if (st != DECLUTTER_OK)
			return st;
		if (!may_witness(near, b, &q.place))
			continue;
		if (q.text == NULL) {
			cut_short = true;
			continue;
		}
		budget -= q.ntokens;
		near->verifications++;
		*c = (struct candidate){.place = q.place, .pos = best[i].pos};
		st = dc_compare_with(&near->compare, q.text, q.len, q.ntokens,
				     &c->result, &usable);
		if (st != DECLUTTER_OK)
			return st;
		if (!usable) {
			cut_short = true;
			continue;
		}
		c->containment = (double)c->result.shared / c->result.own;
		c->resemblance = (double)c->result.shared /
				 ((double)c->result.own + c->result.other -
				  c->result.shared);
		++*n;
	}
	near->capped += cut_short;
	return DECLUTTER_OK;
}

/* Row 'i' is that of candidate 'c': does it match, do the guards hold? */
static void
grade(const struct dc_near *near, struct candidate *c, size_t i)
{
	bool drop_run = near->opt.drop_extends != 0, run;
	bool drop_number = near->opt.drop_templates != 0, number;

	c->rank = RANK_NOTHING;
	if (c->containment < near->opt.containment &&
	    c->resemblance < near->opt.resemblance)
		return;
	run = dc_compare_has_new_run(&near->compare, 1u << i, RUN_MAX);
	number = dc_compare_has_new_number(&near->compare, 1u << i);
	if (!run && !number) {
		c->rank = RANK_MATCH;
		c->kind = c->result.same ? DECLUTTER_EXACT :
			  c->containment >= near->opt.containment ?
			  DECLUTTER_CONTAINED : DECLUTTER_NEAR;
		return;
	}
	if (run && number && !drop_run && !drop_number)
		return;
	/* when both fail and one is given up, the other decides */
	c->kind = run && (!number || drop_number) ? DECLUTTER_EXTENDS
						  : DECLUTTER_NUMBERS;
	c->rank = (!run || drop_run) && (!number || drop_number) ? RANK_DROPPED
								 : RANK_REPORTED;
}

/* Is 'a' the better witness?  Exact, then more alike, then earlier. */
static bool
is_better(const struct candidate *a, const struct candidate *b)
{
	double x = DC_MAX(a->containment, a->resemblance);
	double y = DC_MAX(b->containment, b->resemblance);

	if (a->rank != b->rank)
		return a->rank > b->rank;
	if (a->result.same != b->result.same)
		return a->result.same;
	return x > y || (!(x < y) && a->pos < b->pos);
}

static void
set_verdict(struct dc_near_verdict *v, enum declutter_duplicate kind,
	    const struct candidate *c)
{
	v->duplicate = kind;
	v->removed = kind == DECLUTTER_STITCHED || c->rank >= RANK_DROPPED;
	v->containment = c->containment;
	v->resemblance = c->resemblance;
	v->shared = c->result.shared;
	v->own = c->result.own;
	v->nwitnesses = 1;
	v->witnesses[0] = c->place;
}

/* Try to cover the block by several witnesses, each the one that adds most. */
static bool
stitch(struct dc_near *near, const struct candidate *c, size_t n, size_t ntokens,
       struct dc_near_verdict *v)
{
	const struct dc_compare *compare = &near->compare;
	size_t chosen[DC_MAX_WITNESSES], nchosen = 0, covered = 0, i;
	uint32_t set = 0;

	if (n < 2)
		return false;
	while (nchosen < DC_MAX_WITNESSES) {
		size_t best = n, most = 0;

		for (i = 0; i < n; i++) {
			size_t run, adds = dc_compare_adds(compare, set, i, &run);

			if (run >= STITCH_RUN &&
			    (adds > most ||
			     (adds == most && c[i].pos < c[best].pos))) {
				best = i;
				most = adds;
			}
		}
		if (best == n)
			break;
		chosen[nchosen++] = best;
		set |= 1u << best;
		covered += most;
	}
	if (nchosen < 2 || (double)covered < STITCH_COVER * (double)ntokens ||
	    (!near->opt.drop_extends &&
	     dc_compare_has_new_run(compare, set, RUN_MAX)) ||
	    (!near->opt.drop_templates && dc_compare_has_new_number(compare, set)))
		return false;
	set_verdict(v, DECLUTTER_STITCHED, &c[chosen[0]]);
	for (i = 1; i < nchosen; i++)
		v->witnesses[i] = c[chosen[i]].place;
	v->nwitnesses = nchosen;
	return true;
}

/* The rule, given what the block was compared with. */
static void
decide(struct dc_near *near, struct candidate *c, size_t n, size_t ntokens,
       struct dc_near_verdict *v)
{
	const struct candidate *best = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		grade(near, &c[i], i);
		if (best == NULL || is_better(&c[i], best))
			best = &c[i];
	}
	if (best == NULL)
		return;
	if (best->rank != RANK_MATCH && stitch(near, c, n, ntokens, v))
		return;
	if (best->rank != RANK_NOTHING)
		set_verdict(v, best->kind, best);
}

enum declutter_status
dc_near_judge(struct dc_near *near, const struct dc_near_block *b,
	      struct dc_near_verdict *v)
{
	struct judged j = {near, b};
	struct candidate c[CANDIDATES];
	enum declutter_status st;
	bool found, usable;
	struct dc_record r;
	uint64_t whole, key;
	size_t n;

	*v = (struct dc_near_verdict){.duplicate = DECLUTTER_UNIQUE};
	if (dc_near_is_short(b))
		return DECLUTTER_OK;
	if (!log_text(near, b, &r))
		return DECLUTTER_ENOMEM;
	whole = dc_hash(r.text, r.len);
	if (!prepare(near, b, whole))
		return DECLUTTER_ENOMEM;
	if (near->nshingles == 0)
		return DECLUTTER_OK;
	key = whole_key(b, whole, true);
	dc_index_prefetch(&near->index, key);
	st = find_equal(near, &r, key, accept_exact, &j, &found, &v->witnesses[0]);
	if (st != DECLUTTER_OK)
		return st;
	if (!found && !count_hits(near))
		return DECLUTTER_ENOMEM;
	if (!found && dc_tally_best(&near->tally, least_hits(near), 0, NULL) == 0)
		return DECLUTTER_OK;
	st = begin_compare(near, b, &r, &usable);
	if (st != DECLUTTER_OK)
		return st;
	if (found) {
		v->duplicate = DECLUTTER_EXACT;
		v->removed = true;
		v->containment = v->resemblance = 1;
		v->shared = v->own = (uint32_t)near->compare.distinct.len;
		v->nwitnesses = 1;
		return DECLUTTER_OK;
	}
	if (!usable) {
		near->capped++;
		return DECLUTTER_OK;
	}
	st = compare_candidates(near, b, c, &n);
	if (st != DECLUTTER_OK)
		return st;
	decide(near, c, n, b->ntokens, v);
	return DECLUTTER_OK;
}

enum declutter_status
dc_near_insert(struct dc_near *near, const struct dc_near_block *b)
{
	bool is_judged = !dc_near_is_short(b);
	const uint64_t *keys;
	enum declutter_status st;
	struct dc_record r;
	uint64_t whole, key, cost;
	uint32_t pos;
	size_t i;

	if (b->ntokens == 0)
		return DECLUTTER_OK;
	if (!log_text(near, b, &r))
		return DECLUTTER_ENOMEM;
	whole = dc_hash(r.text, r.len);
	if (!prepare(near, b, whole))
		return DECLUTTER_ENOMEM;
	key = whole_key(b, whole, is_judged && near->nshingles > 0);
	dc_index_prefetch(&near->index, key);
	st = dc_textlog_append(&near->log, &r, &pos);
	if (st != DECLUTTER_OK)
		return st;
	if (pos == 0) {
		near->refused++;
		return DECLUTTER_OK;
	}
	cost = BLOCK_COST + (near->keys.len + 1) * KEY_COST;
	if (near->opt.store.write == NULL)
		cost += r.len;
	dc_horizon_add(&near->horizon, pos, cost);
	dc_textlog_forget(&near->log, near->horizon.min);
	if (!dc_index_insert(&near->index, key, pos, near->horizon.min))
		return DECLUTTER_ENOMEM;
	keys = near->keys.data;
	for (i = 0; i < near->keys.len; i++)
		if (!dc_index_insert(&near->index, keys[i], pos, near->horizon.min))
			return DECLUTTER_ENOMEM;
	return DECLUTTER_OK;
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
	struct between w = {document, after, before};
	struct dc_near_block there = *b;
	struct dc_record r;

	*found = false;
	if (b->ntokens == 0)
		return DECLUTTER_OK;
	if (!log_text(near, b, &r))
		return DECLUTTER_ENOMEM;
	there.place.document = document;
	return find_equal(near, &r,
			  whole_key(&there, dc_hash(r.text, r.len), false),
			  accept_between, &w, found, where);
}

void
dc_near_stats(const struct dc_near *near, struct declutter_stats *stats)
{
	stats->indexed_blocks += near->horizon.inserted;
	stats->index_entries += near->index.entries;
	stats->index_bytes += near->index.bytes + near->log.chunks.cap * sizeof(char *);
	if (near->opt.store.write != NULL)
		stats->index_bytes += near->log.bytes;
	stats->store_bytes += near->log.end;
	stats->forgotten_blocks += near->horizon.forgotten + near->refused;
	stats->verifications += near->verifications;
	stats->capped += near->capped;
}
