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
}

bool
dc_near_is_short(const struct dc_near_block *b)
{
	size_t i, weight = 0;

	for (i = 0; i < b->ntokens && weight < JUDGED_WEIGHT; i++)
		weight += dc_token_weight(&b->tokens[i]);
	return weight < JUDGED_WEIGHT;
}

static bool
is_ascii(const char *s, size_t len)
{
	uint64_t word, all = 0;
	size_t i;

	for (i = 0; i + 8 <= len; i += 8) {
		memcpy(&word, s + i, 8);
		all |= word;
	}
	for (; i < len; i++)
		all |= (unsigned char)s[i];
	return (all & 0x8080808080808080u) == 0;
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
	if (is_ascii(b->folded, b->nfolded))
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
dc_whole_key(const struct dc_record *r, uint64_t document, bool is_judged)
{
	return dc_hash_mix(dc_hash(r->text, r->len), is_judged ? WHOLE : ~document);
}

bool
dc_prepare(struct dc_prepared *p, const struct dc_near_block *b,
	   unsigned shingle, size_t window)
{
	p->hashes.len = p->keys.len = 0;
	if (!dc_prepare_text(p, b) ||
	    !dc_array_reserve(p->alloc, &p->hashes, b->ntokens, sizeof(uint64_t)) ||
	    !dc_array_reserve(p->alloc, &p->keys, b->ntokens, sizeof(uint64_t)))
		return false;
	p->hashes.len = dc_shingle(b->tokens, b->ntokens, shingle, p->hashes.data);
	if (window == 0)
		window = dc_winnow_window(p->hashes.len);
	p->keys.len = dc_winnow(p->hashes.data, p->hashes.len, window, p->keys.data);
	p->is_judged = p->hashes.len > 0 && !dc_near_is_short(b);
	p->key = dc_whole_key(&p->record, b->place.document, p->is_judged);
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
