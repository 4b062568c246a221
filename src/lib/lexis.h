/* SPDX-License-Identifier: MIT */
/*
 * lexis.h - what the words of a block tell the chrome model
 *
 * Two things: how each word leans, to content or to chrome, by a table of weights
 * (the lexicon); and whether the document's prose has the block's longer words
 * elsewhere, as an article's own paragraphs do and a teaser does not.  Only the
 * first words of a block are asked, so its cost is bounded.
 */
#ifndef DC_LEXIS_H
#define DC_LEXIS_H
#include "view.h"

/* Weights are log-odds of content in sixteenths, found by the word's hash; a bucket
   holds two, each below eight bits that check the hash. */
#define DC_LEXICON_BITS 14

struct dc_lexicon {
	uint32_t bucket[1u << DC_LEXICON_BITS];
};

/* The longer words of the document's prose so far; a slot forgets. */
#define DC_MENTION_BITS 12

struct dc_mention {
	uint32_t tag;
	uint16_t last;		/* low bits of the last block that has it */
	uint8_t count;		/* how many blocks of prose */
	uint8_t title;		/* the document's first block has it */
};

struct dc_mentions {
	struct dc_mention slot[1u << DC_MENTION_BITS];
	uint32_t salt;		/* of the document, so that it has its own tags */
};

/* What a block's longer words are to the document. */
struct dc_topic {
	uint32_t words;		/* how many were asked */
	uint32_t shared;	/* in other blocks of prose */
	uint32_t times;		/* in how many, in all */
	uint32_t title;		/* in the first block */
};

/*
 * Read the words of a table of weights: rows "0 TAB word TAB weight".  A word that
 * finds no room is left out.  NULL, or what is wrong with it.
 */
const char *dc_lexicon_read(struct dc_lexicon *l, struct dc_span table);

/* The key of the first words of a short text, numbers all alike; 0 for a long one. */
uint64_t dc_text_key(const struct dc_view *v, size_t ntokens);

/* Fill in the view's key, how its words lean, their sum over the root of their number
   in 256ths of a log-odds, and which are long. */
void dc_lexis_read(const struct dc_lexicon *l, struct dc_view *v);

/* A document starts. */
void dc_mentions_begin(struct dc_mentions *m, uint64_t document);

/* Block 'i' is the document's first, or prose. */
void dc_mentions_add(struct dc_mentions *m, const struct dc_view *v, uint64_t i,
		     bool first, bool prose);

/* 'prose': so it was added itself. */
struct dc_topic dc_mentions_ask(const struct dc_mentions *m, const struct dc_view *v,
				bool prose);

#endif
