/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "grow.h"
#include "origin.h"

struct origin_file {
	const char *name;
	bool has_records;
};

/* Document 'document' is record 'number', and so on in step up to the next. */
struct origin_jump {
	uint64_t document, number;
};

bool
origins_begin(struct origins *o, const char *name, bool has_records)
{
	struct origin_file *files = grow(o->files, o->nfiles, &o->files_cap,
					 sizeof(*files));

	if (files == NULL)
		return false;
	o->files = files;
	files[o->nfiles++] = (struct origin_file){name, has_records};
	return true;
}

bool
origins_record(struct origins *o, uint64_t document, uint64_t number)
{
	struct origin_jump *jumps, *last;

	if (o->njumps > 0) {
		last = &o->jumps[o->njumps - 1];
		if (number - last->number == document - last->document)
			return true;
	}
	jumps = grow(o->jumps, o->njumps, &o->jumps_cap, sizeof(*jumps));
	if (jumps == NULL)
		return false;
	o->jumps = jumps;
	jumps[o->njumps++] = (struct origin_jump){document, number};
	return true;
}

struct origin
origins_of(const struct origins *o, const struct declutter_place *p)
{
	const struct origin_file *file = &o->files[p->input];
	struct origin origin = {file->name, p->line, file->has_records};
	size_t low = 0, high = o->njumps;

	if (!file->has_records)
		return origin;
	while (high - low > 1) {	/* jumps[low] is at or before it */
		size_t middle = low + (high - low) / 2;

		if (o->jumps[middle].document <= p->document)
			low = middle;
		else
			high = middle;
	}
	origin.line = o->jumps[low].number + (p->document - o->jumps[low].document);
	return origin;
}

void
origins_free(struct origins *o)
{
	free(o->files);
	free(o->jumps);
	*o = (struct origins){NULL, 0, 0, NULL, 0, 0};
}
