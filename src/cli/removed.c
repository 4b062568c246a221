/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "escape.h"
#include "removed.h"
#include "verdict.h"

static void
head(struct output *o, const struct origin *origin, uint64_t offset, uint64_t len)
{
	output_puts(o, "@ ");
	escape_tsv(o, origin->name, strlen(origin->name));
	if (origin->is_record)
		output_printf(o, ":%" PRIu64, origin->line);
	output_printf(o, " %" PRIu64 " %" PRIu64 " ", offset, len);
}

void
removed_block(struct output *o, const struct origin *origin,
	      const struct declutter_block *b)
{
	struct stretch s;
	size_t i;

	for (i = 0; verdict_stretch(b, i, &s); i++) {
		head(o, origin, b->offset + s.start, s.end - s.start);
		output_printf(o, "%s:%s\n", s.verdict.action, s.verdict.reason);
		output_write(o, b->bytes + s.start, s.end - s.start);
		output_puts(o, "\n");
	}
}

void
removed_end(struct output *o, const struct origin *origin, uint64_t len)
{
	head(o, origin, len, 0);
	output_puts(o, "end\n\n");
}
