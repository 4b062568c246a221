/* SPDX-License-Identifier: MIT */
#include "escape.h"
#include "render.h"
#include "verdict.h"

static void
end_line(struct render *r)
{
	if (r->in_line)
		output_puts(r->out, "\n");
	r->in_line = false;
}

/*
 * An over-long block comes in pieces.  A piece with nothing behind it may be
 * followed by another, so its line stays open until more is known.
 */
static void
end_block(struct render *r, const struct declutter_block *b)
{
	r->in_line = true;
	r->in_text = true;
	if (b->nbytes > b->nbody)
		end_line(r);
}

static void
canonical(struct render *r, const struct declutter_block *b)
{
	if (b->removed || b->ntext == 0)
		return;
	if (!b->continues || !r->in_line) {
		end_line(r);
		if (r->in_text)
			output_puts(r->out, "\n");
	}
	output_write(r->out, b->text, b->ntext);
	end_block(r, b);
}

/* Has what separates the block from the next an empty line? */
static bool
has_empty_line(const struct declutter_block *b)
{
	size_t i, n = 0;

	for (i = b->nbody; i < b->nbytes && n < 2; i++)
		n += b->bytes[i] == '\n' || (b->bytes[i] == '\r' &&
		     (i + 1 == b->nbytes || b->bytes[i + 1] != '\n'));
	return n > 1;
}

/* Does an indentation keep the block apart from the line before it?  Canonical text
   has none, so an empty line takes its place: read again, the lines would be joined. */
static bool
is_indented(const struct declutter_block *b)
{
	return !b->continues && b->nbody > 1 &&
	       (b->bytes[0] == '\t' || (b->bytes[0] == ' ' && b->bytes[1] == ' '));
}

/* The last block's line stays open if the text ends so. */
static void
record(struct render *r, const struct declutter_block *b)
{
	r->in_block = r->in_block && b->continues;
	if (!b->removed && b->ntext > 0) {
		if (r->in_text && !r->in_block) {
			output_puts(r->out, r->gap || is_indented(b) ? "\n\n" : "\n");
			r->gap = false;
		}
		output_write(r->out, b->text, b->ntext);
		r->in_text = r->in_block = true;
	}
	r->gap |= has_empty_line(b);
	r->in_line = b->nbytes == b->nbody;
}

static void
write_bytes(struct render *r, const char *s, size_t len)
{
	if (len == 0)
		return;
	output_write(r->out, s, len);
	r->in_line = s[len - 1] != '\n' && s[len - 1] != '\r';
}

static void
verbatim(struct render *r, const struct declutter_block *b)
{
	size_t i, done = 0;
	struct stretch s;

	for (i = 0; verdict_stretch(b, i, &s); i++) {
		write_bytes(r, b->bytes + done, s.start - done);
		done = s.end;
	}
	write_bytes(r, b->bytes + done, b->nbytes - done);
	r->in_text = r->in_text || (!b->removed && b->ntext > 0);
}

static void
label(struct render *r, struct verdict v)
{
	end_line(r);
	output_puts(r->out, v.action);
	if (v.reason[0] != '\0')
		output_printf(r->out, ":%s", v.reason);
	output_puts(r->out, "\t");
}

static void
mark(struct render *r, const struct declutter_block *b)
{
	struct stretch s;
	size_t i;

	if (b->ntext > 0) {
		if (!b->continues || !r->in_line)
			label(r, verdict_of(b));
		output_write(r->out, b->text, b->ntext);
		end_block(r, b);
	}
	for (i = 0; !b->removed && verdict_stretch(b, i, &s); i++) {
		label(r, s.verdict);
		escape_line(r->out, b->bytes + s.start, s.end - s.start);
		r->in_line = true;
		end_line(r);
	}
}

void
render_block(struct render *r, const struct declutter_block *b)
{
	switch (r->form) {
	case RENDER_CANONICAL:
		canonical(r, b);
		break;
	case RENDER_RECORD:
		record(r, b);
		break;
	case RENDER_VERBATIM:
		verbatim(r, b);
		break;
	case RENDER_MARK:
		mark(r, b);
		break;
	}
}

static void
separate(struct render *r)
{
	if (r->separator == NULL)
		output_puts(r->out, "\f");
	else
		output_write(r->out, r->separator, r->nseparator);
	if (r->separator == NULL || r->nseparator != 1 || r->separator[0] != '\0')
		output_puts(r->out, "\n");
	r->in_text = false;
}

void
render_document(struct render *r, bool separated)
{
	if (r->form == RENDER_RECORD || r->form == RENDER_VERBATIM)
		return;
	end_line(r);
	if (separated && r->form == RENDER_CANONICAL)
		separate(r);
}

void
render_begin_record(struct render *r)
{
	if (!r->in_text)
		return;
	end_line(r);
	if (r->form != RENDER_MARK)
		separate(r);
}

void
render_end_record(struct render *r)
{
	end_line(r);
}

void
render_finish(struct render *r)
{
	if (r->form == RENDER_CANONICAL || r->form == RENDER_MARK)
		end_line(r);
	else if (r->form == RENDER_RECORD && r->in_text && !r->in_line)
		output_puts(r->out, "\n");
}

void
render_restart(struct render *r)
{
	r->in_line = r->in_text = r->in_block = r->gap = false;
}
