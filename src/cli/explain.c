/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "escape.h"
#include "explain.h"
#include "verdict.h"

#define EXCERPT 80	/* bytes */

/* One record: a stretch of a block, or a kept block worth a word. */
struct record {
	const struct declutter_block *block;
	struct stretch stretch;
	const char *text;
	size_t ntext;
	uint64_t line;
};

/* A block's figures are the block's, not those of a piece cut out of it. */
static size_t
witnesses(const struct record *r)
{
	return r->stretch.is_cut ? 0 : r->block->nwitnesses;
}

static double
or_zero(double x)
{
	return isfinite(x) ? x : 0;
}

static void
tsv_names(const struct explain *e, const struct record *r)
{
	const struct declutter_place *w = r->block->witnesses;
	size_t i, n = witnesses(r);
	struct origin origin;

	for (i = 0; i < n; i++) {
		if (i > 0)
			output_puts(e->out, ";");
		origin = origins_of(e->origins, &w[i]);
		escape_tsv(e->out, origin.name, strlen(origin.name));
		output_printf(e->out, ":%" PRIu64, origin.line);
	}
	output_puts(e->out, "\t");
	for (i = 0; i < n; i++)
		output_printf(e->out, "%s%" PRIu64, i > 0 ? ";" : "",
			      w[i].document);
}

static void
tsv_record(const struct explain *e, const struct record *r)
{
	const struct declutter_block *b = r->block;
	const char *name = origins_of(e->origins, &b->place).name;

	output_printf(e->out, "%s\t%s\t", r->stretch.verdict.action,
		      r->stretch.verdict.reason);
	escape_tsv(e->out, name, strlen(name));
	output_printf(e->out, "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%zu\t",
		      b->place.document, r->line,
		      b->offset + r->stretch.start,
		      r->stretch.end - r->stretch.start);
	if (!r->stretch.is_cut)
		output_printf(e->out, "%.3f", or_zero(b->score));
	output_puts(e->out, "\t");
	escape_tsv(e->out, r->stretch.evidence, strlen(r->stretch.evidence));
	if (witnesses(r) > 0)
		output_printf(e->out, "\t%.3f\t%.3f\t%" PRIu32 "\t%" PRIu32 "\t",
			      or_zero(b->containment), or_zero(b->resemblance),
			      b->shared, b->own);
	else
		output_puts(e->out, "\t\t\t\t\t");
	tsv_names(e, r);
	output_puts(e->out, "\t");
	escape_tsv(e->out, r->text, r->ntext);
	output_puts(e->out, "\n");
}

static void
json_text(const struct explain *e, const char *key, const char *text,
	  size_t len)
{
	output_printf(e->out, ",\"%s\":", key);
	escape_json(e->out, text, len);
}

static void
json_place(const struct explain *e, const struct declutter_place *p)
{
	struct origin origin = origins_of(e->origins, p);

	output_puts(e->out, "{\"file\":");
	escape_json(e->out, origin.name, strlen(origin.name));
	output_printf(e->out, ",\"document\":%" PRIu64 ",\"line\":%" PRIu64 "}",
		      p->document, origin.line);
}

static void
json_record(const struct explain *e, const struct record *r)
{
	const struct declutter_block *b = r->block;
	const char *name = origins_of(e->origins, &b->place).name;
	size_t i;

	output_printf(e->out, "{\"action\":\"%s\",\"reason\":\"%s\"",
		      r->stretch.verdict.action, r->stretch.verdict.reason);
	json_text(e, "file", name, strlen(name));
	if (e->id != NULL)
		json_text(e, "id", e->id, e->nid);
	output_printf(e->out, ",\"document\":%" PRIu64 ",\"line\":%" PRIu64
		      ",\"offset\":%" PRIu64 ",\"length\":%zu",
		      b->place.document, r->line, b->offset + r->stretch.start,
		      r->stretch.end - r->stretch.start);
	if (!r->stretch.is_cut)
		output_printf(e->out, ",\"score\":%.3f", or_zero(b->score));
	json_text(e, "evidence", r->stretch.evidence,
		  strlen(r->stretch.evidence));
	if (witnesses(r) > 0) {
		output_printf(e->out, ",\"containment\":%.3f,\"resemblance\":"
			      "%.3f,\"shared\":%" PRIu32 ",\"own\":%" PRIu32
			      ",\"witnesses\":[", or_zero(b->containment),
			      or_zero(b->resemblance), b->shared, b->own);
		for (i = 0; i < witnesses(r); i++) {
			output_puts(e->out, i > 0 ? "," : "");
			json_place(e, &b->witnesses[i]);
		}
		output_puts(e->out, "]");
	}
	json_text(e, "text", r->text, r->ntext);
	output_puts(e->out, "}\n");
}

static void
record(const struct explain *e, struct record *r)
{
	r->ntext = escape_excerpt(r->text, r->ntext, EXCERPT);
	if (e->form == EXPLAIN_JSON)
		json_record(e, r);
	else
		tsv_record(e, r);
}

/* Where a walk through a block stands: at a byte, on a line of its input or record. */
struct walk {
	size_t at;
	uint64_t line;
	bool is_record;		/* which has but one line */
};

static struct walk
walk_start(const struct explain *e, const struct declutter_block *b)
{
	struct origin origin = origins_of(e->origins, &b->place);

	return (struct walk){0, origin.line, origin.is_record};
}

/* Go on to byte 'to', not back: a block may have a cut every few bytes. */
static uint64_t
walk_to(struct walk *w, const struct declutter_block *b, size_t to)
{
	for (; w->at < to && !w->is_record; w->at++)
		if (b->bytes[w->at] == '\n' || (b->bytes[w->at] == '\r' &&
		    w->at + 1 < b->nbytes && b->bytes[w->at + 1] != '\n'))
			w->line++;
	return w->line;
}

void
explain_start(const struct explain *e)
{
	if (e->form == EXPLAIN_TSV)
		output_puts(e->out, "action\treason\tfile\tdocument\tline\t"
			    "offset\tlength\tscore\tevidence\tcontainment\t"
			    "resemblance\tshared\town\twitness\t"
			    "witness_document\ttext\n");
}

void
explain_block(const struct explain *e, const struct declutter_block *b)
{
	struct walk walk = walk_start(e, b);
	struct record r = {.block = b};
	size_t i;

	r.stretch.verdict = verdict_of(b);
	if (!b->removed && r.stretch.verdict.reason[0] != '\0') {
		r.stretch.end = b->nbody;
		r.stretch.evidence = b->evidence;
		r.text = b->text;
		r.ntext = b->ntext;
		r.line = walk.line;
		record(e, &r);
	}
	for (i = 0; verdict_stretch(b, i, &r.stretch); i++) {
		r.text = b->removed ? b->text : b->bytes + r.stretch.start;
		r.ntext = b->removed ? b->ntext :
			  r.stretch.end - r.stretch.start;
		r.line = walk_to(&walk, b, r.stretch.start);
		record(e, &r);
	}
}
