/* SPDX-License-Identifier: MIT */
/*
 * weights.h - an additive model: tables of weights over small whole numbers
 *
 * A feature is a level from 0 to DC_LEVELS - 1; its table gives what each level
 * adds to the log-odds of content, in thousandths.  A cross has a table over
 * pairs of coarser levels.  All whole numbers, so that every machine agrees.
 */
#ifndef DC_WEIGHTS_H
#define DC_WEIGHTS_H
#include "base.h"

#define DC_LEVELS 64
#define DC_FEATURES_MAX 72
#define DC_CROSSES_MAX 16
#define DC_CROSS_LEVELS 16

struct dc_cross {
	uint8_t a, b;		/* features */
	uint8_t row[DC_LEVELS], column[DC_LEVELS];	/* their coarser levels */
	int16_t weight[DC_CROSS_LEVELS][DC_CROSS_LEVELS];
};

struct dc_weights {
	int32_t bias;
	unsigned ncrosses;
	int16_t weight[DC_FEATURES_MAX][DC_LEVELS];
	struct dc_cross cross[DC_CROSSES_MAX];
};

/*
 * Read the rows of 'pass' from a table (src/model/README.md says how it looks).
 * 'names' are the 'n' features in order.  NULL, or what is wrong with it.
 */
const char *dc_weights_read(struct dc_weights *w, struct dc_span table,
			    unsigned pass, const char *const *names, size_t n);

/* What bias and crosses add to the log-odds of content, in thousandths. */
int32_t dc_weights_rest(const struct dc_weights *w, const uint8_t *levels);

/* What a cross does. */
static inline int32_t
dc_cross_weight(const struct dc_cross *x, const uint8_t *levels)
{
	return x->weight[x->row[levels[x->a]]][x->column[levels[x->b]]];
}

#endif
