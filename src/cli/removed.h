/* SPDX-License-Identifier: MIT */
/*
 * removed.h - every removed byte and where it stood
 *
 *	@ NAME OFFSET LENGTH ACTION:REASON <newline> LENGTH bytes <newline>
 *
 * A record of length 0 with the reason "end" tells how long an input was.
 * With the --verbatim output this restores the inputs; tests/restore.py does.
 */
#ifndef CLI_REMOVED_H
#define CLI_REMOVED_H
#include <stdint.h>

#include "declutter.h"
#include "output.h"

/* The records of block 'b' of the input 'name'. */
void removed_block(struct output *o, const char *name,
		   const struct declutter_block *b);

/* The input 'name' ended after 'len' bytes. */
void removed_end(struct output *o, const char *name, uint64_t len);

#endif
