/* SPDX-License-Identifier: MIT */
/*
 * hold.h - a document that would lose all but nothing keeps its best
 *
 * Where the text is short and the page is long, everything may look like chrome.
 * Judged blocks of a document are held back to its end, and if too little of it is
 * kept, those that the model liked best stay.
 */
#ifndef DC_HOLD_H
#define DC_HOLD_H
#include "queue.h"

struct dc_hold {
	bool holds;		/* the open document's blocks */
	uint32_t kept, all;	/* units of the blocks held */
	uint32_t blocks;
	int32_t best;		/* highest score of those that rules leave alone */
};

/* A document, or a round, starts; 'holds': its end will be told. */
void dc_hold_begin(struct dc_hold *h, bool holds);

/* The next item is judged; a document that is too long is not held any more. */
void dc_hold_add(struct dc_hold *h, const struct dc_item *item);

/* It ended: which items from 'from' on, all that were held, come back of those that
   this round took. */
void dc_hold_end(struct dc_hold *h, const struct dc_queue *q, uint64_t from,
		 uint8_t round);

#endif
