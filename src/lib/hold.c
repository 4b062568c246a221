/* SPDX-License-Identifier: MIT */
#include "hold.h"

#define HELD_BLOCKS 2048	/* all but 4 of 2,781 labelled pages have fewer */
#define ENOUGH_UNITS 300	/* kept: three paragraphs */
#define ENOUGH_SHARE 20		/* or one part in so many */
#define UNITS_MAX 1000		/* a longer block counts no more */
#define BELOW_BEST 2500		/* log-odds, in thousandths */

void
dc_hold_begin(struct dc_hold *h, bool holds)
{
	*h = (struct dc_hold){.holds = holds, .best = INT32_MIN};
}

void
dc_hold_add(struct dc_hold *h, const struct dc_item *item)
{
	uint32_t units = DC_MIN(item->view.shape.units, UNITS_MAX);

	if (!h->holds || !item->text)
		return;
	h->all += units;
	if (!item->removed)
		h->kept += units;
	if (!item->chrome.ruled)
		h->best = DC_MAX(h->best, item->chrome.z);
	h->holds = ++h->blocks < HELD_BLOCKS;
}

void
dc_hold_end(struct dc_hold *h, const struct dc_queue *q, uint64_t from, uint8_t round)
{
	if (!h->holds || h->kept >= ENOUGH_UNITS || h->kept >= h->all / ENOUGH_SHARE ||
	    h->best == INT32_MIN)
		return;
	for (; from < q->next; from++) {
		struct dc_item *item = dc_queue_at(q, from);

		if (item->removed && item->round == round && !item->chrome.ruled &&
		    item->chrome.z >= h->best - BELOW_BEST)
			dc_item_restore(item);
	}
}
