/* SPDX-License-Identifier: MIT */
/* account.h - what became of each input, for --stats and the last line of a run */
#ifndef CLI_ACCOUNT_H
#define CLI_ACCOUNT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec.h"
#include "declutter.h"
#include "format.h"

struct account_row {
	const char *name;
	enum format format;
	enum codec codec;
	bool failed;
	uint64_t documents, skipped, blocks, bytes;
	uint64_t kept_blocks, kept_bytes, cuts, cut_bytes;
};

struct account {
	bool wants_rows;	/* else only the sums are kept */
	struct account_row *rows;
	size_t nrows, cap;
	struct account_row open;	/* of the open input; counters at its start */
	uint64_t failed, skipped;	/* inputs, records */
	uint64_t invalid;	/* what was no character of an --encoding or of JSON */
};

/* An input starts; 's' are the filter's counters so far. */
void account_begin(struct account *t, const char *name,
		   const struct declutter_stats *s);

/* It ended; false if memory is out. */
bool account_end(struct account *t, enum format format, enum codec codec, bool failed,
		 const struct declutter_stats *s);
void account_free(struct account *t);

#endif
