/* SPDX-License-Identifier: MIT */
#include "canon.h"
#include "letters.h"

#define ZWNJ 0x200c
#define ZWJ 0x200d
#define REPLACEMENT 0xfffd
#define SOFT_HYPHEN 0xad
#define HYPHEN 0x2010
#define BLACK_FLAG 0x1f3f4

void
dc_canon_start(struct dc_canon *c)
{
	c->space = c->broken = false;
	c->joiner = 0;
	c->last = (struct dc_char){0};
	c->in_word = c->joinable = false;
	dc_canon_go_on(c);
}

void
dc_canon_go_on(struct dc_canon *c)
{
	c->text.len = 0;
	c->not_nfc = false;
	c->invalid = 0;
}

/* A line end inside a block is a blank, but not before a comma, between
   ideographs or behind the hyphen of a word broken in two. */
static bool
wants_space(const struct dc_canon *c, const struct dc_char *next)
{
	if (!c->space)
		return false;
	if (!c->broken)
		return true;
	if (next->bits & (DC_COMMA | DC_TERMINAL | DC_COLON) &&
	    next->cp != 0x2026)
		return false;
	if (next->cp == ';' || next->cp == ')' || next->cp == ']')
		return false;
	if (c->last.class == DC_SOLO && next->class == DC_SOLO)
		return false;
	return !(c->in_word && next->bits & DC_LOWER);
}

/* May a joiner stand beside it?  Not where NFC and NFD would differ on it. */
static bool
is_joinable(const struct dc_char *c)
{
	return c->cp >= 0x80 && !(c->bits & DC_ASCII_BASE);
}

/* Does it stand right behind a letter? */
static bool
is_in_word(const struct dc_canon *c)
{
	return !c->space && c->last.class == DC_LETTER;
}

/* Put one character; there is room. */
static void
put(struct dc_canon *c, const struct dc_char *next)
{
	char *out = (char *)c->text.data + c->text.len;
	bool breaks = (next->cp == '-' || next->cp == HYPHEN) && is_in_word(c);
	size_t n = 0;

	if (c->joiner != 0 && c->joinable && is_joinable(next) && !c->space)
		n = dc_utf8_encode(c->joiner, out);
	else if (c->last.cp != 0 && wants_space(c, next))
		out[n++] = ' ';
	c->joiner = 0;
	c->space = c->broken = false;
	n += dc_utf8_encode(next->cp, out + n);
	c->text.len += n;
	c->not_nfc |= (next->bits & DC_NOT_NFC) != 0;
	c->in_word = breaks;
	if (next->class != DC_MARK)
		c->joinable = is_joinable(next);
	c->last = *next;
}

static bool
is_graphic(char c)
{
	return c > ' ' && c < 0x7f;
}

/* How many bytes at 's', behind a character that was put, stay as they are: ASCII
   with single blanks before more of it. */
static size_t
plain_length(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && (is_graphic(s[n]) ||
			   (s[n] == ' ' && n + 1 < len && is_graphic(s[n + 1]))))
		n++;
	return n;
}

/* Put 'n' such bytes. */
static bool
put_plain(struct dc_canon *c, const struct declutter_allocator *a, const char *s,
	  size_t n)
{
	if (n > 1)
		dc_char_ascii((unsigned char)s[n - 2], &c->last);
	c->in_word = s[n - 1] == '-' && c->last.class == DC_LETTER;
	dc_char_ascii((unsigned char)s[n - 1], &c->last);
	c->joinable = false;
	return dc_array_append(a, &c->text, s, n, 1);
}

static bool
is_tag(uint32_t cp)
{
	return cp >= 0xe0020 && cp <= 0xe007f;
}

/* Does it say whose flag it is: a tag behind a black flag and other tags? */
static bool
is_of_flag(const struct dc_canon *c, uint32_t cp)
{
	return is_tag(cp) && !c->space &&
	       (c->last.cp == BLACK_FLAG || is_tag(c->last.cp));
}

bool
dc_canon_add(struct dc_canon *c, const struct declutter_allocator *a,
	     struct dc_chars *chars, const char *s, size_t len)
{
	struct dc_char ascii = {0};
	size_t i, n;

	if (c->text.len > 0) {		/* behind a cut, which is as a line end */
		c->space = c->broken = true;
		c->in_word = false;
	}
	for (i = 0; i < len; i += n) {
		uint32_t cp = dc_utf8_decode(s + i, len - i, &n);
		const struct dc_char *next = &ascii;

		if (!dc_array_reserve(a, &c->text, 8, 1))
			return false;
		if (cp & DC_INVALID) {
			cp = REPLACEMENT;
			c->invalid++;
		}
		if (cp < 0x80)
			dc_char_ascii((unsigned char)cp, &ascii);
		else
			next = dc_char_get(chars, cp);
		if (next->class == DC_SPACE) {
			c->space = true;
			c->broken |= cp == '\n' || cp == '\r';
		} else if (cp == ZWNJ || cp == ZWJ) {
			c->joiner = cp;
		} else if (cp == SOFT_HYPHEN) {
			c->in_word |= is_in_word(c);
		} else if (!(next->bits & DC_GONE) || is_of_flag(c, cp)) {
			size_t more = plain_length(s + i + n, len - i - n);

			put(c, next);
			if (more > 0 && !put_plain(c, a, s + i + n, more))
				return false;
			n += more;
		}
	}
	return true;
}

static bool
normalise(struct dc_canon *c, const struct declutter_allocator *a)
{
	const char *s = c->text.data;
	size_t len = c->text.len, at, n, count = 0, i;
	int32_t *cps;

	for (at = 0; at < len; at++)
		count += !dc_utf8_is_inside(s[at]);
	c->cps.len = 0;
	if (!dc_array_reserve(a, &c->cps, count * 8, sizeof(*cps)))
		return false;
	cps = c->cps.data;
	for (at = 0, i = 0; at < len; at += n)
		cps[i++] = (int32_t)dc_utf8_decode(s + at, len - at, &n);
	count = dc_nfc(cps, count, count * 8);
	c->text.len = 0;
	if (!dc_array_reserve(a, &c->text, count * 4, 1))
		return false;
	for (i = 0; i < count; i++)
		c->text.len += dc_utf8_encode((uint32_t)cps[i],
					      (char *)c->text.data + c->text.len);
	return true;
}

bool
dc_canon_end(struct dc_canon *c, const struct declutter_allocator *a)
{
	return !c->not_nfc || normalise(c, a);
}

void
dc_canon_clear(struct dc_canon *c, const struct declutter_allocator *a)
{
	dc_array_clear(a, &c->text, 1);
	dc_array_clear(a, &c->cps, sizeof(int32_t));
}

/* Eight bytes that are graphic ASCII with single blanks; *space: a blank stands before
   them, then at their end. */
static bool
is_plain(uint64_t x, bool *space)
{
	uint64_t blanks = dc_equals(x, ' ');
	uint64_t graphic = dc_at_least(x, ' ') & ~dc_at_least(x, 0x7f) & ~x;

	if ((graphic & DC_BYTES(0x80)) != DC_BYTES(0x80) ||
	    (blanks & (blanks << 8 | (uint64_t)*space << 7) & DC_BYTES(0x80)) != 0)
		return false;
	*space = blanks >> 63;
	return true;
}

bool
dc_canon_check(struct dc_chars *chars, const char *s, size_t len, uint32_t *invalid)
{
	bool space = false, canonical = len == 0 || *s != ' ';
	struct dc_char ascii = {0};
	size_t i, n;

	*invalid = 0;
	for (i = 0; i < len; i += n) {
		const struct dc_char *c = &ascii;
		uint32_t cp;

		n = 8;
		if (len - i >= 8 && is_plain(dc_load8(s + i), &space))
			continue;
		cp = dc_utf8_decode(s + i, len - i, &n);
		*invalid += (cp & DC_INVALID) != 0;
		if (cp < 0x80)
			dc_char_ascii((unsigned char)cp, &ascii);
		else
			c = dc_char_get(chars, cp);
		if (c->class == DC_SKIP) {
			canonical &= !(c->bits & (DC_GONE | DC_NOT_NFC));
			continue;
		}
		canonical &= cp == ' ' ? !space : c->class != DC_SPACE &&
						  !(c->bits & DC_NOT_NFC);
		space = c->class == DC_SPACE;
	}
	return canonical && !space && *invalid == 0;
}
