/* SPDX-License-Identifier: MIT */
/*
 * deeds.h - what is done with the outputs once all verdicts before are there
 *
 * The reader of an input plans deeds, with all they need, and gives them to the filter
 * as notes; the filter hands them back in their turn, in another thread it may be.
 */
#ifndef CLI_DEEDS_H
#define CLI_DEEDS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hold.h"

/* False: all is over. */
typedef bool deed_act(void *ctx, void *data);

struct deed;

/* All of it starts as zeros. */
struct deeds {
	struct deed **ring;	/* of those that are not done */
	uint64_t next, size;	/* planned so far, and their bytes */
	_Atomic uint64_t done, done_size;	/* by another thread */
};

/* Are so many open that they should be waited for? */
bool deeds_are_many(const struct deeds *d);

/* A deed with 'size' bytes of data, zeros for the caller to fill; they are many no
   more.  NULL if memory is out. */
struct deed *deeds_plan(struct deeds *d, deed_act *act, size_t size);
void *deed_data(struct deed *deed);

/* Before it is given to the filter: what 'h' holds is the deed's, and that of one more
   at most. */
void deeds_own(struct deeds *d, struct deed *deed, struct hold *h);

/* The deed's turn has come; it is gone afterwards. */
bool deeds_do(struct deeds *d, struct deed *deed, void *ctx);

/* What was not done is let go. */
void deeds_free(struct deeds *d);

#endif
