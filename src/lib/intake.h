/* SPDX-License-Identifier: MIT */
/*
 * intake.h - blocks are read: everything that depends on a block alone
 *
 * Tokens, phrases, cuts and the view for chrome verdicts, what the search of
 * duplicates prepares.  Nothing here knows of other blocks, so it can be done in
 * another thread than verdicts are taken in, and long before.
 */
#ifndef DC_INTAKE_H
#define DC_INTAKE_H
#include "queue.h"

struct dc_intake {
	const struct declutter_options *opt;
	const struct dc_phrases *phrases;
	struct dc_chars chars;
	struct dc_array hashes;	/* uint64_t: scratch, of an item's shingles */
};

/* 'opt' and 'phrases' stay. */
void dc_intake_init(struct dc_intake *t, const struct declutter_options *opt,
		    const struct dc_phrases *phrases);
void dc_intake_clear(struct dc_intake *t);

/* Read a block; false if memory is out. */
bool dc_intake_read(struct dc_intake *t, struct dc_item *item);

#endif
