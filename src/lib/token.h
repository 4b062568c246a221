/* SPDX-License-Identifier: MIT */
/*
 * token.h - tokens, the shape of a block, and how a scan builds them
 *
 * A token is a run of letters, digits and marks after case folding and
 * compatibility decomposition (NFKD_Casefold, so full-width forms, ligatures
 * and precomposed letters meet, and the Turkish letters i with and without dot); a
 * code point with its marks in scripts without spaces; digits joined by . , : / - '
 * stay one number ("3.5", "2-1", "1,234"), a sign or point before them is part of it
 * ("-5", ".5", "-$5"); the copyright sign is a token.  Arabic and Hebrew vowel marks
 * and tatweel, soft hyphens and zero-width characters do not count.  Digits are never
 * folded together.
 */
#ifndef DC_TOKEN_H
#define DC_TOKEN_H
#include "mem.h"
#include "unicode.h"

enum {
	DC_TOKEN_NUMBER = 1,	/* holds a digit */
	DC_TOKEN_SOLO = 2,	/* one code point of a script without spaces */
	DC_TOKEN_TITLE = 4,	/* first letter is upper or title case */
	DC_TOKEN_CAPS = 8,	/* two or more letters, all upper case */
	DC_TOKEN_GLUED = 16	/* lower to upper case inside: "NEXTMinister" too */
};

struct dc_token {
	uint64_t hash;		/* dc_hash() of the folded bytes */
	uint32_t start, end;	/* range in the block's bytes */
	uint32_t folded;	/* where its folded bytes start */
	uint16_t nfolded;	/* their length; longer tokens are cut at 65535 */
	uint8_t flags;
};

/* Weights that make a rule counted in words mean the same in any script: a
   shingle of n tokens ends where the weight reaches 8 n. */
#define DC_WEIGHT_WORD 8u
#define DC_WEIGHT_SOLO 5u

static inline unsigned
dc_token_weight(const struct dc_token *t)
{
	return t->flags & DC_TOKEN_SOLO ? DC_WEIGHT_SOLO : DC_WEIGHT_WORD;
}

/* Words that Title Case capitalises have this many folded bytes; "from" and
   "after" are small words in many a Title Case. */
#define DC_LONG_WORD 4u
#define DC_SMALL_WORD 5u

/* What the bytes look like; all counts are of the whole block.  80 bytes: more would
   be cleared by a loop. */
struct dc_shape {
	uint32_t units;		/* length: Latin characters; ideograph 2.5, Hangul 2 */
	uint32_t letters, upper, lower, digits;
	uint32_t commas, separators;
	uint32_t title_tokens;	/* tokens that start with a capital */
	uint32_t caps_tokens;	/* tokens all in capitals */
	uint32_t number_tokens;
	uint32_t word_tokens;	/* tokens that start with a letter */
	uint32_t long_tokens;	/* words of DC_LONG_WORD bytes or more */
	uint32_t long_titles;	/* of those, how many start with a capital */
	uint32_t small_tokens;	/* of the others, those up to DC_SMALL_WORD */
	uint32_t sentences;	/* terminals followed by a blank or the end */
	uint16_t first;		/* dc_char bits and class of the first character */
	uint16_t last;		/* and of the last that is no closing mark */
	uint8_t first_class, last_class;
	bool ends_ellipsis, ends_quote;
	bool has_url, has_email, has_at, has_hash, has_copyright;
	bool canonical;		/* the bytes are their own canonical text */
	uint32_t invalid;	/* bytes that are no UTF-8 */
};

struct dc_scan {
	struct dc_array tokens;	/* struct dc_token */
	struct dc_array folded;	/* char */
	struct dc_shape shape;
};

#define DC_FOLD_FEW 8

/* The state of one scan. */
struct dc_scanner {
	const struct declutter_allocator *alloc;
	struct dc_chars *chars;
	struct dc_scan *out;
	size_t room;		/* bytes of the text, and behind it, that may be read */
	struct dc_token token;	/* the open one */
	bool open;
	uint32_t nupper, nlower;	/* letters of the open token */
	uint32_t prev_bits;	/* of the last letter of the open token */
	bool after_digit;	/* the open token ends in a digit */
	bool marked;		/* and has marks that may be out of order */
	uint32_t solos;		/* tokens of scripts without spaces */
	uint32_t nchars;	/* characters that are there */
	uint32_t nspaces;	/* runs of blanks between them */
	uint32_t last_cp, last_bits;
	bool space;		/* a blank came before the next character */
};

/* Open a token at byte 'at'; close the open one, if any, before byte 'end'. */
void dc_token_open(struct dc_scanner *s, size_t at, uint8_t flags);
void dc_token_close(struct dc_scanner *s, size_t end);

/* Keep what the first character is, and the last that closes nothing. */
void dc_token_ends(struct dc_scanner *s, uint32_t cp, unsigned class, unsigned bits);

/* Add folded bytes to the open token; there is room. */
static inline void
dc_token_put(struct dc_scanner *s, const char *bytes, size_t n)
{
	memcpy((char *)s->out->folded.data + s->out->folded.len, bytes, n);
	s->out->folded.len += n;
}

/* The same of what a character folds to, mostly a few bytes. */
static inline void
dc_token_fold(struct dc_scanner *s, const struct dc_char *c)
{
	char *to = (char *)s->out->folded.data + s->out->folded.len;

	static_assert(DC_FOLD_MAX > DC_FOLD_FEW, "fold has so many bytes");
	memcpy(to, c->fold, DC_FOLD_FEW);
	if (DC_UNLIKELY(c->nfold > DC_FOLD_FEW))
		memcpy(to, c->fold, DC_FOLD_MAX);
	s->out->folded.len += c->nfold;
}

/* A letter, digit or mark: extends the open token or opens one. */
void dc_token_word(struct dc_scanner *s, size_t at, const struct dc_char *c);
/* A character that is a token alone. */
void dc_token_solo(struct dc_scanner *s, size_t at, const struct dc_char *c);

#endif
