/* SPDX-License-Identifier: MIT */
/*
 * blocks.h - cut a stream of bytes, fed in any pieces, into blocks
 *
 * A block is a paragraph with the blank lines after it; blank lines before the
 * first and separators of documents are blocks without text.  All blocks in
 * order are the input.  Memory is bounded by 'max_block' and GROUP_LINES.
 */
#ifndef DC_BLOCKS_H
#define DC_BLOCKS_H
#include "lines.h"
#include "mem.h"

struct dc_raw_block {
	const char *bytes;	/* valid during the call */
	size_t nbytes;
	size_t nbody;		/* without the last line end and blank lines */
	uint64_t offset, line;
	bool blank;		/* no text */
	bool separator;		/* blank, and the separator: the document ends */
	bool overlong;		/* a piece of a block over the limit */
	bool continues;		/* and not its first */
};

/* The next of some byte, or where the search for it ended. */
struct dc_finder {
	uint64_t pos;
	bool found;
};

struct dc_blocks {
	const struct declutter_allocator *alloc;
	enum declutter_status (*emit)(void *ctx, const struct dc_raw_block *b);
	void *ctx;
	size_t max_block;
	/* What ends a document: one control character wherever it stands, else
	   a line that is this text; of length 0: nothing does. */
	const char *separator;
	size_t nseparator;
	bool separates_byte, separates_line;	/* in the open input */
	struct dc_array buf;	/* char: the input from 'base' on */
	struct dc_array lines;	/* struct line: the open group */
	struct dc_array facts;	/* struct dc_line: scratch of a flush */
	struct dc_array joins;	/* bool: the same */
	struct dc_wrap wrap;
	/* Positions in the input, in this order. */
	uint64_t base;
	uint64_t emitted;	/* everything before it has been emitted */
	uint64_t line_start;	/* of the line that is still open */
	uint64_t searched;	/* no line end between line_start and here */
	struct dc_finder lf, cr, separators;
	uint64_t line;		/* number of the open line */
	uint64_t blank_line;	/* number of the first line not emitted */
	bool blank_after;	/* blank lines follow the open group */
	bool in_long;		/* the open line is over the limit */
};

/* 'opt' stays. */
void dc_blocks_init(struct dc_blocks *b, const struct declutter_options *opt,
		    enum declutter_status (*emit)(void *, const struct dc_raw_block *),
		    void *ctx);
void dc_blocks_clear(struct dc_blocks *b);

/* Start a new input, offset 0, line 1, with documents to be told apart or not. */
void dc_blocks_begin(struct dc_blocks *b, bool separates);
enum declutter_status dc_blocks_push(struct dc_blocks *b, const char *data,
				     size_t len);
/* Emit what is left. */
enum declutter_status dc_blocks_end(struct dc_blocks *b);

#endif
