/* SPDX-License-Identifier: MIT */
/* utf8.h - decode and encode UTF-8; an invalid byte decodes as itself, flagged */
#ifndef DC_UTF8_H
#define DC_UTF8_H
#include "base.h"

#define DC_INVALID 0x80000000u	/* or-ed to a byte that is no UTF-8 */

/*
 * Decode one code point of 'len' > 0 bytes at 's'; *n is the bytes it took.
 * Overlong forms, surrogates and values over U+10FFFF are invalid (Unicode
 * 15, table 3-7); an invalid sequence takes one byte.
 */
static inline uint32_t
dc_utf8_decode(const char *s, size_t len, size_t *n)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t c = p[0];

	*n = 1;
	if (c < 0x80)
		return c;
	if (c >= 0xc2 && c <= 0xdf && len >= 2 && (p[1] & 0xc0) == 0x80) {
		*n = 2;
		return (c & 0x1f) << 6 | (p[1] & 0x3fu);
	}
	if ((c & 0xf0) == 0xe0 && len >= 3 && (p[1] & 0xc0) == 0x80 &&
	    (p[2] & 0xc0) == 0x80) {
		uint32_t v = (c & 0xf) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);

		if (v >= 0x800 && (v < 0xd800 || v > 0xdfff)) {
			*n = 3;
			return v;
		}
	}
	if (c >= 0xf0 && c <= 0xf4 && len >= 4 && (p[1] & 0xc0) == 0x80 &&
	    (p[2] & 0xc0) == 0x80 && (p[3] & 0xc0) == 0x80) {
		uint32_t v = (c & 7) << 18 | (p[1] & 0x3fu) << 12 |
			     (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);

		if (v >= 0x10000 && v <= 0x10ffff) {
			*n = 4;
			return v;
		}
	}
	return c | DC_INVALID;
}

/* Is it a byte of a character, and not its first? */
static inline bool
dc_utf8_is_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Decode the last code point of 'len' > 0 bytes; *n is the bytes it took. */
static inline uint32_t
dc_utf8_last(const char *s, size_t len, size_t *n)
{
	size_t back = 1, got;
	uint32_t cp;

	while (back < len && back < 4 && dc_utf8_is_inside(s[len - back]))
		back++;
	cp = dc_utf8_decode(s + len - back, back, &got);
	*n = got == back ? back : 1;
	return got == back ? cp : (unsigned char)s[len - 1] | DC_INVALID;
}

/* Encode 'c' at 's' (room for 4); returns the bytes written. */
static inline size_t
dc_utf8_encode(uint32_t c, char *s)
{
	unsigned char *p = (unsigned char *)s;

	if (c < 0x80) {
		p[0] = (unsigned char)c;
		return 1;
	}
	if (c < 0x800) {
		p[0] = (unsigned char)(0xc0 | c >> 6);
		p[1] = (unsigned char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		p[0] = (unsigned char)(0xe0 | c >> 12);
		p[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		p[2] = (unsigned char)(0x80 | (c & 0x3f));
		return 3;
	}
	p[0] = (unsigned char)(0xf0 | c >> 18);
	p[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
	p[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
	p[3] = (unsigned char)(0x80 | (c & 0x3f));
	return 4;
}

/* Bytes of the byte-order mark that a text may start with: 3, or 0 without one. */
static inline size_t
dc_utf8_mark(const char *s, size_t len)
{
	return len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* Do the first bytes of a text, four if it has them, show that it is UTF-16 or
   UTF-32?  Their byte-order marks cannot start UTF-8. */
static inline bool
dc_is_utf16(const char *head, size_t n)
{
	return (n >= 2 && (memcmp(head, "\xff\xfe", 2) == 0 ||
			   memcmp(head, "\xfe\xff", 2) == 0)) ||
	       (n >= 4 && memcmp(head, "\0\0\xfe\xff", 4) == 0);
}

#endif
