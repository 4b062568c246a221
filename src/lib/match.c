/* SPDX-License-Identifier: MIT */
/*
 * Matching walks the trie from every token that may start a phrase, with a
 * small stack for the wildcards.  A '*' occurs once in a phrase and phrases are
 * short, so the work a token is bounded.
 */
#include "hash.h"
#include "match.h"

#define STAR_MAX 6		/* tokens that '*' stands for, at most */
/* On the way down each token leaves at most the stars and one other way behind. */
#define STACK (DC_PHRASE_TOKENS * (STAR_MAX + 1) + STAR_MAX + 2)
#define TILE_TOKENS 40		/* longest block that may be a menu */

struct matcher {
	const struct dc_phrases *p;
	const struct dc_token *tokens;
	uint32_t ntokens;
	const char *folded;
	const char *bytes;
	size_t len;
	struct dc_array *hits;
};

/* Does a colon or separator follow byte 'at'? */
static bool
colon_follows(const struct matcher *m, uint32_t at)
{
	const char *s = m->bytes + at, *end = m->bytes + m->len;

	while (s < end && *s == ' ')
		s++;
	if (s == end)
		return false;
	return *s == ':' || *s == '|' ||
	       (end - s >= 3 && memcmp(s, "\xef\xbc\x9a", 3) == 0) ||
	       (end - s >= 2 && memcmp(s, "\xc2\xbb", 2) == 0);
}

static bool
fits(const struct matcher *m, const struct dc_rule *r, const struct dc_hit *h)
{
	bool head = h->first == 0 && h->start == m->tokens[0].start;
	bool tail = h->last == m->ntokens - 1 && h->end == m->tokens[h->last].end;

	switch ((enum dc_place)r->place) {
	case DC_WHOLE: return head && tail;
	case DC_PREFIX: return head;
	case DC_SUFFIX: return tail;
	case DC_ANYWHERE: case DC_INLINE: case DC_TAIL: case DC_NPLACES: break;
	}
	return true;
}

static bool
add_hits(const struct matcher *m, uint32_t at, struct dc_hit h)
{
	const struct dc_rule *r;
	uint32_t id;

	for (id = dc_trie_node(&m->p->trie, at)->rule; id != 0; id = r->next) {
		r = dc_phrases_rule(m->p, id);
		h.rule = r;
		h.phrase = (const char *)m->p->text.data + r->phrase;
		h.fits = fits(m, r, &h);
		if ((!h.fits && !h.glued && m->ntokens > TILE_TOKENS) ||
		    (r->colon && !colon_follows(m, h.end)))
			continue;
		if (!dc_array_append(m->p->alloc, m->hits, &h, 1, sizeof(h)))
			return false;
	}
	return true;
}

/*
 * Where a glued token splits: before a capital after a lower-case letter, or
 * before the last of three or more capitals that a lower-case letter follows.
 * 0 if it does not; ASCII only, where folding keeps lengths.
 */
static uint32_t
joint(const struct matcher *m, const struct dc_token *t)
{
	const char *s = m->bytes + t->start;
	uint32_t len = t->end - t->start, i, caps = 0;

	if (!(t->flags & DC_TOKEN_GLUED) || len != t->nfolded)
		return 0;
	for (i = 0; i < len; i++) {
		bool upper = s[i] >= 'A' && s[i] <= 'Z';

		if (upper && i > 0 && s[i - 1] >= 'a' && s[i - 1] <= 'z')
			return i;
		if (!upper && caps > 2 && caps == i)
			return i - 1;
		caps += upper;
	}
	return 0;
}

struct state {
	uint32_t node, pos;
};

static void
push(struct state *stack, size_t *n, uint32_t to, uint32_t pos)
{
	if (to == 0)
		return;
	assert(*n < STACK);
	stack[(*n)++] = (struct state){to, pos};
}

static uint32_t
step(const struct matcher *m, uint32_t from, uint64_t hash)
{
	return dc_trie_step(&m->p->trie, from, hash);
}

/* All phrases from the state on the stack, which has read up to its token. */
static bool
walk(const struct matcher *m, struct state first, struct dc_hit h)
{
	struct state stack[STACK];
	size_t n = first.node != 0, k;

	stack[0] = first;
	while (n > 0) {
		struct state s = stack[--n];
		const struct dc_node *at = dc_trie_node(&m->p->trie, s.node);

		if (at->rule != 0) {
			h.last = s.pos - 1;
			h.end = m->tokens[h.last].end;
			if (!add_hits(m, s.node, h))
				return false;
		}
		if (s.pos >= m->ntokens)
			continue;
		for (k = 1; at->star && k <= STAR_MAX && s.pos + k < m->ntokens; k++)
			push(stack, &n, step(m, s.node, DC_STAR_EDGE),
			     s.pos + (uint32_t)k);
		if (at->number && m->tokens[s.pos].flags & DC_TOKEN_NUMBER)
			push(stack, &n, step(m, s.node, DC_NUMBER_EDGE), s.pos + 1);
		push(stack, &n, step(m, s.node, m->tokens[s.pos].hash), s.pos + 1);
		k = joint(m, &m->tokens[s.pos]);
		if (k > 0) {
			const struct dc_token *t = &m->tokens[s.pos];
			uint32_t to = step(m, s.node,
					   dc_hash(m->folded + t->folded, k));
			struct dc_hit g = h;

			g.last = s.pos;
			g.end = t->start + (uint32_t)k;
			g.glued = true;
			if (to != 0 && !add_hits(m, to, g))
				return false;
		}
	}
	return true;
}

/* All phrases that start with token 'i'. */
static bool
walk_token(const struct matcher *m, uint32_t i)
{
	const struct dc_token *t = &m->tokens[i];
	struct dc_hit h = {.first = i, .start = t->start};

	if (!walk(m, (struct state){step(m, 0, t->hash), i + 1}, h))
		return false;
	return !(t->flags & DC_TOKEN_NUMBER) ||
	       walk(m, (struct state){step(m, 0, DC_NUMBER_EDGE), i + 1}, h);
}

/* One-word phrases that end, and phrases that start, at the joint in token 'i'. */
static bool
walk_joint(const struct matcher *m, uint32_t i)
{
	const struct dc_token *t = &m->tokens[i];
	const char *folded = m->folded + t->folded;
	struct dc_hit head = {.first = i, .last = i, .start = t->start, .glued = true};
	struct dc_hit tail = {.first = i, .glued = true};
	uint32_t k = joint(m, t), to;

	if (k == 0)
		return true;
	head.end = tail.start = t->start + k;
	to = step(m, 0, dc_hash(folded, k));
	if (to != 0 && !add_hits(m, to, head))
		return false;
	to = step(m, 0, dc_hash(folded + k, t->nfolded - k));
	return walk(m, (struct state){to, i + 1}, tail);
}

/* Can a phrase start with token 'i'?  Mostly not. */
static bool
may_start(const struct matcher *m, const struct dc_starts *s, uint32_t i)
{
	const struct dc_token *t = &m->tokens[i];
	bool number = t->flags & DC_TOKEN_NUMBER;

	if (dc_starts_single(s, t->hash) ||
	    (number && dc_starts_single(s, DC_NUMBER_EDGE)))
		return true;
	if (i + 1 < m->ntokens) {
		if (dc_starts_pair(s, t->hash, t[1].hash) ||
		    (number && dc_starts_pair(s, DC_NUMBER_EDGE, t[1].hash)))
			return true;
		if (t[1].flags & DC_TOKEN_NUMBER &&
		    (dc_starts_pair(s, t->hash, DC_NUMBER_EDGE) ||
		     (number && dc_starts_pair(s, DC_NUMBER_EDGE, DC_NUMBER_EDGE))))
			return true;
	}
	/* a longer phrase may end inside the next token, where it is glued */
	return i + 1 < m->ntokens && t[1].flags & DC_TOKEN_GLUED;
}

static bool
match_token(const struct matcher *m, const struct dc_starts *s, uint32_t i)
{
	if (may_start(m, s, i) && !walk_token(m, i))
		return false;
	return !(m->tokens[i].flags & DC_TOKEN_GLUED) || walk_joint(m, i);
}

/* The first token from 'i' on that is no plain word or may start a phrase. */
static uint32_t
next_start(const struct dc_starts *s, const struct dc_token *t, uint32_t i, uint32_t n)
{
	while (i < n && !dc_starts_any(s, t[i].hash) &&
	       !(t[i].flags & (DC_TOKEN_NUMBER | DC_TOKEN_GLUED)))
		i++;
	return i;
}

bool
dc_phrases_find(const struct dc_phrases *p, const struct dc_scan *scan,
		const char *bytes, size_t len, struct dc_array *hits)
{
	struct matcher m = {
		.p = p, .tokens = dc_scan_tokens(scan),
		.ntokens = (uint32_t)scan->tokens.len,
		.folded = scan->folded.data, .bytes = bytes, .len = len,
		.hits = hits
	};
	const struct dc_starts *starts = &p->starts[
		m.ntokens <= TILE_TOKENS ? DC_ALL_STARTS : DC_INNER_STARTS];
	uint32_t i = 0, next = 1;	/* tokens before 'next' are done */

	if (m.ntokens > 0 && !match_token(&m, &p->starts[DC_ALL_STARTS], 0))
		return false;
	for (;; next = i + 1) {
		i = next_start(starts, m.tokens, next, m.ntokens);
		if (i >= m.ntokens)
			return true;
		/* a phrase may end inside a glued token */
		if (i > next && m.tokens[i].flags & DC_TOKEN_GLUED &&
		    !match_token(&m, starts, i - 1))
			return false;
		if (!match_token(&m, starts, i))
			return false;
	}
}
