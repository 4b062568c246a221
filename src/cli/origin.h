/* SPDX-License-Identifier: MIT */
/*
 * origin.h - from the library's places back to files and records
 *
 * A record has a number in its file: its line in JSONL, its ordinal in WET.
 * Records follow one another mostly, so only what breaks the sequence is noted.
 */
#ifndef CLI_ORIGIN_H
#define CLI_ORIGIN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "declutter.h"

struct origin {
	const char *name;	/* of the file */
	uint64_t line;		/* in the file; of a record: its number */
	bool is_record;
};

struct origins {
	struct origin_file *files;
	size_t nfiles, files_cap;
	struct origin_jump *jumps;
	size_t njumps, jumps_cap;
};

/* The next input is 'name', which stays; false if memory is out. */
bool origins_begin(struct origins *o, const char *name, bool has_records);

/* The next document is record 'number' of the file begun last. */
bool origins_record(struct origins *o, uint64_t document, uint64_t number);

struct origin origins_of(const struct origins *o, const struct declutter_place *p);
void origins_free(struct origins *o);

#endif
