/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "digest.h"
#include "wethead.h"

const char *
wethead_field(const char *head, size_t nhead, const char *name, size_t *len)
{
	size_t n = strlen(name), at, end;

	for (at = 0; at < nhead; at = end + 1) {
		const char *line = head + at, *lf = memchr(line, '\n', nhead - at);

		end = lf != NULL ? (size_t)(lf - head) : nhead;
		if (end - at <= n || line[n] != ':' ||
		    strncasecmp(line, name, n) != 0)
			continue;
		at += n + 1;
		while (at < end && strchr(" \t", head[at]) != NULL)
			at++;
		n = end;
		while (n > at && strchr(" \t\r", head[n - 1]) != NULL)
			n--;
		*len = n - at;
		return head + at;
	}
	*len = 0;
	return NULL;
}

static bool
starts(const char *value, size_t len, const char *with)
{
	size_t n = strlen(with);

	return value != NULL && len >= n && strncasecmp(value, with, n) == 0;
}

bool
wethead_length(const char *head, size_t nhead, uint64_t *length)
{
	size_t len, i;
	const char *value = wethead_field(head, nhead, "Content-Length", &len);

	*length = 0;
	for (i = 0; i < len; i++) {
		if (value[i] < '0' || value[i] > '9' || *length > UINT64_MAX / 100)
			return false;
		*length = *length * 10 + (uint64_t)(value[i] - '0');
	}
	return len > 0;
}

bool
wethead_is_text(const char *head, size_t nhead)
{
	size_t len;
	const char *value = wethead_field(head, nhead, "WARC-Type", &len);

	if (!starts(value, len, "conversion") || len != strlen("conversion") ||
	    wethead_field(head, nhead, "WARC-Segment-Number", &len) != NULL)
		return false;
	value = wethead_field(head, nhead, "Content-Type", &len);
	return value == NULL || starts(value, len, "text/plain");
}

/* Is the line a field of this name? */
static bool
is_field(const char *line, size_t len, const char *name)
{
	size_t n = strlen(name);

	return len > n && line[n] == ':' && strncasecmp(line, name, n) == 0;
}

/* The field in 'line' with another value: name, blanks and line end stay. */
static void
write_value(struct output *out, const char *line, size_t len, const char *value)
{
	size_t start = (size_t)((const char *)memchr(line, ':', len) - line) + 1;
	size_t end = len;

	while (start < len && (line[start] == ' ' || line[start] == '\t'))
		start++;
	while (end > start && (line[end - 1] == '\r' || line[end - 1] == '\n'))
		end--;
	output_write(out, line, start);
	output_puts(out, value);
	output_write(out, line + end, len - end);
}

/* One line of the head; true if a folded rest of it has to go. */
static bool
write_line(struct output *out, const char *line, size_t len, const char *body,
	   size_t nbody)
{
	char value[DIGEST_SIZE];
	const char *like;
	size_t nlike;

	if (is_field(line, len, "Content-Length")) {
		snprintf(value, sizeof(value), "%zu", nbody);
	} else if (is_field(line, len, "WARC-Block-Digest") ||
		   is_field(line, len, "WARC-Payload-Digest")) {
		like = wethead_field(line, len, "WARC-Block-Digest", &nlike);
		if (like == NULL)
			like = wethead_field(line, len, "WARC-Payload-Digest",
					     &nlike);
		digest_like(value, like, nlike, body, nbody);
	} else {
		output_write(out, line, len);
		return false;
	}
	write_value(out, line, len, value);
	return true;
}

void
wethead_write(struct output *out, const char *head, size_t nhead,
	      const char *body, size_t nbody, const char *extra)
{
	bool changed = false;
	size_t at, n;

	for (at = 0; at < nhead; at += n) {
		const char *line = head + at, *lf = memchr(line, '\n', nhead - at);

		n = lf != NULL ? (size_t)(lf - line) + 1 : nhead - at;
		if (line[0] == '\n' || (line[0] == '\r' && n == 2)) {
			if (extra[0] != '\0')
				output_printf(out, "%s%.*s", extra, (int)n, line);
			output_write(out, line, n);
		} else if (line[0] != ' ' && line[0] != '\t') {
			changed = write_line(out, line, n, body, nbody);
		} else if (!changed) {
			output_write(out, line, n);
		}
	}
}
