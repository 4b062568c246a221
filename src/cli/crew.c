/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "crew.h"

#define TASKS 16	/* more than the library starts at a time in a lane */

struct task {
	void (*run)(void *arg);
	void *arg;
};

struct lane {
	struct task tasks[TASKS];
	size_t first, next;	/* tasks [first, next) are not done; i is at i % TASKS */
	bool busy;		/* the first is being done */
	size_t awaited;		/* somebody sleeps until so many or less are not done */
};

struct crew {
	pthread_mutex_t lock;
	pthread_cond_t given, finished;
	struct lane lanes[CREW_LANES];
	unsigned idle;		/* threads that sleep */
	unsigned sleepers;	/* those who wait */
	bool stop;
	unsigned wanted, nthreads;
	pthread_t threads[];
};

unsigned
crew_processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
#ifdef CPU_COUNT
	cpu_set_t mine;

	/* it fails where there are more processors than the set can name */
	if (sched_getaffinity(0, sizeof(mine), &mine) == 0)
		n = CPU_COUNT(&mine);
#endif
	return n > 0 && n < INT_MAX ? (unsigned)n : 1;
}

struct crew *
crew_new(unsigned threads)
{
	struct crew *c = calloc(1, sizeof(*c) + threads * sizeof(c->threads[0]));

	if (c == NULL)
		return NULL;
	c->wanted = threads;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->given, NULL);
	pthread_cond_init(&c->finished, NULL);
	return c;
}

void
crew_free(struct crew *c)
{
	unsigned i;

	if (c == NULL)
		return;
	for (i = 0; i < CREW_LANES; i++)
		crew_wait(c, i, 0);
	pthread_mutex_lock(&c->lock);
	c->stop = true;
	pthread_cond_broadcast(&c->given);
	pthread_mutex_unlock(&c->lock);
	for (i = 0; i < c->nthreads; i++)
		pthread_join(c->threads[i], NULL);
	pthread_cond_destroy(&c->finished);
	pthread_cond_destroy(&c->given);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

/* Has the lane a task that nobody does? */
static bool
is_free(const struct lane *l)
{
	return !l->busy && l->first < l->next;
}

/* A lane that has, NULL if there is none; the last first, since what it takes was
   made by the others. */
static struct lane *
find_work(struct crew *c)
{
	unsigned i;

	for (i = CREW_LANES; i-- > 0;)
		if (is_free(&c->lanes[i]))
			return &c->lanes[i];
	return NULL;
}

/* If there is something to do, wake somebody for it. */
static void
offer(struct crew *c)
{
	if (c->idle + c->sleepers == 0 || find_work(c) == NULL)
		return;
	if (c->idle > 0)
		pthread_cond_signal(&c->given);
	else
		pthread_cond_broadcast(&c->finished);
}

/* Do the lane's first task; the lock is held before and after.  Nobody is woken for
   less than he waits for. */
static void
work(struct crew *c, struct lane *l)
{
	struct task task = l->tasks[l->first % TASKS];

	l->busy = true;
	offer(c);
	pthread_mutex_unlock(&c->lock);
	task.run(task.arg);
	pthread_mutex_lock(&c->lock);
	l->busy = false;
	l->first++;
	if (c->sleepers > 0 && l->next - l->first <= l->awaited)
		pthread_cond_broadcast(&c->finished);
}

static void *
run(void *ctx)
{
	struct crew *c = ctx;
	struct lane *l;

	pthread_mutex_lock(&c->lock);
	while (!c->stop) {
		if ((l = find_work(c)) != NULL) {
			work(c, l);
			continue;
		}
		c->idle++;
		pthread_cond_wait(&c->given, &c->lock);
		c->idle--;
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* Signals are the main thread's, whose files they clean up; but what a write earns
   belongs to who writes. */
static bool
has_threads(struct crew *c)
{
	sigset_t all, before;

	if (c->nthreads > 0)
		return true;
	sigfillset(&all);
	sigdelset(&all, SIGPIPE);
	sigdelset(&all, SIGXFSZ);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	while (c->nthreads < c->wanted &&
	       pthread_create(&c->threads[c->nthreads], NULL, run, c) == 0)
		c->nthreads++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return c->nthreads > 0;
}

/* The lock is held. */
static void
wait_for(struct crew *c, struct lane *l, size_t left)
{
	struct lane *next;

	while (l->next - l->first > left) {
		next = is_free(l) ? l : find_work(c);
		if (next != NULL) {
			work(c, next);
			continue;
		}
		l->awaited = left;
		c->sleepers++;
		pthread_cond_wait(&c->finished, &c->lock);
		c->sleepers--;
	}
	offer(c);	/* what came while this thread worked */
}

bool
crew_start(struct crew *c, unsigned lane, void (*task)(void *arg), void *arg)
{
	struct lane *l = &c->lanes[lane];

	if (!has_threads(c))
		return false;
	pthread_mutex_lock(&c->lock);
	wait_for(c, l, TASKS - 1);
	l->tasks[l->next++ % TASKS] = (struct task){task, arg};
	offer(c);
	pthread_mutex_unlock(&c->lock);
	return true;
}

void
crew_wait(struct crew *c, unsigned lane, unsigned left)
{
	pthread_mutex_lock(&c->lock);
	wait_for(c, &c->lanes[lane], left);
	pthread_mutex_unlock(&c->lock);
}
