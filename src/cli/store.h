/* SPDX-License-Identifier: MIT */
/*
 * store.h - where the library parks the text of kept blocks
 *
 * An unlinked file in TMPDIR (or /tmp), made when the library writes for the
 * first time, after a megabyte of text, or when a thread is made that may write:
 * small runs never touch the disk.
 * Unlinked means that nothing is left behind however the process ends.
 */
#ifndef CLI_STORE_H
#define CLI_STORE_H
#include <stdbool.h>

#include "declutter.h"
#include "msg.h"

struct store;

/* NULL if memory is out. */
struct store *store_new(struct msg *msg);
void store_free(struct store *s);

/* Nothing will be read from it any more: what is not on the disk need not get there. */
void store_drop(struct store *s);

/* The calls the library makes; a failure has been told when they return. */
struct declutter_store store_calls(struct store *s);

/* Make the file if it is not there: in the thread that gets the signals, which
   remove it while it has a name.  False, without a message, if that fails. */
bool store_prepare(struct store *s);

#endif
