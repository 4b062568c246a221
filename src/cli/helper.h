/* SPDX-License-Identifier: MIT */
/* helper.h - the filter's other threads */
#ifndef CLI_HELPER_H
#define CLI_HELPER_H
#include "crew.h"
#include "declutter.h"
#include "store.h"

struct helper {
	struct crew *crew;	/* NULL: one thread does it all */
	struct store *store;	/* made ready before it is used from there */
	bool tried, usable;	/* whether that went well */
};

/* The calls the library makes; 'h' stays. */
struct declutter_helper helper_calls(struct helper *h);

#endif
