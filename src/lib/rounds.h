/* SPDX-License-Identifier: MIT */
/*
 * rounds.h - a document is judged again until nothing more goes
 *
 * One that loses half of its blocks is a whole page, and each round's judgement of it is
 * made anew with what was learned of pages: chrome is the rule there.
 *
 * What has gone was context to what stays: a date comes nearer to the title, a list
 * loses the menu beside it.  Judged again without it, more may go; it does so now, and
 * not when the output is input one day.
 */
#ifndef DC_ROUNDS_H
#define DC_ROUNDS_H
#include "copies.h"
#include "hold.h"

struct dc_rounds {
	struct dc_chrome chrome, pages;	/* any document; whole pages, read by the first */
	struct dc_hold hold;
	struct dc_copies copies;
	bool finds_copies;	/* duplicates within a document will go */
	uint64_t document;	/* each round is one */
};

/* All of it is zero; 'opt' and 'memory' stay. */
void dc_rounds_init(struct dc_rounds *r, const struct declutter_options *opt,
		    const struct dc_memory *memory);

/* The items from 'from' on are a bounded document that was judged once. */
void dc_rounds_judge(struct dc_rounds *r, const struct dc_queue *q, uint64_t from);

#endif
