/* SPDX-License-Identifier: MIT */
#include "model.h"

#define REMOVED_Z (-6000)	/* what a rule is worth to the neighbours */
/* Fewer chrome blocks around than this (in sixtieths): the text was cleaned
   already, and what is left has to be surer. */
#define CLEAN_LEVEL 15
#define CLEAN_BONUS 2000

const char *
dc_family_name(unsigned family)
{
	static const char *const names[DC_NFAMILIES] = {
		[DC_SHAPE] = "looks like no prose",
		[DC_PHRASE] = "wording of site chrome",
		[DC_NEAR] = "short lines around",
		[DC_SPAN] = "far from the run of prose",
		[DC_RUN] = "one of a run of short lines",
		[DC_REPEAT] = "repeated lines",
		[DC_PLACED] = "place in the document",
		[DC_REGIME] = "a page full of chrome",
		[DC_COMPANY] = "among chrome"
	};

	return family < DC_NFAMILIES ? names[family] : "";
}

const char *
dc_model_read(struct dc_weights *weights, struct dc_span table)
{
	const char *names[DC_FEATURES_MAX];
	const char *what;
	size_t i;

	static_assert(DC_NFEATURES <= DC_FEATURES_MAX, "too many features");
	static_assert(DC_NSMOOTHS <= DC_FEATURES_MAX, "too many features");
	for (i = 0; i < DC_NFEATURES; i++)
		names[i] = dc_features[i].name;
	what = dc_weights_read(&weights[0], table, 1, names, DC_NFEATURES);
	if (what != NULL)
		return what;
	for (i = 0; i < DC_NSMOOTHS; i++)
		names[i] = dc_smooths[i].name;
	return dc_weights_read(&weights[1], table, 2, names, DC_NSMOOTHS);
}

void
dc_model_init(struct dc_model *m, const struct dc_weights *weights)
{
	*m = (struct dc_model){
		.weights = weights, .reader.document = UINT64_MAX
	};
}

/* The family whose features lower the score most; a cross counts for the family
   of its first feature. */
static uint8_t
find_family(const struct dc_weights *w, const struct dc_feature *features,
	    size_t n, const uint8_t *levels)
{
	int32_t sum[DC_NFAMILIES] = {0};
	unsigned worst = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum[features[i].family] += w->weight[i][levels[i]];
	for (i = 0; i < w->ncrosses; i++)
		sum[features[w->cross[i].a].family] +=
			dc_cross_weight(&w->cross[i], levels);
	for (i = 1; i < DC_NFAMILIES; i++)
		if (sum[i] < sum[worst])
			worst = (unsigned)i;
	return (uint8_t)worst;
}

int32_t
dc_model_first(struct dc_model *m, const struct dc_window *w, uint64_t i,
	       uint64_t last, bool ended)
{
	struct dc_opinion *o = &m->early[i & (DC_WINDOW - 1)];

	dc_reader_read(&m->reader, w, i, last, ended, m->levels);
	o->z = dc_weights_score(&m->weights[0], m->levels, DC_NFEATURES);
	o->family = o->z < 0 ? find_family(&m->weights[0], dc_features, DC_NFEATURES,
					   m->levels) : 0;
	return o->z;
}

void
dc_model_settle(struct dc_model *m, const struct dc_window *w, uint64_t i,
		uint8_t place, bool removed)
{
	const struct dc_view *v = dc_window_at(w, i);

	dc_smoother_add(&m->smoother, i, v->index == 0, removed ? REMOVED_Z :
			m->early[i & (DC_WINDOW - 1)].z, v->shape.units, place);
}

void
dc_model_second(struct dc_model *m, const struct dc_window *w, uint64_t i,
		uint64_t last)
{
	struct dc_opinion *o = &m->final[i & (DC_WINDOW - 1)];

	dc_smoother_read(&m->smoother, dc_window_at(w, i), i, last, m->smooths);
	o->z = dc_weights_score(&m->weights[1], m->smooths, DC_NSMOOTHS);
	o->clean = m->smooths[DC_S_chrome_n] < CLEAN_LEVEL;
	o->inside = m->smooths[DC_S_own_place] >= DC_PLACE_BODY;
	if (o->clean)
		o->z += CLEAN_BONUS;
	o->family = m->early[i & (DC_WINDOW - 1)].z < 0 ?
		    m->early[i & (DC_WINDOW - 1)].family : DC_COMPANY;
}
