/* SPDX-License-Identifier: MIT */
/*
 * verdict.h - the words for a verdict, and which bytes of a block go
 *
 * --mark, --explain, --removed and --verbatim all ask here, so they cannot
 * disagree: what one leaves out the other holds.
 */
#ifndef CLI_VERDICT_H
#define CLI_VERDICT_H
#include <stdbool.h>
#include <stddef.h>

#include "declutter.h"

struct verdict {
	const char *action;	/* "keep", "chrome", "duplicate" or "cut" */
	const char *reason;	/* category or kind; "" for nothing to say */
};

/* The verdict on the block as a whole. */
struct verdict verdict_of(const struct declutter_block *b);

/* A stretch of a block's bytes that goes, and why. */
struct stretch {
	size_t start, end;
	bool is_cut;		/* a part of a kept block, not a removed one */
	struct verdict verdict;
	const char *evidence;
};

/* The i-th stretch of 'b' that goes, in order; false behind the last.  Of a removed
   block all goes: what separates documents is a block of its own. */
bool verdict_stretch(const struct declutter_block *b, size_t i,
		     struct stretch *s);

#endif
