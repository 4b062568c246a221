/* SPDX-License-Identifier: MIT */
/* reader.c - a block by itself: its cell in the ring, its own features */
#include "reader.h"
#include "hash.h"

#define MID_UNITS 40
#define TINY_UNITS 15
#define REPEAT_UNITS 60		/* a short block that comes back */
#define PART_TOKENS 3		/* shortest headline before a site's name */
#define CONSENTS_MAX 3		/* of a block */
#define WORTH_MAX 600		/* a long paragraph counts no more */
#define BLOCK_COST 50		/* what a block must bring to extend a span */

const struct dc_feature dc_features[DC_NFEATURES] = {
#define DC_FEATURE_ROW(name, family, order) {#name, DC_##family, order},
	DC_FEATURES(DC_FEATURE_ROW)
};

/* The key of "Headline" in "Headline | Site", or 0. */
static uint64_t
headline_part(const struct dc_view *v)
{
	size_t k;

	for (k = v->ntokens; k-- > PART_TOKENS + 1;) {
		const char *s = v->bytes + v->tokens[k - 1].end;
		const char *end = v->bytes + v->tokens[k].start;

		for (; s < end; s++)
			if (*s == '|' || *s == '-' || *s == ':' || (*s & 0x80))
				return dc_text_key(v, k);
	}
	return 0;
}

static uint8_t
end_class(const struct dc_shape *s)
{
	if (s->ends_ellipsis)
		return 2;
	if (s->last & DC_TERMINAL)
		return 1;
	if (s->ends_quote)
		return 5;
	if (s->last & DC_COLON)
		return 3;
	if (s->last_class == DC_DIGIT)
		return 4;
	if (s->last & DC_COMMA)
		return 6;
	if (s->last & (DC_SEPARATOR | DC_DASH | DC_BULLET))
		return 7;
	if (s->last_class == DC_PUNCT || s->last_class == DC_SYMBOL)
		return 8;
	return 0;
}

static uint8_t
start_class(const struct dc_shape *s)
{
	if (s->first & DC_LOWER)
		return 1;
	if (s->first & DC_UPPER)
		return 0;
	if (s->first_class == DC_DIGIT)
		return 2;
	if (s->first & DC_QUOTE)
		return 4;
	if (s->first & DC_BULLET)
		return 3;
	if (s->first & DC_OPENER)
		return 5;
	if (s->first_class == DC_LETTER || s->first_class == DC_SOLO)
		return 6;
	return s->first & DC_SEPARATOR ? 8 : 7;
}

/* 'part' of 'whole' in sixteenths; one level above them for nothing. */
static uint8_t
share(uint32_t part, uint32_t whole)
{
	return (uint8_t)(whole == 0 ? 17 : DC_MIN(part, whole) * 16 / whole);
}

static uint8_t
kind_of(const struct dc_view *v, uint8_t end)
{
	uint32_t units = v->shape.units;

	if (v->chrome)
		return DC_KIND_SURE;
	if (units >= DC_PROSE_UNITS)
		return end == 1 || (end == 2 && units >= 200) ? DC_KIND_PROSE
							      : DC_KIND_LONG;
	if (v->cue != NULL)
		return DC_KIND_CUE;
	if (units >= MID_UNITS)
		return end == 1 ? DC_KIND_SENTENCE : DC_KIND_MID;
	if (end == 1)
		return DC_KIND_SHORT_SENTENCE;
	if (units < TINY_UNITS)
		return DC_KIND_TINY;
	return share(v->shape.title_tokens, v->shape.word_tokens) >= 10 ?
	       DC_KIND_TITLE : DC_KIND_SHORT;
}

static int32_t
worth_of(uint8_t kind, uint32_t units)
{
	int32_t u = (int32_t)DC_MIN(units, WORTH_MAX);

	if (kind == DC_KIND_SENTENCE || kind == DC_KIND_LONG)
		u = u * 4 / 5;
	else if (kind != DC_KIND_PROSE)
		u = u / 2;
	return u - BLOCK_COST;
}

/* How often the text stood in the document before, counting it now. */
static uint8_t
count_repeat(struct dc_repeats *t, uint64_t key, uint64_t document)
{
	uint64_t h = dc_hash_mix(key, document);
	size_t slot = key & ((1u << DC_SEEN_BITS) - 1);
	uint32_t tag = (uint32_t)(h >> 32);

	if (key == 0)
		return 0;
	if (t->tag[slot] != tag) {
		t->tag[slot] = tag;
		t->count[slot] = 1;
		return 0;
	}
	if (t->count[slot] < UINT8_MAX)
		t->count[slot]++;
	return (uint8_t)(t->count[slot] - 1);
}

/* 1: the first block's text again, 2: once more. */
static uint8_t
find_echo(struct dc_reader *r, const struct dc_view *v, uint64_t i)
{
	uint64_t key = v->key;

	if (i == r->first) {
		r->headline = key;
		r->headline_part = v->bounded ? headline_part(v) : 0;
		r->echoes = 0;
		return 0;
	}
	if (!v->bounded || key == 0 || v->shape.units <= TINY_UNITS ||
	    (key != r->headline && key != r->headline_part))
		return 0;
	r->echoes++;
	return r->echoes > 1 ? 2 : 1;
}

void
dc_reader_add(struct dc_reader *r, const struct dc_window *w, uint64_t i)
{
	const struct dc_view *v = dc_window_at(w, i);
	struct dc_cell *c = &r->cell[i & (DC_WINDOW - 1)];
	const struct dc_cell *b = &r->cell[(i - 1) & (DC_WINDOW - 1)];
	uint32_t units = DC_MIN(v->shape.units, 1000);

	if (i == 0 || v->document != r->document) {
		r->first = i;
		r->document = v->document;
		r->past = (struct dc_past){.since = UINT32_MAX};
		dc_mentions_begin(&r->mentions, v->document);
	}
	*c = (struct dc_cell){
		.end = end_class(&v->shape), .level = dc_level(units),
		.units = (uint16_t)units,
		.repeat = count_repeat(&r->repeats, v->key, v->document),
		.echo = find_echo(r, v, i)
	};
	c->kind = kind_of(v, c->end);
	c->open = c->kind >= DC_KIND_MID && c->kind != DC_KIND_SHORT_SENTENCE;
	c->titled = c->kind >= DC_KIND_LONG &&
		    share(v->shape.title_tokens, v->shape.word_tokens) >= 10;
	c->worth = worth_of(c->kind, units);
	c->levels = b->levels + c->level;
	c->prose = b->prose + (c->kind == DC_KIND_PROSE ||
			       c->kind == DC_KIND_SENTENCE ? units : 0);
	c->opens = b->opens + (c->kind >= DC_KIND_MID);
	c->hits = b->hits + (v->chrome || v->cue != NULL);
	c->dates = b->dates + (v->dated || v->comment_word ||
			       (v->shape.number_tokens > 0 &&
				v->ntokens <= 3));
	c->consents = b->consents + DC_MIN(v->consents, CONSENTS_MAX);
	c->repeats = b->repeats + (c->repeat > 0 && units < REPEAT_UNITS);
	c->all_units = b->all_units + units;
	c->leans = b->leans + (uint32_t)v->lean;
	dc_mentions_add(&r->mentions, v, i, i == r->first, c->kind == DC_KIND_PROSE);
	dc_spans_add(&r->spans, i, c->worth, 0);
	dc_ring_set(&r->open, i, c->open);
	dc_ring_set(&r->titled, i, c->titled);
	dc_ring_set(&r->prose, i, c->kind == DC_KIND_PROSE);
}

static unsigned
count_tabs(const struct dc_view *v)
{
	const char *s = v->bytes, *end;
	unsigned n = 0;

	if (v->shape.canonical || v->ntokens == 0)
		return 0;	/* of canonical text no blank is a tab */
	s += v->tokens[0].start;
	end = v->bytes + v->tokens[v->ntokens - 1].end;
	while (n < 4 && (s = memchr(s, '\t', (size_t)(end - s))) != NULL) {
		n++;
		s++;
	}
	return n;
}

static unsigned
count_indent(const struct dc_view *v)
{
	const char *s = v->bytes;
	unsigned n = 0;

	if (v->shape.canonical)
		return 0;
	while (n < 8 && (s[n] == ' ' || s[n] == '\t'))
		n++;
	return n;
}

static uint8_t
form_of(const struct dc_view *v)
{
	return v->row ? 11 : v->number ? 1 : v->date ? 2 : v->byline ? 3 : v->bullet ? 4 :
	       v->names ? 5 : v->title_case ? 6 : v->short_title ? 7 :
	       v->label ? 8 : v->quoted ? 9 : v->prose ? 10 : 0;
}

void
dc_own_features(const struct dc_view *v, const struct dc_cell *c, uint8_t *f)
{
	const struct dc_shape *s = &v->shape;
	uint32_t plain = s->letters + s->digits + v->ntokens;

	f[DC_F_units] = dc_level(s->units);
	f[DC_F_tokens] = dc_level(v->ntokens);
	f[DC_F_end] = c->end;
	f[DC_F_start] = start_class(s);
	f[DC_F_title] = share(s->title_tokens, s->word_tokens);
	f[DC_F_capitals] = share(v->capitals, v->content);
	f[DC_F_lower] = share(s->word_tokens - DC_MIN(s->title_tokens,
						      s->word_tokens), v->ntokens);
	f[DC_F_upper] = share(s->upper, s->upper + s->lower);
	f[DC_F_digits] = share(s->digits * 2, s->digits + s->letters);
	f[DC_F_commas] = (uint8_t)DC_MIN(s->commas, 9);
	f[DC_F_sentences] = (uint8_t)DC_MIN(s->sentences, 9);
	f[DC_F_separators] = (uint8_t)DC_MIN(s->separators, 9);
	f[DC_F_symbols] = s->units > plain ? share((s->units - plain) * 2, s->units)
					   : 0;
	f[DC_F_marks] = (uint8_t)(s->has_copyright | s->has_url << 1 |
				  s->has_email << 2 | s->has_at << 3 |
				  s->has_hash << 4);
	f[DC_F_tabs] = (uint8_t)count_tabs(v);
	f[DC_F_indent] = (uint8_t)count_indent(v);
	f[DC_F_form] = form_of(v);
	f[DC_F_sure] = v->chrome ? v->sure != NULL ? v->sure->category
						   : v->tile_category : 0;
	f[DC_F_cue] = v->cue != NULL ? v->cue->category : 0;
	f[DC_F_known] = share(v->known, v->ntokens);
	f[DC_F_mark] = v->comment_word ? 2 : v->dated;
	f[DC_F_credit] = v->credit;
	f[DC_F_repeat] = (uint8_t)DC_MIN(c->repeat, 9);
	f[DC_F_documents] = c->documents;
}
