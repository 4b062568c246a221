/* SPDX-License-Identifier: MIT */
/* token.c - tokens as they open, grow by characters, and close */
#include "hash.h"
#include "token.h"

#define TOKEN_MAX 65535u	/* what nfolded can say */

static void
count_long(struct dc_shape *shape, size_t n, bool title)
{
	shape->long_tokens++;
	shape->long_titles += title;
	shape->small_tokens += n <= DC_SMALL_WORD && !title;
}

void
dc_token_close(struct dc_scanner *s, size_t end)
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
	t->hash = n <= 16 ? dc_hash_padded((const char *)folded->data + t->folded, n)
			  : dc_hash((const char *)folded->data + t->folded, n);
	if (s->nupper > 1 && s->nlower == 0)
		t->flags |= DC_TOKEN_CAPS;
	if (t->flags & DC_TOKEN_TITLE)
		shape->title_tokens++;
	if (t->flags & DC_TOKEN_CAPS)
		shape->caps_tokens++;
	if (t->flags & DC_TOKEN_NUMBER)
		shape->number_tokens++;
	else if (!(t->flags & DC_TOKEN_SOLO) && n >= DC_LONG_WORD)
		count_long(shape, n, t->flags & DC_TOKEN_TITLE);
	((char *)folded->data)[folded->len++] = ' ';
	((struct dc_token *)s->out->tokens.data)[s->out->tokens.len++] = *t;
}

void
dc_token_open(struct dc_scanner *s, size_t at, uint8_t flags)
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

/* Does the open token end in 'i', whose dot may stand apart? */
static bool
follows_i(const struct dc_scanner *s)
{
	const struct dc_array *folded = &s->out->folded;

	return folded->len > s->token.folded &&
	       ((const char *)folded->data)[folded->len - 1] == 'i';
}

void
dc_token_word(struct dc_scanner *s, size_t at, const struct dc_char *c)
{
	struct dc_shape *shape = &s->out->shape;
	unsigned class = c->class, bits = c->bits;

	if (class == DC_MARK && !s->open)
		return;
	/* no digit is cut off: two numbers may differ in the last alone */
	if (class == DC_DIGIT && s->open &&
	    s->out->folded.len - s->token.folded > TOKEN_MAX - DC_FOLD_MAX)
		dc_token_close(s, at);
	if (!s->open || (s->token.flags & DC_TOKEN_SOLO && class != DC_MARK)) {
		dc_token_close(s, at);
		dc_token_open(s, at, 0);
		if (class == DC_LETTER) {
			shape->word_tokens++;
			if (bits & DC_UPPER)
				s->token.flags |= DC_TOKEN_TITLE;
		}
	}
	if (c->cp == DC_DOT_ABOVE && follows_i(s))
		return;
	s->marked |= class == DC_MARK && s->last_cp >= 0x80;
	dc_token_fold(s, c);
	if (class == DC_DIGIT) {
		s->token.flags |= DC_TOKEN_NUMBER;
		shape->digits++;
	} else if (class == DC_LETTER) {
		shape->letters++;
		if (bits & DC_UPPER) {
			s->nupper++;
			shape->upper++;
			if (s->prev_bits & DC_LOWER)
				s->token.flags |= DC_TOKEN_GLUED;
		} else if (bits & DC_LOWER) {
			/* "NEXTMinister": three capitals, then a word */
			if (s->nupper > 2 && s->nlower == 0 &&
			    s->prev_bits & DC_UPPER)
				s->token.flags |= DC_TOKEN_GLUED;
			s->nlower++;
			shape->lower++;
		}
		s->prev_bits = bits;
	}
	s->after_digit = class == DC_DIGIT;
}

void
dc_token_solo(struct dc_scanner *s, size_t at, const struct dc_char *c)
{
	dc_token_close(s, at);
	dc_token_open(s, at, DC_TOKEN_SOLO);
	dc_token_fold(s, c);
	s->out->shape.letters++;
	s->out->shape.word_tokens++;
	s->solos++;
}

/* A mark, or a Hangul vowel or final: part of the character before it.  The vowels of
   Devanagari are as long as others. */
static bool
is_part(uint32_t cp, unsigned class)
{
	return (class == DC_MARK && (cp < 0x93e || cp > 0x94c)) ||
	       (cp >= 0x1160 && cp <= 0x11ff);
}

/* Hangul, whole or its first consonant: a syllable is as long as two letters. */
static bool
is_syllable(uint32_t cp)
{
	return (cp >= 0xac00 && cp <= 0xd7a3) || (cp >= 0x1100 && cp <= 0x115f);
}

void
dc_token_ends(struct dc_scanner *s, uint32_t cp, unsigned class, unsigned bits)
{
	struct dc_shape *shape = &s->out->shape;

	if (s->nchars == 0) {
		shape->first = (uint16_t)bits;
		shape->first_class = (uint8_t)class;
	}
	s->nchars += (uint32_t)!is_part(cp, class) + is_syllable(cp);
	s->last_bits = bits;
	if (bits & DC_CLOSER && class == DC_PUNCT) {
		shape->ends_quote = true;
		return;
	}
	shape->ends_ellipsis = cp == 0x2026 || (cp == '.' && s->last_cp == '.');
	shape->ends_quote = false;
	shape->last = (uint16_t)bits;
	shape->last_class = (uint8_t)class;
	s->last_cp = cp;
}
