/* SPDX-License-Identifier: MIT */
/*
 * One loop over the characters, with a shortcut for runs of ASCII letters.  A token is open while characters extend it;
 * everything else closes it.  The folded bytes grow in one array, so that a
 * token is a range there and a range in the block's bytes.
 */
#include "hash.h"
#include "letters.h"
#include "scan.h"

#define TOKEN_MAX 65535u	/* what nfolded can say */

struct scanner {
	const struct declutter_allocator *alloc;
	struct dc_chars *chars;
	struct dc_scan *out;
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

static void
close_token(struct scanner *s, size_t end)
{
	struct dc_array *folded = &s->out->folded;
	struct dc_token *t = &s->token;
	struct dc_shape *shape = &s->out->shape;
	size_t n = folded->len - t->folded;

	if (!s->open)
		return;
	s->open = false;
	if (n == 0)
		return;
	if (n > TOKEN_MAX) {
		n = TOKEN_MAX;
		folded->len = t->folded + n;
	}
	if (s->marked)
		dc_order_marks((char *)folded->data + t->folded, n);
	t->end = (uint32_t)end;
	t->nfolded = (uint16_t)n;
	t->hash = dc_hash((const char *)folded->data + t->folded, n);
	if (s->nupper > 1 && s->nlower == 0)
		t->flags |= DC_TOKEN_CAPS;
	if (t->flags & DC_TOKEN_TITLE)
		shape->title_tokens++;
	if (t->flags & DC_TOKEN_CAPS)
		shape->caps_tokens++;
	if (t->flags & DC_TOKEN_NUMBER)
		shape->number_tokens++;
	((char *)folded->data)[folded->len++] = ' ';
	((struct dc_token *)s->out->tokens.data)[s->out->tokens.len++] = *t;
}

/* Room for one more token and 'n' more folded bytes, with blanks to close. */
static bool
reserve(struct scanner *s, size_t n)
{
	return dc_array_reserve(s->alloc, &s->out->folded, n + 2, 1) &&
	       dc_array_reserve(s->alloc, &s->out->tokens, 2,
				sizeof(struct dc_token));
}

static void
open_token(struct scanner *s, size_t at, uint8_t flags)
{
	s->token = (struct dc_token){
		.start = (uint32_t)at,
		.folded = (uint32_t)s->out->folded.len,
		.flags = flags
	};
	s->open = true;
	s->nupper = s->nlower = 0;
	s->prev_bits = 0;
	s->after_digit = s->marked = false;
}

static void
put_folded(struct scanner *s, const char *bytes, size_t n)
{
	memcpy((char *)s->out->folded.data + s->out->folded.len, bytes, n);
	s->out->folded.len += n;
}

/* A letter, digit or mark: extends the open token or opens one. */
static void
put_word(struct scanner *s, size_t at, unsigned class, unsigned bits,
	 const char *fold, size_t nfold)
{
	struct dc_shape *shape = &s->out->shape;

	if (class == DC_MARK && !s->open)
		return;
	if (!s->open || (s->token.flags & DC_TOKEN_SOLO && class != DC_MARK)) {
		close_token(s, at);
		open_token(s, at, 0);
		if (class == DC_LETTER) {
			shape->word_tokens++;
			if (bits & DC_UPPER)
				s->token.flags |= DC_TOKEN_TITLE;
		}
	}
	s->marked |= class == DC_MARK && s->last_cp >= 0x80;
	put_folded(s, fold, nfold);
	if (class == DC_DIGIT) {
		s->token.flags |= DC_TOKEN_NUMBER;
		shape->digits++;
	} else if (class == DC_LETTER) {
		shape->letters++;
		if (bits & DC_UPPER) {
			s->nupper++;
			shape->upper++;
			if (s->prev_bits & DC_LOWER) {
				s->token.flags |= DC_TOKEN_GLUED;
				shape->joints++;
			}
		} else if (bits & DC_LOWER) {
			/* "NEXTMinister": three capitals, then a word */
			if (s->nupper > 2 && s->nlower == 0 &&
			    s->prev_bits & DC_UPPER) {
				s->token.flags |= DC_TOKEN_GLUED;
				shape->joints++;
			}
			s->nlower++;
			shape->lower++;
		}
		s->prev_bits = bits;
	}
	s->after_digit = class == DC_DIGIT;
}

static void
put_solo(struct scanner *s, size_t at, const struct dc_char *c)
{
	close_token(s, at);
	open_token(s, at, DC_TOKEN_SOLO);
	put_folded(s, c->fold, c->nfold);
	s->out->shape.letters++;
	s->out->shape.word_tokens++;
	s->solos++;
}

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
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Does the terminal before 'next' end a sentence, not just a "3." or "U."? */
static bool
ends_word(const char *text, size_t len, size_t next, uint32_t cp)
{
	unsigned char c;

	if (next == len || cp > 0x2fff)
		return true;
	c = (unsigned char)text[next];
	return c >= 0x80 || is_blank((char)c) || dc_ascii_bits[c] & DC_CLOSER;
}

/* Punctuation: joins digits, signs a number, or closes the token. */
static void
put_punct(struct scanner *s, const char *text, size_t len, size_t at, size_t n,
	  const struct dc_char *c)
{
	struct dc_shape *shape = &s->out->shape;
	char join = joins_digits(c->cp);
	bool sign = c->cp == '-' || c->cp == 0x2212;

	if (join != 0 && ((s->open && s->after_digit) || (sign && !s->open)) &&
	    digit_follows(text + at + n, len - at - n)) {
		if (s->open) {
			put_folded(s, &join, 1);
			return;
		}
		/* a sign: "-5" is not "5" */
		if (s->nchars == 0 || s->space || s->last_bits & DC_OPENER) {
			open_token(s, at, 0);
			put_folded(s, "-", 1);
			return;
		}
	}
	close_token(s, at);
	if (c->bits & DC_COMMA)
		shape->commas++;
	if (c->bits & DC_SEPARATOR)
		shape->separators++;
	if (c->bits & DC_TERMINAL) {
		shape->terminals++;
		shape->sentences += ends_word(text, len, at + n, c->cp);
	}
	if (c->cp == '@' && at > 0 && !is_blank(text[at - 1]))
		shape->has_email = true;
	else if (c->cp == '@')
		shape->has_at = true;
	if (c->cp == '#')
		shape->has_hash = true;
	if (c->cp == ':' && len - at > 3 && memcmp(text + at, "://", 3) == 0)
		shape->has_url = true;
}

/* A mark, or a Hangul vowel or final: part of the character before it. */
static bool
is_part(const struct dc_char *c)
{
	return c->class == DC_MARK || (c->cp >= 0x1160 && c->cp <= 0x11ff);
}

/* Keep what the first character is, and the last that closes nothing. */
static void
put_ends(struct scanner *s, const struct dc_char *c)
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
put_letters(struct scanner *s, const char *text, size_t len, size_t at)
{
	struct dc_shape *shape = &s->out->shape;
	char *folded = (char *)s->out->folded.data + s->out->folded.len;
	struct dc_letters r = dc_letters(text + at, len - at, folded);
	struct dc_token *t;
	unsigned nupper = 0, last;
	size_t end = at + r.len;

	if (r.len > 15)
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
	s->nchars += r.len;
	shape->last = last ? DC_UPPER : DC_LOWER;
	shape->last_class = DC_LETTER;
	shape->ends_quote = shape->ends_ellipsis = false;
	s->last_cp = 'a';
	s->last_bits = shape->last;
	return r.len;
}

/* Any other character; false if memory is out. */
static bool
put_char(struct scanner *s, const char *text, size_t len, size_t at, size_t n,
	 const struct dc_char *c)
{
	struct dc_shape *shape = &s->out->shape;

	switch ((enum dc_class)c->class) {
	case DC_SKIP:
		shape->canonical &= !(c->bits & (DC_GONE | DC_NOT_NFC));
		return true;
	case DC_SPACE:
		close_token(s, at);
		shape->canonical &= c->cp == ' ' && !s->space;
		s->space = true;
		return true;
	case DC_LETTER: case DC_DIGIT: case DC_MARK:
		put_word(s, at, c->class, c->bits, c->fold, c->nfold);
		break;
	case DC_SOLO:
		put_solo(s, at, c);
		break;
	case DC_SYMBOL:
		shape->has_copyright = true;
		put_solo(s, at, c);
		s->token.flags = 0;
		close_token(s, at + n);
		break;
	case DC_PUNCT:
		put_punct(s, text, len, at, n, c);
		break;
	}
	s->nspaces += s->space && s->nchars > 0;
	s->space = false;
	shape->canonical &= !(c->bits & DC_NOT_NFC);
	put_ends(s, c);
	return true;
}

bool
dc_scan(const struct declutter_allocator *a, struct dc_chars *chars,
	const char *text, size_t len, struct dc_scan *out)
{
	struct scanner s = {.alloc = a, .chars = chars, .out = out};
	struct dc_shape *shape = &out->shape;
	struct dc_char ascii = {0};
	size_t at, n;

	out->tokens.len = out->folded.len = 0;
	*shape = (struct dc_shape){.canonical = true};
	for (at = 0; at < len; at += n) {
		unsigned char byte = (unsigned char)text[at];
		const struct dc_char *c = &ascii;

		if (!reserve(&s, DC_FOLD_MAX))
			return false;
		if (byte < 0x80 && dc_ascii_class[byte] == DC_LETTER && !s.open) {
			n = put_letters(&s, text, len, at);
			s.nspaces += n > 0 && s.space && s.nchars > n;
			s.space = s.space && n == 0;
			if (n > 0)
				continue;
		}
		if (byte < 0x80) {
			n = 1;
			ascii.cp = byte;
			ascii.class = dc_ascii_class[byte];
			ascii.bits = ascii.class == DC_SKIP ? DC_GONE :
				     dc_ascii_bits[byte];
			ascii.fold[0] = (char)(ascii.bits & DC_UPPER ? byte | 32 : byte);
			ascii.nfold = 1;
		} else {
			uint32_t cp = dc_utf8_decode(text + at, len - at, &n);

			c = dc_char_get(chars, cp);
			shape->invalid += (cp & DC_INVALID) != 0;
		}
		if (!put_char(&s, text, len, at, n, c))
			return false;
	}
	close_token(&s, len);
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
