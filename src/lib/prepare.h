/* SPDX-License-Identifier: MIT */
/*
 * prepare.h - all that near-duplicate search computes from a block alone
 *
 * Its text in the form of the text log, its shingles, its keys, and the key of
 * the block as a whole.  Nothing here depends on other blocks, so it can be done
 * long before a verdict, and in another thread.
 */
#ifndef DC_PREPARE_H
#define DC_PREPARE_H
#include "scan.h"
#include "textlog.h"

struct dc_prepared {
	struct dc_record record;	/* as the log will hold it */
	struct dc_array text;	/* char: record.text, if it differs from the scan's */
	struct dc_array keys;	/* uint64_t: of the block as a whole, then those
				   shingles that are keys */
	size_t nshingles;
	bool is_ascii;
	bool is_short;		/* dc_near_is_short() */
	bool is_judged;		/* the rule applies: not short, has a shingle */
};

/* One eligible block as the scan left it, and where it stands. */
struct dc_near_block {
	const struct dc_token *tokens;
	size_t ntokens;
	const char *folded;	/* the tokens' folded bytes, one space after each */
	size_t nfolded;
	struct declutter_place place;
	const struct dc_prepared *prepared;	/* NULL: nothing is yet */
};

/* The block at 'place' that 'scan' is of. */
static inline struct dc_near_block
dc_near_block_of(const struct dc_scan *scan, const struct declutter_place *place)
{
	return (struct dc_near_block){
		.tokens = scan->tokens.data, .ntokens = scan->tokens.len,
		.folded = scan->folded.data, .nfolded = scan->folded.len,
		.place = *place
	};
}

/* What is all zero is ready to be used. */
void dc_prepared_clear(const struct declutter_allocator *alloc, struct dc_prepared *p);

/*
 * Prepare 'b' for shingles of 'shingle' tokens; with 'window' 0 the window for
 * winnowing depends on the length.  'hashes' is left as dc_prepare_hashes() does.
 * False if memory is out.
 */
bool dc_prepare(const struct declutter_allocator *alloc, struct dc_prepared *p,
		const struct dc_near_block *b, unsigned shingle, size_t window,
		struct dc_array *hashes);

/* What was prepared is of the block at 'place'. */
void dc_prepare_place(struct dc_prepared *p, const struct declutter_place *place);

/* The shingles of 'b', whose text is prepared: uint64_t.  False if memory is out. */
bool dc_prepare_hashes(const struct declutter_allocator *alloc,
		       const struct dc_prepared *p, const struct dc_near_block *b,
		       unsigned shingle, struct dc_array *hashes);

/* Prepare no more than the text. */
bool dc_prepare_text(const struct declutter_allocator *alloc, struct dc_prepared *p,
		     const struct dc_near_block *b);

/* The key of a short block as a whole: its text may stand anywhere, so it is
   asked for by document. */
uint64_t dc_short_key(const struct dc_record *r, uint64_t document);

/* True for blocks the rule never matches fuzzily (under 12 words). */
bool dc_near_is_short(const struct dc_near_block *b);

#endif
