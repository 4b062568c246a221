/* SPDX-License-Identifier: MIT */
/* match.h - every phrase of the table in a block, in one pass over its tokens */
#ifndef DC_MATCH_H
#define DC_MATCH_H
#include "phrases.h"

/*
 * A phrase found.  'start' and 'end' are bytes of the block; they fall inside a
 * token where chrome is glued to content ("NEXTMinister").
 */
struct dc_hit {
	const struct dc_rule *rule;
	const char *phrase;
	uint32_t first, last;	/* tokens, inclusive */
	uint32_t start, end;
	bool fits;		/* it stands at the place the rule wants */
	bool glued;		/* one end is inside a token */
};

/*
 * Append to 'hits' (struct dc_hit) every phrase in the scanned block, in order
 * of their first token; those that do not fit their place only in short blocks,
 * where they may tile a menu.  False if memory is out.
 */
bool dc_phrases_find(const struct dc_phrases *p, const struct dc_scan *scan,
		     const char *bytes, size_t len, struct dc_array *hits);

#endif
