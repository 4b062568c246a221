/* SPDX-License-Identifier: MIT */
/*
 * rule.h - when a block is a near-duplicate of records it was compared with
 *
 * The rule.  A block P of at least 12 words is removed as a near-duplicate iff
 * an earlier kept block Q, the witness, has C(P,Q) >= t_c or R(P,Q) >= t_r and
 * P says nothing that Q does not: no token of P with a digit is missing in Q,
 * and no run of 10 tokens of P lies outside the shared shingles.  Failing
 * that, up to 8 witnesses may do it together (stitched): each adds at least 8
 * tokens in a row, all cover .80 of P, and the guards hold for their union.
 * (With fewer, enough text covers any paragraph with common phrases.)
 */
#ifndef DC_RULE_H
#define DC_RULE_H
#include "compare.h"

#define DC_MAX_WITNESSES 8	/* of a stitched block */

struct dc_near_verdict {
	enum declutter_duplicate duplicate;
	bool removed;		/* false for UNIQUE, and EXTENDS and NUMBERS
				   unless the options drop them */
	double containment, resemblance;	/* with the first witness */
	uint32_t shared, own;
	size_t nwitnesses;
	struct declutter_place witnesses[DC_MAX_WITNESSES];
};

/* UNIQUE until a witness is found; its places, the longer part, need no clearing. */
static inline void
dc_rule_start(struct dc_near_verdict *v)
{
	memset(v, 0, offsetof(struct dc_near_verdict, witnesses));
}

/* What a record would do to the block, from little to much. */
enum dc_rank {
	DC_RANK_NOTHING,
	DC_RANK_REPORTED,	/* kept for one guard, and said so */
	DC_RANK_DROPPED,	/* removed, since that guard is given up */
	DC_RANK_MATCH
};

/* A record that was compared; candidate i has row i in the comparison. */
struct dc_candidate {
	struct declutter_place place;
	struct dc_compare_result result;
	double containment, resemblance;
	uint32_t pos;		/* in the text log: the order of records */
	enum dc_rank rank;
	enum declutter_duplicate kind;
};

/* Fill in C and R from the result of the comparison. */
void dc_rule_measure(struct dc_candidate *c);

/* Decide, given all candidates; 'v' stays as it is if nothing is to be said. */
void dc_rule_decide(const struct declutter_options *opt,
		    const struct dc_compare *compare, struct dc_candidate *c,
		    size_t n, struct dc_near_verdict *v);

/* Does a candidate cover a run that could be part of a stitched block? */
bool dc_rule_has_part(const struct dc_compare *compare, size_t n);

#endif
