/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "files.h"

struct file {
	dev_t device;
	ino_t inode;
	bool used;
};

/* Where the file is among the slots, or would be. */
static struct file *
find(const struct files *f, const struct stat *st)
{
	/* Knuth's multiplier: inodes of one run are near each other */
	uint64_t hash = ((uint64_t)st->st_ino ^ (uint64_t)st->st_dev << 32) *
			UINT64_C(0x9e3779b97f4a7c15);
	size_t at = (size_t)(hash >> 32) & (f->cap - 1);

	while (f->slots[at].used && (f->slots[at].inode != st->st_ino ||
				     f->slots[at].device != st->st_dev))
		at = (at + 1) & (f->cap - 1);
	return &f->slots[at];
}

static bool
grow(struct files *f)
{
	struct files more = {NULL, f->n, f->cap > 0 ? 2 * f->cap : 64};
	size_t i;

	more.slots = calloc(more.cap, sizeof(*more.slots));
	if (more.slots == NULL)
		return false;
	for (i = 0; i < f->cap; i++) {
		struct stat st = {.st_dev = f->slots[i].device,
				  .st_ino = f->slots[i].inode};

		if (f->slots[i].used)
			*find(&more, &st) = f->slots[i];
	}
	free(f->slots);
	*f = more;
	return true;
}

bool
files_have(const struct files *f, const char *path)
{
	struct stat st;

	return f->n > 0 && stat(path, &st) == 0 && find(f, &st)->used;
}

bool
files_add(struct files *f, const char *path)
{
	struct file *slot;
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return true;	/* nothing that could be lost */
	if (f->n >= f->cap / 2 && !grow(f))
		return false;
	slot = find(f, &st);
	f->n += !slot->used;
	*slot = (struct file){st.st_dev, st.st_ino, true};
	return true;
}

void
files_free(struct files *f)
{
	free(f->slots);
	*f = (struct files){NULL, 0, 0};
}
