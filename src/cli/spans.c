/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"
#include "spans.h"
#include "verdict.h"

#define KEEP ((size_t)1 << 17)	/* what a giant record took is given back */

struct span {
	uint64_t start, end;	/* bytes; code points once counted */
	const char *reason;	/* a name of the library's; NULL once it was written */
	double score;
};

void
spans_block(struct spans *s, const struct declutter_block *b)
{
	struct stretch stretch;
	size_t i;

	for (i = 0; verdict_stretch(b, i, &stretch); i++) {
		struct span *span = grow(s->span, s->n, &s->cap, sizeof(*span));

		if (span == NULL) {
			s->out_of_memory = true;
			return;
		}
		s->span = span;
		s->span[s->n++] = (struct span){
			.start = b->offset + stretch.start,
			.end = b->offset + stretch.end,
			.reason = stretch.verdict.reason,
			.score = stretch.is_cut || !isfinite(b->score) ? 1 : b->score
		};
	}
}

/* From bytes to code points: spans are in order and do not overlap. */
static void
count_points(struct spans *s, const char *text, size_t len)
{
	uint64_t points = 0;
	size_t at = 0, i;

	for (i = 0; i < 2 * s->n; i++) {
		uint64_t *end = i % 2 == 0 ? &s->span[i / 2].start :
					     &s->span[i / 2].end;

		for (; at < *end && at < len; at++)
			points += ((unsigned char)text[at] & 0xc0) != 0x80;
		*end = points;
	}
}

/* The name of the attribute: '-' would be minus in a JSON path. */
static void
write_name(struct output *out, const char *reason)
{
	output_puts(out, "\"" SPANS_PREFIX);
	for (; *reason != '\0'; reason++)
		output_write(out, *reason == '-' ? "_" : reason, 1);
	output_puts(out, "\":[");
}

/* All spans with the reason of the first one, which has not been written. */
static void
write_reason(struct spans *s, struct output *out, size_t first)
{
	const char *reason = s->span[first].reason;
	size_t i;

	write_name(out, reason);
	for (i = first; i < s->n; i++) {
		struct span *span = &s->span[i];

		if (span->reason != reason)	/* the library has each name once */
			continue;
		output_printf(out, "%s[%" PRIu64 ",%" PRIu64 ",%.3f]",
			      i > first ? "," : "", span->start, span->end,
			      span->score);
		span->reason = NULL;
	}
	output_puts(out, "]");
}

void
spans_write(struct spans *s, struct output *out, const char *text, size_t len,
	    bool more)
{
	size_t i;

	count_points(s, text, len);
	for (i = 0; i < s->n; i++) {
		if (s->span[i].reason == NULL)
			continue;
		output_puts(out, more ? "," : "");
		write_reason(s, out, i);
		more = true;
	}
	s->n = 0;
	if (s->cap > KEEP) {
		free(s->span);
		s->span = NULL;
		s->cap = 0;
	}
}

void
spans_free(struct spans *s)
{
	free(s->span);
	*s = (struct spans){NULL, 0, 0, false};
}
