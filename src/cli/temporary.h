/* SPDX-License-Identifier: MIT */
/* temporary.h - a file under another name, which is to take the place of one */
#ifndef CLI_TEMPORARY_H
#define CLI_TEMPORARY_H

/*
 * A new file beside 'path', with the owner and mode that this one has or would get.
 * The descriptor, and *name for cleanup_forget() and free(); -1 and errno if it
 * cannot be had.
 */
int temporary_open(const char *path, char **name);

#endif
