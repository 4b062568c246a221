/* SPDX-License-Identifier: MIT */
/* trained.h - all that src/model/train.py learns */
#ifndef DC_TRAINED_H
#define DC_TRAINED_H
#include "lexis.h"
#include "trees.h"
#include "weights.h"

#define DC_PASSES 2

/* What makes a score of levels. */
struct dc_scorer {
	struct dc_weights pass[DC_PASSES];
	struct dc_trees trees;
};

struct dc_trained {
	struct dc_scorer streams;	/* where documents end is not known, */
	struct dc_scorer documents;	/* and where it is; */
	struct dc_scorer pages;		/* of those, whole pages */
	struct dc_lexicon lexicon;
};

static inline const struct dc_scorer *
dc_scorer_of(const struct dc_trained *t, bool bounded, bool page)
{
	return !bounded ? &t->streams : page ? &t->pages : &t->documents;
}

#endif
