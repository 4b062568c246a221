/* SPDX-License-Identifier: MIT */
/*
 * compare.h - what a block shares with a record, exactly
 *
 * Works on the bytes of the tokens alone: a hash finds, memcmp decides, also
 * when shingles are counted, so that texts made to collide can neither remove
 * a block nor change a figure.  The block is taken apart once, then each
 * record costs about 10 ns a token.
 *
 * For every record compared a row is kept: which tokens of the block lie in
 * shared shingles, and which of its numbers the record has; stitching puts
 * rows together.
 */
#ifndef DC_COMPARE_H
#define DC_COMPARE_H
#include "mem.h"
#include "slices.h"

#define DC_COMPARE_ROWS 32	/* records compared with one block, at most */

struct dc_compare {
	const struct declutter_allocator *alloc;
	unsigned shingle;	/* n */
	struct dc_slices block, record;
	struct dc_array table, table2;	/* uint32_t, open addressing */
	struct dc_array distinct;	/* uint32_t: first shingle of each kind */
	struct dc_array kind;		/* uint32_t: of each shingle of the block */
	struct dc_array seen;		/* uint32_t: stamp of each kind */
	struct dc_array numbers;	/* uint32_t: first token of each number */
	struct dc_array number_table;	/* uint32_t */
	struct dc_array covered;	/* uint8_t[ROWS][ntokens] */
	struct dc_array found;		/* uint8_t[ROWS][nnumbers] */
	size_t nrows;
	uint32_t stamp;
	uint8_t number_start[256];	/* could a number start with this byte? */
};

struct dc_compare_result {
	uint32_t shared, own, other;	/* shingles: both, block, record */
	bool same;			/* the same tokens */
};

void dc_compare_init(struct dc_compare *c,
		     const struct declutter_allocator *alloc, unsigned shingle);
void dc_compare_clear(struct dc_compare *c);

/*
 * Take the block's text apart; its tokens 'numbers[i]' (ascending, 'nnumbers'
 * of them) hold digits.  The text must stay until the last use.  *usable is
 * false for a text that is no sane one: its tokens do not add up, or its
 * shingles were made to collide.
 */
enum declutter_status dc_compare_begin(struct dc_compare *c, const char *text,
				       size_t len, size_t ntokens,
				       const uint32_t *numbers, size_t nnumbers,
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
