/* SPDX-License-Identifier: MIT */
/*
 * cleanup.h - temporary files that a signal must not leave behind
 *
 * Signals that end a run unlink what was made here and then do what they always do.
 * A signal handler reaches nothing but statics: so the list of names in cleanup.c is
 * one.
 */
#ifndef CLI_CLEANUP_H
#define CLI_CLEANUP_H

/* mkstemp(), closed on exec and remembered; 'path' must live until cleanup_forget(). */
int cleanup_mkstemp(char *path);

/* 'path' has been renamed or unlinked. */
void cleanup_forget(const char *path);

/* For a library that cannot be told that memory is out: say so, leave nothing behind
   and exit with status 1. */
_Noreturn void cleanup_out_of_memory(void);

#endif
