/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "outputs.h"
#include "removed.h"
#include "target.h"

/* So many files are synced one by one; then one by one would be slow, and those that
   replace nothing, so that their inputs are still there, are synced together. */
#define ONE_BY_ONE 16

/* How the text is compressed that goes to 'path', from input in 'codec'. */
static enum codec
wanted_codec(const struct outputs *o, const char *path, enum codec codec)
{
	if (o->opts->compress > 0)
		return (enum codec)(o->opts->compress - 1);
	return o->per_input ? codec : codec_of_name(path);
}

static bool
open_text(struct outputs *o, const char *path, enum codec codec)
{
	if (!codec_is_built(codec)) {
		msg_say(o->msg, path, "cannot write %s: declutter was built "
			"without it", codec_name(codec));
		return false;
	}
	o->text = output_open(path, codec, o->msg);
	return o->text != NULL;
}

static bool
open_other(struct outputs *o, const char *path, struct output **to)
{
	*to = output_open(path, codec_of_name(path), o->msg);
	return *to != NULL;
}

/* An output for each input may be in its place before all inputs were read. */
static bool
spare_inputs(struct outputs *o, const struct inputs *inputs)
{
	const char *removed = o->opts->removed;

	if (!o->per_input || (!o->opts->force && removed == NULL))
		return true;
	if (!inputs_find(inputs, &o->inputs, o->msg))
		return false;
	if (removed == NULL || !files_have(&o->inputs, removed))
		return true;
	msg_say(o->msg, removed, "is an input, and --removed would take its place "
		"before it is read");
	return false;
}

bool
outputs_open(struct outputs *o, const struct opts *opts, const struct inputs *inputs,
	     const struct origins *origins, struct msg *msg)
{
	const char *path = opts->output != NULL ? opts->output : "-";
	bool asks = opts->dry_run || opts->check;

	*o = (struct outputs){.opts = opts, .msg = msg, .origins = origins};
	o->per_input = opts->directory != NULL || opts->suffix != NULL ||
		       opts->in_place;
	o->writes = !asks && ((!opts->explain && !opts->lint) ||
			      opts->output != NULL || o->per_input);
	if (o->writes && !spare_inputs(o, inputs))
		return false;
	if (o->writes && !o->per_input &&
	    !open_text(o, path, wanted_codec(o, path, CODEC_NONE)))
		return false;
	if (opts->explain) {
		if (!open_other(o, "-", &o->records))
			return false;
		o->explain = (struct explain){
			.out = o->records, .form = (enum explain_form)opts->explain,
			.origins = origins
		};
		explain_start(&o->explain);
	}
	return (!opts->lint || open_other(o, "-", &o->lint)) &&
	       (asks || opts->removed == NULL ||
		open_other(o, opts->removed, &o->removed)) &&
	       (asks || opts->learn == NULL ||
		open_other(o, opts->learn, &o->learned));
}

bool
outputs_have_file(const struct outputs *o, const struct stat *st)
{
	return (!o->per_input && output_is_file(o->text, st)) ||
	       output_is_file(o->records, st) || output_is_file(o->removed, st);
}

/* A text starts that goes to memory: nothing of the last one is left there. */
static void
start_in_memory(struct outputs *o)
{
	output_clear(o->memory);
	render_restart(&o->render);
}

/* Get the text's form ready for the open input. */
static bool
start_text(struct outputs *o)
{
	bool is_text = o->to == FORMAT_TEXT;

	if (!is_text) {
		if (o->memory == NULL && (o->memory = output_memory(o->msg)) == NULL)
			return false;
		start_in_memory(o);
	}
	o->render.out = is_text ? o->text : o->memory;
	o->render.form = o->opts->verbatim ? RENDER_VERBATIM :
			 o->opts->mark ? RENDER_MARK :
			 is_text ? RENDER_CANONICAL : RENDER_RECORD;
	if (o->opts->null || o->opts->doc_sep != NULL) {
		o->render.separator = o->opts->lib.separator;
		o->render.nseparator = o->opts->lib.nseparator;
	}
	return true;
}

bool
outputs_begin(struct outputs *o, const char *name, enum format format,
	      bool is_empty, enum codec codec)
{
	enum format to = o->opts->to != FORMAT_AUTO ? (enum format)o->opts->to :
						      format;

	o->from = format;
	o->ndocuments = 0;
	o->has_removed = false;
	o->is_mute = is_empty && !o->per_input &&
		     (o->opts->to != FORMAT_TEXT || o->opts->annotate);
	if (o->opts->annotate && !is_empty && format != FORMAT_JSONL) {
		msg_say(o->msg, name, "is %s: --annotate is for jsonl",
			format_name(format));
		return false;
	}
	if (!o->writes || o->is_mute)
		return true;
	if (o->per_input) {
		enum codec into = wanted_codec(o, name, codec);

		o->path = target_of(o->opts, name, to != format, codec, into,
				    o->msg);
		if (o->path == NULL ||
		    target_is_taken(o->path, name, o->opts, &o->inputs, &o->written,
				    o->msg) ||
		    !open_text(o, o->path, into))
			return false;
		render_restart(&o->render);
		o->in_line = false;
		o->postpones = o->written.n >= ONE_BY_ONE && !output_replaces(o->text);
		if (o->postpones)
			output_postpone(o->text, &o->unsynced);
	} else if (o->to != FORMAT_AUTO && o->to != to) {
		msg_say(o->msg, name, "is %s, but the output is %s: use --to, or "
			"-d for an output each", format_name(to),
			format_name(o->to));
		return false;
	}
	o->to = to;
	return start_text(o);
}

/* Close the open input's own text. */
static bool
close_text(struct outputs *o, bool ok)
{
	bool closed;

	if (o->text != NULL && o->to == FORMAT_TEXT)
		render_finish(&o->render);
	/* first what was taken from the file that is replaced, so that no signal
	   can part them */
	if (o->removed != NULL && ok && o->postpones)
		output_flush(o->removed);
	else if (o->removed != NULL && ok)
		output_settle(o->removed);
	closed = output_close(o->text, ok && !outputs_failed(o));
	if (ok && closed && o->text != NULL && !files_add(&o->written, o->path)) {
		msg_say(o->msg, o->path, "out of memory");
		closed = false;
	}
	o->text = NULL;
	free(o->path);
	o->path = NULL;
	return closed;
}

bool
outputs_end(struct outputs *o, const struct origin *origin, uint64_t len, bool ok)
{
	/* what was read of a bad one has been written too */
	if (o->removed != NULL && (ok || len > 0) && !origin->is_record)
		removed_end(o->removed, origin, len);
	return !o->per_input || close_text(o, ok);
}

bool
outputs_begin_record(struct outputs *o, const char *id, size_t nid)
{
	hold_clear(&o->id);
	if (o->records != NULL && id != NULL) {
		if (!hold_add(&o->id, id, nid)) {
			msg_say(o->msg, NULL, "out of memory");
			return false;
		}
		o->explain.id = nid > 0 ? o->id.data : "";
		o->explain.nid = nid;
	}
	o->has_removed = false;
	if (o->memory != NULL)
		start_in_memory(o);
	else if (o->text != NULL)
		render_begin_record(&o->render);
	return true;
}

void
outputs_end_record(struct outputs *o, const struct origin *origin, uint64_t len)
{
	o->explain.id = NULL;
	if (o->removed != NULL && o->has_removed)
		removed_end(o->removed, origin, len);
	if (o->text != NULL && o->to == FORMAT_TEXT)
		render_end_record(&o->render);
	else if (o->memory != NULL)
		render_finish(&o->render);
}

void
outputs_start_line(struct outputs *o)
{
	if (o->in_line)
		output_puts(o->text, "\n");
	o->in_line = false;
}

void
outputs_block(struct outputs *o, const struct declutter_block *b)
{
	struct origin origin;

	o->has_removed |= b->removed || b->ncuts > 0;
	if (o->text != NULL && !o->is_mute) {
		if (o->opts->annotate)
			spans_block(&o->spans, b);
		else
			render_block(&o->render, b);
	}
	if (o->records != NULL)
		explain_block(&o->explain, b);
	if (o->removed != NULL) {
		origin = origins_of(o->origins, &b->place);
		removed_block(o->removed, &origin, b);
	}
}

/* A document of text as a JSON record: "FILE", "FILE#2" and so on. */
static void
write_object(struct outputs *o, uint64_t document)
{
	struct declutter_place place = {
		.input = o->origins->nfiles - 1, .document = document
	};
	const char *name = origins_of(o->origins, &place).name, *text;
	size_t len;

	render_finish(&o->render);
	text = output_data(o->memory, &len);
	if (len == 0 && o->has_removed && o->opts->empty == EMPTY_DROP)
		return;
	outputs_start_line(o);
	output_puts(o->text, "{\"id\":\"");
	escape_json_part(o->text, name, strlen(name), false);
	if (o->ndocuments > 1)
		output_printf(o->text, "#%" PRIu64, o->ndocuments);
	output_puts(o->text, "\",\"text\":");
	escape_json(o->text, text, len);
	if (len == 0 && o->has_removed && o->opts->empty == EMPTY_MARK)
		output_puts(o->text, EMPTY_MEMBER);
	output_puts(o->text, "}\n");
}

void
outputs_document(struct outputs *o, uint64_t document, bool separated)
{
	o->ndocuments++;
	if (o->text == NULL || o->from != FORMAT_TEXT || o->is_mute)
		return;
	if (o->to == FORMAT_TEXT) {
		render_document(&o->render, separated);
		return;
	}
	write_object(o, document);
	start_in_memory(o);
	o->has_removed = false;
}

static int
write_learned(void *ctx, const char *data, size_t len)
{
	output_write(ctx, data, len);
	return output_failed(ctx);
}

enum declutter_status
outputs_finish(struct outputs *o, struct declutter *d, const struct lint *lint)
{
	struct declutter_stats stats;

	if (o->lint != NULL) {
		declutter_stats(d, &stats);
		lint_write(lint, o->lint, stats.blocks);
	}
	return o->learned == NULL ? DECLUTTER_OK :
	       declutter_templates_write(d, write_learned, o->learned);
}

static void
hand_on(struct output *out)
{
	if (out != NULL && !output_is_compressed(out))
		output_flush(out);
}

void
outputs_flush(struct outputs *o)
{
	hand_on(o->text);
	hand_on(o->records);
	hand_on(o->removed);
}

bool
outputs_failed(const struct outputs *o)
{
	return output_failed(o->text) || output_failed(o->memory) ||
	       output_failed(o->records) || output_failed(o->removed) ||
	       output_failed(o->learned) || output_failed(o->lint) ||
	       o->spans.out_of_memory;
}

/* The files belong together: none gets its name before all are on the disk. */
static bool
are_on_disk(struct outputs *o)
{
	if (o->text != NULL)
		output_sync(o->text);
	if (o->removed != NULL)
		output_sync(o->removed);
	if (o->learned != NULL)
		output_sync(o->learned);
	return !outputs_failed(o);
}

bool
outputs_close(struct outputs *o, bool commit)
{
	bool ok = true;

	if (o->text != NULL && o->to == FORMAT_TEXT && o->render.out != NULL)
		render_finish(&o->render);
	if (o->spans.out_of_memory || output_failed(o->memory)) {
		msg_say(o->msg, NULL, "out of memory for a record");
		ok = false;
	}
	if (!unsynced_sync(&o->unsynced)) {
		msg_say(o->msg, NULL, "cannot write to the disk all of the outputs: "
			"%s", strerror(errno));
		ok = false;
	}
	if (commit)
		commit = are_on_disk(o);
	ok = output_close(o->text, commit) && ok;
	ok = output_close(o->records, commit) && ok;
	/* what was taken from a file that is in its place already is nowhere else */
	ok = output_close(o->removed, commit || o->written.n > 0) && ok;
	ok = output_close(o->learned, commit) && ok;
	ok = output_close(o->lint, commit) && ok;
	output_close(o->memory, false);
	spans_free(&o->spans);
	hold_free(&o->id);
	files_free(&o->written);
	files_free(&o->inputs);
	free(o->path);
	*o = (struct outputs){0};
	return ok;
}
