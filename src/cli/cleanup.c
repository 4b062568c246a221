/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "cleanup.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

/* A reader that goes away and a full quota end a run as a user does. */
static const int deadly[] = {
	SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGXFSZ, SIGXCPU
};

/* Changed with the signals blocked, so the handler sees whole pointers. */
static const char *volatile doomed[4];

static void
unlink_all(void)
{
	size_t i;

	for (i = 0; i < LEN(doomed); i++)
		if (doomed[i] != NULL)
			unlink(doomed[i]);
}

static void
on_signal(int sig)
{
	unlink_all();
	signal(sig, SIG_DFL);
	raise(sig);	/* delivered when the handler returns */
}

static void
block(sigset_t *before)
{
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < LEN(deadly); i++)
		sigaddset(&set, deadly[i]);
	sigprocmask(SIG_BLOCK, &set, before);
}

/* Signals that were ignored from the start (nohup) stay ignored. */
static void
catch_signals(void)
{
	struct sigaction action = {0}, before;
	size_t i;

	action.sa_handler = on_signal;
	sigemptyset(&action.sa_mask);
	for (i = 0; i < LEN(deadly); i++)
		if (sigaction(deadly[i], NULL, &before) == 0 &&
		    before.sa_handler == SIG_DFL)
			sigaction(deadly[i], &action, NULL);
}

int
cleanup_mkstemp(char *path)
{
	sigset_t before;
	size_t i;
	int fd, error;

	block(&before);
	catch_signals();
	fd = mkostemp(path, O_CLOEXEC);
	error = errno;
	for (i = 0; fd >= 0 && i < LEN(doomed); i++) {
		if (doomed[i] == NULL) {
			doomed[i] = path;
			break;
		}
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return fd;
}

void
cleanup_forget(const char *path)
{
	sigset_t before;
	size_t i;

	block(&before);
	for (i = 0; i < LEN(doomed); i++)
		if (doomed[i] == path)
			doomed[i] = NULL;
	sigprocmask(SIG_SETMASK, &before, NULL);
}

void
cleanup_out_of_memory(void)
{
	static const char text[] = "declutter: out of memory\n";
	ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)n;
	unlink_all();
	_exit(1);
}
