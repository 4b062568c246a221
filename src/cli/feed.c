/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "feed.h"
#include "from_jsonl.h"
#include "from_text.h"
#include "from_wet.h"

/* Blank lines alone may be a file without a record: nothing where records are written,
   or may be; of text they are bytes that --verbatim keeps. */
static bool
is_nothing(const struct job *j, const char *data, size_t len)
{
	bool has_records = j->opts->annotate || j->opts->to > FORMAT_TEXT ||
			   (!j->flows && j->outputs.to > FORMAT_TEXT);

	return len == 0 || (format_is_blank(data, len) &&
			    (has_records || !j->opts->verbatim));
}

/* Records in another encoding are no text: that would cut them to pieces. */
static bool
is_text(struct job *j)
{
	enum format format;
	const char *data;
	size_t len;

	input_peek_text(j->input, &data, &len);
	format = len > 0 ? format_guess(data, len, true) : FORMAT_TEXT;
	if (j->opts->format != FORMAT_AUTO || format == FORMAT_TEXT)
		return true;
	msg_say(j->msg, j->name, "is %s, but not in UTF-8: convert it with iconv first",
		format_name(format));
	return false;
}

/* Look at the first bytes until they tell; FORMAT_AUTO after a message. */
static enum format
find_format(struct job *j, bool *is_empty)
{
	enum format format = (enum format)j->opts->format;
	enum input_status status;
	size_t want = 1, len;
	const char *data;

	/* a format that was given too: outputs ask how the input is compressed */
	do {
		status = input_peek(j->input, want, &data, &len);
		if (status == INPUT_FAILED)
			return FORMAT_AUTO;
		*is_empty = len < want && is_nothing(j, data, len);
		if (format == FORMAT_AUTO)
			format = format_guess(data, len, len < want);
		want = len + 1;
	} while (format == FORMAT_AUTO);
	if (format == FORMAT_TEXT && (!input_decode(j->input, j->opts->encoding) ||
				      !is_text(j)))
		return FORMAT_AUTO;
	return format;
}

/* Read the open input, whose format is known. */
static bool
read_input(struct job *j)
{
	static bool (*const readers[])(struct job *) = {
		[FORMAT_TEXT] = from_text, [FORMAT_JSONL] = from_jsonl,
		[FORMAT_WET] = from_wet
	};
	/* who names what separates documents knows where they end */
	bool is_stream = strcmp(j->name, "-") == 0 && !j->opts->null &&
			 j->opts->doc_sep == NULL;
	bool ok;

	j->ninputs++;
	j->status = declutter_site(j->filter, "", 0);	/* of text it is not known */
	if (j->status == DECLUTTER_OK)
		j->status = declutter_begin(j->filter, j->format != FORMAT_TEXT ?
				    DECLUTTER_RECORDS : is_stream ?
				    DECLUTTER_UNBOUNDED : DECLUTTER_BOUNDED);
	ok = j->status == DECLUTTER_OK && readers[j->format](j);
	if (j->status == DECLUTTER_OK)
		j->status = declutter_end(j->filter);
	return ok && j->status == DECLUTTER_OK;
}

/* An input that begins or ends. */
struct mark {
	struct origin origin;
	bool is_empty;
	enum codec codec;
	uint64_t len;		/* of its text, at the end */
};

static bool
begin_input(struct job *j, const struct mark *m, enum format format)
{
	if (!outputs_begin(&j->outputs, m->origin.name, format, m->is_empty, m->codec))
		return false;
	if (origins_begin(&j->origins, m->origin.name, m->origin.is_record))
		return true;
	msg_say(j->msg, m->origin.name, "out of memory");
	return false;
}

static bool
on_begin(void *ctx, void *data)
{
	return begin_input(ctx, data, FORMAT_TEXT);
}

static bool
on_end(void *ctx, void *data)
{
	struct job *j = ctx;
	const struct mark *m = data;

	outputs_end(&j->outputs, &m->origin, m->len, true);
	return !outputs_failed(&j->outputs);
}

/* The outputs get ready for the open input: one text after another goes to one output
   without waiting, and what may be refused is asked now. */
static bool
begin_outputs(struct job *j, bool is_empty)
{
	struct mark m = {
		.origin = {j->name, 0, j->format != FORMAT_TEXT},
		.is_empty = is_empty, .codec = input_codec(j->input)
	};

	if (j->flows && j->format == FORMAT_TEXT)
		return job_have(j, on_begin, &m, sizeof(m));
	j->flows = false;
	if (!job_settle(j) || !begin_input(j, &m, j->format))
		return false;
	j->flows = j->format == FORMAT_TEXT && !is_empty && !j->opts->annotate &&
		   !j->outputs.per_input;
	return true;
}

static bool
end_outputs(struct job *j, bool ok)
{
	struct mark m = {
		.origin = {j->name, 0, j->format != FORMAT_TEXT}, .len = j->nbytes
	};

	if (j->flows && (ok || j->nbytes > 0) && j->status == DECLUTTER_OK)
		return job_have(j, on_end, &m, sizeof(m));
	return (j->status != DECLUTTER_OK || job_settle(j)) &&
	       outputs_end(&j->outputs, &m.origin, m.len, ok);
}

/* Open the input; an output that is written as it is read would grow without end. */
static bool
open_input(struct job *j)
{
	struct stat st;

	if (!input_open(j->input, j->name))
		return false;
	if (!input_stat(j->input, &st) || !outputs_have_file(&j->outputs, &st))
		return true;
	msg_say(j->msg, j->name, "is an output too, which would never end: write to "
		"another file");
	input_close(j->input);
	return false;
}

/* So much was not in the encoding that was asked for. */
static void
tell_invalid(struct job *j, uint64_t n)
{
	if (n > 0 && !j->opts->quiet)
		msg_say(j->msg, j->name, "bytes that are not in its encoding and became "
			"U+FFFD: %llu", (unsigned long long)n);
	j->account.invalid += n + j->replaced;
}

bool
feed(struct job *j)
{
	uint64_t before = j->ninputs;
	bool is_empty, ok;

	j->nbytes = j->replaced = 0;
	if (!open_input(j))
		return false;
	j->format = find_format(j, &is_empty);
	ok = j->format != FORMAT_AUTO && begin_outputs(j, is_empty) && read_input(j);
	ok = end_outputs(j, ok) && ok;
	/* what was not written must not make a later copy go */
	if (!ok && j->outputs.per_input && j->ninputs > before &&
	    j->status == DECLUTTER_OK)
		j->status = declutter_disown(j->filter);
	tell_invalid(j, input_invalid(j->input));
	input_close(j->input);
	return ok;
}
