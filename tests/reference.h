/* SPDX-License-Identifier: MIT */
/*
 * reference.h - the near-duplicate rule by plain means, slow and obviously right
 *
 * Shingles are strings, every earlier kept block is a candidate, nothing is
 * sampled, capped or hashed away.  (A map from strings to numbers finds equal
 * strings; it compares them whole.)  The engine must give the same verdicts.
 */
#ifndef REFERENCE_H
#define REFERENCE_H
#include "near.h"

struct ref;

struct ref *ref_new(const struct declutter_options *opt);
void ref_free(struct ref *r);
void ref_judge(struct ref *r, const struct dc_near_block *b,
	       struct dc_near_verdict *v);

/* Do the witnesses of 'v', whichever the rule would take, cover the block and say
   all that it says? */
bool ref_allows(struct ref *r, const struct dc_near_block *b,
		const struct dc_near_verdict *v);
void ref_insert(struct ref *r, const struct dc_near_block *b);

#endif
