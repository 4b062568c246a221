/* SPDX-License-Identifier: MIT */
/*
 * output.h - bytes to standard output, to memory or to a file that appears when
 * complete
 *
 * A regular file is written under a temporary name beside it, synced and
 * renamed when it is closed with success, so FILE is the old one or the whole
 * new one.  The first error sticks and later writes do nothing: callers ask
 * output_failed() now and then, and output_close() gives the message.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "codec.h"
#include "msg.h"
#include "unsynced.h"

struct output;

/* "-" is standard output, and a name of an open descriptor is that one.  NULL after a
   message. */
struct output *output_open(const char *path, enum codec codec, struct msg *msg);

/* Standard error, for reports longer than a message; stays open. */
struct output *output_stderr(struct msg *msg);

/* Memory; what was written is at 'data' until the next write. */
struct output *output_memory(struct msg *msg);
const char *output_data(const struct output *o, size_t *len);
void output_clear(struct output *o);

void output_write(struct output *o, const char *data, size_t len);
void output_puts(struct output *o, const char *text);
/* For short texts: what is longer than 255 bytes is cut. */
void output_printf(struct output *o, const char *format, ...)
	MSG_FORMAT(2, 3);

/* End a compressed member: what follows can be read without what came before. */
void output_end_member(struct output *o);

/* Hand what is buffered to the system. */
void output_flush(struct output *o);

/* The same, and for files on to the disk. */
void output_sync(struct output *o);

/* The same, and the file has its name from now on; what follows goes there too. */
void output_settle(struct output *o);

/* Does it take the place of a file? */
bool output_replaces(const struct output *o);

/* Is this the file that it writes to, as it was opened: does it get longer? */
bool output_is_file(const struct output *o, const struct stat *st);	/* or NULL */

/* The file may have its name before it is on the disk: it is one of 'u' then. */
void output_postpone(struct output *o, struct unsynced *u);

bool output_failed(const struct output *o);	/* or NULL */

/* Was nothing written yet? */
bool output_is_empty(const struct output *o);
bool output_is_compressed(const struct output *o);

/*
 * End and free 'o' (NULL is nothing).  With 'commit' false a file is given up
 * and FILE stays as it was.  False, after a message, if bytes were lost.
 */
bool output_close(struct output *o, bool commit);

#endif
