/* SPDX-License-Identifier: MIT */
/*
 * One loop over the characters.  A token is open while characters extend it;
 * everything else closes it.  The folded bytes grow in one array, so that a
 * token is a range there and a range in the block's bytes.
 */
#include "hash.h"
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
	uint32_t solos;		/* tokens of scripts without spaces */
	uint32_t nchars;	/* characters that are there */
	uint32_t nspaces;	/* runs of blanks between them */
	uint32_t last_cp;
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
	s->after_digit = false;
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

/* '.' ',' ':' '/' '-' and the apostrophe between two digits join them. */
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
	default:
		return 0;
	}
}

static bool
digit_follows(const char *p, size_t len)
{
	return len > 0 && *p >= '0' && *p <= '9';
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

	if (join != 0 && digit_follows(text + at + n, len - at - n)) {
		if (s->open && s->after_digit) {
			put_folded(s, &join, 1);
			return;
		}
		/* a sign: "-5" is not "5" */
		if ((c->cp == '-' || c->cp == 0x2212) && !s->open &&
		    (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(')) {
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

/* Keep what the first character is, and the last that closes nothing. */
static void
put_ends(struct scanner *s, const struct dc_char *c)
{
	struct dc_shape *shape = &s->out->shape;

	if (s->nchars++ == 0) {
		shape->first = c->bits;
		shape->first_class = c->class;
	}
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

bool
dc_scan(const struct declutter_allocator *a, struct dc_chars *chars,
	const char *text, size_t len, struct dc_scan *out)
{
	struct scanner s = {.alloc = a, .chars = chars, .out = out};
	struct dc_shape *shape = &out->shape;
	struct dc_char ascii = {0};
	bool space = false;
	size_t at, n;

	out->tokens.len = out->folded.len = 0;
	*shape = (struct dc_shape){0};
	if (!reserve(&s, len + len / 4))
		return false;
	for (at = 0; at < len; at += n) {
		uint32_t cp = dc_utf8_decode(text + at, len - at, &n);
		const struct dc_char *c = &ascii;

		if (cp < 0x80) {
			ascii.cp = cp;
			ascii.class = dc_ascii_class[cp];
			ascii.bits = dc_ascii_bits[cp];
			ascii.fold[0] = (char)(ascii.bits & DC_UPPER ? cp | 32 : cp);
			ascii.nfold = 1;
		} else {
			c = dc_char_get(chars, cp);
			shape->invalid += (cp & DC_INVALID) != 0;
		}
		if (c->class == DC_SKIP)
			continue;
		if (c->class == DC_SPACE) {
			close_token(&s, at);
			space = true;
			continue;
		}
		if (!reserve(&s, DC_FOLD_MAX))
			return false;
		s.nspaces += space && s.nchars > 0;
		space = false;
		switch ((enum dc_class)c->class) {
		case DC_LETTER: case DC_DIGIT: case DC_MARK:
			put_word(&s, at, c->class, c->bits, c->fold, c->nfold);
			break;
		case DC_SOLO:
			put_solo(&s, at, c);
			break;
		case DC_SYMBOL:
			shape->has_copyright = true;
			put_solo(&s, at, c);
			s.token.flags = 0;
			close_token(&s, at + n);
			break;
		case DC_PUNCT: case DC_SPACE: case DC_SKIP:
			put_punct(&s, text, len, at, n, c);
			break;
		}
		put_ends(&s, c);
	}
	close_token(&s, len);
	shape->units = s.nchars + s.nspaces + s.solos + s.solos / 2;
	return true;
}

void
dc_scan_clear(const struct declutter_allocator *a, struct dc_scan *scan)
{
	dc_array_clear(a, &scan->tokens, sizeof(struct dc_token));
	dc_array_clear(a, &scan->folded, 1);
}
