/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "store.h"

#define WINDOW 262144

/*
 *	0 ............ flushed ............ flushed + len
 *	|<-- in the file -->|<-- in window -->|
 */
struct store {
	struct msg *msg;
	char *directory;
	int fd;			/* -1: no file yet */
	uint64_t flushed;
	size_t len;
	char window[WINDOW];
};

struct store *
store_new(struct msg *msg)
{
	struct store *s = calloc(1, sizeof(*s));

	if (s != NULL) {
		s->msg = msg;
		s->fd = -1;
	}
	return s;
}

void
store_free(struct store *s)
{
	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd);	/* unlinked: whatever it says, nobody reads it */
	free(s->directory);
	free(s);
}

static bool
failed(struct store *s, const char *what)
{
	msg_say(s->msg, s->directory, "%s: %s: set TMPDIR to a directory with "
		"room", what, strerror(errno));
	return false;
}

/* Make the file and take its name away at once. */
static bool
make_file(struct store *s)
{
	static const char name[] = "/declutter.XXXXXX";
	const char *directory = getenv("TMPDIR");
	char *path;

	if (directory == NULL || directory[0] == '\0')
		directory = "/tmp";
	s->directory = strdup(directory);
	path = malloc(strlen(directory) + sizeof(name));
	if (s->directory == NULL || path == NULL) {
		free(path);
		errno = ENOMEM;
		return failed(s, "cannot make a temporary file");
	}
	strcpy(path, directory);
	strcat(path, name);
	s->fd = cleanup_mkstemp(path);
	if (s->fd < 0) {
		failed(s, "cannot make a temporary file");
	} else {
		unlink(path);
		cleanup_forget(path);
	}
	free(path);
	return s->fd >= 0;
}

static bool
write_out(struct store *s, const char *data, size_t len)
{
	if (s->fd < 0 && !make_file(s))
		return false;
	while (len > 0) {
		ssize_t n = pwrite(s->fd, data, len, (off_t)s->flushed);

		if (n > 0) {
			data += n;
			len -= (size_t)n;
			s->flushed += (uint64_t)n;
		} else if (n == 0 || errno != EINTR) {
			return failed(s, "cannot write a temporary file");
		}
	}
	return true;
}

static int
store_write(void *ctx, uint64_t offset, const void *data, size_t len)
{
	struct store *s = ctx;

	if (offset != s->flushed + s->len)
		return -1;	/* the library appends, always */
	if (len > WINDOW - s->len) {
		if (!write_out(s, s->window, s->len))
			return -1;
		s->len = 0;
	}
	if (len > WINDOW)
		return write_out(s, data, len) ? 0 : -1;
	memcpy(s->window + s->len, data, len);
	s->len += len;
	return 0;
}

static int
store_read(void *ctx, uint64_t offset, void *data, size_t len)
{
	struct store *s = ctx;
	char *p = data;

	if (offset > s->flushed + s->len ||
	    len > s->flushed + s->len - offset)
		return -1;
	while (len > 0 && offset < s->flushed) {
		uint64_t left = s->flushed - offset;
		ssize_t n = pread(s->fd, p, len < left ? len : (size_t)left,
				  (off_t)offset);

		if (n > 0) {
			p += n;
			len -= (size_t)n;
			offset += (uint64_t)n;
		} else if (n == 0 || errno != EINTR) {
			failed(s, "cannot read a temporary file");
			return -1;
		}
	}
	memcpy(p, s->window + (offset - s->flushed), len);
	return 0;
}

struct declutter_store
store_calls(struct store *s)
{
	return (struct declutter_store){store_write, store_read, s};
}
