/* SPDX-License-Identifier: MIT */
/*
 * files.h - a set of files, by whatever names
 *
 * A run remembers what it has written, so that it writes none twice: the second text
 * would take the place of the first, and where the file is an input too it would lack
 * all that the first one has.
 */
#ifndef CLI_FILES_H
#define CLI_FILES_H
#include <stdbool.h>
#include <stddef.h>

struct files {
	struct file *slots;	/* open addressing */
	size_t n, cap;		/* 'cap' is a power of two, or 0 */
};

/* Is what stands at 'path' one of them? */
bool files_have(const struct files *f, const char *path);

/* The file that stands at 'path' now; false if memory is out. */
bool files_add(struct files *f, const char *path);
void files_free(struct files *f);

#endif
