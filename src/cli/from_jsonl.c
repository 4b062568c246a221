/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "from_jsonl.h"
#include "jsonl_row.h"
#include "msg.h"
#include "utf8.h"

#define MARK (sizeof(UTF8_MARK) - 1)

struct reader {
	struct job *job;
	struct json json;
	struct jsonl lines;
	uint64_t nhalves;	/* of surrogate pairs that became U+FFFD, */
	uint64_t half_line;	/* the first in this line */
};

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
	const struct json_value *text = &r->json.values[JSONL_TEXT];
	struct job_record record = {.number = line->number};

	record.id = spelling(line, &r->json.values[JSONL_ID], &record.nid);
	record.site = spelling(line, &r->json.values[JSONL_SITE], &record.nsite);
	if (!job_begin_record(r->job, &record) ||
	    !job_push(r->job, text->text, text->len) ||
	    !job_end_record(r->job, line->number, text->len))
		return false;
	return jsonl_row_record(r->job, &r->json, line);
}

/* Why the record cannot take attributes; NULL if it can. */
static const char *
fault_of_attributes(const struct reader *r)
{
	const struct json_value *v = &r->json.values[JSONL_EXTRA];

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
	const char *path = r->json.paths[JSONL_TEXT];

	switch (r->json.values[JSONL_TEXT].kind) {
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

/* The text has halves of surrogate pairs.  False if they cannot become U+FFFD. */
static bool
take_halves(struct reader *r, const struct jsonl_line *line)
{
	const struct opts *opts = r->job->opts;

	if (opts->annotate != ANNOTATE_NOT)
		return true;	/* the text stays */
	if (opts->verbatim)
		return false;
	if (r->nhalves == 0)
		r->half_line = line->number;
	r->nhalves += r->json.values[JSONL_TEXT].nhalves;
	return true;
}

static void
tell_halves(const struct reader *r)
{
	struct job *j = r->job;

	j->replaced = r->nhalves;
	if (r->nhalves > 0 && !j->opts->quiet)
		msg_say(j->msg, j->name, "line %llu has half of a surrogate pair: "
			"such that became U+FFFD, in all: %llu",
			(unsigned long long)r->half_line,
			(unsigned long long)r->nhalves);
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
	if (jsonl_row_is_wanted(j) && output_is_empty(j->outputs.text))
		output_write(j->outputs.text, line->bytes, MARK);
	line->bytes += MARK;
	line->len -= MARK;
	line->nbytes -= MARK;
	line->offset += MARK;
	return true;
}

static bool
on_line(void *ctx, const struct jsonl_line *given)
{
	struct reader *r = ctx;
	struct job *j = r->job;
	struct jsonl_line line = *given;
	enum jsonl_member at = JSONL_TEXT;
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
		return jsonl_row_blank(j, &line);
	if (!json_read(&r->json, line.bytes, line.len, &error))
		return job_skip(j, line.number, line.offset + error.offset,
				error.what);
	fault = fault_of_text(r, what, sizeof(what));
	if (fault == NULL && (fault = fault_of_attributes(r)) != NULL)
		at = JSONL_EXTRA;
	if (fault != NULL)
		return job_skip(j, line.number, line.offset +
				r->json.values[at].start, fault);
	if (r->json.values[JSONL_TEXT].nhalves > 0 && !take_halves(r, &line))
		return job_skip(j, line.number, line.offset +
				r->json.values[JSONL_TEXT].half, "half of a surrogate "
				"pair, which becomes U+FFFD without --verbatim");
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
			[JSONL_TEXT] = key(opts->text_key, "text"),
			[JSONL_ID] = key(opts->id_key, "id"),
			[JSONL_SITE] = key(opts->site_key, "url"),
			[JSONL_EXTRA] = opts->annotate == ANNOTATE_NOT ? NULL :
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
	tell_halves(&r);
	jsonl_free(&r.lines);
	json_free(&r.json);
	return ok && !failed;
}
