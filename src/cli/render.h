/* SPDX-License-Identifier: MIT */
/*
 * render.h - kept text in one of its forms
 *
 * CANONICAL  one block a line, an empty line between blocks, a form feed line
 *            between documents where the input had a form feed
 * RECORD     the same for the text of a record, whose layout stays: a block goes
 *            on the next line unless an empty one stood between
 * VERBATIM   the bytes as read of what is kept
 * MARK       every block as a line "VERDICT<tab>TEXT", cuts below their block
 */
#ifndef CLI_RENDER_H
#define CLI_RENDER_H
#include <stdbool.h>

#include "declutter.h"
#include "output.h"

enum render_form {
	RENDER_CANONICAL = 0,
	RENDER_RECORD,
	RENDER_VERBATIM,
	RENDER_MARK
};

struct render {
	struct output *out;
	enum render_form form;
	const char *separator;	/* of documents, NULL: a form feed on a line */
	size_t nseparator;
	bool in_line;		/* the last line lacks its line end */
	bool in_text;		/* a block stands above: separate the next */
	bool in_block;		/* RECORD: the last block has text, and may go on */
	bool gap;		/* RECORD: an empty line stood since */
};

void render_block(struct render *r, const struct declutter_block *b);

/* A document of text ended, before a separator or not. */
void render_document(struct render *r, bool separated);

/* A record begins and ends whose text is a document of its own below what stands. */
void render_begin_record(struct render *r);
void render_end_record(struct render *r);

/* All is said: end the last line. */
void render_finish(struct render *r);

/* Start over, with the text of the next record. */
void render_restart(struct render *r);

#endif
