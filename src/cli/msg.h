/* SPDX-License-Identifier: MIT */
/*
 * msg.h - the only file that speaks on standard error
 *
 * Messages are lines "declutter: NAME: what happened: why", control characters in
 * them '?'.  A status line
 * (progress on a terminal) is erased before anything else is said, so it lives
 * here too.
 */
#ifndef CLI_MSG_H
#define CLI_MSG_H
#include <stddef.h>

#if defined(__GNUC__)
#define MSG_FORMAT(f, a) __attribute__((format(printf, f, a)))
#else
#define MSG_FORMAT(f, a)
#endif

struct msg {
	size_t status_width;	/* of the status line on the terminal, or 0 */
};

/* Say one line about 'name' (NULL: about no file in particular). */
void msg_say(struct msg *m, const char *name, const char *format, ...)
	MSG_FORMAT(3, 4);

/* As msg_say(), and where to find the right usage. */
void msg_usage(struct msg *m, const char *name, const char *format, ...)
	MSG_FORMAT(3, 4);

/* Show 'line' until something else is said; NULL erases what is shown. */
void msg_status(struct msg *m, const char *line);

#endif
