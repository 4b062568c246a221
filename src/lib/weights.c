/* SPDX-License-Identifier: MIT */
/*
 * A row: pass TAB feature TAB highest level TAB weight, or for a cross
 * pass TAB feature*feature TAB highest,highest TAB weight.  Rows of a feature
 * follow each other with rising levels; a row speaks for the levels above the
 * row before it.
 */
#include "row.h"
#include "weights.h"

struct reader {
	struct dc_row row;
	struct dc_weights *w;
	int last;		/* feature of the row before, -1 for none */
	int from;		/* first level of the next row */
	int row_from, column_from;	/* the same of a cross */
	unsigned row_at, column_at;
};

static const char *
read_feature(struct reader *r, int feature)
{
	struct dc_row *row = &r->row;
	int to, weight, i;

	if (!dc_row_take(row, '\t') || !dc_row_number(row, &to) ||
	    !dc_row_take(row, '\t') || !dc_row_number(row, &weight) ||
	    !dc_row_at_end(row))
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
	struct dc_row *row = &r->row;
	bool same = r->w->ncrosses > 0 && x->a == a && x->b == b;
	int ato, bto, weight;

	if (!dc_row_take(row, '\t') || !dc_row_number(row, &ato) ||
	    !dc_row_take(row, ',') || !dc_row_number(row, &bto) ||
	    !dc_row_take(row, '\t') || !dc_row_number(row, &weight) ||
	    !dc_row_at_end(row))
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
		if (!widen(x->row, &r->row_from, ato, &r->row_at, !same))
			return "levels do not rise";
		r->column_from = 0;
	}
	if (!widen(x->column, &r->column_from, bto, &r->column_at,
		   r->column_from == 0))
		return "levels do not rise";
	x->weight[r->row_at][r->column_at] = (int16_t)weight;
	r->last = -1;
	return NULL;
}

static const char *
read_row(struct reader *r, unsigned pass)
{
	static const char bias[] = "bias\t";
	struct dc_row *row = &r->row;
	int n, a, b;

	if (!dc_row_number(row, &n) || !dc_row_take(row, '\t'))
		return "expected a pass";
	if (n != (int)pass)
		return NULL;
	if ((size_t)(row->end - row->s) >= sizeof(bias) - 1 &&
	    memcmp(row->s, bias, sizeof(bias) - 1) == 0) {
		row->s += sizeof(bias) - 1;
		return dc_row_number(row, &r->w->bias) && dc_row_at_end(row) ?
		       NULL : "expected a number";
	}
	a = dc_row_feature(row, '*');
	if (a < 0)
		return "unknown feature";
	if (!dc_row_take(row, '*'))
		return read_feature(r, a);
	b = dc_row_feature(row, '*');
	return b < 0 ? "unknown feature" : read_cross(r, a, b);
}

const char *
dc_weights_read(struct dc_weights *w, struct dc_span table, unsigned pass,
		const char *const *names, size_t n)
{
	struct reader r = {.row = dc_row_before(table, names, n), .w = w, .last = -1};
	const char *what = NULL;

	*w = (struct dc_weights){0};
	while (what == NULL && dc_row_next(&r.row))
		what = read_row(&r, pass);
	return what;
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
