/* SPDX-License-Identifier: MIT */
/*
 * crew.h - threads that share tasks in lanes
 *
 * The tasks of a lane are done one at a time, in order; those of different lanes at
 * once.  Who waits does meanwhile what nobody has begun.  Threads are made when the
 * first task comes, so that a short run has none.  Nobody spins: whoever has nothing
 * to do sleeps.
 */
#ifndef CLI_CREW_H
#define CLI_CREW_H
#include <stdbool.h>

/* What a lane's tasks take, those of the lanes before it make. */
enum crew_lane { CREW_READING, CREW_LIBRARY, CREW_LANES = CREW_LIBRARY + 2 };

struct crew;

/* How many processors this process may use, at least 1. */
unsigned crew_processors(void);

/* With so many threads besides the caller's; NULL if memory is out. */
struct crew *crew_new(unsigned threads);
/* All tasks are done. */
void crew_free(struct crew *c);

/* Have task(arg) run after those of the lane before it; false if there can be no
   thread.  This and the next may be called by tasks of other lanes. */
bool crew_start(struct crew *c, unsigned lane, void (*task)(void *arg), void *arg);

/* Wait until no more than 'left' tasks of the lane are not done. */
void crew_wait(struct crew *c, unsigned lane, unsigned left);

#endif
