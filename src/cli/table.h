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

/* What the command line said. */
struct opts {
	struct declutter_options lib;
	const char *output;		/* NULL: standard output */
	const char *removed;		/* NULL: nowhere */
	const char **rules;		/* nrules of them; freed by opts_clear() */
	size_t nrules;
	int verbatim, mark;
	int explain;			/* enum explain_form */
	int stats;			/* enum stats_form */
	int dry_run, check, quiet, help, version;
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
	OPTION_RULES,		/* one more in 'rules' */
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

#define OPTION_COUNT 24
extern const struct option_row option_table[OPTION_COUNT];

#endif
