/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "written.h"

struct written_file {
	dev_t device;
	ino_t inode;
	bool used;
};

/* Where the file is among the slots, or would be. */
static struct written_file *
find(const struct written *w, const struct stat *st)
{
	/* Knuth's multiplier: inodes of one run are near each other */
	uint64_t hash = ((uint64_t)st->st_ino ^ (uint64_t)st->st_dev << 32) *
			UINT64_C(0x9e3779b97f4a7c15);
	size_t at = (size_t)(hash >> 32) & (w->cap - 1);

	while (w->slots[at].used && (w->slots[at].inode != st->st_ino ||
				     w->slots[at].device != st->st_dev))
		at = (at + 1) & (w->cap - 1);
	return &w->slots[at];
}

static bool
grow(struct written *w)
{
	struct written more = {NULL, w->n, w->cap > 0 ? 2 * w->cap : 64};
	size_t i;

	more.slots = calloc(more.cap, sizeof(*more.slots));
	if (more.slots == NULL)
		return false;
	for (i = 0; i < w->cap; i++) {
		struct stat st = {.st_dev = w->slots[i].device,
				  .st_ino = w->slots[i].inode};

		if (w->slots[i].used)
			*find(&more, &st) = w->slots[i];
	}
	free(w->slots);
	*w = more;
	return true;
}

bool
written_has(const struct written *w, const char *path)
{
	struct stat st;

	return w->n > 0 && stat(path, &st) == 0 && find(w, &st)->used;
}

bool
written_add(struct written *w, const char *path)
{
	struct written_file *slot;
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return true;	/* nothing that could be lost */
	if (w->n >= w->cap / 2 && !grow(w))
		return false;
	slot = find(w, &st);
	w->n += !slot->used;
	*slot = (struct written_file){st.st_dev, st.st_ino, true};
	return true;
}

void
written_free(struct written *w)
{
	free(w->slots);
	*w = (struct written){NULL, 0, 0};
}
