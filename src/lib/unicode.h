/* SPDX-License-Identifier: MIT */
/*
 * unicode.h - what a code point is, and what it folds to
 *
 * The only file that knows utf8proc.  ASCII goes through a table; other code
 * points through a small cache that belongs to the caller, so that a lookup in
 * running text costs a few nanoseconds.
 */
#ifndef DC_UNICODE_H
#define DC_UNICODE_H
#include "mem.h"
#include "utf8.h"

enum dc_class {
	DC_PUNCT,	/* punctuation and symbols: ends a token */
	DC_SPACE,
	DC_LETTER,
	DC_DIGIT,
	DC_MARK,	/* combining: part of the token before it */
	DC_SOLO,	/* letter of a script without spaces: a token alone */
	DC_SYMBOL,	/* a symbol that is a token alone: (c) */
	DC_SKIP		/* not there: zero width, control, Arabic vowel marks */
};

enum {
	DC_UPPER = 1,
	DC_LOWER = 2,
	DC_TERMINAL = 4,	/* ends a sentence in some script */
	DC_COMMA = 8,
	DC_QUOTE = 16,		/* quotation mark of any kind */
	DC_CLOSER = 32,		/* may follow a terminal: quotes, brackets */
	DC_SEPARATOR = 64,	/* | > / and kin, between items */
	DC_DASH = 128,
	DC_BULLET = 256,	/* opens a list item */
	DC_COLON = 512,
	DC_OPENER = 1024,	/* opening bracket or quote */
	DC_NOT_NFC = 2048,	/* may not stay as it is in NFC */
	DC_GONE = 4096,		/* has no place in canonical text */
	DC_ASCII_BASE = 8192	/* an ASCII character with marks, or one in NFC */
};

#define DC_DOTTED 0x130u	/* the Turkish capital i, */
#define DC_DOTLESS 0x131u	/* its small letter without a dot, */
#define DC_DOT_ABOVE 0x307u	/* and the dot */

#define DC_FOLD_MAX 36	/* U+FDFA folds to 33 bytes, the longest */

struct dc_char {
	uint32_t cp;
	uint16_t bits;
	uint8_t class;
	uint8_t nfold;
	char fold[DC_FOLD_MAX];	/* UTF-8; empty for what is no part of a token */
};

#define DC_CHAR_CACHE 1024

/* A cache of code points by their low bits; zeroed is empty. */
struct dc_chars {
	struct dc_char slot[DC_CHAR_CACHE];
};

extern const uint8_t dc_ascii_class[128];
extern const uint16_t dc_ascii_bits[128];

/* Fill in 'c' for a character of ASCII, but for what it folds to. */
static inline void
dc_char_ascii(unsigned char byte, struct dc_char *c)
{
	c->cp = byte;
	c->class = dc_ascii_class[byte];
	c->bits = dc_ascii_bits[byte];
}

/* The blanks of ASCII that may stand inside a block. */
static inline bool
dc_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A Han ideograph that is nothing but itself: a token alone that folds to its own
   bytes.  Unicode 11 has all of them, as the oldest utf8proc has. */
static inline bool
dc_is_ideograph(uint32_t cp)
{
	return cp >= 0x4e00 && cp <= 0x9fef;
}

/* Fill in 'c' for 'cp' (DC_INVALID bytes are punctuation). */
void dc_char_lookup(uint32_t cp, struct dc_char *c);

/* Has a character of these bytes one of the bits? */
bool dc_char_any(const char *s, size_t len, unsigned bits);

/* As above through the cache; the result stays until the slot is reused. */
static inline const struct dc_char *
dc_char_get(struct dc_chars *chars, uint32_t cp)
{
	struct dc_char *c = &chars->slot[cp & (DC_CHAR_CACHE - 1)];

	if (DC_UNLIKELY(c->cp != cp || c->cp == 0))
		dc_char_lookup(cp, c);
	return c;
}

/* Bring the marks in 'len' bytes of decomposed UTF-8 into canonical order; of a
   longer text than any word only the start. */
void dc_order_marks(char *s, size_t len);

/*
 * Bring 'n' code points to NFC in place ('cps' has room for 'cap' of them,
 * at least 8 n: decomposition may need four, ordering as many again).
 * Returns their new number.
 */
size_t dc_nfc(int32_t *cps, size_t n, size_t cap);

#endif
