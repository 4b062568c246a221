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
#include "bits.h"
#include "view.h"

#define DC_BEFORE 32
#define DC_REACH 32
#define DC_AHEAD (2 * DC_REACH)
#define DC_WINDOW 128	/* ring size: a power of two over BEFORE + AHEAD */

/* A bit for each slot of the ring. */
struct dc_ring_mask {
	uint64_t half[2];
};

/* What rules ask of runs of views. */
enum dc_mark {
	DC_MARK_START,		/* of a document */
	DC_MARK_PROSE,
	DC_MARK_ASIDE,		/* neither title nor prose: chrome, a date, a number */
	DC_MARK_TITLE,		/* may be a title */
	DC_MARK_CASED,		/* a headline in Title Case */
	DC_MARK_RUN,		/* may stand in a run of them */
	DC_MARK_ODD,		/* may not stand below the last paragraph with them */
	DC_MARK_MENU,		/* may stand in a menu */
	DC_MARK_KNOWN,		/* phrases know it, not as a date */
	DC_MARK_HEADING,	/* a phrase that heads a list */
	DC_MARK_BODY,		/* prose, or a sentence that is no chrome */
	DC_NMARKS
};

struct dc_window {
	struct dc_view view[DC_WINDOW];
	uint64_t first, next;	/* views [first, next) are there */
	struct dc_ring_mask mark[DC_NMARKS];
};

#define DC_TITLE_TOKENS 3	/* shortest headline that counts as one */

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
	uint64_t *half = &m->half[i >> 6 & 1];

	*half = (*half & ~(UINT64_C(1) << (i & 63))) | (uint64_t)value << (i & 63);
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

/* How many views of the document of view 'i' follow it, and stand before it, up to
   'most' (64 at most). */
static inline unsigned
dc_window_after(const struct dc_window *w, uint64_t i, unsigned most)
{
	uint64_t starts = dc_ring_after(&w->mark[DC_MARK_START], i);
	uint64_t n = DC_MIN(most, w->next - 1 - i);

	return (unsigned)(starts == 0 ? n : DC_MIN(n, dc_low_zeros(starts)));
}

static inline unsigned
dc_window_before(const struct dc_window *w, uint64_t i, unsigned most)
{
	uint64_t n = DC_MIN(most, i - w->first);

	return (unsigned)DC_MIN(n, dc_window_at(w, i)->index);
}

/* Steps from view 'i' to the nearest prose of its document in direction 'step',
   1 or -1, at most 'reach' away (1 to 64); 0 if there is none. */
int dc_window_prose(const struct dc_window *w, uint64_t i, int step, int reach);

#endif
