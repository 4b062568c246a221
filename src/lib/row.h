/* SPDX-License-Identifier: MIT */
/* row.h - the rows of a table of the model, read from left to right */
#ifndef DC_ROW_H
#define DC_ROW_H
#include "base.h"

struct dc_row {
	const char *s, *end;	/* what is left of the row */
	struct dc_span table;	/* and of the table behind it */
	const char *const *names;	/* of features */
	size_t nnames;
};

/* Before the first row of 'table'. */
static inline struct dc_row
dc_row_before(struct dc_span table, const char *const *names, size_t n)
{
	return (struct dc_row){.table = table, .names = names, .nnames = n};
}

/* Begin the next row, comments and empty ones left out; false if there is none. */
static inline bool
dc_row_next(struct dc_row *r)
{
	struct dc_span row;

	do {
		if (r->table.len == 0)
			return false;
		dc_span_cut(&r->table, '\n', &row);
	} while (row.len == 0 || row.data[0] == '#');
	r->s = row.data;
	r->end = row.data + row.len;
	return true;
}

static inline bool
dc_row_take(struct dc_row *r, char c)
{
	if (r->s == r->end || *r->s != c)
		return false;
	r->s++;
	return true;
}

static inline bool
dc_row_at_end(const struct dc_row *r)
{
	return r->s == r->end;
}

/* A number of at most six digits. */
static inline bool
dc_row_number(struct dc_row *r, int *out)
{
	bool minus = dc_row_take(r, '-');
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

/* What stands here up to 'stop', a tab, or the end. */
static inline struct dc_span
dc_row_word(struct dc_row *r, char stop)
{
	const char *start = r->s;

	while (r->s < r->end && *r->s != '\t' && *r->s != stop)
		r->s++;
	return (struct dc_span){start, (size_t)(r->s - start)};
}

/* The feature that such a word names, or -1. */
static inline int
dc_row_feature(struct dc_row *r, char stop)
{
	struct dc_span name = dc_row_word(r, stop);
	size_t i;

	for (i = 0; i < r->nnames; i++)
		if (dc_span_is(name, r->names[i]))
			return (int)i;
	return -1;
}

#endif
