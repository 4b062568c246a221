/* SPDX-License-Identifier: MIT */
/*
 * wet.h - WARC files (ISO 28500, IIPC WARC 1.0 and 1.1), record by record
 *
 * A record is held until it is complete, so nothing of a damaged one gets out.
 * Only what is no text and larger than the limit passes in pieces.
 */
#ifndef CLI_WET_H
#define CLI_WET_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hold.h"

struct wet_record {
	struct hold *hold;	/* that has all of it, to be taken over */
	const char *head;	/* version line to empty line */
	size_t nhead;
	const char *body;	/* the block, as long as Content-Length says */
	size_t nbody;
	const char *tail;	/* the line ends behind it */
	size_t ntail;
	uint64_t number;	/* from 1 */
	uint64_t offset;	/* of the head in the file, decompressed */
};

enum wet_state {
	WET_BETWEEN = 0,	/* line ends, then a head */
	WET_HEAD,
	WET_BLOCK,
	WET_LOST		/* behind an error: looks for the next head */
};

struct wet {
	/* A text to be judged.  All calls return false to stop. */
	bool (*record)(void *ctx, const struct wet_record *r);
	/* Bytes to be written as they are. */
	bool (*pass)(void *ctx, const char *data, size_t len);
	/* A record and what stood behind it are complete; if not 'whole', the file
	   ended before its two line ends. */
	bool (*end)(void *ctx, bool whole);
	/* What is wrong with record 'number' at 'offset'; true to go on behind it. */
	bool (*wrong)(void *ctx, uint64_t number, uint64_t offset, const char *what);
	void *ctx;
	size_t max_record;	/* bytes of a block that is held */
	bool out_of_memory;	/* why a call returned false */

	enum wet_state state;
	struct hold hold;	/* head, block, line ends */
	size_t nhead, nbody;	/* of the held record */
	size_t nline;		/* bytes in the open line of a head or lost stretch */
	uint64_t left;		/* bytes of the block to come */
	unsigned nmark;		/* bytes of an order mark that starts the file */
	unsigned nends;		/* line ends behind the block */
	bool open;		/* a record was begun and not ended */
	bool held, text;	/* it is; it is to be judged */
	uint64_t number, offset, start;	/* of the record; of the next byte */
};

/* All below the callbacks and the limit starts as zeros. */
bool wet_push(struct wet *w, const char *data, size_t len);
bool wet_end(struct wet *w);
void wet_free(struct wet *w);

#endif
