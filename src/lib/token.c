/* SPDX-License-Identifier: MIT */
/* token.c - tokens as they open, grow by characters, and close */
#include "hash.h"
#include "token.h"

#define TOKEN_MAX 65535u	/* what nfolded can say */

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

void
dc_token_word(struct dc_scanner *s, size_t at, const struct dc_char *c)
{
	struct dc_shape *shape = &s->out->shape;
	unsigned class = c->class, bits = c->bits;

	if (class == DC_MARK && !s->open)
		return;
	if (!s->open || (s->token.flags & DC_TOKEN_SOLO && class != DC_MARK)) {
		dc_token_close(s, at);
		dc_token_open(s, at, 0);
		if (class == DC_LETTER) {
			shape->word_tokens++;
			if (bits & DC_UPPER)
				s->token.flags |= DC_TOKEN_TITLE;
		}
	}
	s->marked |= class == DC_MARK && s->last_cp >= 0x80;
	dc_token_put(s, c->fold, c->nfold);
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

void
dc_token_solo(struct dc_scanner *s, size_t at, const struct dc_char *c)
{
	dc_token_close(s, at);
	dc_token_open(s, at, DC_TOKEN_SOLO);
	dc_token_put(s, c->fold, c->nfold);
	s->out->shape.letters++;
	s->out->shape.word_tokens++;
	s->solos++;
}

