/* SPDX-License-Identifier: MIT */
/*
 * charset.h - from other encodings to UTF-8, with iconv(3)
 *
 * What is no character of the encoding becomes U+FFFD and is counted.
 */
#ifndef CLI_CHARSET_H
#define CLI_CHARSET_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Enough of a text for charset_guess() to be sure. */
#define CHARSET_GUESS 65536

/*
 * The encoding of UTF-16 or UTF-32 that starts so, or NULL: by its order mark or
 * by its zeros.  Four bytes are enough.
 */
const char *charset_wide(const char *text, size_t len);

/*
 * What the encoding of 'text' may be, in 'name' or constant: NULL if it is UTF-8, and
 * shifts to no Japanese, or nothing can be said.  *able is false if that is for want of
 * libuchardet, which is loaded when it is first needed: it brings a run time of its own.
 */
const char *charset_guess(const char *text, size_t len, char *name, size_t size,
			  bool *able);

struct charset;

/* NULL if iconv(3) does not know 'name' (errno EINVAL) or memory is out. */
struct charset *charset_new(const char *name);
void charset_free(struct charset *c);

/*
 * Convert from 'in' to 'out', at least 64 bytes; *used and *made say how far it
 * came.  With 'last' what is left at the end of 'in' is no start of a character.
 */
void charset_step(struct charset *c, const char *in, size_t nin, bool last,
		  size_t *used, char *out, size_t nout, size_t *made);

/* Bytes replaced so far. */
uint64_t charset_invalid(const struct charset *c);

#endif
