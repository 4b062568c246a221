/* SPDX-License-Identifier: MIT */
#include "explain.h"
#include "stats.h"
#include "table.h"

#define AT(field) .offset = offsetof(struct opts, field)

const struct option_row option_table[OPTION_COUNT] = {
	{"Output", 'o', "output", "FILE", false, OPTION_TEXT, AT(output),
	 .help = "write the text to FILE, whole or not at all"},
	{NULL, 0, "verbatim", NULL, false, OPTION_SET, AT(verbatim), 1,
	 .help = "the bytes of what is kept, as they were read"},
	{NULL, 0, "mark", NULL, false, OPTION_SET, AT(mark), 1,
	 .help = "every block, kept or not, after its verdict"},
	{NULL, 0, "explain", "tsv|json", true, OPTION_CHOICE, AT(explain),
	 EXPLAIN_TSV, .help = "in place of the text a record a removal"},
	{NULL, 0, "removed", "FILE", false, OPTION_TEXT, AT(removed),
	 .help = "write what is removed to FILE"},
	{NULL, 0, "stats", "text|json", true, OPTION_CHOICE, AT(stats),
	 STATS_TEXT, .help = "counters on standard error at the end"},
	{NULL, 'n', "dry-run", NULL, false, OPTION_SET, AT(dry_run), 1,
	 .help = "write no text, only --stats"},
	{NULL, 0, "check", NULL, false, OPTION_SET, AT(check), 1,
	 .help = "write nothing; status 3 if something would go"},

	{"Chrome", 0, "keep", "CATEGORY,...", false, OPTION_CATEGORIES,
	 AT(lib.keep), .help = "keep chrome of these categories"},
	{NULL, 0, "rules", "FILE", false, OPTION_RULES, AT(rules),
	 .help = "add the phrases in FILE; repeatable"},
	{NULL, 0, "safe", NULL, false, OPTION_SET, AT(lib.mode), DECLUTTER_SAFE,
	 .help = "remove only what a phrase or rule names"},
	{NULL, 0, "strict", NULL, false, OPTION_SET, AT(lib.mode),
	 DECLUTTER_STRICT, .help = "remove what is doubtful too"},
	{NULL, 0, "no-chrome", NULL, false, OPTION_SET, AT(lib.chrome), 0,
	 .help = "leave chrome in, drop duplicates only"},

	{"Duplicates", 0, "containment", "X", false, OPTION_SHARE,
	 AT(lib.containment), .help = "share of a block that is in another"},
	{NULL, 0, "resemblance", "X", false, OPTION_SHARE, AT(lib.resemblance),
	 .help = "share that two blocks have in common"},
	{NULL, 0, "shingle", "N", false, OPTION_UNSIGNED, AT(lib.shingle),
	 .min = 1, .max = 32, .help = "words compared together"},
	{NULL, 0, "templates", "keep|drop", false, OPTION_CHOICE,
	 AT(lib.drop_templates), .help = "blocks that differ in a number"},
	{NULL, 0, "extends", "keep|drop", false, OPTION_CHOICE,
	 AT(lib.drop_extends), .help = "blocks that add a run of words"},
	{NULL, 0, "keep-repeats", NULL, false, OPTION_SET, AT(lib.keep_repeats),
	 1, .help = "keep what repeats within a document"},
	{NULL, 0, "memory", "SIZE", false, OPTION_SIZE, AT(lib.memory),
	 .min = 1 << 20, .help = "remember as many blocks as fit; K, M, G"},
	{NULL, 0, "no-dedup", NULL, false, OPTION_SET, AT(lib.dedup), 0,
	 .help = "leave duplicates in, strip chrome only"},

	{"Other", 'q', "quiet", NULL, false, OPTION_SET, AT(quiet), 1,
	 .help = "no progress, no line from --check"},
	{NULL, 'h', "help", NULL, false, OPTION_SET, AT(help), 1,
	 .help = "print this"},
	{NULL, 'V', "version", NULL, false, OPTION_SET, AT(version), 1,
	 .help = "print the version"},
};
