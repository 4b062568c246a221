/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "prepare.h"
#include "shingle.h"

#define JUDGED_WEIGHT ((size_t)12 * DC_WEIGHT_WORD)	/* shorter blocks: exact only */

/* Makes the key of a whole block differ from that of any shingle. */
#define WHOLE 0x6465636c75747465u

void
dc_prepared_init(struct dc_prepared *p, const struct declutter_allocator *alloc)
{
	*p = (struct dc_prepared){.alloc = alloc};
}

void
dc_prepared_clear(struct dc_prepared *p)
{
	dc_array_clear(p->alloc, &p->text, 1);
	dc_array_clear(p->alloc, &p->hashes, sizeof(uint64_t));
	dc_array_clear(p->alloc, &p->keys, sizeof(uint64_t));
	dc_array_clear(p->alloc, &p->probes, sizeof(struct dc_probe));
}

bool
dc_near_is_short(const struct dc_near_block *b)
{
	size_t i, weight = 0;

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
dc_prepare_text(struct dc_prepared *prepared, const struct dc_near_block *b)
{
	struct dc_record *r = &prepared->record;
	size_t i, k;
	char *p;

	prepared->is_valid = false;
	*r = (struct dc_record){
		.place = b->place, .text = b->folded, .len = (uint32_t)b->nfolded,
		.ntokens = (uint32_t)b->ntokens
	};
	prepared->is_ascii = is_ascii(b->folded, b->nfolded);
	if (prepared->is_ascii)
		return true;
	prepared->text.len = 0;
	if (!dc_array_reserve(prepared->alloc, &prepared->text,
			      b->nfolded + b->ntokens, 1))
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
whole_key(const struct dc_prepared *p)
{
	const uint64_t *hash = p->hashes.data;
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < p->hashes.len; i++)
		sum += hash[i];
	return dc_hash_mix(dc_hash_mix(sum, p->record.len), WHOLE);
}

bool
dc_prepare(struct dc_prepared *p, const struct dc_near_block *b,
	   unsigned shingle, size_t window)
{
	uint64_t *keys;

	p->hashes.len = p->keys.len = 0;
	if (!dc_prepare_text(p, b) ||
	    !dc_array_reserve(p->alloc, &p->hashes, b->ntokens, sizeof(uint64_t)) ||
	    !dc_array_reserve(p->alloc, &p->keys, b->ntokens + 1, sizeof(uint64_t)) ||
	    !dc_array_reserve(p->alloc, &p->probes, b->ntokens + 1,
			      sizeof(struct dc_probe)))
		return false;
	p->hashes.len = (p->is_ascii ? dc_shingle_words : dc_shingle)
		(b->tokens, b->ntokens, shingle, p->hashes.data);
	p->is_judged = p->hashes.len > 0 && !dc_near_is_short(b);
	keys = p->keys.data;
	keys[0] = p->is_judged ? whole_key(p)
			       : dc_short_key(&p->record, b->place.document);
	if (window == 0)
		window = dc_winnow_window(p->hashes.len);
	p->keys.len = 1 + dc_winnow(p->hashes.data, p->hashes.len, window, keys + 1);
	p->block = *b;
	p->is_valid = true;
	return true;
}

bool
dc_prepared_is(const struct dc_prepared *p, const struct dc_near_block *b)
{
	const struct dc_near_block *a = &p->block;

	return p->is_valid && a->tokens == b->tokens && a->ntokens == b->ntokens &&
	       a->folded == b->folded && a->nfolded == b->nfolded &&
	       a->place.input == b->place.input &&
	       a->place.document == b->place.document &&
	       a->place.block == b->place.block;
}
