/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "wide.h"

#define FOLD_SHORT 4	/* bytes a letter folds to here, at most */

/* The character of two bytes at 'p', 0 if there is none. */
static uint32_t
two_bytes(const char *p, size_t len)
{
	const unsigned char *u = (const unsigned char *)p;

	if (len < 2 || u[0] < 0xc2 || u[0] > 0xdf || (u[1] & 0xc0) != 0x80)
		return 0;
	return (u[0] & 0x1fu) << 6 | (u[1] & 0x3fu);
}

/* The ideograph at 'p', 0 if there is none. */
static uint32_t
ideograph(const char *p, size_t len)
{
	const unsigned char *u = (const unsigned char *)p;
	uint32_t cp;

	if (len < 3 || u[0] < 0xe4 || u[0] > 0xe9 || (u[1] & 0xc0) != 0x80 ||
	    (u[2] & 0xc0) != 0x80)
		return 0;
	cp = (u[0] & 0xfu) << 12 | (u[1] & 0x3fu) << 6 | (u[2] & 0x3fu);
	return dc_is_ideograph(cp) ? cp : 0;
}

/* A run of characters of this kind starts. */
static void
start_run(struct dc_scanner *s, unsigned class, unsigned bits)
{
	s->nspaces += s->space && s->nchars > 0;
	s->space = false;
	if (s->nchars == 0) {
		s->out->shape.first = (uint16_t)bits;
		s->out->shape.first_class = (uint8_t)class;
	}
}

/* It had 'n' characters; the last was 'cp'. */
static void
end_run(struct dc_scanner *s, uint32_t n, uint32_t cp, unsigned class, unsigned bits)
{
	s->out->shape.letters += n;
	s->nchars += n - 1;
	dc_token_ends(s, cp, class, bits);
}

/* A letter that asks for no more than this file does. */
static bool
is_plain_letter(const struct dc_char *c)
{
	return c->class == DC_LETTER && !(c->bits & DC_NOT_NFC) &&
	       c->nfold <= FOLD_SHORT;
}

/* How many capitals and small letters a token has so far. */
struct cases {
	uint32_t upper, lower;
};

/* Two letters side by side in a token: do they look glued? */
static bool
is_joint(struct cases sofar, unsigned before, unsigned bits)
{
	if (bits & DC_UPPER)
		return (before & DC_LOWER) != 0;
	return bits & DC_LOWER && before & DC_UPPER && sofar.upper > 2 &&
	       sofar.lower == 0;
}

/* Make the open token a word that starts before byte 'at'. */
static void
open_word(struct dc_scanner *s, size_t at, unsigned bits)
{
	if (s->open && !(s->token.flags & DC_TOKEN_SOLO))
		return;
	dc_token_close(s, at);
	dc_token_open(s, at, bits & DC_UPPER ? DC_TOKEN_TITLE : 0);
	s->out->shape.word_tokens++;
}

/* The letters counted so far are the open token's. */
static void
write_back(struct dc_scanner *s, struct cases cases, bool glued, unsigned bits)
{
	struct dc_shape *shape = &s->out->shape;

	shape->upper += cases.upper - s->nupper;
	shape->lower += cases.lower - s->nlower;
	if (glued)
		s->token.flags |= DC_TOKEN_GLUED;
	s->nupper = cases.upper;
	s->nlower = cases.lower;
	s->prev_bits = bits;
	s->after_digit = false;
}

/* From a plain letter on. */
static size_t
take_letters(struct dc_scanner *s, const char *text, size_t len, size_t at,
	     const struct dc_char *c)
{
	struct dc_array *folded = &s->out->folded;
	uint32_t n = 0, cp = c->cp, last;
	bool glued = false;
	unsigned bits = c->bits, before;
	struct cases cases;
	char *out;

	static_assert(DC_UPPER == 1 && DC_LOWER == 2, "counted as they are");
	start_run(s, DC_LETTER, bits);
	open_word(s, at, bits);
	cases = (struct cases){s->nupper, s->nlower};
	before = s->prev_bits;
	out = (char *)folded->data + folded->len;
	do {
		memcpy(out, c->fold, FOLD_SHORT);
		out += c->nfold;
		bits = c->bits;
		if (DC_UNLIKELY((bits ^ before) & DC_UPPER))
			glued |= is_joint(cases, before, bits);
		cases.upper += bits & DC_UPPER;
		cases.lower += bits >> 1 & 1;
		before = bits;
		last = cp;
		n++;
		at += 2;
		cp = two_bytes(text + at, len - at);
		if (cp == 0)
			break;
		c = dc_char_get(s->chars, cp);
	} while (is_plain_letter(c));
	folded->len = (size_t)(out - (char *)folded->data);
	write_back(s, cases, glued, bits);
	end_run(s, n, last, DC_LETTER, bits);
	return at;
}

/* May an ideograph end before byte 'at', which starts no other?  Not where a mark,
   or what a mark may follow as if it were not there, stands. */
static bool
ends_before(struct dc_chars *chars, const char *text, size_t len, size_t at)
{
	unsigned class;
	size_t n;

	if (at == len)
		return true;
	class = (unsigned char)text[at] < 0x80 ?
		dc_ascii_class[(unsigned char)text[at]] :
		dc_char_get(chars, dc_utf8_decode(text + at, len - at, &n))->class;
	return class != DC_MARK && class != DC_SKIP;
}

static void
put_ideograph(struct dc_scan *out, const char *p, size_t at)
{
	struct dc_token *t = (struct dc_token *)out->tokens.data + out->tokens.len++;
	char *folded = (char *)out->folded.data + out->folded.len;
	const unsigned char *u = (const unsigned char *)p;

	*t = (struct dc_token){
		.hash = dc_hash_words(u[0] | (uint64_t)u[1] << 8 | (uint64_t)u[2] << 16,
				      0),
		.start = (uint32_t)at, .end = (uint32_t)at + 3,
		.folded = (uint32_t)out->folded.len, .nfolded = 3,
		.flags = DC_TOKEN_SOLO
	};
	memcpy(folded, p, 3);
	folded[3] = ' ';
	out->folded.len += 4;
}

static size_t
take_ideographs(struct dc_scanner *s, const char *text, size_t len, size_t at)
{
	uint32_t n = 0, cp = ideograph(text + at, len - at), last = 0;

	while (cp != 0) {
		uint32_t next = ideograph(text + at + 3, len - at - 3);

		if (next == 0 && !ends_before(s->chars, text, len, at + 3))
			break;
		if (n++ == 0) {
			start_run(s, DC_SOLO, 0);
			dc_token_close(s, at);
		}
		put_ideograph(s->out, text + at, at);
		at += 3;
		last = cp;
		cp = next;
	}
	if (n == 0)
		return at;
	s->out->shape.word_tokens += n;
	s->solos += n;
	end_run(s, n, last, DC_SOLO, 0);
	return at;
}

size_t
dc_scan_wide(struct dc_scanner *s, const char *text, size_t len, size_t at)
{
	uint32_t cp = two_bytes(text + at, len - at);
	const struct dc_char *c;

	if (cp == 0)
		return take_ideographs(s, text, len, at);
	c = dc_char_get(s->chars, cp);
	return is_plain_letter(c) ? take_letters(s, text, len, at, c) : at;
}
