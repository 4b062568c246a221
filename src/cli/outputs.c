/* SPDX-License-Identifier: MIT */
#include "outputs.h"
#include "removed.h"

bool
outputs_open(struct outputs *o, const struct opts *opts,
	     const char *const *names, struct msg *msg)
{
	bool writes = !opts->dry_run && !opts->check;

	*o = (struct outputs){.names = names};
	if (writes && (!opts->explain || opts->output != NULL)) {
		o->text = output_open(opts->output != NULL ? opts->output : "-",
				      msg);
		if (o->text == NULL)
			return false;
		o->render.out = o->text;
		o->render.form = opts->verbatim ? RENDER_VERBATIM :
				 opts->mark ? RENDER_MARK : RENDER_CANONICAL;
	}
	if (opts->explain) {
		o->records = output_open("-", msg);
		if (o->records == NULL)
			return false;
		o->explain = (struct explain){o->records,
			(enum explain_form)opts->explain, names};
		explain_start(&o->explain);
	}
	if (writes && opts->removed != NULL) {
		o->removed = output_open(opts->removed, msg);
		if (o->removed == NULL)
			return false;
	}
	return true;
}

void
outputs_block(struct outputs *o, const struct declutter_block *b)
{
	if (o->text != NULL)
		render_block(&o->render, b);
	if (o->records != NULL)
		explain_block(&o->explain, b);
	if (o->removed != NULL)
		removed_block(o->removed, o->names[b->place.input], b);
}

void
outputs_document(struct outputs *o, bool separated)
{
	if (o->text != NULL)
		render_document(&o->render, separated);
}

void
outputs_input_end(struct outputs *o, size_t number, uint64_t len)
{
	if (o->removed != NULL)
		removed_end(o->removed, o->names[number], len);
}

void
outputs_flush(struct outputs *o)
{
	if (o->text != NULL)
		output_flush(o->text);
	if (o->records != NULL)
		output_flush(o->records);
	if (o->removed != NULL)
		output_flush(o->removed);
}

bool
outputs_failed(const struct outputs *o)
{
	return (o->text != NULL && output_failed(o->text)) ||
	       (o->records != NULL && output_failed(o->records)) ||
	       (o->removed != NULL && output_failed(o->removed));
}

/* The text and what was taken from it belong together: no file gets its name
   before all are on the disk. */
static bool
are_on_disk(struct outputs *o)
{
	if (o->text != NULL)
		output_sync(o->text);
	if (o->removed != NULL)
		output_sync(o->removed);
	return !outputs_failed(o);
}

bool
outputs_close(struct outputs *o, bool commit)
{
	bool ok;

	if (o->text != NULL)
		render_finish(&o->render);
	if (commit)
		commit = are_on_disk(o);
	ok = output_close(o->text, commit);
	ok = output_close(o->records, commit) && ok;
	ok = output_close(o->removed, commit) && ok;
	*o = (struct outputs){0};
	return ok;
}
