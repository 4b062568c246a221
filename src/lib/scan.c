/* SPDX-License-Identifier: MIT */
/*
 * One loop over the characters, with shortcuts for runs of plain words.  A token
 * is open while characters extend it; everything else closes it.  The folded
 * bytes grow in one array, so that a token is a range there and a range in the
 * block's bytes.
 */
#include "punct.h"
#include "scan.h"
#include "wide.h"
#include "words.h"

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

/* A character that is no blank. */
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
	dc_token_ends(s, c->cp, c->class, c->bits);
}

/* All but the open token, which is not open, and what the caller fills in. */
static void
start(struct dc_scanner *s)
{
	memset(&s->open, 0, sizeof(*s) - offsetof(struct dc_scanner, open));
}

static bool
scan(const struct declutter_allocator *a, struct dc_chars *chars, const char *text,
     size_t len, size_t room, bool shortcuts, struct dc_scan *out)
{
	struct dc_scanner s;
	struct dc_shape *shape = &out->shape;
	struct dc_char ascii = {0};
	size_t at, n;

	start(&s);
	s.alloc = a;
	s.chars = chars;
	s.out = out;
	s.room = room;
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
			uint32_t cp;

			/* what folds to more bytes than it has takes from the rest */
			if (!reserve(&s, len - at))
				return false;
			n = shortcuts ? dc_scan_wide(&s, text, len, at) - at : 0;
			if (n > 0)
				continue;
			cp = dc_utf8_decode(text + at, len - at, &n);
			c = dc_char_get(chars, cp);
			shape->invalid += (cp & DC_INVALID) != 0;
		} else {
			if (dc_ascii_class[byte] == DC_LETTER && !s.open && shortcuts) {
				n = dc_scan_words(&s, text, len, at) - at;
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

bool
dc_scan(const struct declutter_allocator *a, struct dc_chars *chars,
	const char *text, size_t len, struct dc_scan *out)
{
	return scan(a, chars, text, len, len, true, out);
}

bool
dc_scan_roomy(const struct declutter_allocator *a, struct dc_chars *chars,
	      const char *text, size_t len, size_t room, struct dc_scan *out)
{
	return scan(a, chars, text, len, room, true, out);
}

bool
dc_scan_by_character(const struct declutter_allocator *a, struct dc_chars *chars,
		     const char *text, size_t len, struct dc_scan *out)
{
	return scan(a, chars, text, len, len, false, out);
}

void
dc_scan_clear(const struct declutter_allocator *a, struct dc_scan *scan)
{
	dc_array_clear(a, &scan->tokens, sizeof(struct dc_token));
	dc_array_clear(a, &scan->folded, 1);
}
