/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "escape.h"
#include "from_wet.h"
#include "wet.h"
#include "wethead.h"

struct reader {
	struct job *job;
	struct hold head;	/* of the record, with each field on one line */
};

/* WET in, WET out? */
static bool
stays_wet(const struct job *j)
{
	return j->outputs.text != NULL && j->outputs.to == FORMAT_WET;
}

static void
member(struct output *out, const char *key, const char *value, size_t len)
{
	output_puts(out, key);
	escape_json(out, value, len);
}

/* The record as a JSON object, named as the pages of crawls are. */
static void
write_object(struct job *j, const struct wet_record *r, const char *text,
	     size_t len)
{
	static const struct {
		const char *field, *key;
	} fields[] = {
		{"WARC-Record-ID", "{\"id\":"},
		{"WARC-Target-URI", ",\"url\":"},
		{"WARC-Date", ",\"date\":"}
	};
	struct output *out = j->outputs.text;
	size_t i, n;

	outputs_start_line(&j->outputs);
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const char *value = wethead_field(r->head, r->nhead,
						  fields[i].field, &n);

		if (value != NULL || i == 0)
			member(out, fields[i].key, value != NULL ? value : "", n);
	}
	member(out, ",\"text\":", text, len);
	if (len == 0 && r->nbody > 0 && j->opts->empty == EMPTY_MARK)
		output_puts(out, EMPTY_MEMBER);
	output_puts(out, "}\n");
}

static void
write_record(struct job *j, const struct wet_record *r)
{
	struct outputs *o = &j->outputs;
	const char *text, *extra = "";
	size_t len;

	text = output_data(o->memory, &len);
	if (len == 0 && r->nbody > 0) {
		o->dropped = j->opts->empty == EMPTY_DROP;
		if (o->dropped)
			return;
		if (j->opts->empty == EMPTY_MARK)
			extra = "Declutter-Empty: true";
	}
	if (o->to == FORMAT_JSONL) {
		write_object(j, r, text, len);
		return;
	}
	if (len == r->nbody && memcmp(text, r->body, len) == 0) {
		output_write(o->text, r->head, r->nhead);
	} else {
		wethead_write(o->text, r->head, r->nhead, text, len, extra);
	}
	output_write(o->text, text, len);
	output_write(o->text, r->tail, r->ntail);
}

/* A record that was judged, to be written. */
struct row {
	struct wet_record record;
	char bytes[];		/* of its parts, but for those that the deed owns */
};

static bool
on_written(void *ctx, void *data)
{
	struct job *j = ctx;
	struct row *row = data;

	write_record(j, &row->record);
	output_clear(j->outputs.memory);
	return !outputs_failed(&j->outputs);
}

/* Have the record written, where records are. */
static bool
plan_writing(struct job *j, const struct wet_record *r)
{
	bool moves = hold_is_large(r->hold);
	size_t rest = r->nbody + r->ntail;
	struct deed *deed;
	struct row *row;

	if (j->outputs.text == NULL || j->outputs.to == FORMAT_TEXT)
		return true;
	deed = job_plan(j, on_written, sizeof(*row) + r->nhead + (moves ? 0 : rest));
	if (deed == NULL)
		return false;
	row = deed_data(deed);
	row->record = *r;
	row->record.head = memcpy(row->bytes, r->head, r->nhead);
	if (moves) {
		deeds_own(&j->deeds, deed, r->hold);
	} else {
		row->record.body = memcpy(row->bytes + r->nhead, r->body, rest);
		row->record.tail = row->record.body + r->nbody;
	}
	return job_give(j, deed);
}

static bool
on_record(void *ctx, const struct wet_record *r)
{
	struct reader *reader = ctx;
	struct job *j = reader->job;
	struct job_record record = {.number = r->number};
	struct wet_record plain = *r;

	if (!wethead_unfold(r->head, r->nhead, &reader->head))
		return job_out_of_memory(j);
	plain.head = reader->head.data;
	plain.nhead = reader->head.len;
	record.id = wethead_field(plain.head, plain.nhead, "WARC-Record-ID", &record.nid);
	record.site = wethead_field(plain.head, plain.nhead, "WARC-Target-URI",
				    &record.nsite);
	if (!job_begin_record(j, &record) ||
	    !job_push(j, r->body, r->nbody) ||
	    !job_end_record(j, r->number, r->nbody))
		return false;
	return plan_writing(j, j->outputs.to == FORMAT_JSONL ? &plain : r);
}

/* Bytes of no record with text. */
struct others {
	size_t len;
	char bytes[];
};

static bool
on_others(void *ctx, void *data)
{
	struct job *j = ctx;
	const struct others *others = data;

	output_write(j->outputs.text, others->bytes, others->len);
	return !outputs_failed(&j->outputs);
}

static bool
on_pass(void *ctx, const char *data, size_t len)
{
	struct reader *reader = ctx;
	struct job *j = reader->job;
	struct others *others;
	struct deed *deed;

	if (!stays_wet(j))
		return true;
	deed = job_plan(j, on_others, sizeof(*others) + len);
	if (deed == NULL)
		return false;
	others = deed_data(deed);
	others->len = len;
	memcpy(others->bytes, data, len);
	return job_give(j, deed);
}

/* Complete the last record of an input, which lacks its line ends. */
static void
complete(struct outputs *o)
{
	output_puts(o->text, "\r\n\r\n");
	o->in_line = false;
}

/* A member a record: indexes point at them, so each is whole. */
static bool
end_member(void *ctx, void *data)
{
	struct job *j = ctx;
	const bool *whole = data;
	bool dropped = j->outputs.dropped;

	j->outputs.dropped = false;
	if (dropped)
		return true;
	j->outputs.in_line = !*whole;
	if (!*whole && output_is_compressed(j->outputs.text))
		complete(&j->outputs);
	output_end_member(j->outputs.text);
	return !outputs_failed(&j->outputs);
}

static bool
on_end(void *ctx, bool whole)
{
	struct reader *reader = ctx;
	struct job *j = reader->job;

	return !stays_wet(j) || job_have(j, end_member, &whole, sizeof(whole));
}

static bool
on_wrong(void *ctx, uint64_t number, uint64_t offset, const char *what)
{
	struct reader *reader = ctx;

	return job_skip(reader->job, number, offset, what);
}

bool
from_wet(struct job *j)
{
	struct reader reader = {.job = j};
	struct wet w = {
		.record = on_record, .pass = on_pass, .end = on_end,
		.wrong = on_wrong, .ctx = &reader,
		.max_record = (size_t)j->opts->max_document
	};
	bool failed = false, ok = true;
	const char *data;
	size_t len;

	if (stays_wet(j) && j->outputs.in_line)
		complete(&j->outputs);
	while (ok && job_read(j, &data, &len, &failed))
		ok = wet_push(&w, data, len);
	if (ok && !failed)
		ok = wet_end(&w);
	if (w.out_of_memory)
		job_out_of_memory(j);
	wet_free(&w);
	hold_free(&reader.head);
	return ok && !failed;
}
