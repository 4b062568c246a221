/* SPDX-License-Identifier: MIT */
#include "window.h"

void
dc_window_add(struct dc_window *w)
{
	const struct dc_view *v = dc_window_at(w, w->next);
	struct dc_ring_mask *m = w->mark;
	bool cased = v->title_case, known = v->chrome || v->cue != NULL;
	const struct dc_rule *rule = v->sure != NULL ? v->sure : v->cue;
	bool run = cased || v->short_title || v->chrome;
	uint64_t i = w->next;

	dc_ring_set(&m[DC_MARK_START], i, v->index == 0);
	dc_ring_set(&m[DC_MARK_PROSE], i, v->prose);
	dc_ring_set(&m[DC_MARK_ASIDE], i, v->chrome | v->date | v->byline | v->number);
	dc_ring_set(&m[DC_MARK_TITLE], i, !v->sentence && v->ntokens >= DC_TITLE_TOKENS);
	dc_ring_set(&m[DC_MARK_CASED], i, cased);
	dc_ring_set(&m[DC_MARK_RUN], i, run);
	dc_ring_set(&m[DC_MARK_ODD], i, !(run || known) && (v->bullet || !v->sentence));
	dc_ring_set(&m[DC_MARK_MENU], i, v->label | v->chrome);
	/* what dates an article stands by its title, and votes by names, not in a menu */
	dc_ring_set(&m[DC_MARK_KNOWN], i, known && (rule == NULL ||
		    !(rule->category == DECLUTTER_BYLINE_DATE ||
		      (rule == v->cue && rule->category == DECLUTTER_COUNTERS))));
	dc_ring_set(&m[DC_MARK_HEADING], i, v->heading != NULL);
	dc_ring_set(&m[DC_MARK_BODY], i, v->prose || (v->sentence && !v->chrome));
	w->next++;
	if (w->next - w->first > DC_WINDOW)
		w->first = w->next - DC_WINDOW;
}

int
dc_window_prose(const struct dc_window *w, uint64_t i, int step, int reach)
{
	const struct dc_ring_mask *prose = &w->mark[DC_MARK_PROSE];
	unsigned n;

	if (step > 0) {
		n = dc_low_zeros(dc_ring_after(prose, i));
		return n < dc_window_after(w, i, (unsigned)reach) ? (int)n + 1 : 0;
	}
	n = dc_high_zeros(dc_ring_before(prose, i));
	return n < dc_window_before(w, i, (unsigned)reach) ? (int)n + 1 : 0;
}
