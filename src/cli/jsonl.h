/* SPDX-License-Identifier: MIT */
/*
 * jsonl.h - a stream of bytes cut into lines, however it arrives
 *
 * A line ends at LF alone, as jsonlines.org has it; U+2028 and the like are text.
 */
#ifndef CLI_JSONL_H
#define CLI_JSONL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hold.h"

struct jsonl_line {
	const char *bytes;	/* valid during the call */
	struct hold *hold;	/* which has them, to be taken over; or NULL */
	size_t len;		/* without "\n" or "\r\n" */
	size_t nbytes;		/* with it */
	uint64_t number;	/* from 1 */
	uint64_t offset;
	bool too_long;		/* over the limit: only its start is here */
};

struct jsonl {
	/* Returns false to stop; the call that led here then returns false. */
	bool (*line)(void *ctx, const struct jsonl_line *line);
	void *ctx;
	size_t max_line;
	bool out_of_memory;	/* why a call returned false */
	struct hold hold;	/* the start of the open line */
	uint64_t number, offset;	/* lines before it; where it starts */
	uint64_t dropped;	/* bytes of it beyond the limit */
};

/* All of 'j' but line, ctx and max_line starts as zeros. */
bool jsonl_push(struct jsonl *j, const char *data, size_t len);

/* The last line may lack its end. */
bool jsonl_end(struct jsonl *j);
void jsonl_free(struct jsonl *j);

#endif
