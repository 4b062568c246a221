/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "msg.h"
#include "source.h"

#define RAW_SIZE 131072		/* a pipe holds 65536, a disk likes more */
#define MAGIC_SIZE 4		/* enough for every signature */
/* Small files may shrink as they like. */
#define RATIO_FREE ((uint64_t)64 << 20)

struct source {
	unsigned max_ratio;
	int fd;
	int wake[2];		/* a pipe: a byte in it interrupts */
	bool waits;		/* not a regular file: a read may wait */
	bool started;		/* the signature was looked at */
	bool eof;
	uint64_t size;
	uint64_t raw_end;	/* offset in the file of raw[nraw] */
	uint64_t made;		/* bytes decompressed */
	size_t pos, nraw;	/* what is left of the last reads */
	unsigned char *raw;
	enum codec codec;
	struct decoder *decoders[CODEC_ZSTD + 1];	/* made when first needed */
	char fault[256];
};

struct source *
source_new(unsigned max_ratio)
{
	struct source *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	*s = (struct source){
		.max_ratio = max_ratio, .fd = -1, .wake = {-1, -1},
		.raw = malloc(RAW_SIZE)
	};
	if (s->raw != NULL)
		return s;
	free(s);
	return NULL;
}

static void
close_pipe(struct source *s)
{
	int i;

	for (i = 0; i < 2; i++) {
		if (s->wake[i] >= 0)
			close(s->wake[i]);
		s->wake[i] = -1;
	}
}

void
source_free(struct source *s)
{
	unsigned c;

	if (s == NULL)
		return;
	for (c = 0; c <= CODEC_ZSTD; c++)
		decoder_free(s->decoders[c]);
	close_pipe(s);
	free(s->raw);
	free(s);
}

MSG_FORMAT(2, 3)
static enum source_status
fail(struct source *s, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(s->fault, sizeof(s->fault), format, args);
	va_end(args);
	return SOURCE_FAILED;
}

static bool
refuse(struct source *s, const char *what, const char *why)
{
	source_close(s);
	return fail(s, "%s%s", what, why) != SOURCE_FAILED;
}

bool
source_open(struct source *s, const char *name)
{
	bool is_stdin = strcmp(name, "-") == 0;
	struct stat st;

	s->started = s->eof = false;
	s->codec = CODEC_NONE;
	s->pos = s->nraw = 0;
	s->size = s->raw_end = s->made = 0;
	close_pipe(s);
	s->fd = is_stdin ? STDIN_FILENO :
		open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (s->fd < 0)
		return refuse(s, "cannot open: ", strerror(errno));
	if (fstat(s->fd, &st) != 0)
		return refuse(s, "cannot read: ", strerror(errno));
	if (S_ISDIR(st.st_mode))
		return refuse(s, "is a directory: -r reads the files in it", "");
	s->waits = !S_ISREG(st.st_mode);
	if (s->waits && pipe2(s->wake, O_CLOEXEC) != 0)
		return refuse(s, "cannot make a pipe: ", strerror(errno));
	if (!s->waits && st.st_size > 0)
		s->size = (uint64_t)st.st_size;
	return true;
}

bool
source_stat(const struct source *s, struct stat *st)
{
	return fstat(s->fd, st) == 0;
}

void
source_close(struct source *s)
{
	/* nothing was written, so nothing can be lost here */
	if (s->fd > STDIN_FILENO)
		close(s->fd);
	s->fd = -1;
}

/* Wait until there is something to read; false if interrupted. */
static bool
wait_for_data(struct source *s)
{
	struct pollfd p[2] = {{s->fd, POLLIN, 0}, {s->wake[0], POLLIN, 0}};

	while (s->waits && poll(p, 2, -1) < 0 && errno == EINTR)
		;
	return p[1].revents == 0;
}

/* One read(); false after a fault. */
static bool
read_some(struct source *s, void *to, size_t size, size_t *len)
{
	ssize_t n;

	for (;;) {
		if (!wait_for_data(s))
			return fail(s, "interrupted") != SOURCE_FAILED;
		n = read(s->fd, to, size);
		if (n >= 0)
			break;
		/* somebody may have made our end of the pipe non-blocking */
		if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
			return fail(s, "cannot read at byte %llu: %s",
				    (unsigned long long)s->raw_end,
				    strerror(errno)) != SOURCE_FAILED;
	}
	s->eof = n == 0;
	s->raw_end += (uint64_t)n;
	*len = (size_t)n;
	return true;
}

/* Read behind what is left. */
static bool
fill(struct source *s)
{
	size_t n = 0;

	if (s->pos > 0) {
		memmove(s->raw, s->raw + s->pos, s->nraw - s->pos);
		s->nraw -= s->pos;
		s->pos = 0;
	}
	if (!read_some(s, s->raw + s->nraw, RAW_SIZE - s->nraw, &n))
		return false;
	s->nraw += n;
	return true;
}

/* Look whether the file is compressed and get ready. */
static bool
start(struct source *s)
{
	s->started = true;
	while (s->nraw < MAGIC_SIZE && !s->eof)
		if (!fill(s))
			return false;
	s->codec = codec_of(s->raw, s->nraw);
	if (s->codec == CODEC_NONE)
		return true;
	if (!codec_is_built(s->codec))
		return fail(s, "is compressed with %s, for which declutter was "
			    "not built: decompress it first",
			    codec_name(s->codec)) != SOURCE_FAILED;
	if (s->decoders[s->codec] == NULL)
		s->decoders[s->codec] = decoder_new(s->codec);
	if (s->decoders[s->codec] == NULL)
		return fail(s, "cannot read: out of memory") != SOURCE_FAILED;
	decoder_reset(s->decoders[s->codec]);
	return true;
}

static enum source_status
read_plain(struct source *s, char *to, size_t size, size_t *len)
{
	if (s->pos == s->nraw) {
		if (!s->eof && !read_some(s, to, size, len))
			return SOURCE_FAILED;
	} else {
		*len = s->nraw - s->pos < size ? s->nraw - s->pos : size;
		memcpy(to, s->raw + s->pos, *len);
		s->pos += *len;
	}
	return *len > 0 ? SOURCE_DATA : SOURCE_END;
}

/* What is wrong with the compressed file, at the byte looked at last. */
static enum source_status
damaged(struct source *s, const char *what, const char *why)
{
	return fail(s, "%s %s data at byte %llu: %s", what, codec_name(s->codec),
		    (unsigned long long)source_offset(s), why);
}

/*
 * Decompress a piece.  What came before a fault is handed out first; the fault
 * is met again, and told, by the next call.
 */
static enum source_status
read_compressed(struct source *s, char *to, size_t size, size_t *len)
{
	struct decoder *d = s->decoders[s->codec];
	const char *wrong = NULL;
	size_t used;

	do {
		if (s->pos == s->nraw && !s->eof && !fill(s))
			return SOURCE_FAILED;
		wrong = decoder_step(d, s->raw + s->pos, s->nraw - s->pos, &used,
				     to, size, len);
		s->pos += used;
	} while (*len == 0 && wrong == NULL && !(s->eof && used == 0));
	s->made += *len;
	if (s->max_ratio > 0 && s->made > RATIO_FREE &&
	    s->made / s->max_ratio > source_offset(s))
		return fail(s, "%llu bytes come of %llu: --max-ratio says how many "
			    "may", (unsigned long long)s->made,
			    (unsigned long long)source_offset(s));
	if (*len > 0)
		return SOURCE_DATA;
	if (wrong != NULL)
		return damaged(s, "damaged", wrong);
	if (!decoder_is_complete(d))
		return damaged(s, "truncated", "the file ends inside a member");
	return SOURCE_END;
}

enum source_status
source_read(struct source *s, char *to, size_t size, size_t *len)
{
	*len = 0;
	if (!s->started && !start(s))
		return SOURCE_FAILED;
	return s->codec == CODEC_NONE ? read_plain(s, to, size, len) :
					read_compressed(s, to, size, len);
}

const char *
source_fault(const struct source *s)
{
	return s->fault;
}

bool
source_may_wait(const struct source *s)
{
	return s->waits;
}

bool
source_waits(const struct source *s)
{
	struct pollfd p = {s->fd, POLLIN, 0};

	return s->waits && s->pos == s->nraw && poll(&p, 1, 0) == 0;
}

enum codec
source_codec(const struct source *s)
{
	return s->codec;
}

uint64_t
source_offset(const struct source *s)
{
	return s->raw_end - (s->nraw - s->pos);
}

uint64_t
source_size(const struct source *s)
{
	return s->size;
}

void
source_interrupt(struct source *s)
{
	ssize_t n = s->waits ? write(s->wake[1], "", 1) : 0;

	(void)n;	/* a pipe that is full interrupts too */
}
