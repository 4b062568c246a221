/* SPDX-License-Identifier: MIT */
/* head.c - section label, byline and date round the title */
#include "rules.h"

#define ABOVE_BODY 6		/* blocks from a date to the body's prose */

/* Something round the title that is chrome beyond doubt. */
static bool
head_evidence(const struct dc_judge *j, int title)
{
	int k;

	for (k = -DC_HEAD_REACH; k <= DC_HEAD_REACH; k++) {
		const struct dc_view *v = dc_near_view(j, k);

		if (k == 0 || v == NULL)
			continue;
		if (v->prose && k > 0)
			break;
		if (v->chrome || v->date || v->byline ||
		    (v->names && v->ntokens > 1 && v->ntokens < 4 &&
		     (k == title - 1 || k == title + 1)) ||
		    (k < title && v->label && v->index == 0))
			return true;
	}
	return false;
}

static bool
say_byline(const struct dc_judge *j, const char *evidence)
{
	return dc_say(j, DECLUTTER_BYLINE_DATE, 3, evidence);
}

/* A date or byline below the standfirst, right above the body. */
static bool
above_body(const struct dc_judge *j)
{
	return (j->v->date || j->v->byline) && j->v->index > 0 &&
	       dc_in_opening(j) && dc_prose_distance(j, 1, ABOVE_BODY) && !dc_in_log(j);
}

bool
dc_rule_head(const struct dc_judge *j)
{
	const struct dc_view *v = j->v, *title;
	int at = 0;

	if (above_body(j))
		return say_byline(j, "byline or date above the body");
	if (!v->label && !v->names && !v->date && !v->byline)
		return false;
	if (!dc_in_head(j) && dc_in_body(j))
		return false;
	title = dc_find_title(j, &at);
	if (title == NULL || title == v || title->ntokens <= v->ntokens)
		return v->byline && dc_in_head(j) ? say_byline(j, "byline") : false;
	if (v->byline)
		return say_byline(j, "byline by the title");
	if (v->date)
		return say_byline(j, "date by the title");
	if (v->label && at > 0 && v->index == 0 && v->bounded && v->capitalised &&
	    (v->ntokens == 1 || v->cue != NULL || head_evidence(j, at)))
		return dc_say(j, DECLUTTER_NAVIGATION, 3, "label above the title");
	if (v->names && (v->ntokens <= 3 || v->shape.commas > 0) && at >= -2 &&
	    at <= 2 && dc_in_head(j) && head_evidence(j, at))
		return say_byline(j, "name by the title");
	return false;
}
