/* SPDX-License-Identifier: MIT */
#include "model.h"

#define REMOVED_Z (-6000)	/* what a rule is worth to the neighbours */
/* Fewer chrome blocks around than this (in sixtieths): the text was cleaned
   already, and what is left has to be surer.  As many as that: a whole page. */
#define CLEAN_LEVEL 15
#define PAGE_LEVEL 30
#define CLEAN_BONUS 2000
/* Surer scores than this are as good without trees; of pages there are more trees. */
#define DOUBTFUL_Z 1000
#define DOUBTFUL_PAGE_Z 2000

const char *
dc_scorer_read(struct dc_scorer *scorer, struct dc_span table)
{
	const char *names[DC_NFEATURES + DC_NSMOOTHS], **second = names + DC_NFEATURES;
	const char *what;
	size_t i;

	static_assert(DC_NFEATURES <= DC_FEATURES_MAX, "too many features");
	static_assert(DC_NSMOOTHS <= DC_FEATURES_MAX, "too many features");
	static_assert(DC_LEN(names) <= DC_TREE_LEVELS, "too many features");
	for (i = 0; i < DC_NFEATURES; i++)
		names[i] = dc_features[i].name;
	for (i = 0; i < DC_NSMOOTHS; i++)
		second[i] = dc_smooths[i].name;
	what = dc_weights_read(&scorer->pass[0], table, 1, names, DC_NFEATURES);
	if (what == NULL)
		what = dc_weights_read(&scorer->pass[1], table, 2, second, DC_NSMOOTHS);
	return what != NULL ? what :
	       dc_trees_read(&scorer->trees, table, names, DC_LEN(names));
}

void
dc_model_init(struct dc_model *m, const struct dc_trained *trained)
{
	m->trained = trained;
	m->reader.document = UINT64_MAX;
}

static const char *const reasons[DC_NFAMILIES] = {
	[DC_SHAPE] = "looks like no prose",
	[DC_PHRASE] = "wording of site chrome",
	[DC_NEAR] = "short lines around",
	[DC_SPAN] = "far from the run of prose",
	[DC_RUN] = "one of a run of short lines",
	[DC_REPEAT] = "repeated lines",
	[DC_PLACED] = "place in the document",
	[DC_REGIME] = "a page full of chrome",
	[DC_COMPANY] = "among chrome",
	[DC_WORDS] = "words of site chrome",
	[DC_TOPIC] = "words foreign to the text"
};

static const struct dc_scorer *
scorer_of(const struct dc_model *m, const struct dc_window *w, uint64_t i)
{
	return dc_scorer_of(m->trained, dc_window_at(w, i)->bounded, m->page);
}

/* The family of features that lowers the score of the first pass most; a cross
   counts for the family of its first feature.  If none does, it is the company. */
const char *
dc_model_reason(const struct dc_model *m, const struct dc_window *w, uint64_t i)
{
	const struct dc_weights *first = &scorer_of(m, w, i)->pass[0];
	const uint8_t *levels = m->levels[i & (DC_WINDOW - 1)];
	int32_t sum[DC_NFAMILIES];
	unsigned worst = 0, k;

	if (m->early[i & (DC_WINDOW - 1)].z >= 0)
		return reasons[DC_COMPANY];
	memcpy(sum, m->sums[i & (DC_WINDOW - 1)], sizeof(sum));
	for (k = 0; k < first->ncrosses; k++)
		sum[dc_features[first->cross[k].a].family] +=
			dc_cross_weight(&first->cross[k], levels);
	for (k = 1; k < DC_NFAMILIES; k++)
		if (sum[k] < sum[worst])
			worst = k;
	return reasons[worst];
}

/* What features add to the score, by families; spelled out, since a loop over them
   would be half of the work. */
static int32_t
sum_families(const struct dc_weights *w, const uint8_t *levels, int32_t *sums)
{
	int32_t sum[DC_NFAMILIES] = {0}, all = 0;
	size_t k;

#define ADD(name, family, order) \
	sum[DC_##family] += w->weight[DC_F_##name][levels[DC_F_##name]];
	DC_FEATURES(ADD)
#undef ADD
	for (k = 0; k < DC_NFAMILIES; k++)
		all += sums[k] = sum[k];
	return all;
}

/* The same of the second pass, in all. */
static int32_t
sum_smooths(const struct dc_weights *w, const uint8_t *levels)
{
	int32_t sum = 0;

#define ADD(name, family, order) \
	sum += w->weight[DC_S_##name][levels[DC_S_##name]];
	DC_SMOOTHS(ADD)
#undef ADD
	return sum;
}

static int32_t
first_score(struct dc_model *m, const struct dc_window *w, uint64_t i)
{
	struct dc_opinion *o = &m->early[i & (DC_WINDOW - 1)];
	const struct dc_weights *first = &scorer_of(m, w, i)->pass[0];
	const uint8_t *levels = m->levels[i & (DC_WINDOW - 1)];

	o->z = sum_families(first, levels, m->sums[i & (DC_WINDOW - 1)]) +
	       dc_weights_rest(first, levels);
	return o->z;
}

int32_t
dc_model_first(struct dc_model *m, const struct dc_window *w, uint64_t i,
	       uint64_t last, bool ended)
{
	dc_reader_read(&m->reader, w, i, last, ended, m->levels[i & (DC_WINDOW - 1)]);
	return first_score(m, w, i);
}

int32_t
dc_model_again(struct dc_model *m, const struct dc_window *w, uint64_t i,
	       const uint8_t levels[DC_NFEATURES])
{
	memcpy(m->levels[i & (DC_WINDOW - 1)], levels, DC_NFEATURES);
	return first_score(m, w, i);
}

void
dc_model_skip(struct dc_model *m, const struct dc_window *w, uint64_t i,
	      uint64_t last, bool ended)
{
	if (m->exact)
		dc_model_first(m, w, i, last, ended);
	else
		dc_reader_skip(&m->reader, w, i);
}

void
dc_model_settle(struct dc_model *m, const struct dc_window *w, uint64_t i,
		uint8_t place, bool removed)
{
	const struct dc_view *v = dc_window_at(w, i);

	dc_smoother_add(&m->smoother, i, v->index == 0, removed ? REMOVED_Z :
			m->early[i & (DC_WINDOW - 1)].z, v->shape.units, place);
}

/* Tables first; where those are in doubt the trees add to it. */
static int32_t
second_score(const struct dc_model *m, const struct dc_scorer *s, uint64_t i)
{
	const struct dc_weights *w = &s->pass[1];
	uint8_t levels[DC_TREE_LEVELS] = {0};
	int32_t z = sum_smooths(w, m->smooths) + dc_weights_rest(w, m->smooths);
	int32_t doubt = s == &m->trained->pages ? DOUBTFUL_PAGE_Z : DOUBTFUL_Z;

	if (z <= -doubt || z >= doubt)
		return z;
	memcpy(levels, m->levels[i & (DC_WINDOW - 1)], DC_NFEATURES);
	memcpy(levels + DC_NFEATURES, m->smooths, DC_NSMOOTHS);
	return z + dc_trees_score(&s->trees, levels);
}

static uint8_t
regime_of(uint8_t chrome)
{
	return chrome < CLEAN_LEVEL ? DC_CLEANED :
	       chrome < PAGE_LEVEL ? DC_MIXED : DC_PAGE;
}

void
dc_model_second(struct dc_model *m, const struct dc_window *w, uint64_t i,
		uint64_t last, bool asked)
{
	struct dc_opinion *o = &m->final[i & (DC_WINDOW - 1)];
	const struct dc_view *v = dc_window_at(w, i);

	o->regime = regime_of(dc_smoother_regime(&m->smoother, i, last));
	o->place = m->smoother.score[i & (DC_WINDOW - 1)].place;
	o->certain = o->regime == DC_CLEANED && v->shape.sentences > 1 &&
		     v->cue == NULL;
	if (m->exact || (asked && !o->certain)) {
		dc_smoother_read(&m->smoother, v, i, last, m->smooths);
		o->z = second_score(m, scorer_of(m, w, i), i);
		if (o->regime == DC_CLEANED)
			o->z += CLEAN_BONUS;
	}
	dc_smoother_step(&m->smoother, i, v->bounded);
}
