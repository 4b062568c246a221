/* SPDX-License-Identifier: MIT */
/* trained.h - all that src/model/train.py learns: one table, weights.tsv */
#ifndef DC_TRAINED_H
#define DC_TRAINED_H
#include "lexis.h"
#include "trees.h"
#include "weights.h"

#define DC_PASSES 2

struct dc_trained {
	struct dc_weights pass[DC_PASSES];
	struct dc_trees trees;
	struct dc_lexicon lexicon;
};

#endif
