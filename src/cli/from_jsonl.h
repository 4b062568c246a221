/* SPDX-License-Identifier: MIT */
/*
 * from_jsonl.h - JSON records, one a line: only the text in them changes
 *
 * Every other byte of a record is written as it was read.
 */
#ifndef CLI_FROM_JSONL_H
#define CLI_FROM_JSONL_H
#include "job.h"

/* Read the open input to its end; false if that failed or all is over. */
bool from_jsonl(struct job *j);

#endif
