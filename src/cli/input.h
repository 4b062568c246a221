/* SPDX-License-Identifier: MIT */
/*
 * input.h - one input after the other, as decompressed bytes in UTF-8
 *
 * Recognises gzip and zstd by content, converts from other encodings when told
 * to, and says what is wrong, once, with name and byte offset.  The end and a
 * failure are told apart.  One struct serves all inputs: its buffers are made once.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "codec.h"
#include "crew.h"
#include "msg.h"

enum input_status {
	INPUT_FAILED = -1,	/* after a message */
	INPUT_END = 0,
	INPUT_DATA = 1
};

struct input;

/*
 * 'max_ratio': how many bytes one of a compressed file may become, 0 for any.
 * 'crew' may read ahead and decompress, or if 'only_compressed' nothing else; NULL for
 * one thread.  NULL if memory is out.
 */
struct input *input_new(struct msg *msg, unsigned max_ratio, struct crew *crew,
			bool only_compressed);
void input_free(struct input *in);

/* Open the file 'name', "-" for standard input; false after a message. */
bool input_open(struct input *in, const char *name);
void input_close(struct input *in);

/* What the system says of the open file. */
bool input_stat(const struct input *in, struct stat *st);

/*
 * The first bytes, before anything was read: at least 'want' unless the input is
 * shorter.  They are read again later.
 */
enum input_status input_peek(struct input *in, size_t want, const char **data,
			     size_t *len);

/*
 * Before anything was read: the input is text in this encoding of iconv(3), or
 * "auto", or NULL for UTF-8, where UTF-16 is refused.  False after a message.
 */
bool input_decode(struct input *in, const char *encoding);

/* Behind input_decode(): the first of the text, which is read again later; nothing if it
   is read as it stands. */
void input_peek_text(const struct input *in, const char **data, size_t *len);

/* The next piece, valid until the next call. */
enum input_status input_read(struct input *in, const char **data, size_t *len);

/* Would the next input_read() wait for somebody? */
bool input_pauses(const struct input *in);

/* How the file is compressed; known from the first peek or read on. */
enum codec input_codec(const struct input *in);

/* Bytes of the file read so far, as stored; its size, or 0 if unknown. */
uint64_t input_offset(const struct input *in);
uint64_t input_size(const struct input *in);

/* Bytes that were no characters of the encoding, of this input. */
uint64_t input_invalid(const struct input *in);

#endif
