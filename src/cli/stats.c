/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "escape.h"
#include "stats.h"

static void
text_row(struct output *o, const char *indent, const char *name,
	 uint64_t blocks, uint64_t bytes, uint64_t of)
{
	output_printf(o, "%s%-*s%12" PRIu64 "%16" PRIu64, indent,
		      indent[0] != '\0' ? 18 : 20, name, blocks, bytes);
	if (of > 0)
		output_printf(o, "%8.2f %%", 100 * (double)bytes / (double)of);
	output_puts(o, "\n");
}

static uint64_t
sum(const uint64_t *values, unsigned n)
{
	uint64_t total = 0;
	unsigned i;

	for (i = 0; i < n; i++)
		total += values[i];
	return total;
}

/* A row for each kind that was met. */
static void
text_kinds(struct output *o, const uint64_t *blocks, const uint64_t *bytes,
	   unsigned n, const char *(*name)(unsigned), uint64_t of)
{
	unsigned i;

	for (i = 1; i < n; i++)
		if (blocks[i] > 0)
			text_row(o, "  ", name(i), blocks[i], bytes[i], of);
}

static void
json_kinds(struct output *o, const char *heading, const uint64_t *blocks,
	   const uint64_t *bytes, unsigned n, const char *(*name)(unsigned))
{
	unsigned i;

	output_printf(o, ",\"%s\":{", heading);
	for (i = 1; i < n; i++)
		output_printf(o, "%s\"%s\":{\"blocks\":%" PRIu64
			      ",\"bytes\":%" PRIu64 "}", i > 1 ? "," : "",
			      name(i), blocks[i], bytes[i]);
	output_puts(o, "}");
}

/* What is not a matter of blocks and bytes. */
static void
counters(struct output *o, enum stats_form form, const struct declutter_stats *s,
	 const struct account *a)
{
	const struct {
		const char *name;
		uint64_t value;
	} c[] = {
		{"inputs", s->inputs}, {"documents", s->documents},
		{"failed_inputs", a->failed}, {"skipped_records", a->skipped},
		{"invalid_bytes", s->invalid_bytes}, {"long_blocks", s->long_blocks},
		{"indexed_blocks", s->indexed_blocks},
		{"index_entries", s->index_entries}, {"index_bytes", s->index_bytes},
		{"displaced_entries", s->displaced_entries},
		{"store_bytes", s->store_bytes},
		{"forgotten_blocks", s->forgotten_blocks},
		{"verifications", s->verifications}, {"capped", s->capped}
	};
	size_t i;

	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		if (form == STATS_JSON)
			output_printf(o, ",\"%s\":%" PRIu64, c[i].name, c[i].value);
		else
			output_printf(o, "%-20s%12" PRIu64 "\n", c[i].name, c[i].value);
	}
}

static void
text(struct output *o, const struct declutter_stats *s, const struct account *a)
{
	uint64_t blocks = sum(s->chrome_blocks, DECLUTTER_NCATEGORIES);
	uint64_t bytes = sum(s->chrome_bytes, DECLUTTER_NCATEGORIES);

	output_printf(o, "%-20s%12s%16s\n", "", "blocks", "bytes");
	text_row(o, "", "read", s->blocks, s->bytes, 0);
	text_row(o, "", "kept", s->kept_blocks, s->kept_bytes, s->bytes);
	text_row(o, "", "cut from kept", s->cuts, s->cut_bytes, s->bytes);
	text_row(o, "", "chrome", blocks, bytes, s->bytes);
	text_kinds(o, s->chrome_blocks, s->chrome_bytes, DECLUTTER_NCATEGORIES,
		   declutter_category_name, s->bytes);
	/* the rest: "extends" and "template" go by option only */
	text_row(o, "", "duplicates", s->blocks - s->kept_blocks - blocks,
		 s->bytes - s->kept_bytes - s->cut_bytes - bytes, s->bytes);
	text_kinds(o, s->duplicate_blocks, s->duplicate_bytes,
		   DECLUTTER_NDUPLICATES, declutter_duplicate_name, s->bytes);
	counters(o, STATS_TEXT, s, a);
}

/* A row for each input. */
static void
json_files(struct output *o, const struct account *a)
{
	size_t i;

	output_puts(o, ",\"files\":[");
	for (i = 0; i < a->nrows; i++) {
		const struct account_row *r = &a->rows[i];

		output_puts(o, i > 0 ? ",{\"file\":" : "{\"file\":");
		escape_json(o, r->name, strlen(r->name));
		output_printf(o, ",\"format\":\"%s\",\"compression\":\"%s\","
			      "\"failed\":%s,\"documents\":%" PRIu64
			      ",\"skipped\":%" PRIu64, format_name(r->format),
			      codec_name(r->codec), r->failed ? "true" : "false",
			      r->documents, r->skipped);
		output_printf(o, ",\"read\":{\"blocks\":%" PRIu64 ",\"bytes\":%"
			      PRIu64 "},\"kept\":{\"blocks\":%" PRIu64
			      ",\"bytes\":%" PRIu64 "}", r->blocks, r->bytes,
			      r->kept_blocks, r->kept_bytes);
		output_printf(o, ",\"cuts\":{\"count\":%" PRIu64 ",\"bytes\":%"
			      PRIu64 "}}", r->cuts, r->cut_bytes);
	}
	output_puts(o, "]");
}

static void
json(struct output *o, const struct declutter_stats *s, const struct account *a)
{
	output_printf(o, "{\"version\":\"%s\"", declutter_version());
	output_printf(o, ",\"read\":{\"blocks\":%" PRIu64 ",\"bytes\":%" PRIu64
		      "},\"kept\":{\"blocks\":%" PRIu64 ",\"bytes\":%" PRIu64
		      "},\"cuts\":{\"count\":%" PRIu64 ",\"bytes\":%" PRIu64
		      "}", s->blocks, s->bytes, s->kept_blocks, s->kept_bytes,
		      s->cuts, s->cut_bytes);
	json_kinds(o, "chrome", s->chrome_blocks, s->chrome_bytes,
		   DECLUTTER_NCATEGORIES, declutter_category_name);
	json_kinds(o, "duplicates", s->duplicate_blocks, s->duplicate_bytes,
		   DECLUTTER_NDUPLICATES, declutter_duplicate_name);
	counters(o, STATS_JSON, s, a);
	json_files(o, a);
	output_puts(o, "}\n");
}

void
stats_write(struct output *o, enum stats_form form,
	    const struct declutter_stats *s, const struct account *a)
{
	if (form == STATS_JSON)
		json(o, s, a);
	else if (form == STATS_TEXT)
		text(o, s, a);
}
