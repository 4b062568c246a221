/* SPDX-License-Identifier: MIT */
#include "window.h"

void
dc_window_add(struct dc_window *w)
{
	const struct dc_view *v = dc_window_at(w, w->next);

	dc_ring_set(&w->starts, w->next, v->index == 0);
	dc_ring_set(&w->prose, w->next, v->prose);
	w->next++;
	if (w->next - w->first > DC_WINDOW)
		w->first = w->next - DC_WINDOW;
}

/* How many views of the document of view 'i' follow it, up to 'most'. */
static unsigned
count_after(const struct dc_window *w, uint64_t i, unsigned most)
{
	uint64_t starts = dc_ring_after(&w->starts, i);
	uint64_t n = DC_MIN(most, w->next - 1 - i);

	return (unsigned)(starts == 0 ? n :
			  DC_MIN(n, (uint64_t)__builtin_ctzll(starts)));
}

static unsigned
count_before(const struct dc_window *w, uint64_t i, unsigned most)
{
	uint64_t n = DC_MIN(most, i - w->first);

	return (unsigned)DC_MIN(n, dc_window_at(w, i)->index);
}

int
dc_window_prose(const struct dc_window *w, uint64_t i, int step, int reach)
{
	uint64_t prose;
	unsigned n;

	if (step > 0) {
		prose = dc_ring_after(&w->prose, i);
		n = prose == 0 ? 64 : (unsigned)__builtin_ctzll(prose);
		return n < count_after(w, i, (unsigned)reach) ? (int)n + 1 : 0;
	}
	prose = dc_ring_before(&w->prose, i);
	n = prose == 0 ? 64 : (unsigned)__builtin_clzll(prose);
	return n < count_before(w, i, (unsigned)reach) ? (int)n + 1 : 0;
}
