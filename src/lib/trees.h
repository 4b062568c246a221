/* SPDX-License-Identifier: MIT */
/*
 * trees.h - boosted trees over levels: what depends on three features or more
 *
 * Each is oblivious (Kohavi 1994; CatBoost, Prokhorenkova et al. 2018): on every way
 * down it asks the same questions, whether a feature's level is above a bound, and the
 * answers, the first one highest, are the number of a leaf.  So nothing branches,
 * many trees are asked together, and a row of a table holds a tree.
 */
#ifndef DC_TREES_H
#define DC_TREES_H
#include "base.h"

#define DC_TREES_MAX 512
#define DC_TREE_DEPTH 6
#define DC_TREE_LEAVES (1 << DC_TREE_DEPTH)

#define DC_GROVE 32
#define DC_TREE_LEVELS 112	/* room for those of all features */

/* Trees asked together. */
struct dc_grove {
	uint8_t feature[DC_TREE_DEPTH][DC_GROVE];
	int8_t above[DC_TREE_DEPTH][DC_GROVE];
	int16_t leaf[DC_GROVE][DC_TREE_LEAVES];	/* log-odds in thousandths */
};

struct dc_trees {
	unsigned n;
	struct dc_grove grove[DC_TREES_MAX / DC_GROVE];	/* the last: empty trees, too */
};

/*
 * Read the trees of a table, rows "3 TAB feature>level ... TAB leaf leaf ...", a blank
 * between two.  'names' are the 'n' features in order.  NULL, or what is wrong with it.
 */
const char *dc_trees_read(struct dc_trees *t, struct dc_span table,
			  const char *const *names, size_t n);

/* What they add to a score. */
int32_t dc_trees_score(const struct dc_trees *t, const uint8_t levels[DC_TREE_LEVELS]);
/* The same without the instructions that not every machine has. */
int32_t dc_trees_score_plain(const struct dc_trees *t,
			     const uint8_t levels[DC_TREE_LEVELS]);

#endif
