/* SPDX-License-Identifier: MIT */
/*
 * model.h - the learned part of a chrome verdict: scores, in two passes
 *
 * The first pass scores a block by its own looks and its neighbours'; the second
 * by the scores of the first pass round it.  Trained by src/model/train.py.
 */
#ifndef DC_MODEL_H
#define DC_MODEL_H
#include "smooth.h"
#include "trained.h"

/* How much of what stands around is chrome: was the text cleaned before? */
enum dc_regime { DC_CLEANED, DC_MIXED, DC_PAGE };

struct dc_opinion {
	int32_t z;		/* log-odds of content, in thousandths */
	uint8_t regime;		/* enum dc_regime */
	uint8_t place;		/* enum dc_place_in */
	bool certain;		/* content, whatever the score: several sentences */
};

struct dc_model {
	const struct dc_trained *trained;
	struct dc_reader reader;
	struct dc_smoother smoother;
	struct dc_opinion early[DC_WINDOW];	/* of the first pass */
	struct dc_opinion final[DC_WINDOW];
	/* Levels of the first pass, and of the block read last by the second. */
	uint8_t levels[DC_WINDOW][DC_NFEATURES];
	uint8_t smooths[DC_NSMOOTHS];
	int32_t sums[DC_WINDOW][DC_NFAMILIES];	/* what they add, crosses left out */
	bool page;		/* bounded documents are whole pages */
	bool exact;		/* score what is certain or not asked for, too */
};

/* Read weights and trees from a table; NULL, or what is wrong with it. */
const char *dc_scorer_read(struct dc_scorer *scorer, struct dc_span table);

/* All of it is zero; 'trained' stays. */
void dc_model_init(struct dc_model *m, const struct dc_trained *trained);

/*
 * First pass of block 'i', the one after the last, looking on to 'last'; its
 * log-odds of content, in thousandths.
 */
int32_t dc_model_first(struct dc_model *m, const struct dc_window *w, uint64_t i,
		       uint64_t last, bool ended);

/* The same of levels that were read before. */
int32_t dc_model_again(struct dc_model *m, const struct dc_window *w, uint64_t i,
		       const uint8_t levels[DC_NFEATURES]);

/* Instead of it, if rules take the block away whatever its score. */
void dc_model_skip(struct dc_model *m, const struct dc_window *w, uint64_t i,
		   uint64_t last, bool ended);

/* To follow it: what the block is to its neighbours, and where it stands (enum
   dc_place_in).  'removed': rules take it away, whatever its score. */
void dc_model_settle(struct dc_model *m, const struct dc_window *w, uint64_t i,
		     uint8_t place, bool removed);

/* Second pass of block 'i', likewise; the first has to be through with 'last'.
   There is a score only if it is asked for and the block is not certain. */
void dc_model_second(struct dc_model *m, const struct dc_window *w, uint64_t i,
		     uint64_t last, bool asked);

static inline const struct dc_opinion *
dc_model_opinion(const struct dc_model *m, uint64_t i)
{
	return &m->final[i & (DC_WINDOW - 1)];
}

/* What spoke most against block 'i', as evidence: a constant string. */
const char *dc_model_reason(const struct dc_model *m, const struct dc_window *w,
			    uint64_t i);

#endif
