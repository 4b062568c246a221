/* SPDX-License-Identifier: MIT */
/*
 * pairs.h - escapes of JSON that are half of a surrogate pair
 *
 * A program that cuts text by UTF-16 units leaves them: "\ud83d" and no more.  RFC
 * 8259 lets them pass, UTF-8 has nothing for them.
 */
#ifndef CLI_PAIRS_H
#define CLI_PAIRS_H
#include <stddef.h>

#define PAIRS_ESCAPE 6u	/* bytes of an escape */

/* The first half in [at, end) of JSON, 'at' not inside an escape; 'end' if there is
   none.  What is no JSON is no half. */
size_t pairs_half(const char *s, size_t at, size_t end);

/* Make each half U+FFFD; no byte stands elsewhere then. */
void pairs_mend(char *s, size_t len);

#endif
