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

#endif
