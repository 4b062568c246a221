/* SPDX-License-Identifier: MIT */
/*
 * A table is lines of columns; each phrase becomes a path of the trie, with its
 * rule at the end.  '#' in a phrase stands for a number, '*' for a few tokens.
 */
#include "phrases.h"

static void
set_bit(uint64_t *bits, uint64_t i)
{
	bits[i / 64] |= (uint64_t)1 << i % 64;
}

static void
mark_start(struct dc_starts *s, const uint64_t *hashes, size_t n)
{
	set_bit(s->first, dc_any_bit(hashes[0]));
	if (n == 1 || hashes[1] == DC_STAR_EDGE)
		set_bit(s->single, dc_single_bit(hashes[0]));
	else
		set_bit(s->pair, dc_pair_bit(hashes[0], hashes[1]));
}

static const struct dc_starts no_starts[DC_NSTARTS];
static const struct dc_node root;
static const struct dc_rule no_rule;
const struct dc_phrase_table dc_no_phrases = {
	&root, NULL, &no_rule, NULL, no_starts, 1, 0, 0, 1, 0
};

/* What adding needs; an own copy of the table comes with it. */
struct dc_adder {
	struct dc_starts starts[DC_NSTARTS];
	struct dc_chars chars;
	struct dc_scan scan;
};

static void
clear(struct dc_phrases *p)
{
	const struct declutter_allocator *a = p->alloc;

	dc_array_clear(a, &p->rules, sizeof(struct dc_rule));
	dc_array_clear(a, &p->text, 1);
	dc_array_clear(a, &p->origins, sizeof(struct dc_origin));
	dc_trie_clear(&p->trie);
	dc_scan_clear(a, &p->adder->scan);
	dc_release(a, p->adder, sizeof(*p->adder));
}

void
dc_phrases_free(struct dc_phrases *p)
{
	if (p == NULL)
		return;
	if (p->adder != NULL)
		clear(p);
	dc_release(p->alloc, p, sizeof(*p));
}

/* An array that holds 'n' constants; nothing writes to it. */
static struct dc_array
borrow(const void *data, size_t n)
{
	return (struct dc_array){(void *)(uintptr_t)data, n, n};
}

struct dc_phrases *
dc_phrases_new(const struct declutter_allocator *a,
	       const struct dc_phrase_table *table)
{
	struct dc_phrases *p = dc_calloc(a, 1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->alloc = a;
	p->trie = (struct dc_trie){
		.alloc = a, .nodes = borrow(table->nodes, table->nnodes),
		.edges = borrow(table->edges, 0).data,
		.nedges = table->nedges, .cap = table->cap
	};
	p->rules = borrow(table->rules, table->nrules);
	p->text = borrow(table->text, table->ntext);
	p->starts = table->starts;
	return p;
}

/* Copy what is borrowed, to add to it. */
static bool
make_own(struct dc_phrases *p)
{
	const struct declutter_allocator *a = p->alloc;
	struct dc_phrases own = {.alloc = a};

	own.adder = dc_calloc(a, 1, sizeof(*own.adder));
	if (own.adder == NULL)
		return false;
	memcpy(own.adder->starts, p->starts, sizeof(own.adder->starts));
	own.starts = own.adder->starts;
	if (dc_trie_copy(&own.trie, a, &p->trie) &&
	    dc_array_append(a, &own.rules, p->rules.data, p->rules.len,
			    sizeof(struct dc_rule)) &&
	    dc_array_append(a, &own.text, p->text.data, p->text.len, 1)) {
		*p = own;
		return true;
	}
	clear(&own);
	return false;
}

/* What the table's columns say, in the order of the columns. */
static const char *const place_names[DC_NPLACES] = {
	"whole", "prefix", "suffix", "anywhere", "inline", "tail"
};

/* "en", "pt-BR", "mul": for people, but not just anything. */
static bool
is_language(struct dc_span s)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];

		if (c != '-' && (c >= 0x80 || dc_ascii_class[c] != DC_LETTER))
			return false;
	}
	return s.len >= 2 && s.len <= 8;
}

static const char *
read_columns(struct dc_span line, struct dc_rule *r, struct dc_span *phrase)
{
	struct dc_span category, language, place, strength;
	bool protects;

	dc_span_cut(&line, '\t', &category);
	dc_span_cut(&line, '\t', &language);
	dc_span_cut(&line, '\t', &place);
	dc_span_cut(&line, '\t', &strength);
	dc_span_cut(&line, '\t', phrase);
	if (phrase->len == 0 || line.len > 0)
		return "expected five columns set apart by tabs: category, "
		       "language, place, strength, phrase";
	protects = dc_span_is(category, "!keep");
	if (!protects) {
		while (++r->category < DECLUTTER_NCATEGORIES)
			if (dc_span_is(category, declutter_category_name(r->category)))
				break;
		if (r->category == DECLUTTER_NCATEGORIES)
			return "unknown category: see declutter(1) for their names, "
			       "or write !keep";
	}
	if (!is_language(language))
		return "language is a code such as en, or mul";
	while (r->place < DC_NPLACES && !dc_span_is(place, place_names[r->place]))
		r->place++;
	if (r->place == DC_NPLACES)
		return "place is whole, prefix, suffix, anywhere, inline or tail";
	if (dc_span_is(strength, "sure"))
		r->strength = DC_SURE;
	else if (dc_span_is(strength, "word") && !r->own)
		r->strength = DC_WORD;
	else if (!dc_span_is(strength, "cue"))
		return "strength is sure or cue";
	if (protects)		/* however strong */
		r->strength = DC_PROTECT;
	return NULL;
}

/* Hashes of the phrase's tokens, wildcards included; NULL or what is wrong. */
static const char *
read_phrase(struct dc_phrases *p, struct dc_span phrase, struct dc_rule *r,
	    uint64_t *hashes)
{
	struct dc_scan *scan = &p->adder->scan;
	size_t at = 0, n, i, words = 0, stars = 0;

	if (phrase.data[phrase.len - 1] == ':') {
		r->colon = true;
		phrase.len--;
	}
	for (; at < phrase.len; at += n + 1) {
		const char *s = phrase.data + at;
		const char *blank = memchr(s, ' ', phrase.len - at);
		uint64_t wild = 0;

		n = blank != NULL ? (size_t)(blank - s) : phrase.len - at;
		if (n == 1 && *s == '#')
			wild = DC_NUMBER_EDGE;
		else if (n == 1 && *s == '*')
			wild = DC_STAR_EDGE;
		else if (!dc_scan(p->alloc, &p->adder->chars, s, n, scan))
			return "";
		stars += wild == DC_STAR_EDGE;
		if (wild != 0) {
			scan->tokens.len = 0;
			scan->shape.invalid = 0;
		} else {
			words += scan->tokens.len;
		}
		if (scan->shape.invalid > 0)
			return "the phrase is not UTF-8";
		if (r->ntokens + scan->tokens.len + (wild != 0) > DC_PHRASE_TOKENS)
			return "the phrase is too long: "
			       DC_TEXT_OF(DC_PHRASE_TOKENS) " words at most";
		if (wild != 0)
			hashes[r->ntokens++] = wild;
		for (i = 0; i < scan->tokens.len; i++)
			hashes[r->ntokens++] = dc_scan_tokens(scan)[i].hash;
	}
	if (words == 0)
		return "the phrase has no word: it would match everything";
	if (stars > 1 || hashes[0] == DC_STAR_EDGE ||
	    hashes[r->ntokens - 1] == DC_STAR_EDGE)
		return "* stands once, between words";
	return NULL;
}

/* Remember where the own rule that is added next stands. */
static bool
add_origin(struct dc_phrases *p, uint64_t line)
{
	struct dc_origin origin = {p->ntexts, (uint32_t)line};

	if (p->origins.len == 0)
		p->first_own = (uint32_t)p->rules.len;
	return dc_array_append(p->alloc, &p->origins, &origin, 1, sizeof(origin));
}

static bool
add_rule(struct dc_phrases *p, struct dc_rule *r, const uint64_t *hashes,
	 struct dc_span phrase)
{
	uint32_t at = 0, i;

	for (i = 0; i < r->ntokens; i++) {
		at = dc_trie_make(&p->trie, at, hashes[i]);
		if (at == 0)
			return false;
	}
	r->phrase = (uint32_t)p->text.len;
	r->next = dc_trie_node(&p->trie, at)->rule;
	if (!dc_array_append(p->alloc, &p->text, phrase.data, phrase.len, 1) ||
	    !dc_array_append(p->alloc, &p->text, "", 1, 1) ||
	    !dc_array_append(p->alloc, &p->rules, r, 1, sizeof(*r)))
		return false;
	dc_trie_node(&p->trie, at)->rule = (uint32_t)p->rules.len - 1;
	mark_start(&p->adder->starts[DC_ALL_STARTS], hashes, r->ntokens);
	if (r->place != DC_WHOLE && r->place != DC_PREFIX)
		mark_start(&p->adder->starts[DC_INNER_STARTS], hashes, r->ntokens);
	return true;
}

enum declutter_status
dc_phrases_add(struct dc_phrases *p, const char *text, size_t len, bool own,
	       struct declutter_rules_error *error)
{
	size_t mark = dc_utf8_mark(text, len);
	struct dc_span rest = {text + mark, len - mark}, line, phrase;
	uint64_t hashes[DC_PHRASE_TOKENS] = {0}, number = 0;

	if (p->adder == NULL && !make_own(p))
		return DECLUTTER_ENOMEM;
	while (rest.len > 0) {
		struct dc_rule r = {.own = own};
		const char *what;

		line = dc_span_line(&rest);
		number++;
		if (line.len == 0 || line.data[0] == '#')
			continue;
		what = read_columns(line, &r, &phrase);
		if (what == NULL)
			what = read_phrase(p, phrase, &r, hashes);
		if (what == NULL && ((own && !add_origin(p, number)) ||
				     !add_rule(p, &r, hashes, phrase)))
			what = "";
		if (what == NULL)
			continue;
		if (error != NULL)
			*error = (struct declutter_rules_error){number, what};
		p->ntexts += own;
		return *what == '\0' ? DECLUTTER_ENOMEM : DECLUTTER_ERULES;
	}
	p->ntexts += own;
	return DECLUTTER_OK;
}
