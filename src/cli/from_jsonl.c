/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "escape.h"
#include "from_jsonl.h"
#include "json.h"
#include "jsonl.h"
#include "utf8.h"

#define MARK (sizeof(UTF8_MARK) - 1)

enum member {
	TEXT,
	ID,
	SITE,
	EXTRA,		/* "attributes", or the "source" that goes with an id */
};

struct reader {
	struct job *job;
	struct json json;
	struct jsonl lines;
};

/* A record that was judged, to be written. */
struct row {
	struct jsonl_line line;
	struct json_value values[JSON_PATHS];	/* only TEXT has its text */
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
	const struct json_value *v = &r->values[TEXT];
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
	const struct json_value *has = &r->values[EXTRA];
	const struct json_value *text = &r->values[TEXT];
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
	const struct json_value *id = &r->values[ID];
	const struct json_value *source = &r->values[EXTRA];
	const struct json_value *text = &r->values[TEXT];
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
	const struct json_value *v = &r->values[TEXT];
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
	} else if (len == v->len && memcmp(text, v->text, len) == 0) {
		raw(o->text, &r->line, 0, r->line.nbytes);
	} else {
		write_changed(j, r, text, len);
	}
	output_clear(o->memory);
	return !outputs_failed(o);
}

/* Are lines written as lines? */
static bool
stays_jsonl(const struct job *j)
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

/* Have the record written, where records are. */
static bool
plan_writing(struct reader *r, const struct jsonl_line *line)
{
	struct job *j = r->job;
	const struct json_value *text = &r->json.values[TEXT];
	/* without escapes it is a part of the line */
	bool inside = text->text >= line->bytes &&
		      text->text < line->bytes + line->nbytes;
	struct hold *held = &r->json.texts[TEXT];
	bool copies = !inside && !hold_is_large(held);
	struct deed *deed;
	struct row *row;

	if (!stays_jsonl(j))
		return true;
	deed = plan_row(j, write_record, line, copies ? text->len : 0);
	if (deed == NULL)
		return false;
	row = deed_data(deed);
	memcpy(row->values, r->json.values, sizeof(row->values));
	row->end = r->json.record.end;
	if (inside)
		row->values[TEXT].text = row->line.bytes + (text->text - line->bytes);
	else if (!copies)
		deeds_own(&j->deeds, deed, held);
	else if (text->len > 0)
		row->values[TEXT].text = memcpy(row->bytes, text->text, text->len);
	return job_give(j, deed);
}

/* A value as text: what a string says, else its JSON; NULL if it is absent. */
static const char *
spelling(const struct jsonl_line *line, const struct json_value *v, size_t *len)
{
	*len = v->kind == JSON_STRING ? v->len : v->end - v->start;
	return v->kind == JSON_STRING ? v->text :
	       v->kind == JSON_ABSENT ? NULL : line->bytes + v->start;
}

static bool
judge(struct reader *r, const struct jsonl_line *line)
{
	const struct json_value *text = &r->json.values[TEXT];
	struct job_record record = {.number = line->number};

	record.id = spelling(line, &r->json.values[ID], &record.nid);
	record.site = spelling(line, &r->json.values[SITE], &record.nsite);
	if (!job_begin_record(r->job, &record) ||
	    !job_push(r->job, text->text, text->len) ||
	    !job_end_record(r->job, line->number, text->len))
		return false;
	return plan_writing(r, line);
}

/* Why the record cannot take attributes; NULL if it can. */
static const char *
fault_of_attributes(const struct reader *r)
{
	const struct json_value *v = &r->json.values[EXTRA];

	if (r->job->opts->annotate != ANNOTATE_RECORD || v->kind == JSON_ABSENT)
		return NULL;
	if (v->kind != JSON_OBJECT)
		return "\"attributes\" is no object: --annotate=row needs none";
	return v->is_marked ? "\"attributes\" has spans of declutter already" : NULL;
}

/* Why the record cannot be judged; NULL if it can. */
static const char *
fault_of_text(const struct reader *r, char *what, size_t size)
{
	const char *path = r->json.paths[TEXT];

	switch (r->json.values[TEXT].kind) {
	case JSON_STRING:
		return NULL;
	case JSON_ABSENT:
		snprintf(what, size, "there is no \"%s\": --text-key says where "
			 "the text is", path);
		return what;
	case JSON_OBJECT:
	case JSON_OTHER:
		break;
	}
	snprintf(what, size, "\"%s\" is no string", path);
	return what;
}

static bool
is_blank(const struct jsonl_line *line)
{
	size_t i;

	for (i = 0; i < line->len; i++)
		if (line->bytes[i] != ' ' && line->bytes[i] != '\t')
			return false;
	return true;
}

/* An order mark is no JSON, but may start a file, and each of several that cat(1)
   joined; it starts what is written, or is left out.  False if all is over. */
static bool
skip_mark(struct job *j, struct jsonl_line *line)
{
	if (!job_settle(j))
		return false;
	if (stays_jsonl(j) && output_is_empty(j->outputs.text))
		raw(j->outputs.text, line, 0, MARK);
	line->bytes += MARK;
	line->len -= MARK;
	line->nbytes -= MARK;
	line->offset += MARK;
	return true;
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

/* A blank line is no record, but a byte of the file; likewise. */
static bool
pass_blank(struct job *j, const struct jsonl_line *line)
{
	struct deed *deed;

	if (!stays_jsonl(j))
		return true;
	deed = plan_row(j, write_blank, line, 0);
	return deed != NULL && job_give(j, deed);
}

static bool
on_line(void *ctx, const struct jsonl_line *given)
{
	struct reader *r = ctx;
	struct job *j = r->job;
	struct jsonl_line line = *given;
	enum member at = TEXT;
	struct json_error error;
	const char *fault;
	char what[160];

	if (line.too_long)
		return job_skip(j, line.number, line.offset, "is larger than "
				"--max-document");
	if (line.len >= MARK &&
	    memcmp(line.bytes, UTF8_MARK, MARK) == 0 && !skip_mark(j, &line))
		return false;
	if (is_blank(&line))
		return pass_blank(j, &line);
	if (!json_read(&r->json, line.bytes, line.len, &error))
		return job_skip(j, line.number, line.offset + error.offset,
				error.what);
	fault = fault_of_text(r, what, sizeof(what));
	if (fault == NULL && (fault = fault_of_attributes(r)) != NULL)
		at = EXTRA;
	if (fault != NULL)
		return job_skip(j, line.number, line.offset +
				r->json.values[at].start, fault);
	return judge(r, &line);
}

static const char *
key(const char *given, const char *usual)
{
	return given != NULL ? given : usual;
}

bool
from_jsonl(struct job *j)
{
	const struct opts *opts = j->opts;
	struct reader r = {
		.job = j,
		.json.paths = {
			[TEXT] = key(opts->text_key, "text"),
			[ID] = key(opts->id_key, "id"),
			[SITE] = key(opts->site_key, "url"),
			[EXTRA] = opts->annotate == ANNOTATE_NOT ? NULL :
				  opts->annotate == ANNOTATE_ROW ? "source" :
				  "attributes"
		},
		.json.prefix = SPANS_PREFIX,
		.lines = {
			.line = on_line, .ctx = &r,
			.max_line = (size_t)opts->max_document
		}
	};
	bool failed = false, ok = true;
	const char *data;
	size_t len;

	while (ok && job_read(j, &data, &len, &failed))
		ok = jsonl_push(&r.lines, data, len);
	if (ok && !failed)
		ok = jsonl_end(&r.lines);
	if (r.lines.out_of_memory)
		job_out_of_memory(j);
	jsonl_free(&r.lines);
	json_free(&r.json);
	return ok && !failed;
}
