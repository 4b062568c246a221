/* SPDX-License-Identifier: MIT */
/* context.c - where a block stands: head, body or tail of its document */
#include "rules.h"

#define HEAD_BLOCKS 16		/* the same, chrome between them included */
#define OPENING_BLOCKS 16

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

/* Has the block 'k' before this one gone as "Headline | Site"? */
static bool
is_page_title(const struct dc_judge *j, int k)
{
	uint64_t i = j->i + (uint64_t)(int64_t)k;

	return j->c->early[i & (DC_WINDOW - 1)].category == DECLUTTER_PAGE_TITLE;
}

const struct dc_view *
dc_find_title(const struct dc_judge *j, int *at)
{
	const struct dc_view *best = NULL;
	int k, plain = 0;

	for (k = -DC_HEAD_REACH; k <= HEAD_BLOCKS && plain <= DC_HEAD_REACH; k++) {
		const struct dc_view *v = k == 0 ? j->v : dc_near_view(j, k);

		if (k < 0 && (v == NULL || v->prose)) {
			best = NULL;
			continue;
		}
		if (v == NULL)
			break;
		if (v->prose)
			return best;
		if (v->chrome || v->date || v->byline || v->number ||
		    (k < 0 && is_page_title(j, k)))
			continue;
		plain += k > 0;
		if (v->sentence || v->ntokens < DC_TITLE_TOKENS ||
		    (best != NULL && best->ntokens >= v->ntokens))
			continue;
		best = v;
		*at = k;
	}
	return NULL;
}
