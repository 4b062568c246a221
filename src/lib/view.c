/* SPDX-License-Identifier: MIT */
#include "dates.h"
#include "hash.h"
#include "view.h"

/* A rule of a part of the block speaks only for blocks up to some length: a
   longer one that starts like a notice is an article about notices.  The more
   words a prefix has, the longer what it opens may be. */
static const uint32_t prefix_tokens[] = {0, 10, 14, 20, 40, 90};
#define COLON_TOKENS 40		/* a label with a colon opens a list */
#define NOTICE_TOKENS 90	/* of cookies notices speak in whole sentences */
#define CUE_TOKENS 16		/* what a cue may open */
#define PART_TOKENS 24		/* what a phrase inside or at the end speaks for */
#define LABEL_TOKENS 4
#define DATE_TOKENS 10
#define NAME_TOKENS 8
#define LONG_PHRASE 5		/* words that nobody opens an article with */
#define BYLINE_TOKENS 14
#define HEAD_TOKENS 24		/* "12 responses to", and a headline */
#define MARK_TOKENS 16		/* "Ann Tove, 4 March 2026 at 10:12, says" */
#define ROW_BARS 3
#define TITLE_UNITS 160

/* A few capitalised words and nothing else. */
static bool
is_names(const struct dc_view *v)
{
	const struct dc_shape *s = &v->shape;

	if (v->ntokens < 1 || v->ntokens > NAME_TOKENS || v->sentence ||
	    s->digits > 0 || s->caps_tokens > 0 || s->last & DC_COLON)
		return false;
	return s->title_tokens == v->ntokens;
}

/* Title Case: all longer words are capitalised, and there are some. */
static void
read_titles(struct dc_view *v)
{
	bool plain = !v->bullet && v->shape.units < TITLE_UNITS &&
		     v->shape.sentences <= 1 &&
		     (!v->sentence || v->capitals == v->content);

	v->title_case = plain && v->ntokens >= 4 && v->major >= 3 &&
			v->capitals * 10 >= v->major * 9 &&
			v->shape.title_tokens * 2 >= v->ntokens;
	v->short_title = plain && !v->sentence && v->ntokens >= 3 &&
			 v->content >= 1 && v->capitals == v->content &&
			 v->shape.title_tokens >= 2;
	v->capitalised = v->content > 0 && v->capitals == v->content;
}

/* Of the first n tokens from t on, half of those that are one character: n less
   these is a count of words. */
static uint32_t
half_solos(const struct dc_token *t, uint32_t n)
{
	uint32_t solos = 0;

	while (n-- > 0)
		solos += (t++->flags & DC_TOKEN_SOLO) != 0;
	return solos / 2;
}

static uint32_t
phrase_words(const struct dc_hit *h, const struct dc_view *v)
{
	uint32_t less = half_solos(v->tokens + h->first, h->last + 1 - h->first);

	return h->rule->ntokens - DC_MIN(less, (uint32_t)h->rule->ntokens);
}

/* How long may what opens with 'n' words of the rule be? */
static uint32_t
prefix_limit(const struct dc_rule *r, size_t n)
{
	n = DC_MIN(n, DC_LEN(prefix_tokens) - 1);
	if (r->strength == DC_CUE)
		return r->colon ? COLON_TOKENS : CUE_TOKENS;
	if (r->category == DECLUTTER_COOKIE_CONSENT)
		return NOTICE_TOKENS;
	return r->colon ? DC_MAX(prefix_tokens[n], COLON_TOKENS) : prefix_tokens[n];
}

/* Counted in tokens, and in words. */
static bool
prefix_speaks(const struct dc_hit *h, const struct dc_view *v)
{
	return !v->quoted && v->ntokens <= prefix_limit(h->rule, h->rule->ntokens) &&
	       v->ntokens - half_solos(v->tokens, v->ntokens) <=
	       prefix_limit(h->rule, phrase_words(h, v));
}

/* May this fitting hit decide, given the block's length? */
static bool
speaks(const struct dc_hit *h, const struct dc_view *v)
{
	switch ((enum dc_place)h->rule->place) {
	case DC_WHOLE: return true;
	case DC_PREFIX: return prefix_speaks(h, v);
	case DC_TAIL:
		return h->first == 0 && !v->quoted &&
		       v->ntokens <= (h->rule->strength == DC_CUE ? CUE_TOKENS :
								    PART_TOKENS * 2);
	case DC_SUFFIX: case DC_ANYWHERE:
		return v->ntokens <= PART_TOKENS && !v->quoted &&
		       (h->rule->strength == DC_SURE ||
			h->rule->ntokens * 2 >= v->ntokens);
	case DC_INLINE:
		return h->rule->ntokens == v->ntokens;
	case DC_NPLACES: break;
	}
	return false;
}

static bool
has_numeric_date(const struct dc_view *v)
{
	uint32_t i;

	for (i = 0; i < v->ntokens; i++) {
		const struct dc_token *t = &v->tokens[i];

		if (t->flags & DC_TOKEN_NUMBER &&
		    dc_is_numeric_date(v->bytes + t->start, t->end - t->start))
			return true;
	}
	return false;
}

static bool
is_numeric_date(const struct dc_view *v)
{
	return v->ntokens <= 3 && v->shape.letters == 0 && has_numeric_date(v);
}

/* A date in a short line, whatever else is in it: "Ann Tove, 4 March at 10:12". */
static bool
is_dated(const struct dc_view *v, uint32_t months)
{
	return v->ntokens <= MARK_TOKENS && v->shape.number_tokens > 1 &&
	       !v->sentence && (months > 0 || has_numeric_date(v));
}

/* A year alone makes a heading ("March 2024"), not a date. */
static bool
has_day(const struct dc_view *v)
{
	uint32_t i;

	for (i = 0; i < v->ntokens; i++)
		if (v->tokens[i].flags & DC_TOKEN_NUMBER && v->tokens[i].nfolded != 4)
			return true;
	return false;
}

static bool
is_year(const struct dc_token *t)
{
	return t->flags & DC_TOKEN_NUMBER && t->nfolded == 4;
}

/* "3 March 1931 - 27 February 2026": a life, not when something was written. */
static bool
is_life(const struct dc_view *v)
{
	uint32_t i = 0, last = v->ntokens - 1;
	const struct dc_token *t = v->tokens;

	while (i < last && !is_year(&t[i]))
		i++;
	return i < last && is_year(&t[last]) && t[i].hash != t[last].hash &&
	       dc_char_any(v->bytes + t[i].end, t[i + 1].start - t[i].end,
			   DC_DASH);
}

/* Month names and numbers make up three fifths of a date line. */
static bool
is_date(const struct dc_view *v, uint32_t months)
{
	uint32_t known = months + v->shape.number_tokens;

	if (v->shape.number_tokens == 0 || v->ntokens > DATE_TOKENS)
		return false;
	return is_numeric_date(v) ||
	       (months > 0 && has_day(v) && known * 5 >= v->ntokens * 3 &&
		!(known == v->ntokens && is_life(v)));
}

/* What heads readers' comments, or shows one of them. */
static void
read_comment_word(struct dc_view *v, const struct dc_rule *r)
{
	const struct dc_token *first = &v->tokens[0];
	bool coded = first->flags & DC_TOKEN_NUMBER &&	/* "System76" */
		     dc_ascii_class[v->bytes[first->start] & 0x7f] == DC_LETTER;

	if (r->place == DC_WHOLE || r->place == DC_PREFIX)
		v->comments_head |= v->ntokens <= HEAD_TOKENS && !v->quoted &&
				    !v->sentence && !coded;
	else
		v->comment_word |= v->ntokens <= MARK_TOKENS && !v->sentence;
}

/* Does a colon end the words from 'i' on?  "Von Kiel bis Rom: ..." is a headline. */
static bool
ends_in_colon(const struct dc_view *v, uint32_t i)
{
	const struct dc_token *t = v->tokens;

	while (i + 1 < v->ntokens && t[i + 1].start - t[i].end <= 1)
		i++;
	return t[i].end < v->nbytes && v->bytes[t[i].end] == ':';
}

/* Words that open a byline, and names. */
static bool
is_byline(const struct dc_view *v, const struct dc_rule *opening)
{
	const struct dc_shape *s = &v->shape;
	uint32_t n = opening->ntokens;

	return v->ntokens <= BYLINE_TOKENS && v->ntokens > n && !v->sentence &&
	       s->digits == 0 && s->title_tokens * 2 > v->ntokens - n &&
	       !ends_in_colon(v, n);
}

/* A fitting hit of a word table: what the block opens with, or a month. */
static void
read_word(struct dc_view *v, const struct dc_hit *h, uint32_t *months)
{

	if (h->rule->category == DECLUTTER_COMMENTS)
		read_comment_word(v, h->rule);
	else if (h->rule->category == DECLUTTER_CREDIT)
		v->credit |= h->rule->place != DC_SUFFIX || !v->sentence;
	else if (h->rule->category == DECLUTTER_COOKIE_CONSENT)
		v->consents++;
	if (h->rule->category != DECLUTTER_BYLINE_DATE)
		return;
	if (h->rule->place != DC_PREFIX) {
		++*months;
		return;
	}
	v->byline = is_byline(v, h->rule);
	v->byline_tokens = h->rule->ntokens;
}

/* Where no spaces are, what follows may belong to the phrase's last word. */
static bool
runs_on(const struct dc_view *v, const struct dc_hit *h)
{
	const struct dc_token *t = v->tokens + h->last;

	return h->last + 1 < v->ntokens && t[0].flags & t[1].flags & DC_TOKEN_SOLO &&
	       t[0].end == t[1].start;
}

/*
 * Is this the opening of what reads as a paragraph?  A few words that open a
 * notice open articles too; then they are evidence only.
 */
static bool
opens_prose(const struct dc_view *v, const struct dc_hit *h)
{
	const struct dc_rule *r = h->rule;

	return !r->own && (r->place == DC_PREFIX || r->place == DC_TAIL) &&
	       r->category != DECLUTTER_COOKIE_CONSENT &&
	       (v->shape.units >= DC_PROSE_UNITS || runs_on(v, h)) && v->sentence &&
	       !r->colon && phrase_words(h, v) < LONG_PHRASE;
}

/* The hit decides, or is kept as evidence: the strongest and first. */
static void
read_rule(struct dc_view *v, const struct dc_hit *h)
{
	const struct dc_rule *r = h->rule;
	bool sure = r->strength == DC_SURE && !opens_prose(v, h);

	if (sure && (v->sure == NULL || r->own)) {
		v->sure = r;
		v->sure_phrase = h->phrase;
	} else if (!sure && v->cue == NULL) {
		v->cue = r;
		v->cue_phrase = h->phrase;
	}
	if (r->ntokens == v->ntokens && (r->category == DECLUTTER_RELATED ||
				     r->category == DECLUTTER_TAGS)) {
		v->heading = r;
		v->heading_phrase = h->phrase;
	}
}

static void
read_hits(struct dc_view *v, const struct dc_hit *hits, size_t nhits)
{
	uint32_t covered = 0, tiles = 0;
	uint32_t months = 0;
	bool gap = false;
	size_t i;

	for (i = 0; i < nhits; i++) {
		const struct dc_rule *r = hits[i].rule;

		/* phrases that stand side by side, the longest of each start */
		if (r->place == DC_WHOLE && r->strength != DC_WORD &&
		    hits[i].last >= covered && !hits[i].glued) {
			uint32_t from = DC_MAX(hits[i].first, covered);

			if (hits[i].first >= covered && tiles++ == 0)
				v->tile_category = r->category;
			gap |= hits[i].first > covered;
			v->known += hits[i].last + 1 - from;
			covered = hits[i].last + 1;
		}
		if (!hits[i].fits || hits[i].glued)
			continue;
		if (r->strength == DC_PROTECT)
			v->protect = true;
		else if (r->strength == DC_WORD)
			read_word(v, &hits[i], &months);
		else if (speaks(&hits[i], v))
			read_rule(v, &hits[i]);
	}
	v->tiled = tiles >= 3 && !gap && covered == v->ntokens;
	v->date = !v->sentence && !v->bullet && is_date(v, months);
	v->dated = v->date || is_dated(v, months);
	v->comments_head &= !v->dated;
}

/* "| Monday | 12 | 30 |": bars at both ends, and between cells that are not empty. */
static bool
is_row(const struct dc_view *v, const struct dc_shape *s)
{
	const char *at = v->bytes, *end;

	if (!(s->first & s->last & DC_SEPARATOR) || s->separators < ROW_BARS ||
	    v->ntokens == 0)
		return false;
	end = at + v->tokens[v->ntokens - 1].end;
	while ((at = memchr(at, '|', (size_t)(end - at))) != NULL && at + 1 < end)
		if (*++at == '|')
			return false;
	return true;
}

/* Source code and tables are quoted matter too. */
static bool
opens_code(struct dc_span text)
{
	const char *s = text.data, *end = s + text.len;

	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s < end && (*s == '{' || *s == '<' || *s == '`' || *s == '$');
}

bool
dc_reads_as_prose(const struct dc_shape *s)
{
	return s->units >= DC_PROSE_UNITS && s->last & DC_TERMINAL && !s->ends_ellipsis;
}

void
dc_view_read(struct dc_view *v, const struct dc_scan *scan, struct dc_span text,
	     const struct dc_hit *hits, size_t nhits)
{
	const struct dc_shape *s = &scan->shape;

	memset(v, 0, offsetof(struct dc_view, long_hash));
	v->tokens = dc_scan_tokens(scan);
	v->bytes = text.data;
	v->nbytes = text.len;
	v->shape = *s;
	v->hash = s->letters > DC_HASH_LETTERS ? 0 :
		  dc_hash(scan->folded.data, scan->folded.len);
	v->ntokens = (uint32_t)scan->tokens.len;
	v->first_hash = v->ntokens > 0 ? v->tokens[0].hash : 0;
	v->sentence = s->last & DC_TERMINAL && !s->ends_ellipsis;
	v->row = is_row(v, s);
	v->bullet = (s->first & DC_BULLET) != 0;
	v->quoted = s->first & DC_QUOTE || opens_code(text);
	v->content = s->long_tokens;
	v->capitals = s->long_titles;
	v->major = s->long_tokens - s->small_tokens;
	v->label = v->ntokens >= 1 && v->ntokens <= LABEL_TOKENS && !v->sentence &&
		   !v->bullet && !v->quoted;
	read_titles(v);
	v->names = is_names(v);
	v->number = s->number_tokens == v->ntokens && v->ntokens > 0 &&
		    v->ntokens <= 3 && s->letters == 0;
	read_hits(v, hits, nhits);
	v->chrome = (v->sure != NULL || v->tiled) && !v->protect;
	v->prose = dc_reads_as_prose(s) && !v->chrome &&
		   (v->cue == NULL || v->ntokens > CUE_TOKENS);
}
