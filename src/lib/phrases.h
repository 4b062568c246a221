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

#define DC_PHRASE_TOKENS 24	/* longest phrase */

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

/*
 * Which tokens, and which pairs of tokens, may start a phrase: Bloom filters of
 * one hash, each of other bits of it.  Running text passes them rarely, so the
 * trie is seldom walked in vain; most tokens start no phrase at all.
 */
#define DC_SINGLE_BITS 16
#define DC_PAIR_BITS 17

struct dc_starts {
	uint64_t first[(1u << DC_SINGLE_BITS) / 64];	/* of any phrase */
	uint64_t single[(1u << DC_SINGLE_BITS) / 64];
	uint64_t pair[(1u << DC_PAIR_BITS) / 64];
};

/* Where a rule of a rules file stands: in which text, from 0, and its line. */
struct dc_origin {
	uint32_t text;
	uint32_t line;
};

/* What phrases become, as made when the library was built. */
struct dc_phrase_table {
	const struct dc_node *nodes;	/* of the trie */
	const struct dc_edge *edges;
	const struct dc_rule *rules;	/* 0 is not used */
	const char *text;		/* the phrases */
	const struct dc_starts *starts;	/* DC_NSTARTS */
	size_t nnodes, nedges, cap, nrules, ntext;
};

/* A table without any. */
extern const struct dc_phrase_table dc_no_phrases;

/* Of every phrase, and of those that need not start the block. */
enum { DC_ALL_STARTS, DC_INNER_STARTS, DC_NSTARTS };

struct dc_phrases {
	const struct declutter_allocator *alloc;
	struct dc_trie trie;
	struct dc_array rules;	/* struct dc_rule; 0 is not used */
	struct dc_array text;	/* char: the phrases */
	struct dc_array origins;	/* struct dc_origin, of the own rules */
	uint32_t first_own;	/* the first of them; they stand together */
	uint32_t ntexts;	/* texts of own rules so far */
	const struct dc_starts *starts;	/* DC_NSTARTS */
	struct dc_adder *adder;	/* NULL: all of it is a constant table's */
};

static inline const struct dc_rule *
dc_phrases_rule(const struct dc_phrases *p, uint32_t id)
{
	return (const struct dc_rule *)p->rules.data + id;
}

/* NULL for a rule that is built in. */
static inline const struct dc_origin *
dc_phrases_origin(const struct dc_phrases *p, const struct dc_rule *r)
{
	const struct dc_rule *first = dc_phrases_rule(p, p->first_own);

	return r->own ? (const struct dc_origin *)p->origins.data + (r - first) : NULL;
}

static inline bool
dc_bit(const uint64_t *bits, uint64_t i)
{
	return bits[i / 64] >> i % 64 & 1;
}

/* The bits of tokens: of one in 'first' and in 'single', of two in 'pair'. */
static inline uint64_t
dc_any_bit(uint64_t hash)
{
	return hash & ((1u << DC_SINGLE_BITS) - 1);
}

static inline uint64_t
dc_single_bit(uint64_t hash)
{
	return hash >> 20 & ((1u << DC_SINGLE_BITS) - 1);
}

static inline uint64_t
dc_pair_bit(uint64_t first, uint64_t second)
{
	return (first * 3 + second) >> 20 & ((1u << DC_PAIR_BITS) - 1);
}

/* May any phrase start with this token? */
static inline bool
dc_starts_any(const struct dc_starts *s, uint64_t hash)
{
	return dc_bit(s->first, dc_any_bit(hash));
}

/* May a phrase of one token, or one that goes on with a wildcard, start so? */
static inline bool
dc_starts_single(const struct dc_starts *s, uint64_t hash)
{
	return dc_bit(s->single, dc_single_bit(hash));
}

/* May a longer phrase start with these two? */
static inline bool
dc_starts_pair(const struct dc_starts *s, uint64_t first, uint64_t second)
{
	return dc_bit(s->pair, dc_pair_bit(first, second));
}

/* The phrases of a table, which stays; NULL if memory is out. */
struct dc_phrases *dc_phrases_new(const struct declutter_allocator *a,
				  const struct dc_phrase_table *table);
void dc_phrases_free(struct dc_phrases *p);

/* Add the rows of a table; see declutter_rules(). */
enum declutter_status dc_phrases_add(struct dc_phrases *p, const char *text,
				     size_t len, bool own,
				     struct declutter_rules_error *error);

#endif
