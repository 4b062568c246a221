/* SPDX-License-Identifier: MIT */
/*
 *	source (-> ahead) -> (charset -> utf8) -> caller
 *	            head: what was peeked at
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ahead.h"
#include "charset.h"
#include "hold.h"
#include "input.h"

#define UTF8_SIZE 262144
#define MAGIC_SIZE 4		/* enough for every order mark */

struct input {
	struct msg *msg;
	const char *name;
	struct source *source;
	struct ahead *ahead;	/* NULL: there is one thread */
	bool runs;		/* it reads this input */
	bool only_compressed;	/* it reads no other */
	unsigned pieces;	/* read before it runs */
	bool failed;		/* and told */
	uint64_t offset;	/* in the file, behind the last piece */
	char *piece;
	struct hold head;
	size_t head_pos;
	struct charset *charset;	/* of this input, or NULL */
	const char *from;	/* what it has yet to convert */
	size_t nfrom;
	char *utf8;
	size_t nready;		/* bytes there that were only looked at */
};

struct input *
input_new(struct msg *msg, unsigned max_ratio, struct crew *crew, bool only_compressed)
{
	struct input *in = calloc(1, sizeof(*in));

	if (in == NULL)
		return NULL;
	in->msg = msg;
	in->only_compressed = only_compressed;
	in->source = source_new(max_ratio);
	in->piece = malloc(SOURCE_PIECE);
	if (crew != NULL && in->source != NULL)
		in->ahead = ahead_new(in->source, crew);
	if (in->source != NULL && in->piece != NULL &&
	    (in->ahead != NULL || crew == NULL))
		return in;
	input_free(in);
	return NULL;
}

void
input_free(struct input *in)
{
	if (in == NULL)
		return;
	input_close(in);
	ahead_free(in->ahead);
	source_free(in->source);
	charset_free(in->charset);
	hold_free(&in->head);
	free(in->utf8);
	free(in->piece);
	free(in);
}

bool
input_open(struct input *in, const char *name)
{
	in->name = name;
	in->failed = false;
	in->pieces = 0;
	in->offset = 0;
	in->head_pos = in->head.len = in->nfrom = in->nready = 0;
	if (source_open(in->source, name))
		return true;
	msg_say(in->msg, name, "%s", source_fault(in->source));
	return false;
}

bool
input_stat(const struct input *in, struct stat *st)
{
	return source_stat(in->source, st);
}

void
input_close(struct input *in)
{
	if (in->runs)
		ahead_stop(in->ahead);
	in->runs = false;
	if (in->source != NULL)
		source_close(in->source);
	charset_free(in->charset);
	in->charset = NULL;
}

/* Is reading ahead worth while?  Not for a small file, of which nothing is to come, and
   not where it does little and takes the processor from who does more. */
static bool
wants_ahead(const struct input *in)
{
	if (in->only_compressed && source_codec(in->source) == CODEC_NONE)
		return false;
	return in->pieces > 1 ||
	       (in->pieces == 1 && in->offset < source_size(in->source));
}

/* The next piece as it is in the file, decompressed; failures are told once. */
static enum input_status
read_bytes(struct input *in, const char **data, size_t *len)
{
	enum source_status status;

	*len = 0;
	if (in->failed)
		return INPUT_FAILED;
	if (in->ahead != NULL && !in->runs && wants_ahead(in))
		in->runs = ahead_start(in->ahead);
	if (in->runs) {
		status = ahead_read(in->ahead, data, len, &in->offset);
	} else {
		status = source_read(in->source, in->piece, SOURCE_PIECE, len);
		*data = in->piece;
		in->offset = source_offset(in->source);
		in->pieces++;
	}
	if (status == SOURCE_DATA)
		return INPUT_DATA;
	if (status == SOURCE_END)
		return INPUT_END;
	in->failed = true;
	msg_say(in->msg, in->name, "%s", source_fault(in->source));
	return INPUT_FAILED;
}

static bool
out_of_memory(struct input *in)
{
	msg_say(in->msg, in->name, "cannot read: out of memory");
	return false;
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

/* The next piece in UTF-8. */
static enum input_status
convert_piece(struct input *in, size_t *len)
{
	enum input_status status = INPUT_DATA;
	size_t used;

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
	return *len > 0 ? INPUT_DATA : INPUT_END;
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
		return convert_piece(in, &in->nready) != INPUT_FAILED;
	msg_say(in->msg, in->name, "cannot convert from '%s': %s", name,
		strerror(errno));
	return false;
}

void
input_peek_text(const struct input *in, const char **data, size_t *len)
{
	*data = in->utf8;
	*len = in->nready;
}

enum input_status
input_read(struct input *in, const char **data, size_t *len)
{
	if (in->charset == NULL)
		return read_piece(in, data, len);
	*data = in->utf8;
	*len = in->nready;
	in->nready = 0;
	return *len > 0 ? INPUT_DATA : convert_piece(in, len);
}

bool
input_pauses(const struct input *in)
{
	return in->head_pos == in->head.len && in->nfrom == 0 && in->nready == 0 &&
	       (in->runs ? ahead_pauses(in->ahead) : source_waits(in->source));
}

enum codec
input_codec(const struct input *in)
{
	return source_codec(in->source);
}

uint64_t
input_offset(const struct input *in)
{
	return in->offset;
}

uint64_t
input_size(const struct input *in)
{
	return source_size(in->source);
}

uint64_t
input_invalid(const struct input *in)
{
	return in->charset != NULL ? charset_invalid(in->charset) : 0;
}
