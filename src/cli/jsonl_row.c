/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "escape.h"
#include "jsonl_row.h"

/* A record that was judged, to be written. */
struct row {
	struct jsonl_line line;
	struct json_value values[JSON_PATHS];	/* only JSONL_TEXT has its text */
	size_t end;		/* of the object */
	char bytes[];		/* the text if it is not in the line, then the line, but
				   for what is large and the deed owns */
};

/* Start the line of the output that this one becomes. */
static void
start_line(struct outputs *o, const struct jsonl_line *line)
{
	outputs_start_line(o);
	o->in_line = line->len == line->nbytes;
}

static void
raw(struct output *out, const struct jsonl_line *line, size_t start, size_t end)
{
	output_write(out, line->bytes + start, end - start);
}

static bool
is_ascii(const char *s, size_t len)
{
	unsigned char all = 0;
	size_t i;

	for (i = 0; i < len; i++)
		all |= (unsigned char)s[i];
	return all < 0x80;
}

/* The record with another text; one that was ASCII stays so. */
static void
write_changed(const struct job *j, const struct row *r, const char *text, size_t len)
{
	const struct json_value *v = &r->values[JSONL_TEXT];
	const struct jsonl_line *line = &r->line;
	const struct outputs *o = &j->outputs;
	size_t end = r->end - 1;

	raw(o->text, line, 0, v->start);
	output_puts(o->text, "\"");
	escape_json_part(o->text, text, len, is_ascii(line->bytes, line->len));
	output_puts(o->text, "\"");
	raw(o->text, line, v->end, end);
	if (len == 0 && j->opts->empty == EMPTY_MARK)
		output_puts(o->text, EMPTY_MEMBER);
	raw(o->text, line, end, line->nbytes);
}

/* The record with what would go as attributes, merged with those it has. */
static void
write_attributes(struct outputs *o, const struct row *r)
{
	const struct json_value *has = &r->values[JSONL_EXTRA];
	const struct json_value *text = &r->values[JSONL_TEXT];
	const struct jsonl_line *line = &r->line;
	bool merges = has->kind == JSON_OBJECT;
	size_t at = (merges ? has->end : r->end) - 1;

	raw(o->text, line, 0, at);
	if (!merges)
		output_puts(o->text, ",\"attributes\":{");
	spans_write(&o->spans, o->text, text->text, text->len,
		    merges && !has->is_empty);
	if (!merges)
		output_puts(o->text, "}");
	raw(o->text, line, at, line->nbytes);
}

/* Its id, source and attributes alone, as Dolma has it in files of their own. */
static void
write_row(struct outputs *o, const struct row *r)
{
	const struct json_value *id = &r->values[JSONL_ID];
	const struct json_value *source = &r->values[JSONL_EXTRA];
	const struct json_value *text = &r->values[JSONL_TEXT];
	const struct jsonl_line *line = &r->line;

	output_puts(o->text, "{\"id\":");
	if (id->kind != JSON_ABSENT)
		raw(o->text, line, id->start, id->end);
	else
		output_puts(o->text, "null");
	if (source->kind != JSON_ABSENT) {
		output_puts(o->text, ",\"source\":");
		raw(o->text, line, source->start, source->end);
	}
	output_puts(o->text, ",\"attributes\":{");
	spans_write(&o->spans, o->text, text->text, text->len, false);
	output_puts(o->text, "}}");
	raw(o->text, line, line->len, line->nbytes);
}

static bool
write_record(void *ctx, void *data)
{
	struct job *j = ctx;
	const struct row *r = data;
	const struct json_value *v = &r->values[JSONL_TEXT];
	struct outputs *o = &j->outputs;
	const struct opts *opts = j->opts;
	const char *text;
	size_t len;

	text = output_data(o->memory, &len);
	if (len == 0 && v->len > 0 && opts->empty == EMPTY_DROP &&
	    opts->annotate == ANNOTATE_NOT)
		return true;
	start_line(o, &r->line);
	if (opts->annotate == ANNOTATE_ROW) {
		write_row(o, r);
	} else if (opts->annotate == ANNOTATE_RECORD) {
		write_attributes(o, r);
	} else if (v->nhalves == 0 && len == v->len && memcmp(text, v->text, len) == 0) {
		raw(o->text, &r->line, 0, r->line.nbytes);
	} else {
		write_changed(j, r, text, len);
	}
	output_clear(o->memory);
	return !outputs_failed(o);
}

bool
jsonl_row_is_wanted(const struct job *j)
{
	return j->outputs.text != NULL && j->outputs.to == FORMAT_JSONL;
}

/* Plan what is done with a line, which is copied if it is not large and moved, with room
   for so many bytes more. */
static struct deed *
plan_row(struct job *j, deed_act *act, const struct jsonl_line *line, size_t more)
{
	bool moves = line->hold != NULL && hold_is_large(line->hold);
	size_t copied = moves ? 0 : line->nbytes;
	struct row *row;
	struct deed *deed = job_plan(j, act, sizeof(*row) + more + copied);

	if (deed == NULL)
		return NULL;
	row = deed_data(deed);
	row->line = *line;
	if (moves)
		deeds_own(&j->deeds, deed, line->hold);
	else
		row->line.bytes = memcpy(row->bytes + more, line->bytes, copied);
	return deed;
}

bool
jsonl_row_record(struct job *j, struct json *json, const struct jsonl_line *line)
{
	const struct json_value *text = &json->values[JSONL_TEXT];
	/* without escapes it is a part of the line */
	bool inside = text->text >= line->bytes &&
		      text->text < line->bytes + line->nbytes;
	struct hold *held = &json->texts[JSONL_TEXT];
	bool copies = !inside && !hold_is_large(held);
	struct json_value *own;
	struct deed *deed;
	struct row *row;

	if (!jsonl_row_is_wanted(j))
		return true;
	deed = plan_row(j, write_record, line, copies ? text->len : 0);
	if (deed == NULL)
		return false;
	row = deed_data(deed);
	memcpy(row->values, json->values, sizeof(row->values));
	own = &row->values[JSONL_TEXT];
	row->end = json->record.end;
	if (inside)
		own->text = row->line.bytes + (text->text - line->bytes);
	else if (!copies)
		deeds_own(&j->deeds, deed, held);
	else if (text->len > 0)
		own->text = memcpy(row->bytes, text->text, text->len);
	return job_give(j, deed);
}

static bool
write_blank(void *ctx, void *data)
{
	struct job *j = ctx;
	const struct row *r = data;

	start_line(&j->outputs, &r->line);
	raw(j->outputs.text, &r->line, 0, r->line.nbytes);
	return !outputs_failed(&j->outputs);
}

bool
jsonl_row_blank(struct job *j, const struct jsonl_line *line)
{
	struct deed *deed;

	if (!jsonl_row_is_wanted(j))
		return true;
	deed = plan_row(j, write_blank, line, 0);
	return deed != NULL && job_give(j, deed);
}
