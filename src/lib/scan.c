/* SPDX-License-Identifier: MIT */
/*
 * One loop over the characters, with a shortcut for runs of ASCII letters.  A
 * token is open while characters extend it; everything else closes it.  The
 * folded bytes grow in one array, so that a token is a range there and a range
 * in the block's bytes.
 */
#include "hash.h"
#include "letters.h"
#include "punct.h"
#include "scan.h"

/* Room for all tokens of 'len' bytes of ASCII: one of one letter and a blank
   behind it for every two bytes. */
static bool
reserve(struct dc_scanner *s, size_t len)
{
	return dc_array_reserve(s->alloc, &s->out->folded,
				len * 2 + (size_t)2 * DC_FOLD_MAX, 1) &&
	       dc_array_reserve(s->alloc, &s->out->tokens, len / 2 + 2,
				sizeof(struct dc_token));
}

/* A mark, or a Hangul vowel or final: part of the character before it. */
static bool
is_part(const struct dc_char *c)
{
	return c->class == DC_MARK || (c->cp >= 0x1160 && c->cp <= 0x11ff);
}

/* Keep what the first character is, and the last that closes nothing. */
static void
put_ends(struct dc_scanner *s, const struct dc_char *c)
{
	struct dc_shape *shape = &s->out->shape;

	if (s->nchars == 0) {
		shape->first = c->bits;
		shape->first_class = c->class;
	}
	s->nchars += !is_part(c);
	s->last_bits = c->bits;
	if (c->bits & DC_CLOSER && c->class == DC_PUNCT) {
		shape->ends_quote = true;
		return;
	}
	shape->ends_ellipsis = c->cp == 0x2026 || (c->cp == '.' && s->last_cp == '.');
	shape->ends_quote = false;
	shape->last = c->bits;
	shape->last_class = c->class;
	s->last_cp = c->cp;
}

/* Flags of a word with capitals; returns how many it has. */
static unsigned
put_capitals(struct dc_shape *shape, struct dc_token *t, struct dc_letters r)
{
	unsigned nupper = 1, capitals, joints;

	if (r.upper & 1) {
		t->flags |= DC_TOKEN_TITLE;
		shape->title_tokens++;
	}
	if (r.upper == 1)
		return 1;
	nupper = (unsigned)__builtin_popcount(r.upper);
	if (nupper == r.len && nupper > 1) {
		t->flags |= DC_TOKEN_CAPS;
		shape->caps_tokens++;
	}
	capitals = (unsigned)__builtin_ctz(~r.upper);
	joints = (unsigned)__builtin_popcount(~r.upper & r.upper >> 1) +
		 (capitals > 2 && capitals < r.len);
	shape->joints += joints;
	if (joints > 0)
		t->flags |= DC_TOKEN_GLUED;
	return nupper;
}

/*
 * The shortcut: a word of at most 15 ASCII letters that a blank, punctuation or
 * the end follows.  Returns its length, 0 if the word is not like that; the
 * result is what the characters one by one would have given.
 */
static size_t
put_letters(struct dc_scanner *s, const char *text, size_t len, size_t at)
{
	struct dc_shape *shape = &s->out->shape;
	char *folded = (char *)s->out->folded.data + s->out->folded.len;
	struct dc_letters r = dc_letters(text + at, len - at, folded);
	struct dc_token *t;
	unsigned nupper = 0, last;
	size_t end = at + r.len;

	if (r.len == 0 || r.len > 15)
		return 0;
	if (end < len && ((unsigned char)text[end] >= 0x80 ||
			  (dc_ascii_class[(unsigned char)text[end]] != DC_SPACE &&
			   dc_ascii_class[(unsigned char)text[end]] != DC_PUNCT)))
		return 0;
	t = (struct dc_token *)s->out->tokens.data + s->out->tokens.len++;
	*t = (struct dc_token){
		.hash = dc_hash_short(r.words), .start = (uint32_t)at,
		.end = (uint32_t)end, .folded = (uint32_t)s->out->folded.len,
		.nfolded = (uint16_t)r.len
	};
	folded[r.len] = ' ';
	s->out->folded.len += r.len + 1;
	if (r.upper != 0)
		nupper = put_capitals(shape, t, r);
	last = r.upper >> (r.len - 1) & 1;
	shape->word_tokens++;
	shape->letters += r.len;
	shape->upper += nupper;
	shape->lower += r.len - nupper;
	if (s->nchars == 0) {
		shape->first = r.upper & 1 ? DC_UPPER : DC_LOWER;
		shape->first_class = DC_LETTER;
	}
	s->nspaces += s->space && s->nchars > 0;
	s->space = false;
	s->nchars += r.len;
	shape->last = last ? DC_UPPER : DC_LOWER;
	shape->last_class = DC_LETTER;
	shape->ends_quote = shape->ends_ellipsis = false;
	s->last_cp = 'a';
	s->last_bits = shape->last;
	return r.len;
}

/* Any other character. */
static void
put_char(struct dc_scanner *s, const char *text, size_t len, size_t at, size_t n,
	 const struct dc_char *c)
{
	struct dc_shape *shape = &s->out->shape;

	switch ((enum dc_class)c->class) {
	case DC_SKIP:
		shape->canonical &= !(c->bits & (DC_GONE | DC_NOT_NFC));
		return;
	case DC_SPACE:
		dc_token_close(s, at);
		shape->canonical = false;	/* no-break space, tab, line end */
		s->space = true;
		return;
	case DC_LETTER: case DC_DIGIT: case DC_MARK:
		dc_token_word(s, at, c);
		break;
	case DC_SOLO:
		dc_token_solo(s, at, c);
		break;
	case DC_SYMBOL:
		shape->has_copyright = true;
		dc_token_solo(s, at, c);
		s->token.flags = 0;
		dc_token_close(s, at + n);
		break;
	case DC_PUNCT:
		dc_scan_punct(s, text, len, at, n, c);
		break;
	}
	s->nspaces += s->space && s->nchars > 0;
	s->space = false;
	shape->canonical &= !(c->bits & DC_NOT_NFC);
	put_ends(s, c);
}

bool
dc_scan(const struct declutter_allocator *a, struct dc_chars *chars,
	const char *text, size_t len, struct dc_scan *out)
{
	struct dc_scanner s = {.alloc = a, .chars = chars, .out = out};
	struct dc_shape *shape = &out->shape;
	struct dc_char ascii = {0};
	size_t at, n;

	out->tokens.len = out->folded.len = 0;
	*shape = (struct dc_shape){.canonical = true};
	if (!reserve(&s, len))
		return false;
	for (at = 0; at < len; at += n) {
		unsigned char byte = (unsigned char)text[at];
		const struct dc_char *c = &ascii;

		n = 1;
		if (byte == ' ') {
			if (s.open)
				dc_token_close(&s, at);
			shape->canonical &= !s.space;
			s.space = true;
			continue;
		}
		if (byte >= 0x80) {
			uint32_t cp = dc_utf8_decode(text + at, len - at, &n);

			c = dc_char_get(chars, cp);
			shape->invalid += (cp & DC_INVALID) != 0;
			/* what folds to more bytes than it has takes from the rest */
			if (!reserve(&s, len - at))
				return false;
		} else {
			if (dc_ascii_class[byte] == DC_LETTER && !s.open) {
				n = put_letters(&s, text, len, at);
				if (n > 0)
					continue;
				n = 1;
			}
			ascii.cp = byte;
			ascii.class = dc_ascii_class[byte];
			ascii.bits = ascii.class == DC_SKIP ? DC_GONE :
				     dc_ascii_bits[byte];
			ascii.fold[0] = (char)(ascii.bits & DC_UPPER ? byte | 32 : byte);
			ascii.nfold = 1;
		}
		put_char(&s, text, len, at, n, c);
	}
	dc_token_close(&s, len);
	shape->units = s.nchars + s.nspaces + s.solos + s.solos / 2;
	shape->canonical &= shape->invalid == 0 && !s.space &&
			    (len == 0 || text[0] != ' ');
	return true;
}

void
dc_scan_clear(const struct declutter_allocator *a, struct dc_scan *scan)
{
	dc_array_clear(a, &scan->tokens, sizeof(struct dc_token));
	dc_array_clear(a, &scan->folded, 1);
}
