/* SPDX-License-Identifier: MIT */
/*
 * prepare.h - all that near-duplicate search computes from a block alone
 *
 * Its text in the form of the text log, its shingles, its keys, and the key of
 * the block as a whole.  Nothing here depends on other blocks, so it can be done
 * long before a verdict, while the index is fetched into the cache.
 */
#ifndef DC_PREPARE_H
#define DC_PREPARE_H
#include "index.h"
#include "scan.h"
#include "textlog.h"

/* One eligible block as the scan left it, and where it stands. */
struct dc_near_block {
	const struct dc_token *tokens;
	size_t ntokens;
	const char *folded;	/* the tokens' folded bytes, one space after each */
	size_t nfolded;
	struct declutter_place place;
};

struct dc_prepared {
	const struct declutter_allocator *alloc;
	struct dc_near_block block;	/* what the rest belongs to */
	struct dc_record record;	/* as the log will hold it */
	struct dc_array text;	/* char: record.text, if it differs from the scan's */
	struct dc_array hashes;	/* uint64_t: the shingles */
	struct dc_array keys;	/* uint64_t: of the block as a whole, then those
				   shingles that are keys */
	struct dc_array probes;	/* struct dc_probe: of the keys, by the caller */
	bool is_ascii;
	bool is_judged;		/* the rule applies: long enough, has a shingle */
	bool is_valid;
};

void dc_prepared_init(struct dc_prepared *p,
		      const struct declutter_allocator *alloc);
void dc_prepared_clear(struct dc_prepared *p);

/*
 * Prepare 'b' for shingles of 'shingle' tokens; with 'window' 0 the window for
 * winnowing depends on the length.  False if memory is out.
 */
bool dc_prepare(struct dc_prepared *p, const struct dc_near_block *b,
		unsigned shingle, size_t window);

/* Prepare no more than the text; 'p' is not valid after. */
bool dc_prepare_text(struct dc_prepared *p, const struct dc_near_block *b);

/* Was 'b' what was prepared last, and valid still? */
bool dc_prepared_is(const struct dc_prepared *p, const struct dc_near_block *b);

/* The key of a short block as a whole: its text may stand anywhere, so it is
   asked for by document. */
uint64_t dc_short_key(const struct dc_record *r, uint64_t document);

/* True for blocks the rule never matches fuzzily (under 12 words). */
bool dc_near_is_short(const struct dc_near_block *b);

#endif
