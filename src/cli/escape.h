/* SPDX-License-Identifier: MIT */
/* escape.h - any bytes as a field of a line, as a JSON string, as one line */
#ifndef CLI_ESCAPE_H
#define CLI_ESCAPE_H
#include <stdbool.h>

#include "output.h"

/* Tab, newline, carriage return and backslash become \t \n \r \\. */
void escape_tsv(struct output *o, const char *text, size_t len);

/* A JSON string with its quotes; invalid UTF-8 becomes U+FFFD. */
void escape_json(struct output *o, const char *text, size_t len);

/* The same without quotes; 'ascii': all else than ASCII as \u escapes. */
void escape_json_part(struct output *o, const char *text, size_t len, bool ascii);

/*
 * As they are, but runs of blanks and line ends become one space and none is
 * left at either end.
 */
void escape_line(struct output *o, const char *text, size_t len);

/* At most 'max' of 'len' bytes, not ending inside a UTF-8 character. */
size_t escape_excerpt(const char *text, size_t len, size_t max);

#endif
