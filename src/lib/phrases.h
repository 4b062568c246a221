/* SPDX-License-Identifier: MIT */
/*
 * phrases.h - the table of phrases, built in and from rules files
 *
 * Phrases of all languages lie in one trie over token hashes; a scan of a
 * block's tokens finds every phrase in it.  No language is detected.
 */
#ifndef DC_PHRASES_H
#define DC_PHRASES_H
#include "mem.h"
#include "scan.h"
#include "trie.h"

enum dc_place {
	DC_WHOLE,	/* the block is the phrase */
	DC_PREFIX,	/* it starts with the phrase */
	DC_SUFFIX,	/* it ends with it */
	DC_ANYWHERE,
	DC_INLINE,	/* the phrase is cut out of a paragraph */
	DC_TAIL,	/* from the phrase to the end of the block is cut */
	DC_NPLACES
};

enum dc_strength {
	DC_CUE,		/* evidence that needs company */
	DC_SURE,	/* decides alone */
	DC_WORD,	/* no chrome itself: shows a date, opens a byline */
	DC_PROTECT	/* "!keep": what it matches stays */
};

struct dc_rule {
	uint32_t phrase;	/* offset of its text, NUL-terminated */
	uint32_t next;		/* next rule of the same trie node, or 0 */
	uint8_t category, place, strength, ntokens;
	bool colon;		/* a colon or separator must follow */
	bool own;		/* from a rules file */
};

#define DC_FIRST_BITS 14	/* filter of tokens that start a phrase */

struct dc_phrases {
	const struct declutter_allocator *alloc;
	struct dc_trie trie;
	struct dc_array rules;	/* struct dc_rule; 0 is not used */
	struct dc_array text;	/* char: the phrases */
	struct dc_chars chars;	/* scratch of dc_phrases_add() */
	struct dc_scan scan;	/* the same */
	uint64_t first[(1u << DC_FIRST_BITS) / 64];
};

static inline const struct dc_rule *
dc_phrases_rule(const struct dc_phrases *p, uint32_t id)
{
	return (const struct dc_rule *)p->rules.data + id;
}

/* May a token with this hash start a phrase? */
static inline bool
dc_phrases_may_start(const struct dc_phrases *p, uint64_t hash)
{
	uint64_t bit = hash & ((1u << DC_FIRST_BITS) - 1);

	return p->first[bit / 64] >> bit % 64 & 1;
}

struct dc_phrases *dc_phrases_new(const struct declutter_allocator *a);
void dc_phrases_free(struct dc_phrases *p);

/* Add the rows of a table; see declutter_rules(). */
enum declutter_status dc_phrases_add(struct dc_phrases *p, const char *text,
				     size_t len, bool own,
				     struct declutter_rules_error *error);

#endif
