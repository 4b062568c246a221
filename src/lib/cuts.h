/* SPDX-License-Identifier: MIT */
/*
 * cuts.h - chrome stuck to content: spans cut out of a paragraph that stays
 *
 * Only by a phrase that says inline or tail, and only where the span begins at
 * a sentence, bracket or glue joint and ends at one; never on statistics.
 */
#ifndef DC_CUTS_H
#define DC_CUTS_H
#include "match.h"

/*
 * Append to 'cuts' (struct declutter_cut) what is to be cut out of the block;
 * ranges are in order and apart.  'keep' has a bit for each category that
 * stays.  False if memory is out.
 */
bool dc_cuts_find(const struct declutter_allocator *a, const struct dc_hit *hits,
		  size_t nhits, const struct dc_scan *scan, const char *bytes,
		  size_t len, uint32_t keep, struct dc_array *cuts);

#endif
