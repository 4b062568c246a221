/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "msg.h"

/* Standard error is one, whatever thread has to say something. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Blanks, not an escape sequence: they work on every terminal. */
static void
erase(struct msg *m)
{
	if (m->status_width > 0)
		fprintf(stderr, "\r%*s\r", (int)m->status_width, "");
	m->status_width = 0;
}

MSG_FORMAT(3, 0)
static void
say(struct msg *m, const char *name, const char *format, va_list args)
{
	erase(m);
	fputs("declutter: ", stderr);
	if (name != NULL)
		fprintf(stderr, "%s: ", name);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void
msg_say(struct msg *m, const char *name, const char *format, ...)
{
	va_list args;

	pthread_mutex_lock(&lock);
	va_start(args, format);
	say(m, name, format, args);
	va_end(args);
	pthread_mutex_unlock(&lock);
}

void
msg_usage(struct msg *m, const char *name, const char *format, ...)
{
	va_list args;

	pthread_mutex_lock(&lock);
	va_start(args, format);
	say(m, name, format, args);
	va_end(args);
	fputs("try 'declutter --help'\n", stderr);
	pthread_mutex_unlock(&lock);
}

void
msg_status(struct msg *m, const char *line)
{
	pthread_mutex_lock(&lock);
	erase(m);
	if (line != NULL) {
		fputs(line, stderr);
		m->status_width = strlen(line);
	}
	pthread_mutex_unlock(&lock);
}
