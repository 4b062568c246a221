/* SPDX-License-Identifier: MIT */
/*
 * gunzip.h - the only file that knows zlib
 *
 * inflate(), not gzread(): gzread() gives the same 0 for the end of a file and
 * for a file cut short, and ignores what follows the last member.
 */
#ifndef CLI_GUNZIP_H
#define CLI_GUNZIP_H
#include <stdbool.h>
#include <stddef.h>

struct gunzip;

/* NULL if memory is out. */
struct gunzip *gunzip_new(void);
void gunzip_free(struct gunzip *g);

/* Start a file. */
void gunzip_reset(struct gunzip *g);

/* Do these bytes start a gzip member? */
bool gunzip_is_magic(const unsigned char *p, size_t len);

/*
 * Inflate from 'in' to 'out'; *used and *made say how far it came, on failure
 * too.  Members follow one another; zeros may follow the last.  Returns NULL,
 * or what is wrong at in + *used.
 */
const char *gunzip_step(struct gunzip *g, const unsigned char *in, size_t nin,
			size_t *used, char *out, size_t nout, size_t *made);

/* May the file end here? */
bool gunzip_is_complete(const struct gunzip *g);

#endif
