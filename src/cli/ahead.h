/* SPDX-License-Identifier: MIT */
/*
 * ahead.h - a source read a few pieces ahead
 *
 * Reading and decompressing go on while earlier pieces are worked on: of a file as
 * tasks of the crew, so that no more threads want a processor than were asked for; of
 * what may wait for somebody in a thread of its own.  Nobody spins: whoever has nothing
 * to do sleeps.  What is read, and in what order it comes out, is as without that.
 */
#ifndef CLI_AHEAD_H
#define CLI_AHEAD_H
#include "crew.h"
#include "source.h"

struct ahead;

/* NULL if memory is out.  'crew' stays. */
struct ahead *ahead_new(struct source *source, struct crew *crew);
void ahead_free(struct ahead *a);

/* Start reading on; false if there can be no thread: read the source yourself. */
bool ahead_start(struct ahead *a);

/* The next piece, valid until the next call, and where in the file it ends. */
enum source_status ahead_read(struct ahead *a, const char **data, size_t *len,
			      uint64_t *offset);

/* Is there nothing to be had, though we wait a moment?  A reader that is slower than
   we are is no reason yet to stop others. */
bool ahead_pauses(struct ahead *a);

/* Stop, wherever it is; before the source is closed. */
void ahead_stop(struct ahead *a);

#endif
