/* SPDX-License-Identifier: MIT */
/*
 * from_wet.h - WET archives: the texts in conversion records change, and what in
 * their heads depends on them; all else passes
 */
#ifndef CLI_FROM_WET_H
#define CLI_FROM_WET_H
#include "job.h"

/* Read the open input to its end; false if that failed or all is over. */
bool from_wet(struct job *j);

#endif
