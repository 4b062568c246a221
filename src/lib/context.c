/* SPDX-License-Identifier: MIT */
/* context.c - where a block stands: head, body or tail of its document */
#include "rules.h"

#define OPENING_BLOCKS 16
#define LOG_REACH 8		/* blocks that show a log, */
#define LOG_ENTRIES 3		/* and how many entries make one */

bool
dc_in_body(const struct dc_judge *j)
{
	return dc_prose_distance(j, -1, DC_BODY_REACH) &&
	       dc_prose_distance(j, 1, DC_BODY_REACH);
}

bool
dc_in_head(const struct dc_judge *j)
{
	return dc_prose_distance(j, -1, DC_BEFORE) == 0 && j->v->index < DC_BEFORE;
}

bool
dc_in_opening(const struct dc_judge *j)
{
	int k, prose = 0;

	if (!j->v->bounded || j->v->index >= OPENING_BLOCKS)
		return false;
	for (k = 1; k <= (int)j->v->index; k++) {
		const struct dc_view *v = dc_near_view(j, -k);

		prose += v != NULL && v->prose;
	}
	return prose <= 1;
}

bool
dc_in_tail(const struct dc_judge *j)
{
	if (dc_prose_distance(j, 1, DC_REACH) ||
	    !dc_prose_distance(j, -1, DC_BEFORE))
		return false;
	return j->ended || j->c->window.next - j->i > DC_REACH;
}

bool
dc_in_log(const struct dc_judge *j)
{
	int k, n = 0;

	for (k = -LOG_REACH; k <= LOG_REACH; k++) {
		const struct dc_view *v = dc_near_view(j, k);
		const struct dc_view *next = dc_near_view(j, k + 1);

		n += v != NULL && next != NULL && v->date && next->sentence;
	}
	return n >= LOG_ENTRIES;
}

/* Has the block at step 'k' gone as "Headline | Site"? */
static bool
is_page_title(const struct dc_judge *j, int k)
{
	uint64_t i = j->i + (uint64_t)(int64_t)k;

	return j->c->early[i & (DC_WINDOW - 1)].category == DECLUTTER_PAGE_TITLE;
}

/* The longest view so far; the first of some as long. */
static const struct dc_view *
longer(const struct dc_view *best, const struct dc_judge *j, int k, int *at)
{
	uint64_t i = j->i + (uint64_t)(int64_t)k;
	const struct dc_view *v = dc_window_at(&j->c->window, i);

	if (best != NULL && best->ntokens >= v->ntokens)
		return best;
	*at = k;
	return v;
}

const struct dc_view *
dc_find_title(const struct dc_judge *j, int *at)
{
	const struct dc_ring_mask *mark = j->c->window.mark;
	const struct dc_view *best = NULL;
	unsigned before, after = 0;	/* views that are looked at */
	uint64_t titles;

	if (!j->v->prose) {
		if (j->after == 0 || j->after > DC_HEAD_BLOCKS)
			return NULL;
		after = (unsigned)j->after - 1;
		if (dc_count_bits(~dc_marks_after(j, DC_MARK_ASIDE) &
				  dc_bits_low(after)) > DC_HEAD_REACH)
			return NULL;
	}
	before = j->before > 0 ? (unsigned)j->before - 1 :
		 dc_window_before(&j->c->window, j->i, DC_HEAD_REACH);
	before = DC_MIN(before, DC_HEAD_REACH);
	titles = dc_marks_before(j, DC_MARK_TITLE) & ~dc_marks_before(j, DC_MARK_ASIDE) &
		 dc_bits_high(before);
	for (; titles != 0; titles &= titles - 1) {
		int k = __builtin_ctzll(titles) - 64;

		if (!is_page_title(j, k))
			best = longer(best, j, k, at);
	}
	if (j->v->prose)
		return best;
	/* from the block itself on */
	titles = dc_ring_after(&mark[DC_MARK_TITLE], j->i - 1) &
		 ~dc_ring_after(&mark[DC_MARK_ASIDE], j->i - 1) & dc_bits_low(after + 1);
	for (; titles != 0; titles &= titles - 1)
		best = longer(best, j, __builtin_ctzll(titles), at);
	return best;
}
