/* SPDX-License-Identifier: MIT */
#include "rule.h"

#define RUN_MAX 10	/* tokens of P's own in a row that make it news */
#define STITCH_RUN 8	/* tokens in a row that a further witness must add */
#define STITCH_COVER 0.80

struct rule {
	const struct declutter_options *opt;
	const struct dc_compare *compare;
};

void
dc_rule_measure(struct dc_candidate *c)
{
	double shared = c->result.shared, own = c->result.own;

	c->containment = shared / own;
	c->resemblance = shared / (own + c->result.other - shared);
}

/* Row 'i' is that of candidate 'c': does it match, do the guards hold? */
static void
grade(const struct rule *rule, struct dc_candidate *c, size_t i)
{
	bool drop_run = rule->opt->drop_extends != 0, run;
	bool drop_number = rule->opt->drop_templates != 0, number;

	c->rank = DC_RANK_NOTHING;
	if (c->containment < rule->opt->containment &&
	    c->resemblance < rule->opt->resemblance)
		return;
	run = dc_compare_has_new_run(rule->compare, 1u << i, RUN_MAX);
	number = dc_compare_has_new_number(rule->compare, 1u << i);
	if (!run && !number) {
		c->rank = DC_RANK_MATCH;
		c->kind = c->result.same ? DECLUTTER_EXACT :
			  c->containment >= rule->opt->containment ?
			  DECLUTTER_CONTAINED : DECLUTTER_NEAR;
		return;
	}
	if (run && number && !drop_run && !drop_number)
		return;
	/* when both fail and one is given up, the other decides */
	c->kind = run && (!number || drop_number) ? DECLUTTER_EXTENDS
						  : DECLUTTER_NUMBERS;
	c->rank = (!run || drop_run) && (!number || drop_number) ? DC_RANK_DROPPED
								 : DC_RANK_REPORTED;
}

/* Is 'a' the better witness?  Exact, then more alike, then earlier. */
static bool
is_better(const struct dc_candidate *a, const struct dc_candidate *b)
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
	    const struct dc_candidate *c)
{
	v->duplicate = kind;
	v->removed = kind == DECLUTTER_STITCHED || c->rank >= DC_RANK_DROPPED;
	v->containment = c->containment;
	v->resemblance = c->resemblance;
	v->shared = c->result.shared;
	v->own = c->result.own;
	v->nwitnesses = 1;
	v->witnesses[0] = c->place;
}

/* Try to cover the block by several witnesses, each the one that adds most. */
static bool
stitch(const struct rule *rule, const struct dc_candidate *c, size_t n,
       struct dc_near_verdict *v)
{
	const struct dc_compare *compare = rule->compare;
	size_t ntokens = compare->block.ntokens;
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
	    (!rule->opt->drop_extends &&
	     dc_compare_has_new_run(compare, set, RUN_MAX)) ||
	    (!rule->opt->drop_templates && dc_compare_has_new_number(compare, set)))
		return false;
	set_verdict(v, DECLUTTER_STITCHED, &c[chosen[0]]);
	for (i = 1; i < nchosen; i++)
		v->witnesses[i] = c[chosen[i]].place;
	v->nwitnesses = nchosen;
	return true;
}

void
dc_rule_decide(const struct declutter_options *opt,
	       const struct dc_compare *compare, struct dc_candidate *c,
	       size_t n, struct dc_near_verdict *v)
{
	struct rule rule = {opt, compare};
	const struct dc_candidate *best = NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		grade(&rule, &c[i], i);
		if (best == NULL || is_better(&c[i], best))
			best = &c[i];
	}
	if (best == NULL)
		return;
	if (best->rank != DC_RANK_MATCH && stitch(&rule, c, n, v))
		return;
	if (best->rank != DC_RANK_NOTHING)
		set_verdict(v, best->kind, best);
}

bool
dc_rule_has_part(const struct dc_compare *compare, size_t n)
{
	size_t i, run;

	for (i = 0; i < n; i++) {
		dc_compare_adds(compare, 0, i, &run);
		if (run >= STITCH_RUN)
			return true;
	}
	return false;
}
