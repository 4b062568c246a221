/* SPDX-License-Identifier: MIT */
/*
 * job.h - a run on its way: what the readers of all formats share
 *
 * A reader (from_text.h, from_jsonl.h, from_wet.h) takes bytes of the open input
 * with job_read() and hands text to the filter.  It stops when a call says so.
 * What it wants done with the outputs it plans as deeds (deeds.h): they belong to the
 * thread in which the filter calls the sink, until job_settle().
 */
#ifndef CLI_JOB_H
#define CLI_JOB_H
#include <stdbool.h>
#include <stdint.h>

#include "account.h"
#include "declutter.h"
#include "deeds.h"
#include "input.h"
#include "origin.h"
#include "outputs.h"
#include "progress.h"
#include "table.h"

struct job {
	const struct opts *opts;
	struct msg *msg;
	struct declutter *filter;
	enum declutter_status status;	/* of the filter: once bad, all is over */
	struct input *input;
	struct deeds deeds;
	/* Of the thread that calls the sink. */
	struct origins origins;
	struct outputs outputs;
	struct progress progress;
	struct account account;	/* of all inputs and of the open one */
	const char *name;	/* of the open input */
	size_t ninputs;		/* begun so far */
	enum format format;
	bool flows;		/* texts go to one output, one after another */
	uint64_t nbytes;	/* of text given to the filter, of the open input */
	uint64_t replaced;	/* characters of it that a reader made U+FFFD */
};

/* The next piece of the open input; false at its end or after a message, which
   *failed tells apart. */
bool job_read(struct job *j, const char **data, size_t *len, bool *failed);

/* Give text to the filter; false if all is over. */
bool job_push(struct job *j, const char *text, size_t len);

/* What a reader knows of a record; NULL for what it does not. */
struct job_record {
	uint64_t number;	/* in its file */
	const char *id, *site;	/* 'site': its name, or a URL */
	size_t nid, nsite;
};

/* Begin and end a record; false if all is over. */
bool job_begin_record(struct job *j, const struct job_record *r);
bool job_end_record(struct job *j, uint64_t number, uint64_t len);

/* Between documents: plan act(j, data) with 'size' bytes of data, for the caller to
   fill; NULL if all is over.  And have it done once all before is told. */
struct deed *job_plan(struct job *j, deed_act *act, size_t size);
bool job_give(struct job *j, struct deed *deed);
/* Both, with a copy of 'data'. */
bool job_have(struct job *j, deed_act *act, const void *data, size_t size);

/* All verdicts are there and all deeds done: the outputs are this thread's.  False if
   all is over. */
bool job_settle(struct job *j);

/*
 * Record 'number', or what stands in its place, is bad: say so, where and why.
 * True if it is to be skipped, false if the input ends here.
 */
bool job_skip(struct job *j, uint64_t number, uint64_t offset, const char *what);

/* Memory is out: false, after a message. */
bool job_out_of_memory(struct job *j);

#endif
