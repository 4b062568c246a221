/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "ahead.h"

/* Enough that neither waits for the other's longest step, and no more than fits
   the cache. */
#define SLOTS 4
#define SLOT_SIZE 262144
#define MOMENT 5000000	/* nanoseconds: longer than a slot takes to inflate */

struct slot {
	char *data;
	size_t len;
	uint64_t offset;
	enum source_status status;
};

/*
 * Slots [taken, filled) are to be read; the reader holds slot 'taken' - 1.
 */
struct ahead {
	struct source *source;
	pthread_t thread;
	bool running;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t filled, taken, released;	/* counts; slot i is at i % SLOTS */
	bool stop;
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
ahead_new(struct source *source)
{
	struct ahead *a = calloc(1, sizeof(*a));
	size_t i;

	if (a == NULL)
		return NULL;
	a->source = source;
	pthread_mutex_init(&a->lock, NULL);
	init_condition(&a->changed);
	for (i = 0; i < SLOTS; i++) {
		a->slots[i].data = malloc(SLOT_SIZE);
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

static void *
run(void *ctx)
{
	struct ahead *a = ctx;
	enum source_status status = SOURCE_DATA;
	struct slot *slot;

	while (status == SOURCE_DATA && (slot = next_slot(a)) != NULL) {
		status = source_read(a->source, slot->data, SLOT_SIZE, &slot->len);
		slot->status = status;
		slot->offset = source_offset(a->source);
		pthread_mutex_lock(&a->lock);
		a->filled++;
		pthread_cond_signal(&a->changed);
		pthread_mutex_unlock(&a->lock);
	}
	return NULL;
}

bool
ahead_start(struct ahead *a)
{
	sigset_t all, before;

	a->filled = a->taken = a->released = 0;
	a->stop = false;
	/* signals are the main thread's, whose files they clean up */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	a->running = pthread_create(&a->thread, NULL, run, a) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return a->running;
}

enum source_status
ahead_read(struct ahead *a, const char **data, size_t *len, uint64_t *offset)
{
	const struct slot *slot;

	pthread_mutex_lock(&a->lock);
	if (a->released < a->taken) {
		a->released++;
		pthread_cond_signal(&a->changed);
	}
	while (a->filled == a->taken)
		pthread_cond_wait(&a->changed, &a->lock);
	slot = &a->slots[a->taken % SLOTS];
	/* the last slot stays: whoever asks again is told the same */
	if (slot->status == SOURCE_DATA)
		a->taken++;
	pthread_mutex_unlock(&a->lock);
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
	pthread_mutex_lock(&a->lock);
	a->stop = true;
	pthread_cond_signal(&a->changed);
	pthread_mutex_unlock(&a->lock);
	source_interrupt(a->source);
	pthread_join(a->thread, NULL);
	a->running = false;
}
