/* SPDX-License-Identifier: MIT */
/* feed.h - one input from beginning to end */
#ifndef CLI_FEED_H
#define CLI_FEED_H
#include "job.h"

/* The input 'j->name'; false if it is not done. */
bool feed(struct job *j);

#endif
