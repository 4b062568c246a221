/* SPDX-License-Identifier: MIT */
/*
 * numbers.h - which numbers of a block stand in another text
 *
 * A number is a token with a digit, or several whose digits blanks group ("12 000
 * 000" is not "12 000"); they are compared byte by byte.
 */
#ifndef DC_NUMBERS_H
#define DC_NUMBERS_H
#include "slices.h"

struct dc_number {
	uint32_t at, len;	/* its bytes in the text, the last end mark included */
};

struct dc_numbers {
	struct dc_array first;	/* struct dc_number: each number of the block */
	struct dc_array table;	/* uint32_t: slots of them */
	uint8_t start[256];	/* could a number start with this byte? */
};

void dc_numbers_clear(const struct declutter_allocator *a, struct dc_numbers *n);

/*
 * Take the numbers among the tokens of 'block': 'count' of them, ascending.
 * *usable is false if they were made to collide.  False if memory is out.
 */
bool dc_numbers_take(const struct declutter_allocator *a, struct dc_numbers *n,
		     const struct dc_slices *block, const uint32_t *tokens,
		     size_t count, bool *usable);

/* found[i] says whether number 'i' of the block is one of 'text' too. */
void dc_numbers_find(const struct dc_numbers *n, const struct dc_slices *block,
		     const struct dc_slices *text, uint8_t *found);

#endif
