/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gunzip.h"
#include "input.h"

#define RAW_SIZE 131072		/* a pipe holds 65536, a disk likes more */
#define TEXT_SIZE 262144	/* inflated */
#define SNIFF_SIZE 4		/* enough for every signature */

struct input {
	struct msg *msg;
	const char *name;
	int fd;
	bool waits;		/* not a regular file: a read may wait */
	bool gzip;
	bool started;		/* the first piece was handed out */
	bool eof;
	uint64_t size;
	uint64_t raw_end;	/* offset in the file of raw[nraw] */
	size_t pos, nraw;	/* what is left of the last reads */
	unsigned char *raw;
	char *text;		/* made for the first gzip file */
	struct gunzip *gunzip;	/* likewise */
};

struct input *
input_new(struct msg *msg)
{
	struct input *in = calloc(1, sizeof(*in));

	if (in == NULL)
		return NULL;
	in->msg = msg;
	in->fd = -1;
	in->raw = malloc(RAW_SIZE);
	if (in->raw == NULL) {
		free(in);
		return NULL;
	}
	return in;
}

void
input_free(struct input *in)
{
	if (in == NULL)
		return;
	gunzip_free(in->gunzip);
	free(in->text);
	free(in->raw);
	free(in);
}

bool
input_open(struct input *in, const char *name)
{
	bool is_stdin = strcmp(name, "-") == 0;
	struct stat st;

	in->name = name;
	in->gzip = in->started = in->eof = false;
	in->pos = in->nraw = 0;
	in->size = in->raw_end = 0;
	in->fd = is_stdin ? STDIN_FILENO :
		 open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (in->fd < 0) {
		msg_say(in->msg, name, "cannot open: %s", strerror(errno));
		return false;
	}
	if (fstat(in->fd, &st) != 0) {
		msg_say(in->msg, name, "cannot read: %s", strerror(errno));
		input_close(in);
		return false;
	}
	if (S_ISDIR(st.st_mode)) {
		msg_say(in->msg, name, "is a directory: name the files in it");
		input_close(in);
		return false;
	}
	in->waits = !S_ISREG(st.st_mode);
	if (!in->waits && st.st_size > 0)
		in->size = (uint64_t)st.st_size;
	return true;
}

void
input_close(struct input *in)
{
	/* nothing was written, so nothing can be lost here */
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	in->fd = -1;
}

/* Read behind what is left; false after a message. */
static bool
fill(struct input *in)
{
	ssize_t n;

	if (in->pos > 0) {
		memmove(in->raw, in->raw + in->pos, in->nraw - in->pos);
		in->nraw -= in->pos;
		in->pos = 0;
	}
	for (;;) {
		n = read(in->fd, in->raw + in->nraw, RAW_SIZE - in->nraw);
		if (n >= 0)
			break;
		if (errno == EAGAIN || errno == EWOULDBLOCK) {
			/* somebody made our end of the pipe non-blocking */
			struct pollfd p = {in->fd, POLLIN, 0};

			poll(&p, 1, -1);
		} else if (errno != EINTR) {
			msg_say(in->msg, in->name, "cannot read at byte %llu: %s",
				(unsigned long long)in->raw_end,
				strerror(errno));
			return false;
		}
	}
	in->eof = n == 0;
	in->nraw += (size_t)n;
	in->raw_end += (uint64_t)n;
	return true;
}

/* Look at the first bytes of the file. */
static bool
sniff_gzip(struct input *in)
{
	while (in->nraw < SNIFF_SIZE && !in->eof)
		if (!fill(in))
			return false;
	in->gzip = gunzip_is_magic(in->raw, in->nraw);
	if (!in->gzip)
		return true;
	if (in->text == NULL)
		in->text = malloc(TEXT_SIZE);
	if (in->gunzip == NULL)
		in->gunzip = gunzip_new();
	if (in->text == NULL || in->gunzip == NULL) {
		msg_say(in->msg, in->name, "cannot inflate: out of memory");
		return false;
	}
	gunzip_reset(in->gunzip);
	return true;
}

/* What iconv(1) calls the encoding of a text that starts so, or NULL. */
static const char *
foreign_encoding(const char *data, size_t len)
{
	static const struct {
		char start[SNIFF_SIZE + 1];
		size_t len;
		const char *name;
	} signatures[] = {
		{"\xff\xfe\0\0", 4, "UTF-32"},
		{"\0\0\xfe\xff", 4, "UTF-32"},
		{"\xff\xfe", 2, "UTF-16"},
		{"\xfe\xff", 2, "UTF-16"},
	};
	size_t i;

	for (i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++)
		if (len >= signatures[i].len && memcmp(data,
		    signatures[i].start, signatures[i].len) == 0)
			return signatures[i].name;
	if (len < SNIFF_SIZE)
		return NULL;
	if (data[0] != 0 && data[1] == 0 && data[2] != 0 && data[3] == 0)
		return "UTF-16LE";
	if (data[0] == 0 && data[1] != 0 && data[2] == 0 && data[3] != 0)
		return "UTF-16BE";
	return NULL;
}

static enum input_status
read_plain(struct input *in, const char **data, size_t *len)
{
	if (in->pos == in->nraw && !in->eof && !fill(in))
		return INPUT_FAILED;
	*data = (const char *)in->raw + in->pos;
	*len = in->nraw - in->pos;
	in->pos = in->nraw;
	return *len > 0 ? INPUT_DATA : INPUT_END;
}

/* What is wrong with the gzip file, at the byte looked at last. */
static enum input_status
damaged(struct input *in, const char *what, const char *why)
{
	msg_say(in->msg, in->name, "%s at byte %llu: %s", what,
		(unsigned long long)input_offset(in), why);
	return INPUT_FAILED;
}

/*
 * Inflate until there is enough to look at.  What came before a fault is
 * handed out first; the fault is met again, and told, by the next call.
 */
static enum input_status
read_gzip(struct input *in, const char **data, size_t *len)
{
	size_t need = in->started ? 1 : SNIFF_SIZE, used, made;
	const char *wrong = NULL;

	*data = in->text;
	*len = 0;
	for (;;) {
		wrong = gunzip_step(in->gunzip, in->raw + in->pos,
				    in->nraw - in->pos, &used, in->text + *len,
				    TEXT_SIZE - *len, &made);
		in->pos += used;
		*len += made;
		if (wrong != NULL || *len >= need)
			break;
		if (in->eof)
			break;
		if (in->pos == in->nraw && !fill(in))
			return INPUT_FAILED;
	}
	if (*len > 0)
		return INPUT_DATA;
	if (wrong != NULL)
		return damaged(in, "damaged gzip data", wrong);
	if (!gunzip_is_complete(in->gunzip))
		return damaged(in, "truncated gzip data",
			       "the file ends inside a member");
	return INPUT_END;
}

enum input_status
input_read(struct input *in, const char **data, size_t *len)
{
	enum input_status status;
	const char *encoding;

	if (!in->started && !sniff_gzip(in))
		return INPUT_FAILED;
	status = in->gzip ? read_gzip(in, data, len) :
			    read_plain(in, data, len);
	if (status != INPUT_DATA || in->started)
		return status;
	in->started = true;
	encoding = foreign_encoding(*data, *len);
	if (encoding == NULL)
		return INPUT_DATA;
	if (in->gzip)
		msg_say(in->msg, in->name, "is %.6s, not UTF-8: convert it first: "
			"zcat %s | iconv -f %s -t UTF-8", encoding, in->name,
			encoding);
	else
		msg_say(in->msg, in->name, "is %.6s, not UTF-8: convert it first: "
			"iconv -f %s -t UTF-8 %s", encoding, encoding, in->name);
	return INPUT_FAILED;
}

bool
input_pauses(const struct input *in)
{
	struct pollfd p = {in->fd, POLLIN, 0};

	return in->waits && in->pos == in->nraw && poll(&p, 1, 0) == 0;
}

uint64_t
input_offset(const struct input *in)
{
	return in->raw_end - (in->nraw - in->pos);
}

uint64_t
input_size(const struct input *in)
{
	return in->size;
}
