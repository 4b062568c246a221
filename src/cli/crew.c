/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>

#include "crew.h"

#define TASKS 16	/* more than the library starts at a time */

struct task {
	void (*run)(void *arg);
	void *arg;
};

struct crew {
	pthread_t thread;
	bool running;
	pthread_mutex_t lock;
	pthread_cond_t given, finished;
	struct task tasks[TASKS];
	size_t first, next;	/* tasks [first, next) are not done; i is at i % TASKS */
	size_t awaited;		/* 'finished' is for those who wait for so many or less */
	bool stop;
};

struct crew *
crew_new(void)
{
	struct crew *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->given, NULL);
	pthread_cond_init(&c->finished, NULL);
	return c;
}

void
crew_free(struct crew *c)
{
	if (c == NULL)
		return;
	if (c->running) {
		pthread_mutex_lock(&c->lock);
		c->stop = true;
		pthread_cond_signal(&c->given);
		pthread_mutex_unlock(&c->lock);
		pthread_join(c->thread, NULL);
	}
	pthread_cond_destroy(&c->finished);
	pthread_cond_destroy(&c->given);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

static void *
run(void *ctx)
{
	struct crew *c = ctx;

	pthread_mutex_lock(&c->lock);
	for (;;) {
		struct task task;

		while (c->first == c->next && !c->stop)
			pthread_cond_wait(&c->given, &c->lock);
		if (c->first == c->next)
			break;
		task = c->tasks[c->first % TASKS];
		pthread_mutex_unlock(&c->lock);
		task.run(task.arg);
		pthread_mutex_lock(&c->lock);
		c->first++;
		if (c->next - c->first <= c->awaited)
			pthread_cond_signal(&c->finished);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

static bool
has_thread(struct crew *c)
{
	sigset_t all, before;

	if (c->running)
		return true;
	/* signals are the main thread's, whose files they clean up; but what a write
	   earns belongs to who writes */
	sigfillset(&all);
	sigdelset(&all, SIGPIPE);
	sigdelset(&all, SIGXFSZ);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	c->running = pthread_create(&c->thread, NULL, run, c) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return c->running;
}

/* Nobody is woken for less than he waits for; the lock is held. */
static void
wait_for(struct crew *c, size_t left)
{
	c->awaited = left;
	while (c->next - c->first > left)
		pthread_cond_wait(&c->finished, &c->lock);
}

bool
crew_start(struct crew *c, void (*task)(void *arg), void *arg)
{
	if (!has_thread(c))
		return false;
	pthread_mutex_lock(&c->lock);
	wait_for(c, TASKS - 1);
	c->tasks[c->next++ % TASKS] = (struct task){task, arg};
	pthread_cond_signal(&c->given);
	pthread_mutex_unlock(&c->lock);
	return true;
}

void
crew_wait(struct crew *c, unsigned left)
{
	pthread_mutex_lock(&c->lock);
	wait_for(c, left);
	pthread_mutex_unlock(&c->lock);
}
