/* SPDX-License-Identifier: MIT */
/*
 * removed.h - every removed byte and where it stood
 *
 *	@ NAME OFFSET LENGTH ACTION:REASON <newline> LENGTH bytes <newline>
 *
 * NAME is that of the input, for a record FILE:NUMBER, whose bytes are its text's.
 * A record of length 0 with the reason "end" tells how long an input was.
 * With the --verbatim output this restores the inputs; tests/restore.c does.
 */
#ifndef CLI_REMOVED_H
#define CLI_REMOVED_H
#include <stdint.h>

#include "declutter.h"
#include "origin.h"
#include "output.h"

/* The records of block 'b'. */
void removed_block(struct output *o, const struct origin *origin,
		   const struct declutter_block *b);

/* The input, or the text of the record, ended after 'len' bytes. */
void removed_end(struct output *o, const struct origin *origin, uint64_t len);

#endif
