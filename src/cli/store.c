/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "store.h"

struct store {
	struct msg *msg;
	char *directory;
	int fd;			/* -1: no file yet */
	uint64_t len;		/* bytes in it */
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
store_drop(struct store *s)
{
	if (s->fd >= 0)
		close(s->fd);	/* unlinked: whatever it says, nobody reads it */
	s->fd = -1;
	s->len = 0;
}

void
store_free(struct store *s)
{
	if (s == NULL)
		return;
	store_drop(s);
	free(s->directory);
	free(s);
}

static void
failed(const struct store *s, const char *what)
{
	msg_say(s->msg, s->directory, "%s: %s: set TMPDIR to a directory with "
		"room", what, strerror(errno));
}

/* Its name is taken away at once. */
bool
store_prepare(struct store *s)
{
	static const char name[] = "/declutter.XXXXXX";
	const char *directory = getenv("TMPDIR");
	char *path;
	int error;

	if (s->fd >= 0)
		return true;
	if (directory == NULL || directory[0] == '\0')
		directory = "/tmp";
	if (s->directory == NULL)
		s->directory = strdup(directory);
	path = malloc(strlen(directory) + sizeof(name));
	if (s->directory == NULL || path == NULL) {
		free(path);
		errno = ENOMEM;
		return false;
	}
	strcpy(path, directory);
	strcat(path, name);
	s->fd = cleanup_mkstemp(path);
	error = errno;
	if (s->fd >= 0) {
		unlink(path);
		cleanup_forget(path);
	}
	free(path);
	errno = error;
	return s->fd >= 0;
}

static int
store_write(void *ctx, uint64_t offset, const void *data, size_t len)
{
	struct store *s = ctx;
	const char *p = data;

	if (offset > s->len)
		return -1;	/* the library leaves no holes */
	if (!store_prepare(s)) {
		failed(s, "cannot make a temporary file");
		return -1;
	}
	while (len > 0) {
		ssize_t n = pwrite(s->fd, p, len, (off_t)offset);

		if (n > 0) {
			p += n;
			len -= (size_t)n;
			offset += (uint64_t)n;
		} else if (n == 0 || errno != EINTR) {
			failed(s, "cannot write a temporary file");
			return -1;
		}
	}
	if (s->len < offset)
		s->len = offset;
	return 0;
}

static int
store_read(void *ctx, uint64_t offset, void *data, size_t len)
{
	struct store *s = ctx;
	char *p = data;

	if (offset > s->len || len > s->len - offset)
		return -1;
	while (len > 0) {
		ssize_t n = pread(s->fd, p, len, (off_t)offset);

		if (n > 0) {
			p += n;
			len -= (size_t)n;
			offset += (uint64_t)n;
		} else if (n == 0 || errno != EINTR) {
			failed(s, "cannot read a temporary file");
			return -1;
		}
	}
	return 0;
}

struct declutter_store
store_calls(struct store *s)
{
	return (struct declutter_store){store_write, store_read, s};
}
