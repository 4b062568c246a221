/* SPDX-License-Identifier: MIT */
/*
 * crew.h - one thread that does what it is given, in order
 *
 * It is made when the first task comes, so that a short run has none.  Nobody
 * spins: whoever has nothing to do sleeps.
 */
#ifndef CLI_CREW_H
#define CLI_CREW_H
#include <stdbool.h>

struct crew;

/* NULL if memory is out. */
struct crew *crew_new(void);
/* All tasks are done. */
void crew_free(struct crew *c);

/* Have task(arg) run after those before it; false if there can be no thread. */
bool crew_start(struct crew *c, void (*task)(void *arg), void *arg);

/* Wait until no more than 'left' tasks are not done. */
void crew_wait(struct crew *c, unsigned left);

#endif
