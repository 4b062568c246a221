/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "msg.h"

/* Two paths and what there is to say of them. */
#define LONGEST ((size_t)10000)

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

/* Names may be anything: no control character of one gets to a terminal, or makes
   another line of a log. */
static void
tame(char *line, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == '\x7f')
			line[i] = '?';
}

/* Written at once, so that lines of programs that run side by side stay whole. */
MSG_FORMAT(3, 0)
static void
say(struct msg *m, const char *name, const char *format, va_list args)
{
	char line[LONGEST];
	int n = snprintf(line, sizeof(line), "declutter: %s%s",
			 name != NULL ? name : "", name != NULL ? ": " : "");
	size_t len = n < 0 ? 0 : (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1;

	n = vsnprintf(line + len, sizeof(line) - len, format, args);
	if (n > 0)
		len += (size_t)n < sizeof(line) - len ? (size_t)n :
							sizeof(line) - len - 1;
	tame(line, len);
	line[len++] = '\n';	/* in place of the NUL */
	erase(m);
	fwrite(line, 1, len, stderr);
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
