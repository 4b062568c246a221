/* SPDX-License-Identifier: MIT */
/* resolve.h - the file that a name leads to */
#ifndef CLI_RESOLVE_H
#define CLI_RESOLVE_H
#include <stdbool.h>

/*
 * Where writing to 'path' would write: links are followed, one whose file is not
 * there yet too.  *exists: the file is there.  For free(); NULL and errno if there
 * is no such place.
 */
char *resolve(const char *path, bool *exists);

/* The open descriptor that 'path' is a name of, such as /dev/stdout, /dev/fd/3 or a
   link to one; -1 if it is none. */
int resolve_descriptor(const char *path);

/* Do two names, "-" for standard output, lead to one file, there or not yet? */
bool resolve_is_same(const char *a, const char *b);

#endif
