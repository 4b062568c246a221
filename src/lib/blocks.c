/* SPDX-License-Identifier: MIT */
/*
 * Lines gather in a group until a blank line, a separator or a limit closes it;
 * then lines.c says which of them belong together.  What is emitted when is a
 * function of the bytes alone, never of how they were pushed.
 */
#include "blocks.h"
#include "pieces.h"

/* Lines judged together: long enough for any paragraph, short enough to
   bound what a file without blank lines costs. */
#define GROUP_LINES 512
/* Of a full group, what is emitted; the rest waits for its neighbours. */
#define GROUP_EMIT 448

struct line {
	uint64_t start, end;	/* without the line end */
	uint64_t number;
};

static const char *
at(const struct dc_blocks *b, uint64_t pos)
{
	return (const char *)b->buf.data + (pos - b->base);
}

static uint64_t
available(const struct dc_blocks *b)
{
	return b->base + b->buf.len;
}

static bool
is_blank_line(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (s[i] != ' ' && s[i] != '\t' && s[i] != '\v' && s[i] != '\f')
			return false;
	return true;
}

void
dc_blocks_init(struct dc_blocks *b, const struct declutter_options *opt,
	       enum declutter_status (*emit)(void *, const struct dc_raw_block *),
	       void *ctx)
{
	*b = (struct dc_blocks){
		.alloc = &opt->allocator, .emit = emit, .ctx = ctx,
		.max_block = opt->max_block, .separator = opt->separator,
		.nseparator = opt->nseparator
	};
}

void
dc_blocks_clear(struct dc_blocks *b)
{
	dc_array_clear(b->alloc, &b->buf, 1);
	dc_array_clear(b->alloc, &b->lines, sizeof(struct line));
	dc_array_clear(b->alloc, &b->facts, sizeof(struct dc_line));
	dc_array_clear(b->alloc, &b->joins, sizeof(bool));
}

void
dc_blocks_begin(struct dc_blocks *b, bool separates)
{
	bool is_byte = b->nseparator == 1 && (b->separator[0] == '\177' ||
					      (unsigned char)b->separator[0] < ' ');

	b->separates_byte = separates && is_byte;
	b->separates_line = separates && !is_byte && b->nseparator > 0;
	b->buf.len = b->lines.len = 0;
	b->wrap = (struct dc_wrap){0};
	b->base = b->emitted = b->line_start = b->searched = 0;
	b->lf = b->cr = b->separators = (struct dc_finder){0};
	b->line = b->blank_line = 1;
	b->blank_after = b->in_long = false;
}

/* Emit from 'emitted' to 'end'; 'raw' says the rest. */
static enum declutter_status
emit(struct dc_blocks *b, uint64_t end, struct dc_raw_block raw)
{
	if (end == b->emitted)
		return DECLUTTER_OK;
	raw.bytes = at(b, b->emitted);
	raw.nbytes = (size_t)(end - b->emitted);
	raw.offset = b->emitted;
	b->emitted = end;
	return b->emit(b->ctx, &raw);
}

static bool
read_group(struct dc_blocks *b)
{
	const struct line *lines = b->lines.data;
	size_t n = b->lines.len, i;
	struct dc_line *facts;

	b->facts.len = b->joins.len = 0;
	if (!dc_array_reserve(b->alloc, &b->facts, n, sizeof(*facts)) ||
	    !dc_array_reserve(b->alloc, &b->joins, n, sizeof(bool)))
		return false;
	facts = b->facts.data;
	for (i = 0; n > 1 && i < n; i++)
		dc_line_read(at(b, lines[i].start),
			     (size_t)(lines[i].end - lines[i].start), &facts[i]);
	dc_lines_join(facts, n, &b->wrap, b->joins.data);
	return true;
}

/*
 * Emit the open group up to 'end', which lies behind the blank lines after it.
 * With 'partly' the last lines stay, to be judged with those that follow.
 */
static enum declutter_status
flush_group(struct dc_blocks *b, uint64_t end, bool partly)
{
	struct line *lines = b->lines.data;
	size_t n = b->lines.len, first = 0, i;
	const bool *joins;
	enum declutter_status status;

	if (n == 0) {
		struct dc_raw_block raw = {.blank = true, .line = b->blank_line};

		b->blank_after = false;
		b->blank_line = b->line;
		return emit(b, end, raw);
	}
	if (!read_group(b))
		return DECLUTTER_ENOMEM;
	joins = b->joins.data;
	for (i = 0; i < n; i++) {
		struct dc_raw_block raw = {.line = lines[first].number};

		if (joins[i])
			continue;
		if (partly && i >= GROUP_EMIT && first > 0)
			break;
		raw.nbody = (size_t)(lines[i].end - b->emitted);
		status = emit(b, i + 1 < n ? lines[i + 1].start : end, raw);
		if (status != DECLUTTER_OK)
			return status;
		first = i + 1;
	}
	memmove(lines, lines + first, (n - first) * sizeof(*lines));
	b->lines.len = n - first;
	b->blank_after = false;
	b->blank_line = b->line;
	return DECLUTTER_OK;
}

/* Emit pieces of the open line while more than the limit of it is there. */
static enum declutter_status
emit_long(struct dc_blocks *b, uint64_t end)
{
	enum declutter_status status;

	if (end - b->line_start <= b->max_block)
		return DECLUTTER_OK;
	if (b->emitted < b->line_start) {
		status = flush_group(b, b->line_start, false);
		if (status != DECLUTTER_OK)
			return status;
	}
	while (end - b->line_start > b->max_block) {
		uint64_t cut = b->line_start +
			       dc_piece_length(at(b, b->line_start), b->max_block);
		struct dc_raw_block raw = {
			.nbody = (size_t)(cut - b->line_start), .line = b->line,
			.overlong = true, .continues = b->in_long
		};

		b->in_long = true;
		b->line_start = cut;
		status = emit(b, cut, raw);
		if (status != DECLUTTER_OK)
			return status;
	}
	return DECLUTTER_OK;
}

/* The separator is [pos, next), line end included; what is before it is in lines. */
static enum declutter_status
separate(struct dc_blocks *b, uint64_t pos, uint64_t next)
{
	struct dc_raw_block raw = {.blank = true, .separator = true};
	enum declutter_status status = flush_group(b, pos, false);

	if (status != DECLUTTER_OK)
		return status;
	raw.line = b->line;
	b->line += next - pos > b->nseparator;
	b->line_start = next;
	b->blank_line = b->line;
	b->wrap = (struct dc_wrap){0};
	return emit(b, next, raw);
}

static bool
is_separator(const struct dc_blocks *b, uint64_t end)
{
	return b->separates_line && end - b->line_start == b->nseparator &&
	       memcmp(at(b, b->line_start), b->separator, b->nseparator) == 0;
}

/* The open line ends at 'end', the next starts at 'next'. */
static enum declutter_status
end_line(struct dc_blocks *b, uint64_t end, uint64_t next)
{
	struct line line = {b->line_start, end, b->line};
	enum declutter_status status = emit_long(b, end);

	if (status != DECLUTTER_OK)
		return status;
	if (b->in_long) {
		struct dc_raw_block raw = {
			.nbody = (size_t)(end - b->line_start), .line = b->line,
			.overlong = true, .continues = true
		};

		b->in_long = false;
		b->line_start = next;
		b->line += next > end;
		b->blank_line = b->line;
		return emit(b, next, raw);
	}
	if (is_separator(b, end))
		return separate(b, line.start, next);
	if (is_blank_line(at(b, line.start), (size_t)(end - line.start))) {
		if (next - b->emitted > 2 * (uint64_t)b->max_block)
			status = flush_group(b, line.start, false);
		b->blank_after = true;
	} else {
		if (b->blank_after)
			status = flush_group(b, line.start, false);
		else if (b->lines.len == GROUP_LINES ||
			 end - b->emitted > b->max_block)
			status = flush_group(b, line.start, true);
		if (status == DECLUTTER_OK &&
		    !dc_array_append(b->alloc, &b->lines, &line, 1, sizeof(line)))
			status = DECLUTTER_ENOMEM;
	}
	b->line_start = next;
	b->line += next > end;
	return status;
}

static void
search(struct dc_blocks *b, struct dc_finder *f, char c)
{
	const char *p;

	f->pos = DC_MAX(f->pos, b->searched);
	p = memchr(at(b, f->pos), c, (size_t)(available(b) - f->pos));
	f->found = p != NULL;
	f->pos = p != NULL ?
		b->base + (uint64_t)(p - (const char *)b->buf.data) : available(b);
}

/* The next byte 'c' from 'searched' on, or the end; looks at no byte twice. */
static inline uint64_t
find(struct dc_blocks *b, struct dc_finder *f, char c)
{
	if (f->found ? f->pos < b->searched : f->pos < available(b))
		search(b, f, c);
	return f->pos;
}

/* The first line end or separator from 'searched' on; NULL if there is none. */
static const char *
find_end(struct dc_blocks *b)
{
	uint64_t pos = find(b, &b->lf, '\n'), cr = find(b, &b->cr, '\r');

	pos = DC_MIN(pos, cr);
	if (b->separates_byte) {
		uint64_t end = find(b, &b->separators, b->separator[0]);

		pos = DC_MIN(pos, end);
	}
	return pos < available(b) ? at(b, pos) : NULL;
}

/* Bytes of the line end at 'pos', 0 if that is not known yet. */
static size_t
line_end_length(const struct dc_blocks *b, uint64_t pos, bool last)
{
	if (pos == available(b))
		return 0;
	if (*at(b, pos) == '\n')
		return 1;
	if (*at(b, pos) != '\r')
		return 0;
	if (pos + 1 == available(b))
		return last ? 1 : 0;
	return *at(b, pos + 1) == '\n' ? 2 : 1;
}

static enum declutter_status
cut_lines(struct dc_blocks *b, bool last)
{
	enum declutter_status status = DECLUTTER_OK;
	const char *p;

	while (status == DECLUTTER_OK && (p = find_end(b)) != NULL) {
		uint64_t pos = b->base + (uint64_t)(p - (const char *)b->buf.data);
		size_t n;

		b->searched = pos;
		if (*p != '\n' && *p != '\r') {
			n = line_end_length(b, pos + 1, last);
			if (n == 0 && !last && pos + 2 >= available(b) &&
			    (pos + 1 == available(b) || p[1] == '\r'))
				break;
			if (pos > b->line_start)
				status = end_line(b, pos, pos);
			if (status == DECLUTTER_OK)
				status = separate(b, pos, pos + 1 + n);
		} else {
			n = line_end_length(b, pos, last);
			if (n == 0)
				break;
			status = end_line(b, pos, pos + n);
		}
		b->searched = b->line_start;
	}
	if (status == DECLUTTER_OK && p == NULL) {
		b->searched = available(b);
		status = emit_long(b, available(b));
	}
	return status;
}

static void
compact(struct dc_blocks *b)
{
	size_t done = (size_t)(b->emitted - b->base);

	if (done < b->buf.len / 2)
		return;
	memmove(b->buf.data, (char *)b->buf.data + done, b->buf.len - done);
	b->buf.len -= done;
	b->base = b->emitted;
}

enum declutter_status
dc_blocks_push(struct dc_blocks *b, const char *data, size_t len)
{
	while (len > 0) {
		size_t n = DC_MIN(len, (size_t)65536);
		enum declutter_status status;

		if (b->buf.len > 0)
			compact(b);
		if (!dc_array_append(b->alloc, &b->buf, data, n, 1))
			return DECLUTTER_ENOMEM;
		status = cut_lines(b, false);
		if (status != DECLUTTER_OK)
			return status;
		data += n;
		len -= n;
	}
	return DECLUTTER_OK;
}

enum declutter_status
dc_blocks_end(struct dc_blocks *b)
{
	enum declutter_status status;

	if (b->buf.len == 0)
		return DECLUTTER_OK;
	status = cut_lines(b, true);
	if (status == DECLUTTER_OK && b->line_start < available(b))
		status = end_line(b, available(b), available(b));
	if (status == DECLUTTER_OK)
		status = flush_group(b, available(b), false);
	return status;
}
