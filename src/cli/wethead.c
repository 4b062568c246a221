/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "digest.h"
#include "wethead.h"

/* Is the line a field of this name? */
static bool
is_field(const char *line, size_t len, const char *name)
{
	size_t n = strlen(name);

	return len > n && line[n] == ':' && strncasecmp(line, name, n) == 0;
}

const char *
wethead_field(const char *head, size_t nhead, const char *name, size_t *len)
{
	size_t n = strlen(name), at, end;

	for (at = 0; at < nhead; at = end + 1) {
		const char *line = head + at, *lf = memchr(line, '\n', nhead - at);

		end = lf != NULL ? (size_t)(lf - head) : nhead;
		if (!is_field(line, end - at, name))
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

/*
 * One line of the head, with another value where that depends on the block: name,
 * blanks and line end stay.  True if a folded rest of the value has to go.
 */
static bool
write_line(struct output *out, const char *line, size_t len, const char *body,
	   size_t nbody)
{
	static const char *const names[] = {
		"Content-Length", "WARC-Block-Digest", "WARC-Payload-Digest"
	};
	char value[DIGEST_SIZE];
	const char *old = NULL;
	size_t i, n;

	for (i = 0; i < sizeof(names) / sizeof(names[0]) && old == NULL; i++)
		old = wethead_field(line, len, names[i], &n);
	if (old == NULL) {
		output_write(out, line, len);
		return false;
	}
	if (is_field(line, len, names[0]))
		snprintf(value, sizeof(value), "%zu", nbody);
	else
		digest_like(value, old, n, body, nbody);
	output_write(out, line, (size_t)(old - line));
	output_puts(out, value);
	output_write(out, old + n, (size_t)(line + len - (old + n)));
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
