/* SPDX-License-Identifier: MIT */
/* chrome.c - the window of blocks, and the names of bylines */
#include "built_in.h"
#include "chrome.h"
#include "hash.h"

void
dc_chrome_init(struct dc_chrome *c, const struct declutter_options *opt,
	       const struct dc_memory *memory)
{
	c->opt = opt;
	c->memory = memory;
	c->spared = c->document = UINT64_MAX;
	dc_model_init(&c->model, &dc_built_in_model);
}

void
dc_chrome_forget(struct dc_chrome *c)
{
	const struct declutter_options *opt = c->opt;
	const struct dc_memory *memory = c->memory;

	memset(c, 0, sizeof(*c));
	dc_chrome_init(c, opt, memory);
}

static const struct dc_view *
add_view(struct dc_chrome *c, const struct dc_view *view, uint64_t document, bool bounded)
{
	struct dc_window *w = &c->window;
	struct dc_view *v = dc_window_slot(w);

	c->index = document == c->document ? c->index + 1 : 0;
	if (document != c->document)
		c->nnames = 0;
	c->document = document;
	dc_view_copy(v, view);
	v->document = document;
	v->bounded = bounded;
	v->index = c->index;
	dc_window_add(w);
	return v;
}

void
dc_chrome_add(struct dc_chrome *c, const struct dc_view *view, uint64_t document,
	      bool bounded)
{
	struct dc_window *w = &c->window;
	const struct dc_view *v = add_view(c, view, document, bounded);

	if (c->opt->mode == DECLUTTER_SAFE)
		return;
	dc_reader_add(&c->model.reader, w, w->next - 1);
	if (v->hash != 0)
		dc_reader_count(&c->model.reader, w->next - 1,
				dc_memory_count(c->memory, v));
}

void
dc_chrome_add_again(struct dc_chrome *c, const struct dc_view *view, uint64_t document,
		    const struct dc_reading *reading)
{
	add_view(c, view, document, true);
	c->reading[(c->window.next - 1) & (DC_WINDOW - 1)] = *reading;
}

void
dc_chrome_reading(const struct dc_chrome *c, uint64_t i, struct dc_reading *to)
{
	*to = c->reading[i & (DC_WINDOW - 1)];
	memcpy(to->levels, c->model.levels[i & (DC_WINDOW - 1)], sizeof(to->levels));
}

/* The hash of two tokens from 'at', 0 if they are not there. */
static uint64_t
name_at(const struct dc_view *v, size_t at)
{
	if (v->ntokens < at + 2 || !(v->tokens[at].flags & DC_TOKEN_TITLE) ||
	    !(v->tokens[at + 1].flags & DC_TOKEN_TITLE))
		return 0;
	return dc_hash_mix(v->tokens[at].hash, v->tokens[at + 1].hash);
}

void
dc_chrome_note_name(struct dc_chrome *c, const struct dc_view *v)
{
	uint64_t name = name_at(v, v->byline ? v->byline_tokens : 0);

	if (name != 0 && c->nnames < DC_LEN(c->names))
		c->names[c->nnames++] = name;
}

bool
dc_chrome_knows_name(const struct dc_chrome *c, const struct dc_view *v)
{
	uint64_t name = name_at(v, 0);
	size_t i;

	for (i = 0; i < c->nnames; i++)
		if (name != 0 && c->names[i] == name)
			return true;
	return false;
}
