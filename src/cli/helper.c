/* SPDX-License-Identifier: MIT */
#include "helper.h"

static int
start(void *ctx, void (*task)(void *arg), void *arg)
{
	struct helper *h = ctx;

	if (!store_prepare(h->store))
		return -1;
	return crew_start(h->crew, task, arg) ? 0 : -1;
}

static void
wait_for(void *ctx, unsigned left)
{
	struct helper *h = ctx;

	crew_wait(h->crew, left);
}

struct declutter_helper
helper_calls(struct helper *h)
{
	if (h->crew == NULL)
		return (struct declutter_helper){NULL, NULL, NULL};
	return (struct declutter_helper){start, wait_for, h};
}
