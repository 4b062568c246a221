/* SPDX-License-Identifier: MIT */
/*
 * source.h - the bytes of one file after the other, decompressed
 *
 * Says nothing itself: it may run beside whoever would be told (ahead.h).
 */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "codec.h"

enum source_status {
	SOURCE_FAILED = -1,	/* source_fault() says why */
	SOURCE_END = 0,
	SOURCE_DATA = 1
};

struct source;

/* What to read at a time: always as much, since faults tell how far they came.  To
   inflate so much takes half a millisecond. */
#define SOURCE_PIECE 131072

/*
 * 'max_ratio': how many bytes one of a compressed file may become, 0 for any.
 * NULL if memory is out.
 */
struct source *source_new(unsigned max_ratio);
void source_free(struct source *s);

/* Open the file 'name', "-" for standard input. */
bool source_open(struct source *s, const char *name);
void source_close(struct source *s);

/* What the system says of the open file. */
bool source_stat(const struct source *s, struct stat *st);

/* The next bytes, at most 'size'; SOURCE_DATA if there are some. */
enum source_status source_read(struct source *s, char *to, size_t size,
			       size_t *len);

/* What went wrong last, without the name of the file. */
const char *source_fault(const struct source *s);

/* May reading wait for somebody: is it no file of a disk?  Would the next
   source_read()? */
bool source_may_wait(const struct source *s);
bool source_waits(const struct source *s);

/* As far as it has been read: how it is compressed, bytes as stored. */
enum codec source_codec(const struct source *s);
uint64_t source_offset(const struct source *s);

/* Bytes of the file, or 0 if that is unknown. */
uint64_t source_size(const struct source *s);

/*
 * Let a source_read() that waits for somebody in another thread, or the next that
 * would, fail; until source_open().
 */
void source_interrupt(struct source *s);

#endif
