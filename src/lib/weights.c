/* SPDX-License-Identifier: MIT */
/*
 * A row: pass TAB feature TAB highest level TAB weight, or for a cross
 * pass TAB feature*feature TAB highest,highest TAB weight.  Rows of a feature
 * follow each other with rising levels; a row speaks for the levels above the
 * row before it.
 */
#include "weights.h"

struct reader {
	const char *s, *end;
	struct dc_weights *w;
	const char *const *names;
	size_t nnames;
	int last;		/* feature of the row before, -1 for none */
	int from;		/* first level of the next row */
	int row_from, column_from;	/* the same of a cross */
	unsigned row, column;
};

static bool
take(struct reader *r, char c)
{
	if (r->s == r->end || *r->s != c)
		return false;
	r->s++;
	return true;
}

static bool
take_number(struct reader *r, int *out)
{
	bool minus = take(r, '-');
	const char *start = r->s;
	int n = 0;

	for (; r->s < r->end && *r->s >= '0' && *r->s <= '9'; r->s++) {
		if (n > 99999)
			return false;
		n = n * 10 + (*r->s - '0');
	}
	*out = minus ? -n : n;
	return r->s > start;
}

/* The feature whose name stands here, or -1. */
static int
take_name(struct reader *r)
{
	const char *start = r->s;
	size_t n, i;

	while (r->s < r->end && *r->s != '\t' && *r->s != '*' && *r->s != '\n')
		r->s++;
	n = (size_t)(r->s - start);
	for (i = 0; i < r->nnames; i++)
		if (strlen(r->names[i]) == n && memcmp(r->names[i], start, n) == 0)
			return (int)i;
	return -1;
}

static const char *
read_feature(struct reader *r, int feature)
{
	int to, weight, i;

	if (!take(r, '\t') || !take_number(r, &to) || !take(r, '\t') ||
	    !take_number(r, &weight))
		return "expected a level and a weight";
	if (feature != r->last)
		r->from = 0;
	if (to < r->from || to >= DC_LEVELS)
		return "levels do not rise";
	if (weight < INT16_MIN || weight > INT16_MAX)
		return "the weight is out of range";
	for (i = r->from; i <= to; i++)
		r->w->weight[feature][i] = (int16_t)weight;
	r->from = to + 1;
	r->last = feature;
	return NULL;
}

/* Levels from *from to 'to' are one coarser level, the next after *coarse. */
static bool
widen(uint8_t *map, int *from, int to, unsigned *coarse, bool first)
{
	int i;

	if (to < *from || to >= DC_LEVELS)
		return false;
	*coarse = first ? 0 : *coarse + 1;
	if (*coarse >= DC_CROSS_LEVELS)
		return false;
	for (i = *from; i < DC_LEVELS; i++)
		map[i] = (uint8_t)*coarse;
	*from = to + 1;
	return true;
}

static const char *
read_cross(struct reader *r, int a, int b)
{
	struct dc_cross *x = &r->w->cross[r->w->ncrosses - (r->w->ncrosses > 0)];
	bool same = r->w->ncrosses > 0 && x->a == a && x->b == b;
	int ato, bto, weight;

	if (!take(r, '\t') || !take_number(r, &ato) || !take(r, ',') ||
	    !take_number(r, &bto) || !take(r, '\t') || !take_number(r, &weight))
		return "expected two levels and a weight";
	if (weight < INT16_MIN || weight > INT16_MAX)
		return "the weight is out of range";
	if (!same) {
		if (r->w->ncrosses == DC_CROSSES_MAX)
			return "too many crosses";
		x = &r->w->cross[r->w->ncrosses++];
		x->a = (uint8_t)a;
		x->b = (uint8_t)b;
		r->row_from = r->column_from = 0;
	}
	if (!same || ato != r->row_from - 1) {
		if (!widen(x->row, &r->row_from, ato, &r->row, !same))
			return "levels do not rise";
		r->column_from = 0;
	}
	if (!widen(x->column, &r->column_from, bto, &r->column,
		   r->column_from == 0))
		return "levels do not rise";
	x->weight[r->row][r->column] = (int16_t)weight;
	r->last = -1;
	return NULL;
}

static const char *
read_row(struct reader *r, unsigned pass)
{
	int n, a, b;

	if (!take_number(r, &n) || !take(r, '\t'))
		return "expected a pass";
	if (n != (int)pass)
		return NULL;
	if (r->end - r->s > 5 && memcmp(r->s, "bias\t", 5) == 0) {
		r->s += 5;
		return take_number(r, &r->w->bias) ? NULL : "expected a number";
	}
	a = take_name(r);
	if (a < 0)
		return "unknown feature";
	if (!take(r, '*'))
		return read_feature(r, a);
	b = take_name(r);
	return b < 0 ? "unknown feature" : read_cross(r, a, b);
}

const char *
dc_weights_read(struct dc_weights *w, struct dc_span table, unsigned pass,
		const char *const *names, size_t n)
{
	struct reader r = {
		.s = table.data, .end = table.data + table.len, .w = w,
		.names = names, .nnames = n, .last = -1
	};

	*w = (struct dc_weights){0};
	while (r.s < r.end) {
		const char *end = memchr(r.s, '\n', (size_t)(r.end - r.s));
		const char *what = *r.s == '#' || *r.s == '\n' ?
				   NULL : read_row(&r, pass);

		if (what != NULL)
			return what;
		r.s = end != NULL ? end + 1 : r.end;
	}
	return NULL;
}

int32_t
dc_weights_rest(const struct dc_weights *w, const uint8_t *levels)
{
	const struct dc_cross *x = w->cross, *end = x + w->ncrosses;
	int32_t sum = w->bias;

	for (; x < end; x++)
		sum += dc_cross_weight(x, levels);
	return sum;
}

int32_t
dc_weights_score(const struct dc_weights *w, const uint8_t *levels, size_t n)
{
	int32_t sum = dc_weights_rest(w, levels);
	size_t i;

	for (i = 0; i < n; i++)
		sum += w->weight[i][levels[i]];
	return sum;
}
