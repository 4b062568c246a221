/* SPDX-License-Identifier: MIT */
/*
 * textlog.h - the text of kept blocks, waiting for exact comparison
 *
 * An append-only array of records.  A record says where its block stands and
 * holds the folded bytes of its tokens; nothing in it is ever changed.
 *
 *	varint	bytes of text, tokens, input, document, block, line
 *	bytes	"token token token ": a blank after a word, 0x1f after a token
 *		of a script without spaces
 *
 * Records start at multiples of 16 bytes, so that a 32-bit number names any
 * of 64 GiB; 0 names none.  The bytes go to the caller's store in pieces of
 * 256 KiB, of which the last few stay in memory, since near-duplicates tend to
 * follow closely; without a store all pieces stay, in chunks that never move.
 * What is forgotten leaves its place, in memory or in the store, to others.
 * Cost: about 10 bytes a record and 6 a word.
 */
#ifndef DC_TEXTLOG_H
#define DC_TEXTLOG_H
#include "mem.h"

#define DC_TEXTLOG_SOLO '\x1f'	/* ends a token of a script without spaces */

struct dc_textlog {
	const struct declutter_allocator *alloc;
	struct declutter_store store;
	struct dc_array chunks;	/* char *, NULL where not in memory */
	struct dc_array places;	/* uint32_t: where in the store those are */
	struct dc_array left;	/* uint32_t: places to be written again */
	uint32_t nplaces;	/* in the store, each of the size of a chunk */
	struct dc_array scratch;	/* char: a record put together */
	size_t resident;	/* chunks that stay in memory when there is a store */
	uint64_t end;		/* bytes appended */
	size_t forgotten;	/* chunks before this one are gone for good */
	uint64_t bytes;		/* of memory */
};

struct dc_record {
	struct declutter_place place;
	const char *text;	/* valid until the next call on this log */
	uint32_t len, ntokens;
};

/* 'alloc' and what 'store' points to stay; 'resident' is at least 1. */
void dc_textlog_init(struct dc_textlog *log,
		     const struct declutter_allocator *alloc,
		     const struct declutter_store *store, size_t resident);
void dc_textlog_clear(struct dc_textlog *log);

/*
 * Append a record of r->place, r->text, r->len and r->ntokens.  *pos is where
 * it starts, 0 if the log is full.
 */
enum declutter_status dc_textlog_append(struct dc_textlog *log,
					const struct dc_record *r,
					uint32_t *pos);

/*
 * Read the record at 'pos'.  A record of more than 'max_tokens' tokens comes
 * with text NULL.
 */
enum declutter_status dc_textlog_read(struct dc_textlog *log, uint32_t pos,
				      uint32_t max_tokens, struct dc_record *r);

/* No record before 'pos' will be read again.  False if memory is out. */
bool dc_textlog_forget(struct dc_textlog *log, uint32_t pos);

/* Where the next record will start. */
uint32_t dc_textlog_next(const struct dc_textlog *log);

/* Bytes that can still be read, and bytes of memory. */
uint64_t dc_textlog_remembered(const struct dc_textlog *log);
uint64_t dc_textlog_memory(const struct dc_textlog *log);

#endif
