/* SPDX-License-Identifier: MIT */
/* utf8.h - what is UTF-8 to the letter: nothing overlong, no surrogates */
#ifndef CLI_UTF8_H
#define CLI_UTF8_H
#include <stddef.h>

#define UTF8_MARK "\xef\xbb\xbf"	/* U+FEFF, which may start a file */
#define UTF8_REPLACEMENT "\xef\xbf\xbd"	/* U+FFFD */

/* Bytes of the valid character that starts 'text', 0 if there is none; 'len' is
   not 0. */
size_t utf8_character(const char *text, size_t len);

/* Bytes of 'text' before the first that is not valid. */
size_t utf8_valid(const char *text, size_t len);

#endif
