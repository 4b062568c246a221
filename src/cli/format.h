/* SPDX-License-Identifier: MIT */
/* format.h - what kind of file it is, by its first bytes */
#ifndef CLI_FORMAT_H
#define CLI_FORMAT_H
#include <stdbool.h>
#include <stddef.h>

enum format {
	FORMAT_AUTO = 0,	/* not known */
	FORMAT_TEXT,
	FORMAT_JSONL,
	FORMAT_WET
};

/* So many bytes tell in any case. */
#define FORMAT_PEEK ((size_t)65536)

/*
 * The format of a file that starts with these bytes; FORMAT_AUTO asks for more
 * of them, never if 'last'.  WET starts with "WARC/" and a digit; JSONL with an
 * object whose first member has a name and a colon, or with an empty one, or with
 * "[" and such an object, to be refused; all else is text.  An order mark and blanks
 * may come first.  What may still be the name of a first member after FORMAT_PEEK
 * bytes is one: better a text that is refused than a record that is read as text.
 */
enum format format_guess(const char *data, size_t len, bool last);

/* Is there nothing but an order mark and blanks? */
bool format_is_blank(const char *data, size_t len);

const char *format_name(enum format format);

#endif
