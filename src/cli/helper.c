/* SPDX-License-Identifier: MIT */
#include <assert.h>

#include "helper.h"

static_assert(CREW_LANES == (int)CREW_LIBRARY + (int)DECLUTTER_LANES, "a lane each");

static int
start(void *ctx, enum declutter_lane lane, void (*task)(void *arg), void *arg)
{
	struct helper *h = ctx;

	/* before anything is in work: a signal may want to take it away, and nobody
	   else may try again meanwhile */
	if (!h->tried) {
		h->usable = store_prepare(h->store);
		h->tried = true;
	}
	if (!h->usable)
		return -1;
	return crew_start(h->crew, CREW_LIBRARY + lane, task, arg) ? 0 : -1;
}

static void
wait_for(void *ctx, enum declutter_lane lane, unsigned left)
{
	struct helper *h = ctx;

	crew_wait(h->crew, CREW_LIBRARY + lane, left);
}

struct declutter_helper
helper_calls(struct helper *h)
{
	if (h->crew == NULL)
		return (struct declutter_helper){NULL, NULL, NULL};
	return (struct declutter_helper){start, wait_for, h};
}
