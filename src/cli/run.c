/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "feed.h"
#include "helper.h"
#include "hold.h"
#include "huge.h"
#include "inputs.h"
#include "run.h"
#include "stats.h"
#include "store.h"
#include "verdict.h"

struct run {
	struct job job;
	struct inputs inputs;
	struct store *store;
	struct helper helper;
	struct lint *lint;	/* of the rules; NULL: not wanted */
	uint64_t nblocks, ncuts;	/* removed so far */
	uint64_t ninvalid;	/* bytes of what stays that are no UTF-8 */
	struct declutter_place invalid;	/* the first block with some */
};

static int
on_block(void *ctx, const struct declutter_block *b)
{
	struct run *r = ctx;
	struct stretch s;
	size_t i;

	for (i = 0; verdict_stretch(b, i, &s); i++) {
		r->job.progress.removed += s.end - s.start;
		r->ncuts += s.is_cut;
		r->nblocks += !s.is_cut;
	}
	if (b->invalid > 0 && !b->removed) {
		if (r->ninvalid == 0)
			r->invalid = b->place;
		r->ninvalid += b->invalid;
	}
	outputs_block(&r->job.outputs, b);
	return outputs_failed(&r->job.outputs);
}

static int
on_document(void *ctx, uint64_t document, int separated)
{
	struct run *r = ctx;

	r->job.progress.documents++;
	outputs_document(&r->job.outputs, document, separated != 0);
	return outputs_failed(&r->job.outputs);
}

static int
on_note(void *ctx, void *what)
{
	struct run *r = ctx;

	return !deeds_do(&r->job.deeds, what, &r->job);
}

static int
on_rule(void *ctx, const struct declutter_block *b,
	const struct declutter_rule_hit *hit)
{
	struct run *r = ctx;

	lint_hit(r->lint, b, hit);
	return 0;
}

static void
out_of_memory(struct run *r)
{
	msg_say(r->job.msg, NULL, "out of memory: --memory SIZE bounds what is "
		"remembered");
}

static enum exit_status
make_filter(struct run *r)
{
	struct declutter_sink sink = {
		.block = on_block, .document = on_document, .note = on_note,
		.rule = r->job.opts->lint ? on_rule : NULL, .ctx = r
	};
	struct declutter_options lib = r->job.opts->lib;
	unsigned jobs = r->job.opts->jobs, threads = jobs > 0 ? jobs : crew_processors();
	enum declutter_status status;

	if (threads > 1)
		r->helper.crew = crew_new(threads > CREW_LANES ? CREW_LANES :
								 threads - 1);
	r->job.input = input_new(r->job.msg, r->job.opts->max_ratio, r->helper.crew,
				 threads == 2);
	r->store = store_new(r->job.msg);
	if (r->job.opts->lint)
		r->lint = lint_new();
	if (r->job.input == NULL || r->store == NULL ||
	    (threads > 1 && r->helper.crew == NULL) ||
	    (r->job.opts->lint && r->lint == NULL)) {
		out_of_memory(r);
		return EXIT_FAILED;
	}
	r->helper.store = r->store;
	lib.helper = helper_calls(&r->helper);
	lib.store = store_calls(r->store);
	lib.allocator = huge_allocator();
	status = declutter_new(&r->job.filter, &lib, &sink);
	if (status == DECLUTTER_EOPTION) {
		msg_usage(r->job.msg, NULL, "option out of range: %s",
			  declutter_options_check(&lib));
		return EXIT_USAGE;
	}
	if (status != DECLUTTER_OK) {
		out_of_memory(r);
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

/* All of the file 'name' in memory; false after a message. */
static bool
slurp(struct run *r, const char *name, struct hold *text)
{
	enum input_status status;
	const char *data;
	struct stat st;
	size_t n;

	/* -r, which an input's message speaks of, is no help here */
	if (strcmp(name, "-") != 0 && stat(name, &st) == 0 && S_ISDIR(st.st_mode)) {
		msg_say(r->job.msg, name, "is a directory: name the files in it");
		return false;
	}
	if (!input_open(r->job.input, name))
		return false;
	while ((status = input_read(r->job.input, &data, &n)) == INPUT_DATA) {
		if (!hold_add(text, data, n)) {
			out_of_memory(r);
			status = INPUT_FAILED;
			break;
		}
	}
	input_close(r->job.input);
	return status != INPUT_FAILED;
}

/* What declutter_rules() and declutter_templates_read() have in common. */
typedef enum declutter_status
teach(struct declutter *d, const char *text, size_t len,
      struct declutter_rules_error *error);

/* Give the filter the text in the file 'name'. */
static enum exit_status
teach_file(struct run *r, const char *name, teach *call, struct hold *text)
{
	struct declutter_rules_error error = {0, ""};
	enum declutter_status status;

	if (!slurp(r, name, text))
		return EXIT_USAGE;
	status = call(r->job.filter, text->len > 0 ? text->data : "", text->len,
		      &error);
	if (status == DECLUTTER_OK && r->lint != NULL && call == declutter_rules &&
	    !lint_rules(r->lint, name, text->data, text->len))
		status = DECLUTTER_ENOMEM;
	if (status == DECLUTTER_OK)
		return EXIT_DONE;
	if (status != DECLUTTER_ERULES) {
		out_of_memory(r);
		return EXIT_FAILED;
	}
	msg_say(r->job.msg, name, "line %llu: %s", (unsigned long long)error.line,
		error.what);
	return EXIT_USAGE;
}

static enum exit_status
teach_files(struct run *r, const struct names *files, teach *call)
{
	enum exit_status result = EXIT_DONE;
	struct hold text = {NULL, 0, 0};
	size_t i;

	for (i = 0; i < files->n && result == EXIT_DONE; i++) {
		hold_clear(&text);
		result = teach_file(r, files->name[i], call, &text);
	}
	hold_free(&text);
	return result;
}

/* The counters, where there is a row for each input; that has to wait for verdicts. */
static void
read_counters(struct job *j, struct declutter_stats *stats)
{
	if (!j->account.wants_rows)
		return;
	if (j->status == DECLUTTER_OK)
		job_settle(j);
	declutter_stats(j->filter, stats);
}

/* Is there no use in going on behind an input that was done, or not? */
static bool
all_is_over(struct job *j, bool ok)
{
	return j->status != DECLUTTER_OK ||
	       (!ok && (!job_settle(j) || outputs_failed(&j->outputs)));
}

static enum declutter_status
do_all(struct run *r)
{
	struct job *j = &r->job;
	struct declutter_stats stats = {0};
	bool ok = true;
	size_t i;

	progress_start(&j->progress, j->msg, !j->opts->quiet, j->opts->progress,
		       r->inputs.n);
	for (i = 0; i < r->inputs.n && !all_is_over(j, ok); i++) {
		j->name = r->inputs.names[i];
		account_begin(&j->account, j->name, &stats);
		ok = feed(j);
		read_counters(j, &stats);
		if (!account_end(&j->account, j->format, input_codec(j->input), !ok,
				 &stats))
			j->account.failed += job_out_of_memory(j) ? 0 : 1;
	}
	if (j->status == DECLUTTER_OK)
		j->status = declutter_finish(j->filter);
	progress_end(&j->progress);
	if (j->status == DECLUTTER_OK)
		j->status = outputs_finish(&j->outputs, j->filter, r->lint);
	return j->status;
}

/* Say why the library gave up; outputs and the store speak for themselves. */
static void
explain_failure(struct run *r, enum declutter_status status)
{
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
		msg_say(r->job.msg, r->job.name, "gave up after %llu bytes: %s",
			(unsigned long long)r->job.nbytes,
			declutter_strerror(status));
		break;
	}
}

/* What is lost of text in another encoding is not lost in silence. */
static void
tell_invalid(const struct run *r)
{
	const struct job *j = &r->job;
	struct origin o;

	if (r->ninvalid == 0 || j->opts->quiet || j->opts->verbatim)
		return;
	o = origins_of(&j->origins, &r->invalid);
	msg_say(j->msg, o.name, "%s %llu is not UTF-8: bytes that became U+FFFD, in all: "
		"%llu%s", o.is_record ? "record" : "line",
		(unsigned long long)o.line, (unsigned long long)r->ninvalid,
		o.is_record ? "" : ": use --encoding");
}

/* The reports at the end; false after a message. */
static bool
report(struct run *r)
{
	struct job *j = &r->job;
	struct declutter_stats stats;
	struct output *out;

	if (j->opts->check && !j->opts->quiet && r->nblocks + r->ncuts > 0)
		msg_say(j->msg, NULL, "would remove %llu of %llu bytes "
			"(blocks: %llu, cuts: %llu)",
			(unsigned long long)j->progress.removed,
			(unsigned long long)j->progress.bytes,
			(unsigned long long)r->nblocks,
			(unsigned long long)r->ncuts);
	if (j->opts->keep_going && j->account.failed + j->account.skipped > 0)
		msg_say(j->msg, NULL, "inputs that failed: %llu, records skipped: "
			"%llu", (unsigned long long)j->account.failed,
			(unsigned long long)j->account.skipped);
	tell_invalid(r);
	if (j->opts->stats == STATS_NONE)
		return true;
	declutter_stats(j->filter, &stats);
	stats.invalid_bytes += j->account.invalid;
	out = output_stderr(j->msg);
	if (out == NULL)
		return false;
	stats_write(out, (enum stats_form)j->opts->stats, &stats, &j->account);
	return output_close(out, true);
}

static enum exit_status
go(struct run *r)
{
	struct job *j = &r->job;
	enum exit_status result;
	bool done, bad;

	result = make_filter(r);
	if (result == EXIT_DONE)
		result = teach_files(r, &j->opts->rules, declutter_rules);
	if (result == EXIT_DONE)
		result = teach_files(r, &j->opts->templates,
				     declutter_templates_read);
	if (result != EXIT_DONE)
		return result;
	if (!inputs_collect(&r->inputs, j->opts, j->msg) ||
	    !outputs_open(&j->outputs, j->opts, &r->inputs, &j->origins, j->msg))
		return EXIT_FAILED;
	j->account.wants_rows = j->opts->stats == STATS_JSON;
	explain_failure(r, do_all(r));
	bad = r->inputs.failed || j->account.failed + j->account.skipped > 0;
	done = j->status == DECLUTTER_OK && (!bad || j->opts->keep_going);
	store_drop(r->store);
	/* the outputs first: a full disk is told before the figures */
	done = outputs_close(&j->outputs, done) && done;
	if (j->status == DECLUTTER_OK && !report(r))
		done = false;
	if (!done || bad)
		return EXIT_FAILED;
	return j->opts->check && r->nblocks + r->ncuts > 0 ? EXIT_FOUND :
							     EXIT_DONE;
}

enum exit_status
run(const struct opts *opts, struct msg *msg)
{
	struct run r = {.job.opts = opts, .job.msg = msg};
	enum exit_status result = go(&r);

	outputs_close(&r.job.outputs, false);
	declutter_free(r.job.filter);
	deeds_free(&r.job.deeds);
	input_free(r.job.input);
	crew_free(r.helper.crew);
	store_free(r.store);
	inputs_free(&r.inputs);
	origins_free(&r.job.origins);
	account_free(&r.job.account);
	lint_free(r.lint);
	return result;
}
