/* SPDX-License-Identifier: MIT */
/*
 * view.h - what chrome verdicts see of a block
 *
 * A view is made once from a block's scan and phrase hits and does not depend
 * on other blocks, but for its first fields: where it stands.
 */
#ifndef DC_VIEW_H
#define DC_VIEW_H
#include "match.h"
#include "scan.h"

#define DC_LEXIS_TOKENS 32	/* words asked how they lean, and what they are to
				   the document */

struct dc_view {
	uint64_t document;
	bool bounded;		/* the document's ends are known */
	uint64_t index;		/* number of the block in its document */

	const struct dc_token *tokens;	/* while the block is not emitted */
	const char *bytes;		/* the same */
	size_t nbytes;
	uint64_t hash;		/* of the folded text, 0 if that is long */
	struct dc_shape shape;
	uint32_t ntokens;
	uint32_t content;	/* words of four letters or more */
	uint32_t capitals;	/* of those, how many start with a capital */
	uint32_t major;		/* the same without small words in lower case */
	uint64_t first_hash;	/* of the first token */
	uint64_t key;		/* hash of the words */
	int32_t lean;		/* how they lean: dc_lexis_read() */
	uint32_t nlong;		/* so many in long_hash[] are long enough for a topic */

	bool prose;		/* a paragraph: long enough, ends a sentence */
	bool sentence;		/* ends a sentence */
	bool row;		/* of a table, as Markdown draws them */
	bool bullet, quoted;	/* opens with a bullet, with a quotation mark */
	bool title_case;	/* a headline in Title Case */
	bool short_title;	/* Title Case, but too short to be sure */
	bool label;		/* one to four words, no sentence */
	bool capitalised;	/* every longer word starts with a capital */
	bool names;		/* nothing but one to eight capitalised words */
	bool date;		/* a date and little else */
	bool number;		/* a number or time alone */
	bool dated;		/* short, with a date in it */
	bool chrome;		/* sure or tiled */

	/* From here on, what phrases say. */
	const struct dc_rule *sure, *cue;	/* strongest that fit, or NULL */
	const char *sure_phrase, *cue_phrase;
	const struct dc_rule *heading;	/* a phrase that heads a list, or NULL */
	const char *heading_phrase;
	uint32_t byline_tokens;	/* words before the first name */
	uint32_t consents;	/* words that notices of consent are full of */
	uint32_t known;		/* tokens that phrases for whole blocks cover */
	bool byline;		/* "By" and names */
	bool comments_head;	/* may head readers' comments */
	bool comment_word;	/* short, with words that go with a comment */
	bool credit;		/* has words of a picture's credit */
	bool protect;		/* a !keep rule matched */
	bool headline;		/* the page begins with a title that says it */
	bool tiled;		/* nothing but phrases: a menu, a share bar */
	uint8_t tile_category;

	uint64_t long_hash[DC_LEXIS_TOKENS];	/* last: only some are there */
};

static inline void
dc_view_copy(struct dc_view *to, const struct dc_view *from)
{
	memcpy(to, from, offsetof(struct dc_view, long_hash) +
			 from->nlong * sizeof(from->long_hash[0]));
}

/* A paragraph of prose has at least this many units: of chrome lines only 3 in
   100 are as long and end a sentence. */
#define DC_PROSE_UNITS 80

/* May its text be a template's?  Longer repeats are the duplicate index's. */
#define DC_TEMPLATE_UNITS 120

/* The words of a template may stand in a longer block too, with more punctuation or
   written out; not in one of twice as many letters. */
#define DC_HASH_LETTERS (2 * DC_TEMPLATE_UNITS)

static inline bool
dc_view_is_short(const struct dc_view *v)
{
	return !v->prose && v->shape.units <= DC_TEMPLATE_UNITS && v->ntokens > 0;
}

/* Does it read like a paragraph: long enough, and it ends a sentence? */
bool dc_reads_as_prose(const struct dc_shape *s);

/* Make the view of a block of these bytes; 'scan' and 'text' stay as long as it. */
void dc_view_read(struct dc_view *v, const struct dc_scan *scan, struct dc_span text,
		  const struct dc_hit *hits, size_t nhits);

#endif
