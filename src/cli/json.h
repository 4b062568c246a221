/* SPDX-License-Identifier: MIT */
/*
 * json.h - where in a JSON object the members that matter stand
 *
 * The only file that knows yajl.  It reads as a stream and says how far it is, so
 * a record is checked in full and yet keeps every byte; libraries that build a
 * tree of values lose where a value stood and how it was spelled.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H
#include <stdbool.h>
#include <stddef.h>

#include "hold.h"

#define JSON_PATHS 4

enum json_kind {
	JSON_ABSENT = 0,
	JSON_STRING,
	JSON_OBJECT,
	JSON_OTHER
};

struct json_value {
	enum json_kind kind;
	size_t start, end;	/* in the record, quotes and braces included */
	bool is_empty;		/* an object without members */
	bool is_marked;		/* one with a member whose name starts as 'prefix' says */
	const char *text;	/* of a string: what it says, UTF-8 */
	size_t len;
	size_t nhalves, half;	/* escapes in it that are half of a surrogate pair and
				   became U+FFFD; where the first stands */
};

struct json_error {
	size_t offset;		/* in the record */
	char what[96];
};

struct json {
	const char *paths[JSON_PATHS];	/* "metadata.url"; NULL: not wanted */
	const char *prefix;	/* or NULL */
	struct json_value values[JSON_PATHS];	/* of the record read last */
	struct json_value record;		/* the object itself */
	struct hold texts[JSON_PATHS];		/* of strings with escapes */
	struct hold whole;	/* a record without halves of pairs */
};

/*
 * Read the record, one object; false with 'error' filled in if it is none, if
 * a wanted member is there twice, or if a wanted string is no UTF-8.
 */
bool json_read(struct json *j, const char *record, size_t len,
	       struct json_error *error);

void json_free(struct json *j);

#endif
