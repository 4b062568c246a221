/* SPDX-License-Identifier: MIT */
/*
 * written.h - the files that a run has written, so that it writes none twice
 *
 * The second text would take the place of the first, and where the file is an
 * input too it would lack all that the first one has.
 */
#ifndef CLI_WRITTEN_H
#define CLI_WRITTEN_H
#include <stdbool.h>
#include <stddef.h>

struct written {
	struct written_file *slots;	/* open addressing */
	size_t n, cap;			/* 'cap' is a power of two, or 0 */
};

bool written_has(const struct written *w, const char *path);

/* The file that stands at 'path' now; false if memory is out. */
bool written_add(struct written *w, const char *path);
void written_free(struct written *w);

#endif
