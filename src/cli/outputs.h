/* SPDX-License-Identifier: MIT */
/*
 * outputs.h - what a run writes: text, records of removals, what was removed,
 * what was learned, what rules hit
 *
 * Any of them may be missing; none knows of the others.  The text goes to one
 * output, or to one for each input.
 */
#ifndef CLI_OUTPUTS_H
#define CLI_OUTPUTS_H
#include <stdbool.h>

#include "declutter.h"
#include "explain.h"
#include "files.h"
#include "lint.h"
#include "format.h"
#include "hold.h"
#include "inputs.h"
#include "origin.h"
#include "output.h"
#include "render.h"
#include "spans.h"
#include "table.h"

/* What --empty=mark adds to a JSON record. */
#define EMPTY_MEMBER ",\"declutter_empty\":true"

struct outputs {
	const struct opts *opts;
	struct msg *msg;
	const struct origins *origins;
	/* NULL: not wanted */
	struct output *text, *records, *removed, *learned, *lint;
	struct output *memory;	/* the open record's new text */
	bool writes;		/* text is wanted */
	bool per_input;		/* 'text' is the open input's own */
	char *path;		/* then, its name */
	struct files written;	/* then, those of other inputs */
	struct files inputs;	/* what no text may take the place of; empty if none
				   could */
	struct unsynced unsynced;	/* some of them */
	bool postpones;		/* 'text' is to be one of these */
	enum format from, to;	/* of the open input and of its text */
	bool is_mute;		/* it is empty and adds nothing to the text */
	struct render render;
	struct explain explain;
	struct hold id;		/* of the open record, if it is wanted */
	struct spans spans;	/* of the open record, if it is annotated */
	bool has_removed;	/* something of it went */
	bool in_line;		/* the last record written lacked its line end, of
				   WET: its two */
	bool dropped;		/* of WET: the last record judged was not written */
	uint64_t ndocuments;	/* of the open input, ended */
};

/* Open what the options ask for; false after a message. */
bool outputs_open(struct outputs *o, const struct opts *opts,
		  const struct inputs *inputs, const struct origins *origins,
		  struct msg *msg);

/* Does what is read of inputs go to this file, so that reading it never ends?  Any
   thread may ask. */
bool outputs_have_file(const struct outputs *o, const struct stat *st);

/* An input starts; false after a message if its text has nowhere to go.  One
   that is empty is of any format. */
bool outputs_begin(struct outputs *o, const char *name, enum format format,
		   bool is_empty, enum codec codec);
/* It ended after 'len' bytes, well or not. */
bool outputs_end(struct outputs *o, const struct origin *origin, uint64_t len,
		 bool ok);

/* A record starts, ends after 'len' bytes of text; 'id' may be NULL.  False after a
   message. */
bool outputs_begin_record(struct outputs *o, const char *id, size_t nid);
void outputs_end_record(struct outputs *o, const struct origin *origin,
			uint64_t len);

/* A line of the text starts: the last record of an input may lack its end. */
void outputs_start_line(struct outputs *o);

void outputs_block(struct outputs *o, const struct declutter_block *b);
/* Document number so and so ended, before a separator or not. */
void outputs_document(struct outputs *o, uint64_t document, bool separated);

/* All inputs ended: write what is known only now.  'lint' may be NULL. */
enum declutter_status outputs_finish(struct outputs *o, struct declutter *d,
				     const struct lint *lint);

/* Whoever waits gets what is written so far, but for what is compressed: when we were
   asked would show in its bytes. */
void outputs_flush(struct outputs *o);
bool outputs_failed(const struct outputs *o);

/* Close all; files get their names if 'commit'.  False after a message. */
bool outputs_close(struct outputs *o, bool commit);

#endif
