/* SPDX-License-Identifier: MIT */
/*
 * compare.h - what a block shares with a record, exactly
 *
 * Works on the bytes of the tokens alone: a hash finds, memcmp decides, also
 * when shingles are counted, so that texts made to collide can neither remove
 * a block nor change a figure.  The block is taken apart once.  A record is
 * followed along the block: where their bytes run on alike, so do their shingles,
 * and only at the seams a hash is asked.
 *
 * For every record compared a row is kept: which tokens of the block lie in
 * shared shingles, and which of its numbers the record has; stitching puts
 * rows together.
 */
#ifndef DC_COMPARE_H
#define DC_COMPARE_H
#include "numbers.h"
#include "slices.h"

#define DC_COMPARE_ROWS 32	/* records compared with one block, at most */

struct dc_compare {
	const struct declutter_allocator *alloc;
	unsigned shingle;	/* n */
	struct dc_slices block, record;
	const uint64_t *hash;	/* of each shingle of the block */
	struct dc_array hashes;	/* uint64_t: the same, if they were not given */
	struct dc_array table, table2;	/* uint32_t, slots */
	struct dc_array distinct;	/* uint32_t: first shingle of each kind */
	struct dc_array kind;		/* uint32_t: of each shingle of the block */
	struct dc_array seen;		/* uint32_t: stamp of each kind */
	struct dc_array token_hash, record_hash;	/* uint64_t */
	struct dc_numbers numbers;
	struct dc_array covered;	/* uint8_t[ROWS][ntokens] */
	struct dc_array found;		/* uint8_t[ROWS][nnumbers] */
	size_t nrows;
	uint32_t stamp;
};

struct dc_compare_result {
	uint32_t shared, own, other;	/* shingles: both, block, record */
	bool same;			/* the same tokens */
};

void dc_compare_init(struct dc_compare *c,
		     const struct declutter_allocator *alloc, unsigned shingle);
void dc_compare_clear(struct dc_compare *c);

/* What is compared with records.  All of it must stay until the last use. */
struct dc_compare_block {
	const char *text;
	size_t len, ntokens;
	const uint64_t *hashes;	/* of its shingles (shingle.h), if they are those
				   of the text's bytes, else NULL */
	const uint32_t *numbers;	/* tokens that hold digits, ascending */
	size_t nnumbers;
};

/*
 * Take the block apart.  *usable is false for a text that is no sane one: its
 * tokens do not add up, or its shingles were made to collide.
 */
enum declutter_status dc_compare_begin(struct dc_compare *c,
				       const struct dc_compare_block *b,
				       bool *usable);

/* Compare with a record's text; adds a row if *usable. */
enum declutter_status dc_compare_with(struct dc_compare *c, const char *text,
				      size_t len, size_t ntokens,
				      struct dc_compare_result *result,
				      bool *usable);

/* Tokens that row 'i' covers and no row in 'set' (bit k: row k) does; *run is
   how many of them stand in a row, at most. */
size_t dc_compare_adds(const struct dc_compare *c, uint32_t set, size_t i,
		       size_t *run);

/*
 * Of the rows in 'set' put together: does the block hold a number that no
 * record has; is there a run of 'run' uncovered tokens?
 */
bool dc_compare_has_new_number(const struct dc_compare *c, uint32_t set);
bool dc_compare_has_new_run(const struct dc_compare *c, uint32_t set, size_t run);

#endif
