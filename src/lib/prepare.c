/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "prepare.h"
#include "shingle.h"

#define JUDGED_WEIGHT ((size_t)12 * DC_WEIGHT_WORD)	/* shorter blocks: exact only */

/* Makes the key of a whole block differ from that of any shingle. */
#define WHOLE 0x6465636c75747465u

void
dc_prepared_clear(const struct declutter_allocator *alloc, struct dc_prepared *p)
{
	dc_array_clear(alloc, &p->text, 1);
	dc_array_clear(alloc, &p->keys, sizeof(uint64_t));
}

bool
dc_near_is_short(const struct dc_near_block *b)
{
	size_t i, weight = 0;

	if (b->prepared != NULL)
		return b->prepared->is_short;
	if (b->ntokens * DC_WEIGHT_SOLO >= JUDGED_WEIGHT)
		return false;
	for (i = 0; i < b->ntokens && weight < JUDGED_WEIGHT; i++)
		weight += dc_token_weight(&b->tokens[i]);
	return weight < JUDGED_WEIGHT;
}

typedef uint64_t part __attribute__((vector_size(16)));

static inline part
load(const char *s)
{
	part v;

	memcpy(&v, s, sizeof(v));
	return v;
}

static bool
is_ascii(const char *s, size_t len)
{
	part any = {0};
	uint64_t rest = 0;
	size_t i;

	for (i = 0; i + 64 <= len; i += 64)
		any |= (load(s + i) | load(s + i + 16)) |
		       (load(s + i + 32) | load(s + i + 48));
	for (; i + 16 <= len; i += 16)
		any |= load(s + i);
	if (len >= 16)
		any |= load(s + len - 16);	/* some of it again */
	else
		for (; i < len; i++)
			rest |= (unsigned char)s[i];
	return ((any[0] | any[1] | rest) & 0x8080808080808080u) == 0;
}

/*
 * The block's text in the form of the log.  The scan's form differs from it
 * only outside ASCII: where a token is solo, or folded into several words
 * (U+FDFA), whose blanks become 0x1e.
 */
bool
dc_prepare_text(const struct declutter_allocator *alloc, struct dc_prepared *prepared,
		const struct dc_near_block *b)
{
	struct dc_record *r = &prepared->record;
	size_t i, k;
	char *p;

	*r = (struct dc_record){
		.place = b->place, .text = b->folded, .len = (uint32_t)b->nfolded,
		.ntokens = (uint32_t)b->ntokens
	};
	prepared->is_ascii = is_ascii(b->folded, b->nfolded);
	if (prepared->is_ascii)
		return true;
	prepared->text.len = 0;
	if (!dc_array_reserve(alloc, &prepared->text, b->nfolded + b->ntokens, 1))
		return false;
	p = prepared->text.data;
	for (i = 0; i < b->ntokens; i++) {
		const struct dc_token *t = &b->tokens[i];

		for (k = 0; k < t->nfolded; k++) {
			char c = b->folded[t->folded + k];

			*p++ = (char)(c == ' ' ? '\x1e' : c);
		}
		*p++ = (char)(t->flags & DC_TOKEN_SOLO ? DC_TEXTLOG_SOLO : ' ');
	}
	r->text = prepared->text.data;
	r->len = (uint32_t)(p - (char *)prepared->text.data);
	return true;
}

uint64_t
dc_short_key(const struct dc_record *r, uint64_t document)
{
	return dc_hash_mix(dc_hash(r->text, r->len), ~document);
}

/* Equal texts have the same shingles; whether others have is for the bytes to
   say. */
static uint64_t
whole_key(const struct dc_prepared *p, const uint64_t *hash)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < p->nshingles; i++)
		sum += hash[i];
	return dc_hash_mix(dc_hash_mix(sum, p->record.len), WHOLE);
}

void
dc_prepare_place(struct dc_prepared *p, const struct declutter_place *place)
{
	p->record.place = *place;
	if (!p->is_judged)
		*(uint64_t *)p->keys.data = dc_short_key(&p->record, place->document);
}

bool
dc_prepare_hashes(const struct declutter_allocator *alloc, const struct dc_prepared *p,
		  const struct dc_near_block *b, unsigned shingle,
		  struct dc_array *hashes)
{
	hashes->len = 0;
	if (!dc_array_reserve(alloc, hashes, b->ntokens, sizeof(uint64_t)))
		return false;
	hashes->len = (p->is_ascii ? dc_shingle_words : dc_shingle)
		(b->tokens, b->ntokens, shingle, hashes->data);
	return true;
}

bool
dc_prepare(const struct declutter_allocator *alloc, struct dc_prepared *p,
	   const struct dc_near_block *b, unsigned shingle, size_t window,
	   struct dc_array *hashes)
{
	uint64_t *keys;

	p->keys.len = 0;
	if (!dc_prepare_text(alloc, p, b) ||
	    !dc_prepare_hashes(alloc, p, b, shingle, hashes) ||
	    !dc_array_reserve(alloc, &p->keys, hashes->len + 1, sizeof(uint64_t)))
		return false;
	p->nshingles = hashes->len;
	p->is_short = dc_near_is_short(b);
	p->is_judged = p->nshingles > 0 && !p->is_short;
	keys = p->keys.data;
	if (p->is_judged)
		keys[0] = whole_key(p, hashes->data);
	else
		dc_prepare_place(p, &b->place);
	if (window == 0)
		window = dc_winnow_window(p->nshingles);
	p->keys.len = 1 + dc_winnow(hashes->data, p->nshingles, window, keys + 1);
	return true;
}
