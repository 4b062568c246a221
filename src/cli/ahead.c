/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "ahead.h"

/* Enough that neither waits for the other's longest step, and no more than fits
   the cache. */
#define SLOTS 8
#define MOMENT 5000000	/* nanoseconds: longer than a slot takes to inflate */

struct slot {
	char *data;
	size_t len;
	uint64_t offset;
	enum source_status status;
};

/*
 * Slots [taken, filled) are to be read; the reader holds slot 'taken' - 1.  With tasks,
 * one for each slot, 'filled' is theirs: the crew tells how far they are.
 */
struct ahead {
	struct source *source;
	struct crew *crew;
	pthread_t thread;
	bool running, by_tasks;
	enum source_status status;	/* of the slot filled last */
	size_t tasks;		/* started */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t filled, taken, released;	/* counts; slot i is at i % SLOTS */
	_Atomic bool stop;
	struct slot slots[SLOTS];
};

/* Times are those of a clock that nobody sets. */
static void
init_condition(pthread_cond_t *c)
{
	pthread_condattr_t attr;

	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(c, &attr);
	pthread_condattr_destroy(&attr);
}

struct ahead *
ahead_new(struct source *source, struct crew *crew)
{
	struct ahead *a = calloc(1, sizeof(*a));
	size_t i;

	if (a == NULL)
		return NULL;
	a->source = source;
	a->crew = crew;
	pthread_mutex_init(&a->lock, NULL);
	init_condition(&a->changed);
	for (i = 0; i < SLOTS; i++) {
		a->slots[i].data = malloc(SOURCE_PIECE);
		if (a->slots[i].data == NULL) {
			ahead_free(a);
			return NULL;
		}
	}
	return a;
}

void
ahead_free(struct ahead *a)
{
	size_t i;

	if (a == NULL)
		return;
	for (i = 0; i < SLOTS; i++)
		free(a->slots[i].data);
	pthread_cond_destroy(&a->changed);
	pthread_mutex_destroy(&a->lock);
	free(a);
}

/* Wait for a slot to fill; NULL to stop. */
static struct slot *
next_slot(struct ahead *a)
{
	struct slot *slot = NULL;

	pthread_mutex_lock(&a->lock);
	while (!a->stop && a->filled - a->released == SLOTS)
		pthread_cond_wait(&a->changed, &a->lock);
	if (!a->stop)
		slot = &a->slots[a->filled % SLOTS];
	pthread_mutex_unlock(&a->lock);
	return slot;
}

static void
fill(struct ahead *a, struct slot *slot)
{
	a->status = source_read(a->source, slot->data, SOURCE_PIECE, &slot->len);
	slot->status = a->status;
	slot->offset = source_offset(a->source);
}

/* The thread. */
static void *
run(void *ctx)
{
	struct ahead *a = ctx;
	struct slot *slot;

	while (a->status == SOURCE_DATA && (slot = next_slot(a)) != NULL) {
		fill(a, slot);
		pthread_mutex_lock(&a->lock);
		a->filled++;
		pthread_cond_signal(&a->changed);
		pthread_mutex_unlock(&a->lock);
	}
	return NULL;
}

/* The task: behind the last piece there is nothing to do. */
static void
fill_next(void *ctx)
{
	struct ahead *a = ctx;

	if (a->status == SOURCE_DATA && !a->stop)
		fill(a, &a->slots[a->filled++ % SLOTS]);
}

static bool
start_tasks(struct ahead *a)
{
	while (a->tasks < a->released + SLOTS &&
	       crew_start(a->crew, CREW_READING, fill_next, a))
		a->tasks++;
	return a->tasks > 0;
}

bool
ahead_start(struct ahead *a)
{
	sigset_t all, before;

	a->filled = a->taken = a->released = a->tasks = 0;
	a->status = SOURCE_DATA;
	a->stop = false;
	a->by_tasks = !source_may_wait(a->source);
	if (a->by_tasks)
		return a->running = start_tasks(a);
	/* signals are the main thread's, whose files they clean up */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	a->running = pthread_create(&a->thread, NULL, run, a) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return a->running;
}

/* The slot read last may be filled again; the next one is waited for. */
static void
turn(struct ahead *a)
{
	if (a->by_tasks) {
		a->released = a->taken;
		start_tasks(a);
		crew_wait(a->crew, CREW_READING, (unsigned)(a->tasks - a->taken - 1));
		return;
	}
	pthread_mutex_lock(&a->lock);
	if (a->released < a->taken) {
		a->released++;
		pthread_cond_signal(&a->changed);
	}
	while (a->filled == a->taken)
		pthread_cond_wait(&a->changed, &a->lock);
	pthread_mutex_unlock(&a->lock);
}

enum source_status
ahead_read(struct ahead *a, const char **data, size_t *len, uint64_t *offset)
{
	const struct slot *slot;

	turn(a);
	slot = &a->slots[a->taken % SLOTS];
	/* the last slot stays: whoever asks again is told the same */
	if (slot->status == SOURCE_DATA)
		a->taken++;
	*data = slot->data;
	*len = slot->len;
	*offset = slot->offset;
	return slot->status;
}

bool
ahead_pauses(struct ahead *a)
{
	struct timespec until;
	bool empty;

	if (a->by_tasks)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += MOMENT;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_mutex_lock(&a->lock);
	while (a->filled == a->taken &&
	       pthread_cond_timedwait(&a->changed, &a->lock, &until) == 0)
		continue;
	empty = a->filled == a->taken;
	pthread_mutex_unlock(&a->lock);
	return empty;
}

void
ahead_stop(struct ahead *a)
{
	if (!a->running)
		return;
	a->running = false;
	if (a->by_tasks) {
		a->stop = true;
		crew_wait(a->crew, CREW_READING, 0);
		return;
	}
	pthread_mutex_lock(&a->lock);
	a->stop = true;
	pthread_cond_signal(&a->changed);
	pthread_mutex_unlock(&a->lock);
	source_interrupt(a->source);
	pthread_join(a->thread, NULL);
}
