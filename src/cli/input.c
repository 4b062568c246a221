/* SPDX-License-Identifier: MIT */
/*
 *	file -> raw -> (decoder -> text) -> (charset -> utf8) -> caller
 *	                            head: what was peeked at
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "charset.h"
#include "hold.h"
#include "input.h"

#define RAW_SIZE 131072		/* a pipe holds 65536, a disk likes more */
#define TEXT_SIZE 262144	/* decompressed */
#define UTF8_SIZE 262144
#define MAGIC_SIZE 4		/* enough for every signature */
/* Small files may shrink as they like. */
#define RATIO_FREE ((uint64_t)64 << 20)

struct input {
	struct msg *msg;
	const char *name;
	unsigned max_ratio;
	int fd;
	bool waits;		/* not a regular file: a read may wait */
	bool started;		/* the signature was looked at */
	bool eof, failed;
	uint64_t size;
	uint64_t raw_end;	/* offset in the file of raw[nraw] */
	uint64_t made;		/* bytes decompressed */
	size_t pos, nraw;	/* what is left of the last reads */
	unsigned char *raw;
	enum codec codec;
	struct decoder *decoders[CODEC_ZSTD + 1];	/* made when first needed */
	char *text;		/* likewise */
	struct hold head;
	size_t head_pos;
	struct charset *charset;	/* of this input, or NULL */
	const char *from;	/* what it has yet to convert */
	size_t nfrom;
	char *utf8;
};

struct input *
input_new(struct msg *msg, unsigned max_ratio)
{
	struct input *in = calloc(1, sizeof(*in));

	if (in == NULL)
		return NULL;
	*in = (struct input){
		.msg = msg, .max_ratio = max_ratio, .fd = -1,
		.raw = malloc(RAW_SIZE)
	};
	if (in->raw != NULL)
		return in;
	free(in);
	return NULL;
}

void
input_free(struct input *in)
{
	unsigned c;

	if (in == NULL)
		return;
	for (c = 0; c <= CODEC_ZSTD; c++)
		decoder_free(in->decoders[c]);
	charset_free(in->charset);
	hold_free(&in->head);
	free(in->utf8);
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
	in->started = in->eof = in->failed = false;
	in->codec = CODEC_NONE;
	in->pos = in->nraw = in->head_pos = in->head.len = in->nfrom = 0;
	in->size = in->raw_end = in->made = 0;
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
		msg_say(in->msg, name, "is a directory: -r reads the files in it");
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
	charset_free(in->charset);
	in->charset = NULL;
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

static bool
out_of_memory(struct input *in)
{
	msg_say(in->msg, in->name, "cannot read: out of memory");
	return false;
}

/* Look whether the file is compressed and get ready; false after a message. */
static bool
start(struct input *in)
{
	in->started = true;
	while (in->nraw < MAGIC_SIZE && !in->eof)
		if (!fill(in))
			return false;
	in->codec = codec_of(in->raw, in->nraw);
	if (in->codec == CODEC_NONE)
		return true;
	if (!codec_is_built(in->codec)) {
		msg_say(in->msg, in->name, "is compressed with %s, for which "
			"declutter was not built: decompress it first",
			codec_name(in->codec));
		return false;
	}
	if (in->text == NULL)
		in->text = malloc(TEXT_SIZE);
	if (in->decoders[in->codec] == NULL)
		in->decoders[in->codec] = decoder_new(in->codec);
	if (in->text == NULL || in->decoders[in->codec] == NULL)
		return out_of_memory(in);
	decoder_reset(in->decoders[in->codec]);
	return true;
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

/* What is wrong with the compressed file, at the byte looked at last. */
static enum input_status
damaged(struct input *in, const char *what, const char *why)
{
	msg_say(in->msg, in->name, "%s %s data at byte %llu: %s", what,
		codec_name(in->codec), (unsigned long long)input_offset(in), why);
	return INPUT_FAILED;
}

/*
 * Decompress a piece.  What came before a fault is handed out first; the fault
 * is met again, and told, by the next call.
 */
static enum input_status
read_compressed(struct input *in, const char **data, size_t *len)
{
	struct decoder *d = in->decoders[in->codec];
	const char *wrong = NULL;
	size_t used;

	*data = in->text;
	do {
		if (in->pos == in->nraw && !in->eof && !fill(in))
			return INPUT_FAILED;
		wrong = decoder_step(d, in->raw + in->pos, in->nraw - in->pos,
				     &used, in->text, TEXT_SIZE, len);
		in->pos += used;
	} while (*len == 0 && wrong == NULL && !(in->eof && used == 0));
	in->made += *len;
	if (in->max_ratio > 0 && in->made > RATIO_FREE &&
	    in->made / in->max_ratio > input_offset(in)) {
		msg_say(in->msg, in->name, "%llu bytes come of %llu: "
			"--max-ratio says how many may",
			(unsigned long long)in->made,
			(unsigned long long)input_offset(in));
		return INPUT_FAILED;
	}
	if (*len > 0)
		return INPUT_DATA;
	if (wrong != NULL)
		return damaged(in, "damaged", wrong);
	if (!decoder_is_complete(d))
		return damaged(in, "truncated", "the file ends inside a member");
	return INPUT_END;
}

/* The next piece as it is in the file, decompressed; failures are told once. */
static enum input_status
read_bytes(struct input *in, const char **data, size_t *len)
{
	enum input_status status = INPUT_FAILED;

	*len = 0;
	if (in->failed)
		return INPUT_FAILED;
	if (in->started || start(in))
		status = in->codec == CODEC_NONE ? read_plain(in, data, len) :
						   read_compressed(in, data, len);
	in->failed = status == INPUT_FAILED;
	return status;
}

enum input_status
input_peek(struct input *in, size_t want, const char **data, size_t *len)
{
	enum input_status status = INPUT_DATA;
	const char *piece;
	size_t n;

	while (in->head.len < want && status == INPUT_DATA) {
		status = read_bytes(in, &piece, &n);
		if (status == INPUT_DATA && !hold_add(&in->head, piece, n)) {
			in->failed = !out_of_memory(in);
			return INPUT_FAILED;
		}
	}
	*data = in->head.data;
	*len = in->head.len;
	return in->head.len > 0 ? INPUT_DATA : status;
}

bool
input_decode(struct input *in, const char *encoding)
{
	bool is_auto = encoding != NULL && strcmp(encoding, "auto") == 0, able = true;
	const char *head, *name = encoding;
	char guess[64];
	size_t len;

	if (input_peek(in, is_auto ? CHARSET_GUESS : MAGIC_SIZE, &head,
		       &len) != INPUT_DATA)
		return !in->failed;
	if (encoding == NULL) {
		name = charset_wide(head, len);
		if (name == NULL)
			return true;
		msg_say(in->msg, in->name, "is %.6s, not UTF-8: "
			"--encoding=auto reads it", name);
		return false;
	}
	if (is_auto)
		name = charset_guess(head, len, guess, sizeof(guess), &able);
	if (!able) {
		msg_say(in->msg, in->name, "is not UTF-8, and without libuchardet "
			"nothing can be guessed: --encoding=NAME says what it is");
		return false;
	}
	if (name == NULL)
		return true;
	if (in->utf8 == NULL)
		in->utf8 = malloc(UTF8_SIZE);
	in->charset = charset_new(name);
	if (in->utf8 != NULL && in->charset != NULL)
		return true;
	msg_say(in->msg, in->name, "cannot convert from '%s': %s", name,
		strerror(errno));
	return false;
}

/* From the head, then from the file. */
static enum input_status
read_piece(struct input *in, const char **data, size_t *len)
{
	if (in->head_pos == in->head.len)
		return read_bytes(in, data, len);
	*data = in->head.data + in->head_pos;
	*len = in->head.len - in->head_pos;
	in->head_pos = in->head.len;
	return INPUT_DATA;
}

enum input_status
input_read(struct input *in, const char **data, size_t *len)
{
	enum input_status status = INPUT_DATA;
	size_t used;

	if (in->charset == NULL)
		return read_piece(in, data, len);
	do {
		if (in->nfrom == 0)
			status = read_piece(in, &in->from, &in->nfrom);
		if (status == INPUT_FAILED)
			return status;
		charset_step(in->charset, in->from, in->nfrom,
			     status == INPUT_END, &used, in->utf8, UTF8_SIZE, len);
		in->from += used;
		in->nfrom -= used;
	} while (*len == 0 && status == INPUT_DATA);
	*data = in->utf8;
	return *len > 0 ? INPUT_DATA : INPUT_END;
}

bool
input_pauses(const struct input *in)
{
	struct pollfd p = {in->fd, POLLIN, 0};

	return in->waits && in->pos == in->nraw &&
	       in->head_pos == in->head.len && in->nfrom == 0 &&
	       poll(&p, 1, 0) == 0;
}

enum codec
input_codec(const struct input *in)
{
	return in->codec;
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

uint64_t
input_invalid(const struct input *in)
{
	return in->charset != NULL ? charset_invalid(in->charset) : 0;
}
