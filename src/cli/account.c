/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "account.h"
#include "grow.h"

static struct account_row
read_counters(const struct declutter_stats *s)
{
	return (struct account_row){
		.documents = s->documents, .blocks = s->blocks,
		.bytes = s->bytes, .kept_blocks = s->kept_blocks,
		.kept_bytes = s->kept_bytes, .cuts = s->cuts,
		.cut_bytes = s->cut_bytes
	};
}

void
account_begin(struct account *t, const char *name, const struct declutter_stats *s)
{
	t->open = read_counters(s);
	t->open.name = name;
}

bool
account_end(struct account *t, enum format format, enum codec codec, bool failed,
	    const struct declutter_stats *s)
{
	struct account_row row = read_counters(s), *rows;

	t->failed += failed;
	t->skipped += t->open.skipped;
	if (!t->wants_rows)
		return true;
	row.name = t->open.name;
	row.format = format;
	row.codec = codec;
	row.failed = failed;
	row.skipped = t->open.skipped;
	row.documents -= t->open.documents;
	row.blocks -= t->open.blocks;
	row.bytes -= t->open.bytes;
	row.kept_blocks -= t->open.kept_blocks;
	row.kept_bytes -= t->open.kept_bytes;
	row.cuts -= t->open.cuts;
	row.cut_bytes -= t->open.cut_bytes;
	rows = grow(t->rows, t->nrows, &t->cap, sizeof(*rows));
	if (rows == NULL)
		return false;
	t->rows = rows;
	t->rows[t->nrows++] = row;
	return true;
}

void
account_free(struct account *t)
{
	free(t->rows);
	*t = (struct account){0};
}
