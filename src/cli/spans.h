/* SPDX-License-Identifier: MIT */
/*
 * spans.h - what would go from a record's text, as attributes in Dolma's manner
 *
 *	"declutter__REASON":[[START,END,SCORE],...]
 *
 * START and END count code points of the text, END is behind the last; SCORE is
 * that of --explain, 1 for a cut.
 */
#ifndef CLI_SPANS_H
#define CLI_SPANS_H
#include "declutter.h"
#include "output.h"

#define SPANS_PREFIX "declutter__"

struct spans {
	struct span *span;
	size_t n, cap;
	bool out_of_memory;	/* some are missing */
};

/* Note the stretches of the block that go. */
void spans_block(struct spans *s, const struct declutter_block *b);

/* The members of the object, a comma before the first if 'more'; 'text' is the
   record's.  Then there are none. */
void spans_write(struct spans *s, struct output *out, const char *text,
		 size_t len, bool more);
void spans_free(struct spans *s);

#endif
