/* SPDX-License-Identifier: MIT */
/*
 * window.h - the views around the block being judged
 *
 * DC_BEFORE past ones and DC_AHEAD to come.  Rules and the first pass of the
 * model see DC_REACH blocks ahead, the second pass as many of their results.
 * What is asked of many neighbours at once lies in masks, a bit a view.
 */
#ifndef DC_WINDOW_H
#define DC_WINDOW_H
#include "view.h"

#define DC_BEFORE 32
#define DC_REACH 32
#define DC_AHEAD (2 * DC_REACH)
#define DC_WINDOW 128	/* ring size: a power of two over BEFORE + AHEAD */

/* A bit for each slot of the ring. */
struct dc_ring_mask {
	uint64_t half[2];
};

struct dc_window {
	struct dc_view view[DC_WINDOW];
	uint64_t first, next;	/* views [first, next) are there */
	struct dc_ring_mask starts;	/* of documents */
	struct dc_ring_mask prose;
};

static inline const struct dc_view *
dc_window_at(const struct dc_window *w, uint64_t i)
{
	return &w->view[i & (DC_WINDOW - 1)];
}

/* The view to fill in before the next dc_window_add(). */
static inline struct dc_view *
dc_window_slot(struct dc_window *w)
{
	return &w->view[w->next & (DC_WINDOW - 1)];
}

/* Take the view in that was filled in. */
void dc_window_add(struct dc_window *w);

/* View i + step, NULL outside the window or the document of view i. */
static inline const struct dc_view *
dc_window_near(const struct dc_window *w, uint64_t i, int step)
{
	uint64_t j = i + (uint64_t)(int64_t)step;

	if (j < w->first || j >= w->next || (step < 0 && j > i) ||
	    dc_window_at(w, j)->document != dc_window_at(w, i)->document)
		return NULL;
	return dc_window_at(w, j);
}

static inline void
dc_ring_set(struct dc_ring_mask *m, uint64_t i, bool value)
{
	uint64_t bit = UINT64_C(1) << (i & 63), *half = &m->half[i >> 6 & 1];

	*half = (*half & ~bit) | (value ? bit : 0);
}

/* Bit k is view i + 1 + k; 64 of them, the ring's past behind the window. */
static inline uint64_t
dc_ring_after(const struct dc_ring_mask *m, uint64_t i)
{
	uint64_t low = m->half[(i + 1) >> 6 & 1], high = m->half[((i + 1) >> 6 & 1) ^ 1];
	unsigned k = (i + 1) & 63;

	return low >> k | high << 1 << (63 - k);
}

/* Bit 63 - k is view i - 1 - k. */
static inline uint64_t
dc_ring_before(const struct dc_ring_mask *m, uint64_t i)
{
	return dc_ring_after(m, i - 65);
}

/* Steps from view 'i' to the nearest prose of its document in direction 'step',
   1 or -1, at most 'reach' away (1 to 64); 0 if there is none. */
int dc_window_prose(const struct dc_window *w, uint64_t i, int step, int reach);

#endif
