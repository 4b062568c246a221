/* SPDX-License-Identifier: MIT */
/*
 * unsynced.h - files that have their names but may not be on the disk yet
 *
 * To wait for the disk once is a hundred times as fast as once for each small file.
 */
#ifndef CLI_UNSYNCED_H
#define CLI_UNSYNCED_H
#include <stdbool.h>
#include <sys/types.h>

/* All zeros: there are none. */
struct unsynced {
	bool any;
	int fd, error;		/* one of them; the first errno, or 0 */
	dev_t device;		/* of the file system that has them all */
};

/* The file open as 'fd' is one; false if it cannot be: fsync() it. */
bool unsynced_add(struct unsynced *u, int fd);

/* Wait until all are on the disk; false, with errno, if one may not be. */
bool unsynced_sync(struct unsynced *u);

#endif
