/* SPDX-License-Identifier: MIT */
#include "cuts.h"

/* What must be left of the paragraph, or the block is judged as a whole. */
#define LEAST_TOKENS 3
/* Longest tail: a read-more line and its headline. */
#define TAIL_TOKENS 40
#define TAIL_BYTES 1024

struct text {
	const char *s;
	size_t len;
	const struct dc_token *tokens;
	size_t ntokens;
};

/* The character that ends at 'at' and where it starts; bits 0 at the edge. */
static struct dc_char
char_before(const struct text *t, size_t at, size_t *start)
{
	struct dc_char c = {0};
	size_t n = 0;

	if (at > 0)
		dc_char_lookup(dc_utf8_last(t->s, at, &n), &c);
	*start = at - n;
	return c;
}

static size_t
skip_back(const struct text *t, size_t at)
{
	while (at > 0 && dc_is_blank(t->s[at - 1]))
		at--;
	return at;
}

static size_t
skip_forward(const struct text *t, size_t at)
{
	while (at < t->len && dc_is_blank(t->s[at]))
		at++;
	return at;
}

/* Does a sentence, or the block, end before 'at'? */
static bool
sentence_before(const struct text *t, size_t at)
{
	size_t start;
	struct dc_char c;

	at = skip_back(t, at);
	if (at == 0)
		return true;
	c = char_before(t, at, &start);
	if (c.bits & DC_CLOSER && c.class == DC_PUNCT)
		c = char_before(t, start, &start);
	return (c.bits & DC_TERMINAL) != 0;
}

/* Does a sentence, or nothing, start behind 'at'? */
static bool
capital_at(const struct text *t, size_t at)
{
	struct dc_char c;
	size_t n;

	at = skip_forward(t, at);
	if (at == t->len)
		return true;
	dc_char_lookup(dc_utf8_decode(t->s + at, t->len - at, &n), &c);
	return c.bits & (DC_OPENER | DC_QUOTE) ||
	       (!(c.bits & DC_LOWER) && c.class != DC_PUNCT);
}

/* Behind the full stop, and what closes with it, that follow 'at'. */
static size_t
skip_end(const struct text *t, size_t at)
{
	struct dc_char c;
	size_t n;

	while (at < t->len) {
		dc_char_lookup(dc_utf8_decode(t->s + at, t->len - at, &n), &c);
		if (c.class != DC_PUNCT || !(c.bits & (DC_TERMINAL | DC_CLOSER)) ||
		    c.bits & DC_OPENER)
			break;
		at += n;
	}
	return at;
}

static bool
opens(char c)
{
	return c == '(' || c == '[' || c == '{';
}

static bool
closes(char c)
{
	return c == ')' || c == ']' || c == '}';
}

/* Bytes of the bracket that opens before 'at', 0 if none does. */
static size_t
bracket_before(const struct text *t, size_t at)
{
	if (at > 0 && opens(t->s[at - 1]))
		return 1;
	return at >= 3 && memcmp(t->s + at - 3, "\xef\xbc\x88", 3) == 0 ? 3 : 0;
}

/* Of the one that closes at 'at'. */
static size_t
bracket_at(const struct text *t, size_t at)
{
	if (at < t->len && closes(t->s[at]))
		return 1;
	return t->len - at >= 3 && memcmp(t->s + at, "\xef\xbc\x89", 3) == 0 ? 3 : 0;
}

/* Tokens that start before byte 'at'. */
static size_t
tokens_before(const struct text *t, size_t at)
{
	size_t lo = 0, hi = t->ntokens;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (t->tokens[mid].start < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static size_t
tokens_in(const struct text *t, size_t start, size_t end)
{
	return tokens_before(t, end) - tokens_before(t, start);
}

/* A phrase in brackets, after a comma, or alone between two sentences. */
static bool
cut_inline(const struct text *t, const struct dc_hit *h,
	   struct declutter_cut *cut)
{
	size_t before = skip_back(t, h->start), after = skip_forward(t, h->end);
	size_t opened = bracket_before(t, before), closed = bracket_at(t, after);

	cut->start = h->start;
	cut->end = h->end;
	if (opened > 0 && closed > 0) {
		cut->start = before - opened;
		cut->end = after + closed;
		return true;
	}
	/* the table's may be words: "an email protected by a key" */
	if (h->rule->category == DECLUTTER_PLACEHOLDER && h->rule->own)
		return true;
	/* one word may be an item of a list: "the press, advertisement, radio" */
	if (before > 0 && t->s[before - 1] == ',' &&
	    (h->last > h->first || h->rule->own)) {
		cut->start = before - 1;
		cut->end = after < t->len && t->s[after] == ',' ? after + 1 : h->end;
		return true;
	}
	cut->end = skip_end(t, h->end);
	return sentence_before(t, h->start) && capital_at(t, cut->end);
}

/* From a phrase that opens a sentence to the end, of the bracket if it is in one. */
static bool
cut_tail(const struct text *t, const struct dc_hit *h, struct declutter_cut *cut)
{
	size_t before = skip_back(t, h->start), after = skip_forward(t, h->end);
	size_t opened = bracket_before(t, before), i;

	/* "Continue reading, the judge said": speech, no label */
	if (after < t->len && t->s[after] == ',')
		return false;
	cut->start = h->start;
	cut->end = t->len;
	if (opened > 0) {
		cut->start = before - opened;
		for (i = h->end; i < t->len && bracket_at(t, i) == 0; i++)
			if (i - h->end == TAIL_BYTES)
				return false;
		if (i == t->len)
			return false;
		cut->end = i + bracket_at(t, i);
	} else if (!sentence_before(t, h->start) && !h->glued) {
		return false;
	}
	return tokens_in(t, cut->start, cut->end) <= TAIL_TOKENS;
}

/* Chrome that a missing line end glued to the head or the tail. */
static bool
cut_glued(const struct text *t, const struct dc_hit *h, struct declutter_cut *cut)
{
	cut->start = h->start;
	cut->end = h->end;
	if (h->first == 0 && h->start == t->tokens[0].start) {
		cut->start = 0;
		return true;
	}
	if (h->last != t->ntokens - 1 || h->end != t->tokens[h->last].end)
		return false;
	cut->end = t->len;
	return true;
}

static bool
find_cut(const struct text *t, const struct dc_hit *h, struct declutter_cut *cut)
{
	cut->category = h->rule->category;
	cut->evidence = h->phrase;
	if (h->rule->strength != DC_SURE)
		return false;
	if (h->glued && cut_glued(t, h, cut))
		return true;
	switch ((enum dc_place)h->rule->place) {
	case DC_INLINE: return cut_inline(t, h, cut);
	case DC_TAIL: return h->first > 0 && cut_tail(t, h, cut);
	case DC_WHOLE: case DC_PREFIX: case DC_SUFFIX: case DC_ANYWHERE:
	case DC_NPLACES: break;
	}
	return false;
}

/* A !keep rule speaks for the paragraph. */
static bool
is_protected(const struct dc_hit *hits, size_t nhits)
{
	size_t i;

	for (i = 0; i < nhits; i++)
		if (hits[i].fits && hits[i].rule->strength == DC_PROTECT)
			return true;
	return false;
}

bool
dc_cuts_find(const struct declutter_allocator *a, const struct dc_hit *hits,
	     size_t nhits, const struct dc_scan *scan, const char *bytes,
	     size_t len, uint32_t keep, struct dc_array *cuts)
{
	struct text t = {bytes, len, dc_scan_tokens(scan), scan->tokens.len};
	size_t done = 0, gone = 0, i;

	cuts->len = 0;
	if (is_protected(hits, nhits))
		return true;
	for (i = 0; i < nhits; i++) {
		struct declutter_cut cut;
		size_t n;

		if (!find_cut(&t, &hits[i], &cut) || cut.start < done ||
		    keep >> cut.category & 1)
			continue;
		n = tokens_in(&t, cut.start, cut.end);
		if (gone + n + LEAST_TOKENS > t.ntokens)
			continue;
		if (!dc_array_append(a, cuts, &cut, 1, sizeof(cut)))
			return false;
		done = cut.end;
		gone += n;
	}
	return true;
}
