/* SPDX-License-Identifier: MIT */
#include "punct.h"

/* '.' ',' ':' '/' '-' and the apostrophe, of any width, join two digits. */
static char
joins_digits(uint32_t cp)
{
	switch (cp) {
	case '.': case ',': case ':': case '/': case '-': case '\'':
		return (char)cp;
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014:
	case 0x2212:
		return '-';
	case 0x2019:
		return '\'';
	case 0xff0c: case 0xff0d: case 0xff0e: case 0xff0f: case 0xff1a:
		return (char)(cp - 0xfee0);
	default:
		return 0;
	}
}

static bool
digit_follows(const char *p, size_t len)
{
	struct dc_char c;
	size_t n;

	if (len == 0)
		return false;
	if ((unsigned char)*p < 0x80)
		return *p >= '0' && *p <= '9';
	dc_char_lookup(dc_utf8_decode(p, len, &n), &c);
	return c.class == DC_DIGIT;
}

static bool
is_currency(uint32_t cp)
{
	return cp == '$' || (cp >= 0xa2 && cp <= 0xa5) ||
	       (cp >= 0x20a0 && cp <= 0x20cf) || cp == 0xff04 ||
	       (cp >= 0xffe0 && cp <= 0xffe6);
}

#define MINUS 0x2212u

/* The minus and the hyphens that are typed for it; no dashes. */
static bool
is_minus(uint32_t cp)
{
	return cp == '-' || cp == 0x2010 || cp == 0x2011 || cp == MINUS || cp == 0xff0d;
}

/* Does a minus sign stand before 'at' that belongs to no word? */
static bool
follows_sign(const char *text, size_t at)
{
	size_t n = at >= 3 && (unsigned char)text[at - 1] >= 0x80 ? 3 : 1, used;
	char before;

	if (at < n || (n == 1 ? text[at - 1] != '-' :
		       !is_minus(dc_utf8_decode(text + at - 3, 3, &used)) || used != 3))
		return false;
	if (at == n)
		return true;
	before = text[at - n - 1];
	return dc_is_blank(before) || before == '(' || before == '[';
}

/* What belongs to the number that the character begins: "-5", ".5", "-$5" are not
   "5"; NULL if it begins none. */
static const char *
opens_number(const struct dc_scanner *s, const char *text, size_t len, size_t at,
	     size_t n, uint32_t cp)
{
	bool apart = s->nchars == 0 || s->space || s->last_bits & DC_OPENER;
	bool solo = cp == MINUS && s->out->shape.last_class == DC_SOLO;

	if ((s->open && !solo) ||
	    !digit_follows(text + at + n, len - at - n))
		return NULL;
	if (is_minus(cp))	/* right behind an ideograph a hyphen is a range's dash */
		return apart || solo ? "-" : NULL;
	if (cp == '.' && (unsigned char)text[at + 1] <= '9')
		return follows_sign(text, at) ? "-." : apart ? "." : NULL;
	return is_currency(cp) && follows_sign(text, at) ? "-" : NULL;
}

/* Does the terminal before 'next' end a sentence, not just a "3." or "U."? */
static bool
ends_word(const char *text, size_t len, size_t next, uint32_t cp)
{
	unsigned char c;

	if (next == len || cp > 0x2fff)
		return true;
	c = (unsigned char)text[next];
	return c >= 0x80 || dc_is_blank((char)c) || dc_ascii_bits[c] & DC_CLOSER;
}

void
dc_punct_count(struct dc_scanner *s, const char *text, size_t len, size_t next,
	       uint32_t cp, unsigned bits)
{
	struct dc_shape *shape = &s->out->shape;

	shape->commas += (bits & DC_COMMA) != 0;
	shape->separators += (bits & DC_SEPARATOR) != 0;
	if (bits & DC_TERMINAL)
		shape->sentences += ends_word(text, len, next, cp);
}

void
dc_scan_punct(struct dc_scanner *s, const char *text, size_t len, size_t at, size_t n,
	      const struct dc_char *c)
{
	struct dc_shape *shape = &s->out->shape;
	char join = joins_digits(c->cp);
	const char *sign = opens_number(s, text, len, at, n, c->cp);

	if (join != 0 && s->open && s->after_digit &&
	    digit_follows(text + at + n, len - at - n)) {
		dc_token_put(s, &join, 1);
		return;
	}
	if (sign != NULL) {
		dc_token_close(s, at);
		dc_token_open(s, at, 0);
		dc_token_put(s, sign, strlen(sign));
		return;
	}
	dc_token_close(s, at);
	dc_punct_count(s, text, len, at + n, c->cp, c->bits);
	if (c->cp == '@' && at > 0 && !dc_is_blank(text[at - 1]))
		shape->has_email = true;
	else if (c->cp == '@')
		shape->has_at = true;
	if (c->cp == '#')
		shape->has_hash = true;
	if (c->cp == ':' && len - at > 3 && memcmp(text + at, "://", 3) == 0)
		shape->has_url = true;
}
