/* SPDX-License-Identifier: MIT */
/*
 * scan.h - one block's bytes to tokens, hashes and shape
 *
 * A pure function of the bytes: any thread, any order.  A token is a run of
 * letters, digits and marks after case folding and compatibility
 * decomposition (NFKD_Casefold, so full-width forms, ligatures and precomposed
 * letters meet); a code point with its marks in scripts without spaces; digits
 * joined by . , : / - ' stay one number ("3.5", "2-1", "1,234"); (c) is one.
 * Arabic and Hebrew vowel marks and tatweel, soft hyphens and zero-width
 * characters do not count.  Digits are never folded together.
 */
#ifndef DC_SCAN_H
#define DC_SCAN_H
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

/* What the bytes look like; all counts are of the whole block. */
struct dc_shape {
	uint32_t units;		/* length: Latin characters; an ideograph is 2.5 */
	uint32_t letters, upper, lower, digits;
	uint32_t commas, terminals, separators, joints;
	uint32_t title_tokens;	/* tokens that start with a capital */
	uint32_t caps_tokens;	/* tokens all in capitals */
	uint32_t number_tokens;
	uint32_t word_tokens;	/* tokens that start with a letter */
	uint32_t sentences;	/* terminals followed by a blank or the end */
	uint32_t first;		/* dc_char bits and class of the first character */
	uint32_t last;		/* and of the last that is no closing mark */
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

/*
 * Scan 'len' bytes at 's', at most UINT32_MAX, into 'scan', whose arrays are
 * reused.  False if memory is out.
 */
bool dc_scan(const struct declutter_allocator *a, struct dc_chars *chars,
	     const char *s, size_t len, struct dc_scan *scan);

void dc_scan_clear(const struct declutter_allocator *a, struct dc_scan *scan);

static inline const struct dc_token *
dc_scan_tokens(const struct dc_scan *scan)
{
	return scan->tokens.data;
}

static inline const char *
dc_scan_folded(const struct dc_scan *scan, const struct dc_token *t)
{
	return (const char *)scan->folded.data + t->folded;
}

#endif
