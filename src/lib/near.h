/* SPDX-License-Identifier: MIT */
/*
 * near.h - near-duplicate verdicts against earlier kept blocks
 *
 * The rule (Broder 1997, resemblance and containment over shingles, with two
 * guards) is in rule.h.  The caller judges blocks in input order and says
 * which it keeps; only those become witnesses.
 */
#ifndef DC_NEAR_H
#define DC_NEAR_H
#include "ahead.h"
#include "rule.h"

struct dc_near;

/* NULL if memory is out.  'opt' has been checked; what it points to stays. */
struct dc_near *dc_near_new(const struct declutter_options *opt);
void dc_near_free(struct dc_near *near);

/*
 * 'b' will be judged or inserted soon, it and up to DC_AHEAD_BLOCKS - 1 others:
 * work out its keys and fetch what they lead to, while others are judged.  A
 * block that was not expected costs time only.  It must not change in between.
 */
enum declutter_status dc_near_expect(struct dc_near *near,
				     const struct dc_near_block *b);

/*
 * Judge 'b'; a block that is too short for the rule is UNIQUE.  Changes
 * nothing but counters.
 */
enum declutter_status dc_near_judge(struct dc_near *near,
				    const struct dc_near_block *b,
				    struct dc_near_verdict *v);

/*
 * Remember the kept block 'b', judged or short, as a witness.  Right after it
 * was judged this is cheaper; it must not have changed since.
 */
enum declutter_status dc_near_insert(struct dc_near *near,
				     const struct dc_near_block *b);

/*
 * Does a kept short block equal to 'b' stand in document 'document', strictly
 * between blocks 'after' and 'before' of it?  If so *found and *where say so.
 */
enum declutter_status dc_near_find_short(struct dc_near *near,
					 const struct dc_near_block *b,
					 uint64_t document, uint64_t after,
					 uint64_t before, bool *found,
					 struct declutter_place *where);

/* Blocks of this input, which is over, are no witnesses any more; false if memory is
   out. */
bool dc_near_disown(struct dc_near *near, uint64_t input);

/* For tests: take every shingle as a key, however long the block is. */
void dc_near_index_all(struct dc_near *near);

/* Adds the index's counters to 'stats'. */
void dc_near_stats(const struct dc_near *near, struct declutter_stats *stats);

#endif
