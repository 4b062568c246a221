/* SPDX-License-Identifier: MIT */
/*
 * input.h - one input after the other, as decompressed bytes
 *
 * Opens files, recognises gzip and foreign encodings by content and says what
 * is wrong, once, with name and byte offset.  The end and a failure are told
 * apart.  One struct serves all inputs: its buffers are made once.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "msg.h"

enum input_status {
	INPUT_FAILED = -1,	/* after a message */
	INPUT_END = 0,
	INPUT_DATA = 1
};

struct input;

/* NULL if memory is out. */
struct input *input_new(struct msg *msg);
void input_free(struct input *in);

/* Open the file 'name', "-" for standard input; false after a message. */
bool input_open(struct input *in, const char *name);
void input_close(struct input *in);

/* The next piece, valid until the next call. */
enum input_status input_read(struct input *in, const char **data, size_t *len);

/* Would the next input_read() wait for somebody? */
bool input_pauses(const struct input *in);

/* Bytes of the file read so far, as stored; its size, or 0 if unknown. */
uint64_t input_offset(const struct input *in);
uint64_t input_size(const struct input *in);

#endif
