/* SPDX-License-Identifier: MIT */
/* base.h - what every file of the library needs: the public header, small macros */
#ifndef DC_BASE_H
#define DC_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "declutter.h"

#define DC_LEN(array) (sizeof(array) / sizeof((array)[0]))
#define DC_MIN(a, b) ((a) < (b) ? (a) : (b))
#define DC_MAX(a, b) ((a) > (b) ? (a) : (b))

/* The text of what a macro stands for. */
#define DC_TEXT(x) #x
#define DC_TEXT_OF(x) DC_TEXT(x)

#if defined(__GNUC__)
#define DC_LIKELY(x) __builtin_expect(!!(x), 1)
#define DC_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define DC_PREFETCH(p) __builtin_prefetch(p)
/* gcc leaves out a call of what does nothing but prefetch. */
#define DC_DOES_SOMETHING() __asm__ volatile("")
#else
#define DC_LIKELY(x) (x)
#define DC_UNLIKELY(x) (x)
#define DC_PREFETCH(p) ((void)(p))
#define DC_DOES_SOMETHING() ((void)0)
#endif

/* What two threads write must not share one; some processors fetch two at a time. */
#define DC_CACHE_LINE 128

/* These bytes will be asked for soon. */
static inline void
dc_prefetch(const void *p, size_t len)
{
	size_t at;

	for (at = 0; at < len; at += 64)
		DC_PREFETCH((const char *)p + at);
	DC_DOES_SOMETHING();
}

/* A stretch of bytes that somebody else owns. */
struct dc_span {
	const char *data;
	size_t len;
};

static inline bool
dc_span_is(struct dc_span s, const char *word)
{
	return s.len == strlen(word) && memcmp(s.data, word, s.len) == 0;
}

/* Cut off 'rest' what stands before the first 'end', and that; false if there is none:
   then 'part' is all. */
static inline bool
dc_span_cut(struct dc_span *rest, char end, struct dc_span *part)
{
	const char *at = rest->len > 0 ? memchr(rest->data, end, rest->len) : NULL;
	size_t n = at != NULL ? (size_t)(at - rest->data) : rest->len;

	*part = (struct dc_span){rest->data, n};
	n += at != NULL;
	rest->data += n;
	rest->len -= n;
	return at != NULL;
}

/* The same of a line, its end left out. */
static inline struct dc_span
dc_span_line(struct dc_span *rest)
{
	struct dc_span line;

	dc_span_cut(rest, '\n', &line);
	line.len -= line.len > 0 && line.data[line.len - 1] == '\r';
	return line;
}

#endif
