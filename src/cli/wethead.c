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

/* Bytes of the field at 's', line end and all: what starts with a blank goes on with
   it. */
static size_t
field_size(const char *s, size_t len)
{
	size_t n = 0;

	do {
		const char *lf = memchr(s + n, '\n', len - n);

		n = lf != NULL ? (size_t)(lf - s) + 1 : len;
	} while (n < len && (s[n] == ' ' || s[n] == '\t'));
	return n;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

const char *
wethead_field(const char *head, size_t nhead, const char *name, size_t *len)
{
	size_t at, end, n;

	for (at = 0; at < nhead; at = end) {
		end = at + field_size(head + at, nhead - at);
		if (!is_field(head + at, end - at, name))
			continue;
		at += strlen(name) + 1;
		while (at < end && is_blank(head[at]))
			at++;
		n = end - at;
		while (n > 0 && is_blank(head[at + n - 1]))
			n--;
		*len = n;
		return head + at;
	}
	*len = 0;
	return NULL;
}

bool
wethead_unfold(const char *head, size_t nhead, struct hold *to)
{
	size_t at, n;

	hold_clear(to);
	for (at = 0; at < nhead; at += n) {
		const char *lf = memchr(head + at, '\n', nhead - at);
		size_t end = lf != NULL ? (size_t)(lf - head) + 1 : nhead, start = at;

		while (at < end && (head[at] == ' ' || head[at] == '\t'))
			at++;
		n = end - at;
		while (at > start && to->len > 0 && is_blank(to->data[to->len - 1]))
			to->len--;
		if ((at > start && !hold_add(to, " ", 1)) || !hold_add(to, head + at, n))
			return false;
	}
	return true;
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

/* A field, with another value where that depends on the block: name, blanks and line
   ends round it stay. */
static void
write_field(struct output *out, const char *field, size_t len, const char *body,
	    size_t nbody)
{
	static const char *const names[] = {
		"Content-Length", "WARC-Block-Digest", "WARC-Payload-Digest"
	};
	char value[DIGEST_SIZE];
	const char *old = NULL;
	size_t i, n = 0;

	for (i = 0; i < sizeof(names) / sizeof(names[0]) && old == NULL; i++)
		old = wethead_field(field, len, names[i], &n);
	if (old == NULL) {
		output_write(out, field, len);
		return;
	}
	if (is_field(field, len, names[0]))
		snprintf(value, sizeof(value), "%zu", nbody);
	else
		digest_like(value, old, n, body, nbody);
	output_write(out, field, (size_t)(old - field));
	output_puts(out, value);
	output_write(out, old + n, (size_t)(field + len - (old + n)));
}

void
wethead_write(struct output *out, const char *head, size_t nhead,
	      const char *body, size_t nbody, const char *extra)
{
	size_t at, n;

	for (at = 0; at < nhead; at += n) {
		const char *field = head + at;

		n = field_size(field, nhead - at);
		if (field[0] == '\n' || (field[0] == '\r' && n == 2)) {
			if (extra[0] != '\0')
				output_printf(out, "%s%.*s", extra, (int)n, field);
			output_write(out, field, n);
		} else {
			write_field(out, field, n, body, nbody);
		}
	}
}
