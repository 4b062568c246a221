/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "output.h"
#include "resolve.h"
#include "temporary.h"

#define BUFFER 65536
#define KEEP ((size_t)4 << 20)	/* of memory; what a giant record took is given back */

struct output {
	struct msg *msg;
	const char *name;	/* for messages */
	char *path;		/* to be renamed to, or NULL */
	char *temporary;	/* to be renamed from, or NULL */
	struct encoder *encoder;	/* or NULL */
	int fd;			/* -1: memory */
	int error;		/* first errno, or 0 */
	bool begun;		/* something was written */
	bool dirty;		/* the same since the last sync */
	bool replaces;		/* there is a file 'path' */
	struct unsynced *unsynced;	/* where to put the file, or NULL: sync it */
	size_t len, cap;
	char *buf;
};

/* What we were given open, to write where it stands: renaming a file to the one that it
   leads to would part whoever else writes there from it. */
static int
open_descriptor(struct output *o, int fd)
{
	int has = fcntl(fd, F_GETFD), mode = fcntl(fd, F_GETFL);

	/* what closes on exec is ours: who gave the name means something else */
	if (has < 0 || mode < 0 || (has & FD_CLOEXEC) != 0 ||
	    (mode & O_ACCMODE) == O_RDONLY) {
		errno = EBADF;
		return -1;
	}
	o->fd = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return o->fd < 0 ? -1 : 0;
}

/* Devices and pipes are written as they are, links followed. */
static int
open_file(struct output *o, const char *path)
{
	int fd = resolve_descriptor(path);
	struct stat st;

	if (fd >= 0)
		return open_descriptor(o, fd);
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		return o->fd < 0 ? -1 : 0;
	}
	o->path = resolve(path, &o->replaces);
	if (o->path == NULL)
		return -1;
	o->fd = temporary_open(o->path, &o->temporary);
	return o->fd < 0 ? -1 : 0;
}

static void
discard(struct output *o)
{
	if (o->temporary != NULL) {
		unlink(o->temporary);
		cleanup_forget(o->temporary);
	}
	encoder_free(o->encoder);
	free(o->buf);
	free(o->temporary);
	free(o->path);
	free(o);
}

/* An output on the open descriptor 'fd', or -1. */
static struct output *
make(const char *name, int fd, struct msg *msg)
{
	struct output *o = calloc(1, sizeof(*o));

	if (o != NULL)
		o->buf = malloc(BUFFER);
	if (o == NULL || o->buf == NULL) {
		msg_say(msg, name, "cannot write: out of memory");
		free(o);
		return NULL;
	}
	o->cap = BUFFER;
	o->msg = msg;
	o->name = name;
	o->fd = fd;
	return o;
}

static void
write_all(struct output *o, const char *data, size_t len)
{
	while (len > 0 && o->error == 0) {
		ssize_t n = write(o->fd, data, len);

		if (n >= 0) {
			o->dirty = true;
			data += n;
			len -= (size_t)n;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			/* somebody made our end of the pipe non-blocking */
			struct pollfd p = {o->fd, POLLOUT, 0};

			poll(&p, 1, -1);
		} else if (errno != EINTR) {
			o->error = errno;
		}
	}
}

static void
write_out(struct output *o)
{
	write_all(o, o->buf, o->len);
	o->len = 0;
}

/* Make room for 'len' bytes in memory. */
static bool
grow(struct output *o, size_t len)
{
	size_t cap = o->cap;
	char *grown;

	while (cap - o->len < len && cap <= SIZE_MAX / 2)
		cap *= 2;
	grown = cap - o->len < len ? NULL : realloc(o->buf, cap);
	if (grown == NULL) {
		o->error = ENOMEM;
		return false;
	}
	o->buf = grown;
	o->cap = cap;
	return true;
}

/* To the buffer and on. */
static void
put(struct output *o, const char *data, size_t len)
{
	if (len > o->cap - o->len) {
		if (o->fd >= 0)
			write_out(o);
		else if (!grow(o, len))
			return;
	}
	if (len > o->cap) {
		write_all(o, data, len);
	} else {
		memcpy(o->buf + o->len, data, len);
		o->len += len;
	}
}

static void
check(struct output *o, bool ok)
{
	if (!ok && o->error == 0)
		o->error = ENOMEM;
}

void
output_end_member(struct output *o)
{
	if (o->encoder != NULL)
		check(o, encoder_end(o->encoder));
}

void
output_flush(struct output *o)
{
	if (o->encoder != NULL)
		check(o, encoder_flush(o->encoder));
	write_out(o);
}

struct output *
output_stderr(struct msg *msg)
{
	msg_status(msg, NULL);
	return make("standard error", STDERR_FILENO, msg);
}

struct output *
output_memory(struct msg *msg)
{
	return make("text in memory", -1, msg);
}

const char *
output_data(const struct output *o, size_t *len)
{
	*len = o->len;
	return o->buf;
}

void
output_clear(struct output *o)
{
	char *less = o->cap > KEEP ? realloc(o->buf, BUFFER) : NULL;

	if (less != NULL) {
		o->buf = less;
		o->cap = BUFFER;
	}
	o->len = 0;
}

static void
from_encoder(void *ctx, const char *data, size_t len)
{
	put(ctx, data, len);
}

struct output *
output_open(const char *path, enum codec codec, struct msg *msg)
{
	bool is_stdout = strcmp(path, "-") == 0;
	struct output *o = make(is_stdout ? "standard output" : path,
				is_stdout ? STDOUT_FILENO : -1, msg);

	if (o == NULL)
		return NULL;
	errno = ENOMEM;
	if (codec != CODEC_NONE)
		o->encoder = encoder_new(codec, from_encoder, o);
	if ((codec == CODEC_NONE || o->encoder != NULL) &&
	    (is_stdout || open_file(o, path) == 0))
		return o;
	msg_say(msg, path, "cannot open for writing: %s", strerror(errno));
	if (o->fd > STDERR_FILENO)
		close(o->fd);
	discard(o);
	return NULL;
}

void
output_sync(struct output *o)
{
	output_end_member(o);
	write_out(o);
	if (o->path == NULL || !o->dirty || o->error != 0)
		return;
	if (o->unsynced != NULL && unsynced_add(o->unsynced, o->fd))
		return;
	if (fsync(o->fd) != 0)
		o->error = errno;
	o->dirty = false;
}

void
output_write(struct output *o, const char *data, size_t len)
{
	o->begun = true;
	if (o->encoder != NULL)
		check(o, encoder_write(o->encoder, data, len));
	else
		put(o, data, len);
}

void
output_puts(struct output *o, const char *text)
{
	output_write(o, text, strlen(text));
}

void
output_printf(struct output *o, const char *format, ...)
{
	char text[256];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n > 0)
		output_write(o, text, (size_t)n < sizeof(text) ?
			     (size_t)n : sizeof(text) - 1);
}

bool
output_replaces(const struct output *o)
{
	return o->replaces;
}

bool
output_is_file(const struct output *o, const struct stat *st)
{
	struct stat own;

	return o != NULL && o->path == NULL && o->fd >= 0 &&
	       S_ISREG(st->st_mode) && fstat(o->fd, &own) == 0 &&
	       own.st_dev == st->st_dev && own.st_ino == st->st_ino;
}

void
output_postpone(struct output *o, struct unsynced *u)
{
	o->unsynced = u;
}

bool
output_failed(const struct output *o)
{
	return o != NULL && o->error != 0;
}

bool
output_is_empty(const struct output *o)
{
	return !o->begun;
}

bool
output_is_compressed(const struct output *o)
{
	return o->encoder != NULL;
}

/* Give the file its name. */
static bool
publish(struct output *o)
{
	if (rename(o->temporary, o->path) != 0) {
		msg_say(o->msg, o->name, "cannot rename %s to it: %s",
			o->temporary, strerror(errno));
		return false;
	}
	cleanup_forget(o->temporary);
	free(o->temporary);
	o->temporary = NULL;
	return true;
}

void
output_settle(struct output *o)
{
	output_sync(o);
	if (o->error == 0 && o->temporary != NULL && !publish(o))
		o->error = errno;
}

bool
output_close(struct output *o, bool commit)
{
	bool ok;

	if (o == NULL)
		return true;
	if (o->fd < 0) {	/* memory: nothing to lose */
		discard(o);
		return true;
	}
	/* nothing at all is no compressed file */
	if (o->encoder != NULL && !o->begun)
		check(o, encoder_write(o->encoder, "", 0));
	if (commit || o->temporary == NULL)
		output_sync(o);
	if (o->fd != STDERR_FILENO && close(o->fd) != 0 && o->error == 0)
		o->error = errno;
	ok = o->error == 0;
	if (!ok)
		msg_say(o->msg, o->name, "cannot write: %s",
			strerror(o->error));
	else if (o->temporary != NULL && commit)
		ok = publish(o);
	else if (o->temporary != NULL)
		msg_say(o->msg, o->name, "not written: the run failed");
	discard(o);
	return ok;
}
