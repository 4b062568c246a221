/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "outputs.h"
#include "progress.h"
#include "run.h"
#include "stats.h"
#include "store.h"
#include "verdict.h"

struct run {
	const struct opts *opts;
	struct msg *msg;
	struct declutter *filter;
	struct store *store;
	struct input *input;
	struct outputs outputs;
	struct progress progress;
	const char **names;	/* of the inputs begun */
	size_t nnames;
	uint64_t nbytes;	/* of the current input */
	uint64_t nblocks, ncuts;	/* removed so far */
	bool input_failed;
};

static int
on_block(void *ctx, const struct declutter_block *b)
{
	struct run *r = ctx;
	struct stretch s;
	size_t i;

	for (i = 0; verdict_stretch(b, i, &s); i++) {
		r->progress.removed += s.end - s.start;
		r->ncuts += s.is_cut;
		r->nblocks += !s.is_cut;
	}
	outputs_block(&r->outputs, b);
	return outputs_failed(&r->outputs);
}

static int
on_document(void *ctx, uint64_t document, int separated)
{
	struct run *r = ctx;

	(void)document;
	outputs_document(&r->outputs, separated != 0);
	return outputs_failed(&r->outputs);
}

static void
out_of_memory(struct run *r)
{
	msg_say(r->msg, NULL, "out of memory: --memory SIZE bounds what is "
		"remembered");
}

static enum exit_status
make_filter(struct run *r)
{
	struct declutter_sink sink = {on_block, on_document, r};
	struct declutter_options lib = r->opts->lib;
	size_t n = r->opts->nfiles > 0 ? r->opts->nfiles : 1;
	enum declutter_status status;

	r->input = input_new(r->msg);
	r->store = store_new(r->msg);
	r->names = calloc(n, sizeof(*r->names));
	if (r->input == NULL || r->store == NULL || r->names == NULL) {
		out_of_memory(r);
		return EXIT_FAILED;
	}
	lib.store = store_calls(r->store);
	status = declutter_new(&r->filter, &lib, &sink);
	if (status == DECLUTTER_EOPTION) {
		msg_usage(r->msg, NULL, "option out of range: %s",
			  declutter_options_check(&lib));
		return EXIT_USAGE;
	}
	if (status != DECLUTTER_OK) {
		out_of_memory(r);
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

/* All of the file 'name' in memory; NULL after a message. */
static char *
slurp(struct run *r, const char *name, size_t *len)
{
	enum input_status status;
	char *text = NULL, *grown;
	const char *data;
	size_t n;

	*len = 0;
	if (!input_open(r->input, name))
		return NULL;
	while ((status = input_read(r->input, &data, &n)) == INPUT_DATA) {
		grown = realloc(text, *len + n + 1);
		if (grown == NULL) {
			out_of_memory(r);
			status = INPUT_FAILED;
			break;
		}
		text = grown;
		memcpy(text + *len, data, n);
		*len += n;
	}
	input_close(r->input);
	if (status == INPUT_FAILED) {
		free(text);
		return NULL;
	}
	return text != NULL ? text : calloc(1, 1);
}

static enum exit_status
read_rules(struct run *r)
{
	struct declutter_rules_error error = {0, ""};
	enum declutter_status status;
	size_t i, len;
	char *text;

	for (i = 0; i < r->opts->nrules; i++) {
		text = slurp(r, r->opts->rules[i], &len);
		if (text == NULL)
			return EXIT_USAGE;
		status = declutter_rules(r->filter, text, len, &error);
		free(text);
		if (status == DECLUTTER_ERULES) {
			msg_say(r->msg, r->opts->rules[i], "line %llu: %s",
				(unsigned long long)error.line, error.what);
			return EXIT_USAGE;
		}
		if (status != DECLUTTER_OK) {
			out_of_memory(r);
			return EXIT_FAILED;
		}
	}
	return EXIT_DONE;
}

static enum declutter_status
feed(struct run *r, size_t number)
{
	enum declutter_status status = DECLUTTER_OK;
	enum input_status got;
	const char *data;
	size_t len;

	for (;;) {
		/* whoever waits for us gets what there is before we wait */
		if (input_pauses(r->input))
			outputs_flush(&r->outputs);
		got = input_read(r->input, &data, &len);
		if (got != INPUT_DATA)
			break;
		r->nbytes += len;
		status = declutter_push(r->filter, data, len);
		if (status != DECLUTTER_OK)
			return status;
		r->progress.bytes += len;
		progress_update(&r->progress, number, input_offset(r->input),
				input_size(r->input));
	}
	if (got == INPUT_FAILED)
		r->input_failed = true;
	return DECLUTTER_OK;
}

static enum declutter_status
feed_file(struct run *r, const char *name, size_t number)
{
	bool is_stream = strcmp(name, "-") == 0;
	enum declutter_status status;

	if (!input_open(r->input, name)) {
		r->input_failed = true;
		return DECLUTTER_OK;
	}
	r->names[r->nnames++] = name;
	r->nbytes = 0;
	status = declutter_begin(r->filter, is_stream ? DECLUTTER_UNBOUNDED :
						DECLUTTER_BOUNDED);
	if (status == DECLUTTER_OK)
		status = feed(r, number);
	if (status == DECLUTTER_OK)
		status = declutter_end(r->filter);
	input_close(r->input);
	if (status == DECLUTTER_OK)
		outputs_input_end(&r->outputs, r->nnames - 1, r->nbytes);
	return status;
}

static enum declutter_status
feed_all(struct run *r)
{
	static const char *const stream[] = {"-"};
	const char *const *files = r->opts->files;
	enum declutter_status status = DECLUTTER_OK;
	size_t i, n = r->opts->nfiles;

	if (n == 0) {
		files = stream;
		n = 1;
	}
	progress_start(&r->progress, r->msg, !r->opts->quiet, n);
	for (i = 0; i < n && status == DECLUTTER_OK; i++)
		status = feed_file(r, files[i], i);
	if (status == DECLUTTER_OK)
		status = declutter_finish(r->filter);
	progress_end(&r->progress);
	return status;
}

/* Say why the library gave up; outputs and the store speak for themselves. */
static void
explain_failure(struct run *r, enum declutter_status status)
{
	const char *name = r->nnames > 0 ? r->names[r->nnames - 1] : NULL;

	switch (status) {
	case DECLUTTER_OK:
	case DECLUTTER_ESINK:
	case DECLUTTER_ESTORE:
		break;
	case DECLUTTER_ENOMEM:
		out_of_memory(r);
		break;
	case DECLUTTER_EUTF16:
	case DECLUTTER_EOPTION:
	case DECLUTTER_ERULES:
	case DECLUTTER_EUSE:
		msg_say(r->msg, name, "gave up after %llu bytes: %s",
			(unsigned long long)r->nbytes,
			declutter_strerror(status));
		break;
	}
}

/* The reports at the end; false after a message. */
static bool
report(struct run *r)
{
	struct declutter_stats stats;
	struct output *out;

	if (r->opts->check && !r->opts->quiet && r->nblocks + r->ncuts > 0)
		msg_say(r->msg, NULL, "would remove %llu of %llu bytes "
			"(blocks: %llu, cuts: %llu)",
			(unsigned long long)r->progress.removed,
			(unsigned long long)r->progress.bytes,
			(unsigned long long)r->nblocks,
			(unsigned long long)r->ncuts);
	if (r->opts->stats == STATS_NONE)
		return true;
	declutter_stats(r->filter, &stats);
	out = output_stderr(r->msg);
	if (out == NULL)
		return false;
	stats_write(out, (enum stats_form)r->opts->stats, &stats);
	return output_close(out, true);
}

static enum exit_status
go(struct run *r)
{
	enum declutter_status status;
	enum exit_status result;
	bool ok;

	result = make_filter(r);
	if (result == EXIT_DONE)
		result = read_rules(r);
	if (result != EXIT_DONE)
		return result;
	if (!outputs_open(&r->outputs, r->opts, r->names, r->msg))
		return EXIT_FAILED;
	status = feed_all(r);
	explain_failure(r, status);
	ok = status == DECLUTTER_OK && !r->input_failed;
	/* the outputs first: a full disk is told before the figures */
	ok = outputs_close(&r->outputs, ok) && ok;
	if (status == DECLUTTER_OK && !report(r))
		ok = false;
	if (!ok)
		return EXIT_FAILED;
	return r->opts->check && r->nblocks + r->ncuts > 0 ? EXIT_FOUND :
							     EXIT_DONE;
}

enum exit_status
run(const struct opts *opts, struct msg *msg)
{
	struct run r = {.opts = opts, .msg = msg};
	enum exit_status result = go(&r);

	outputs_close(&r.outputs, false);
	declutter_free(r.filter);
	store_free(r.store);
	input_free(r.input);
	free(r.names);
	return result;
}
