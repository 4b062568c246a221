/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "reference.h"
#include "map.h"

/* The numbers of the rule, written down a second time on purpose. */
#define JUDGED_WEIGHT 96
#define RUN 10
#define STITCH_RUN 8
#define STITCH_SHARE 0.80

struct kept {
	struct declutter_place place;
	struct list tokens;	/* numbers in ref.words, in order */
	struct list figures;	/* the same of what it says in digits */
	size_t nshingles;	/* distinct */
};

struct ref {
	struct declutter_options opt;
	struct map words, shingles;
	struct kept *kept;
	size_t nkept, cap;
	/* of the block at hand */
	struct list tokens, figures, kinds, last, distinct, count, touched;
};

struct ref *
ref_new(const struct declutter_options *opt)
{
	struct ref *r = need(calloc(1, sizeof(*r)));

	r->opt = *opt;
	return r;
}

void
ref_free(struct ref *r)
{
	size_t i;

	for (i = 0; i < r->nkept; i++) {
		free(r->kept[i].tokens.at);
		free(r->kept[i].figures.at);
	}
	free(r->kept);
	free_map(&r->words);
	free_map(&r->shingles);
	free(r->tokens.at);
	free(r->figures.at);
	free(r->kinds.at);
	free(r->last.at);
	free(r->distinct.at);
	free(r->count.at);
	free(r->touched.at);
	free(r);
}

static bool
holds(const struct list *l, uint32_t v)
{
	size_t i;

	for (i = 0; i < l->len; i++)
		if (l->at[i] == v)
			return true;
	return false;
}

/* The same for a list in ascending order. */
static bool
holds_sorted(const struct list *l, uint32_t v)
{
	size_t lo = 0, hi = l->len;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (l->at[mid] < v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < l->len && l->at[lo] == v;
}

/* Numbers of the block's tokens and of the shingle that starts at each. */
static void
read_block(struct ref *r, const struct dc_near_block *b)
{
	size_t i, k;

	r->tokens.len = r->kinds.len = r->last.len = r->distinct.len = 0;
	for (i = 0; i < b->ntokens; i++) {
		const struct dc_token *t = &b->tokens[i];
		char word[65536 + 2];

		/* a solo "a" and a word "a" are not the same token */
		memcpy(word, b->folded + t->folded, t->nfolded);
		word[t->nfolded] = t->flags & DC_TOKEN_SOLO ? '1' : '0';
		add(&r->tokens, number_of(&r->words, word, t->nfolded + 1u));
	}
	for (i = 0; i < b->ntokens; i++) {
		char name[64 * 12];
		size_t len = 0, weight = 0;

		for (k = i; k < b->ntokens && weight < 8 * r->opt.shingle; k++) {
			uint32_t v;

			weight += b->tokens[k].flags & DC_TOKEN_SOLO ? 5 : 8;
			for (v = r->tokens.at[k]; v > 0; v /= 10)
				name[len++] = (char)('0' + v % 10);
			name[len++] = ' ';
		}
		if (weight < 8 * r->opt.shingle)
			break;
		add(&r->kinds, number_of(&r->shingles, name, len));
		add(&r->last, (uint32_t)k - 1);
		if (!holds(&r->distinct, r->kinds.at[i]))
			add(&r->distinct, r->kinds.at[i]);
	}
}

/* Is token 'i' three digits, perhaps with decimals, behind one to three? */
static bool
is_group(const struct dc_near_block *b, size_t i)
{
	const char *s = b->folded + b->tokens[i].folded, *before;
	size_t n = b->tokens[i].nfolded, nbefore;

	if (i == 0 || n < 3 || strspn(s, "0123456789") < 3 ||
	    (n > 3 && s[3] != '.' && s[3] != ','))
		return false;
	before = b->folded + b->tokens[i - 1].folded;
	nbefore = b->tokens[i - 1].nfolded;
	if (*before == '-' && nbefore > 1) {
		before++;
		nbefore--;
	}
	return nbefore <= 3 && strspn(before, "0123456789") >= nbefore;
}

/* Every token as a figure, or as one with the groups behind it. */
static void
read_figures(struct ref *r, const struct dc_near_block *b, struct list *out)
{
	size_t i, k;

	out->len = 0;
	for (i = 0; i < b->ntokens; i = k) {
		char *name = need(malloc(b->nfolded + 2 * b->ntokens));
		size_t len = 0;

		for (k = i; k == i || (k < b->ntokens && is_group(b, k)); k++) {
			const struct dc_token *t = &b->tokens[k];

			memcpy(name + len, b->folded + t->folded, t->nfolded);
			len += t->nfolded;
			name[len++] = t->flags & DC_TOKEN_SOLO ? '1' : ' ';
		}
		add(out, number_of(&r->words, name, len));
		free(name);
	}
}

void
ref_insert(struct ref *r, const struct dc_near_block *b)
{
	struct kept *k;
	size_t i;

	read_block(r, b);
	if (r->nkept == r->cap) {
		r->cap = r->cap * 2 + 64;
		r->kept = need(realloc(r->kept, r->cap * sizeof(*r->kept)));
	}
	k = &r->kept[r->nkept];
	*k = (struct kept){.place = b->place, .nshingles = r->distinct.len};
	for (i = 0; i < r->tokens.len; i++)
		add(&k->tokens, r->tokens.at[i]);
	read_figures(r, b, &k->figures);
	for (i = 0; i < r->distinct.len; i++)
		add(&r->shingles.blocks[r->distinct.at[i]], (uint32_t)r->nkept);
	add(&r->count, 0);
	r->nkept++;
}

/* Which tokens lie in shingles that Q has too. */
static void
mark(struct ref *r, uint32_t q, bool *covered)
{
	size_t i, k;

	for (i = 0; i < r->kinds.len; i++)
		if (holds_sorted(&r->shingles.blocks[r->kinds.at[i]], q))
			for (k = i; k <= r->last.at[i]; k++)
				covered[k] = true;
}

static size_t
longest_run(const bool *covered, size_t n, bool value)
{
	size_t i, here = 0, most = 0;

	for (i = 0; i < n; i++) {
		here = covered[i] == value ? here + 1 : 0;
		most = DC_MAX(most, here);
	}
	return most;
}

/* Has P a number that none of the witnesses has? */
static bool
new_number(struct ref *r, const struct dc_near_block *b, const uint32_t *q,
	   size_t nq)
{
	size_t i, k, n;

	read_figures(r, b, &r->figures);
	for (i = n = 0; i < b->ntokens; i++) {
		bool found = !(b->tokens[i].flags & DC_TOKEN_NUMBER);

		if (is_group(b, i))
			continue;
		for (k = 0; k < nq && !found; k++)
			found = holds(&r->kept[q[k]].figures, r->figures.at[n]);
		if (!found)
			return true;
		n++;
	}
	return false;
}

/* Are so many tokens covered, and does P say nothing that the chosen do not? */
static bool
is_stitched(struct ref *r, const struct dc_near_block *b, const bool *covered,
	    const uint32_t *chosen, size_t nchosen)
{
	size_t k, total = 0;

	for (k = 0; k < b->ntokens; k++)
		total += covered[k];
	return nchosen >= 2 && (double)total / (double)b->ntokens >= STITCH_SHARE &&
	       (r->opt.drop_extends || longest_run(covered, b->ntokens, false) < RUN) &&
	       (r->opt.drop_templates || !new_number(r, b, chosen, nchosen));
}

bool
ref_allows(struct ref *r, const struct dc_near_block *b,
	   const struct dc_near_verdict *v)
{
	bool *covered = need(calloc(b->ntokens, 1)), ok;
	uint32_t chosen[DC_MAX_WITNESSES], n = 0, q;
	size_t i;

	for (i = 0; i < v->nwitnesses; i++)
		for (q = 0; q < r->nkept; q++)
			if (memcmp(&r->kept[q].place, &v->witnesses[i],
				   sizeof(r->kept[q].place)) == 0) {
				chosen[n++] = q;
				mark(r, q, covered);
			}
	ok = n == v->nwitnesses && is_stitched(r, b, covered, chosen, n);
	free(covered);
	return ok;
}

/* Cover P by the witness that adds most, again and again. */
static bool
stitch(struct ref *r, const struct dc_near_block *b, struct dc_near_verdict *v)
{
	size_t n = b->ntokens, i, k, nchosen = 0;
	bool *covered = need(calloc(n, 1)), *with = need(calloc(n, 1)), ok;
	bool *only = need(calloc(n, 1));
	uint32_t chosen[DC_MAX_WITNESSES];

	while (nchosen < DC_MAX_WITNESSES) {
		size_t best = SIZE_MAX, most = 0;

		for (i = 0; i < r->touched.len; i++) {
			uint32_t q = r->touched.at[i];
			size_t adds = 0;

			/* too few shingles, of at most 8 n / 5 tokens, rounded up */
			if (r->count.at[q] * ((8 * r->opt.shingle + 4) / 5) <
			    STITCH_RUN)
				continue;
			memset(with, 0, n);
			mark(r, q, with);
			for (k = 0; k < n; k++) {
				only[k] = with[k] && !covered[k];
				adds += only[k];
			}
			if (longest_run(only, n, true) < STITCH_RUN)
				continue;
			if (adds > most || (adds == most && q < best)) {
				best = q;
				most = adds;
			}
		}
		if (best == SIZE_MAX)
			break;
		chosen[nchosen++] = (uint32_t)best;
		mark(r, (uint32_t)best, covered);
	}
	ok = is_stitched(r, b, covered, chosen, nchosen);
	if (ok) {
		v->duplicate = DECLUTTER_STITCHED;
		v->removed = true;
		v->nwitnesses = nchosen;
		for (i = 0; i < nchosen; i++)
			v->witnesses[i] = r->kept[chosen[i]].place;
	}
	free(covered);
	free(with);
	free(only);
	return ok;
}

/* What kind of match Q is: how good the verdict is, for the order of verdicts. */
enum rank { NOTHING, REPORTED, DROPPED, CLEAN };

static bool
same_tokens(const struct ref *r, const struct kept *q)
{
	return q->tokens.len == r->tokens.len &&
	       memcmp(q->tokens.at, r->tokens.at,
		      q->tokens.len * sizeof(uint32_t)) == 0;
}

static enum rank
judge_by(struct ref *r, const struct dc_near_block *b, uint32_t q,
	 struct dc_near_verdict *v)
{
	double shared = r->count.at[q], own = (double)r->distinct.len;
	double both = own + (double)r->kept[q].nshingles - shared;
	bool run, number, *covered;

	*v = (struct dc_near_verdict){
		.containment = shared / own, .resemblance = shared / both,
		.shared = r->count.at[q], .own = (uint32_t)r->distinct.len,
		.nwitnesses = 1, .witnesses = {r->kept[q].place}
	};
	if (v->containment < r->opt.containment && v->resemblance < r->opt.resemblance)
		return NOTHING;
	covered = need(calloc(b->ntokens, 1));
	mark(r, q, covered);
	run = longest_run(covered, b->ntokens, false) >= RUN;
	free(covered);
	number = new_number(r, b, &q, 1);
	if (!run && !number) {
		v->duplicate = same_tokens(r, &r->kept[q]) ? DECLUTTER_EXACT :
			       v->containment >= r->opt.containment ?
			       DECLUTTER_CONTAINED : DECLUTTER_NEAR;
		v->removed = true;
		return CLEAN;
	}
	if (run && number && !r->opt.drop_extends && !r->opt.drop_templates)
		return NOTHING;
	if (run && number)	/* one guard is given up: the other decides */
		v->duplicate = r->opt.drop_templates ? DECLUTTER_EXTENDS
						     : DECLUTTER_NUMBERS;
	else
		v->duplicate = run ? DECLUTTER_EXTENDS : DECLUTTER_NUMBERS;
	v->removed = (!run || r->opt.drop_extends) &&
		     (!number || r->opt.drop_templates);
	return v->removed ? DROPPED : REPORTED;
}

void
ref_judge(struct ref *r, const struct dc_near_block *b, struct dc_near_verdict *v)
{
	enum rank best = NOTHING;
	uint32_t best_q = 0;
	size_t i, k, weight = 0;

	*v = (struct dc_near_verdict){.duplicate = DECLUTTER_UNIQUE};
	for (i = 0; i < b->ntokens; i++)
		weight += b->tokens[i].flags & DC_TOKEN_SOLO ? 5 : 8;
	read_block(r, b);
	if (weight < JUDGED_WEIGHT || r->distinct.len == 0)
		return;
	r->touched.len = 0;
	for (i = 0; i < r->distinct.len; i++) {
		const struct list *l = &r->shingles.blocks[r->distinct.at[i]];

		for (k = 0; k < l->len; k++) {
			uint32_t q = l->at[k];

			if (r->opt.keep_repeats &&
			    r->kept[q].place.document == b->place.document &&
			    r->kept[q].place.input == b->place.input)
				continue;
			if (r->count.at[q]++ == 0)
				add(&r->touched, q);
		}
	}
	for (i = 0; i < r->touched.len; i++) {
		uint32_t q = r->touched.at[i];
		struct dc_near_verdict w;
		enum rank rank = judge_by(r, b, q, &w);
		double x = DC_MAX(w.containment, w.resemblance);
		double y = DC_MAX(v->containment, v->resemblance);
		int exact = (w.duplicate == DECLUTTER_EXACT) -
			    (v->duplicate == DECLUTTER_EXACT);

		/* exact first, then the most alike, then the earliest */
		if (rank == NOTHING || rank < best)
			continue;
		if (rank == best && (exact < 0 || (exact == 0 &&
		    (x < y || (!(x > y) && q > best_q)))))
			continue;
		*v = w;
		best = rank;
		best_q = q;
	}
	if (best != CLEAN) {
		struct dc_near_verdict w = {0};

		if (stitch(r, b, &w))
			*v = w;
	}
	for (i = 0; i < r->touched.len; i++)
		r->count.at[r->touched.at[i]] = 0;
}
