/* SPDX-License-Identifier: MIT */
/*
 * hold.h - a document that would lose all but nothing keeps its best
 *
 * Where the text is short and the page is long, everything may look like chrome.
 * Judged blocks of a document are held back until enough of them is kept, and if
 * that does not come, those that the model liked best stay.
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

/* A document starts; 'holds': its end will be told, and the model speaks. */
void dc_hold_begin(struct dc_hold *h, bool holds);

/* The next item is judged; is it known by now that the document keeps enough, or
   is it too long to tell? */
void dc_hold_add(struct dc_hold *h, const struct dc_item *item);

/* The document ended: what the items from 'from' on, all that were held, lose. */
void dc_hold_end(struct dc_hold *h, const struct dc_queue *q, uint64_t from);

#endif
