/* SPDX-License-Identifier: MIT */
/*
 * jsonl_row.h - a line of JSONL on its way to an output of JSONL
 *
 * Outputs of other formats take nothing from here but the blocks.
 */
#ifndef CLI_JSONL_ROW_H
#define CLI_JSONL_ROW_H
#include "job.h"
#include "json.h"
#include "jsonl.h"

/* What is wanted of a record: its paths in struct json. */
enum jsonl_member {
	JSONL_TEXT,
	JSONL_ID,
	JSONL_SITE,
	JSONL_EXTRA		/* "attributes", or the "source" that goes with an id */
};

/* Are lines written as lines? */
bool jsonl_row_is_wanted(const struct job *j);

/* Have the record written, where records are, once its verdicts are there; takes
   large texts from 'json'.  False if all is over. */
bool jsonl_row_record(struct job *j, struct json *json, const struct jsonl_line *line);

/* A blank line is no record, but a byte of the file; likewise. */
bool jsonl_row_blank(struct job *j, const struct jsonl_line *line);

#endif
