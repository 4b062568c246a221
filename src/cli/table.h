/* SPDX-License-Identifier: MIT */
/*
 * table.h - every option, once
 *
 * A row feeds getopt_long(), --help and the messages about wrong arguments;
 * tests/options.sh holds the manual and the fixtures to the same rows.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H
#include <stdbool.h>
#include <stddef.h>

#include "declutter.h"

/* What an option that may be repeated was given. */
struct names {
	const char **name;	/* freed by opts_clear() */
	size_t n;
};

enum annotate {
	ANNOTATE_NOT = 0,
	ANNOTATE_RECORD,	/* the record, with attributes */
	ANNOTATE_ROW		/* its id and attributes alone */
};

/* What becomes of a record that is left without text. */
enum empty {
	EMPTY_KEEP = 0,
	EMPTY_DROP,
	EMPTY_MARK
};

/* What the command line said. */
struct opts {
	struct declutter_options lib;
	/* input */
	int format;			/* enum format */
	const char *text_key, *id_key, *site_key;	/* NULL: the default */
	const char *doc_sep;		/* NULL: a form feed */
	int null;			/* documents end at NUL */
	const char *encoding;		/* NULL: UTF-8 */
	int recursive;
	const char *files_from;		/* or NULL */
	int from0;			/* its names end at NUL */
	int keep_going;
	unsigned max_ratio;		/* 0: any */
	uint64_t max_document;		/* bytes of a record */
	/* output */
	const char *output;		/* NULL: standard output */
	const char *directory, *suffix;	/* an output for each input, or NULL */
	int in_place, force;
	int to;				/* enum format; FORMAT_AUTO: as the input */
	int compress;			/* enum codec + 1; 0: by name, or as the input */
	int annotate;			/* enum annotate */
	int empty;			/* enum empty */
	const char *removed;		/* NULL: nowhere */
	const char *learn;		/* NULL: nowhere */
	struct names rules, templates;
	int verbatim, mark, lint;
	int explain;			/* enum explain_form */
	int stats;			/* enum stats_form */
	int dry_run, check, quiet, progress, help, version;
	unsigned jobs;			/* threads; 0: crew_processors() */
	const char *const *files;	/* operands */
	size_t nfiles;
};

enum option_kind {
	OPTION_SET,		/* int: 'value' */
	OPTION_CHOICE,		/* int: 'value' + place in 'argument' */
	OPTION_UNSIGNED,	/* unsigned: 'min' to 'max' */
	OPTION_SHARE,		/* double: above 0, at most 1 */
	OPTION_SIZE,		/* uint64_t: bytes with K, M, G, T */
	OPTION_TEXT,		/* const char * */
	OPTION_NAMES,		/* struct names: one more */
	OPTION_CATEGORIES	/* uint32_t: bits, or-ed */
};

struct option_row {
	const char *group;	/* heading in --help, for the first of a group */
	char letter;		/* or 0 */
	const char *word;
	const char *argument;	/* in --help; of a choice "one|other"; or NULL */
	bool optional;		/* the argument is */
	enum option_kind kind;
	size_t offset;		/* in struct opts */
	int value;
	unsigned min, max;
	const char *help;
};

#define OPTION_COUNT 51
extern const struct option_row option_table[OPTION_COUNT];

#endif
