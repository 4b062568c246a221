/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "jsonl.h"

static bool
emit(struct jsonl *j, const char *bytes, size_t nbytes)
{
	struct jsonl_line line = {
		.bytes = bytes, .len = nbytes, .nbytes = nbytes,
		.hold = bytes == j->hold.data ? &j->hold : NULL,
		.number = ++j->number, .offset = j->offset,
		.too_long = j->dropped > 0
	};

	if (line.len > 0 && bytes[line.len - 1] == '\n')
		line.len--;
	if (line.len < nbytes && line.len > 0 && bytes[line.len - 1] == '\r')
		line.len--;
	j->offset += nbytes + j->dropped;
	j->dropped = 0;
	return j->line(j->ctx, &line);
}

/* Hold the start of a line, as far as the limit lets it. */
static bool
keep(struct jsonl *j, const char *data, size_t len)
{
	size_t room = j->max_line - j->hold.len;

	if (len > room) {
		j->dropped += len - room;
		len = room;
	}
	j->out_of_memory = !hold_add(&j->hold, data, len);
	return !j->out_of_memory;
}

static bool
emit_held(struct jsonl *j)
{
	bool ok = emit(j, j->hold.data, j->hold.len);

	hold_clear(&j->hold);
	return ok;
}

bool
jsonl_push(struct jsonl *j, const char *data, size_t len)
{
	while (len > 0) {
		const char *end = memchr(data, '\n', len);
		size_t n = end != NULL ? (size_t)(end - data) + 1 : len;
		bool ok;

		if (end != NULL && j->hold.len == 0 && n <= j->max_line)
			ok = emit(j, data, n);
		else
			ok = keep(j, data, n) && (end == NULL || emit_held(j));
		if (!ok)
			return false;
		data += n;
		len -= n;
	}
	return true;
}

bool
jsonl_end(struct jsonl *j)
{
	return j->hold.len == 0 || emit_held(j);
}

void
jsonl_free(struct jsonl *j)
{
	hold_free(&j->hold);
}
