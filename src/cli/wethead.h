/* SPDX-License-Identifier: MIT */
/* wethead.h - the head of a WARC record: what it says, and the same for another block */
#ifndef CLI_WETHEAD_H
#define CLI_WETHEAD_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hold.h"
#include "output.h"

/*
 * The value of the first field of this name, in any case, without blanks around
 * it; NULL if there is none.  What lines it is folded over, each but the first with a
 * blank before it, is in it as it stands.
 */
const char *wethead_field(const char *head, size_t nhead, const char *name,
			  size_t *len);

/* The head with each field on one line, in place of what was in 'to'; false if memory
   is out. */
bool wethead_unfold(const char *head, size_t nhead, struct hold *to);

/* Content-Length; false if it is missing or no number. */
bool wethead_length(const char *head, size_t nhead, uint64_t *length);

/* Is it a converted text that stands by itself, not one segment of many? */
bool wethead_is_text(const char *head, size_t nhead);

/*
 * Write the head for another block: Content-Length and the digests that are
 * there are made right, in their algorithm and spelling; all else stays.
 * 'extra' is one more field without its line end, or "".
 */
void wethead_write(struct output *out, const char *head, size_t nhead,
		   const char *body, size_t nbody, const char *extra);

#endif
