/* SPDX-License-Identifier: MIT */
/* helper.h - the filter's second thread: when it gets work, and when it does not */
#ifndef CLI_HELPER_H
#define CLI_HELPER_H
#include <stdbool.h>

#include "crew.h"
#include "declutter.h"
#include "input.h"
#include "store.h"

struct helper {
	struct crew *crew;	/* NULL: one thread does it all */
	struct store *store;	/* made ready before it is used from there */
	const struct input *input;
	bool yields;		/* no work while another thread reads the input: three
				   on two processors would be in each other's way */
};

/* The calls the library makes; 'h' stays. */
struct declutter_helper helper_calls(struct helper *h);

#endif
