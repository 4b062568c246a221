/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "cli/explain.h"
#include "cli/opts.h"
#include "cli/stats.h"

Suite *cli_opts_suite(void);

/* Parse a line of words; 'line' is cut up. */
static bool
parse(struct opts *o, char *line)
{
	static char name[] = "declutter";
	static char *argv[16];
	struct msg msg = {0};
	int argc = 0;
	char *word;

	argv[argc++] = name;
	for (word = strtok(line, " "); word != NULL; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	optind = 0;	/* glibc: start all over */
	return opts_parse(o, argc, argv, &msg);
}

START_TEST(no_word_changes_nothing)
{
	struct declutter_options plain;
	char line[] = "";
	struct opts o;

	declutter_options_init(&plain);
	ck_assert(parse(&o, line));
	ck_assert_uint_eq(o.lib.size, plain.size);
	ck_assert_int_eq(o.lib.chrome, plain.chrome);
	ck_assert_int_eq(o.lib.dedup, plain.dedup);
	ck_assert_int_eq(o.lib.mode, plain.mode);
	ck_assert_uint_eq(o.lib.keep, plain.keep);
	ck_assert_uint_eq(o.lib.shingle, plain.shingle);
	ck_assert_double_eq(o.lib.containment, plain.containment);
	ck_assert_double_eq(o.lib.resemblance, plain.resemblance);
	ck_assert_int_eq(o.lib.keep_repeats, plain.keep_repeats);
	ck_assert_int_eq(o.lib.drop_templates, plain.drop_templates);
	ck_assert_int_eq(o.lib.drop_extends, plain.drop_extends);
	ck_assert_uint_eq(o.lib.memory, plain.memory);
	ck_assert_uint_eq(o.lib.max_block, plain.max_block);
	ck_assert_uint_eq(o.nfiles, 0);
	opts_clear(&o);
}
END_TEST

START_TEST(every_field_is_reached)
{
	char line[] = "--shingle 5 --containment=.8 --resemblance .6 "
		      "--memory 2M --templates=drop --extends drop "
		      "--keep=credit,byline --strict --keep-repeats";
	struct opts o;

	ck_assert(parse(&o, line));
	ck_assert_uint_eq(o.lib.shingle, 5);
	ck_assert_double_eq(o.lib.containment, .8);
	ck_assert_double_eq(o.lib.resemblance, .6);
	ck_assert_uint_eq(o.lib.memory, 2 << 20);
	ck_assert_int_eq(o.lib.drop_templates, 1);
	ck_assert_int_eq(o.lib.drop_extends, 1);
	ck_assert_int_eq(o.lib.mode, DECLUTTER_STRICT);
	ck_assert_int_eq(o.lib.keep_repeats, 1);
	ck_assert_uint_eq(o.lib.keep, 1u << DECLUTTER_CREDIT |
				      1u << DECLUTTER_BYLINE_DATE);
	opts_clear(&o);
}
END_TEST

START_TEST(options_follow_operands_until_two_hyphens)
{
	char line[] = "a --no-dedup - -n -- --no-chrome";
	struct opts o;

	ck_assert(parse(&o, line));
	ck_assert_uint_eq(o.nfiles, 3);
	ck_assert_str_eq(o.files[0], "a");
	ck_assert_str_eq(o.files[1], "-");
	ck_assert_str_eq(o.files[2], "--no-chrome");
	ck_assert_int_eq(o.lib.dedup, 0);
	ck_assert_int_eq(o.lib.chrome, 1);
	ck_assert_int_eq(o.stats, STATS_TEXT);
	opts_clear(&o);
}
END_TEST

START_TEST(optional_arguments_need_an_equals_sign)
{
	char line[] = "--explain json --stats=json";
	struct opts o;

	ck_assert(parse(&o, line));
	ck_assert_int_eq(o.explain, EXPLAIN_TSV);
	ck_assert_int_eq(o.stats, STATS_JSON);
	ck_assert_str_eq(o.files[0], "json");
	opts_clear(&o);
}
END_TEST

START_TEST(rules_add_up)
{
	char line[] = "--rules a --rules=b";
	struct opts o;

	ck_assert(parse(&o, line));
	ck_assert_uint_eq(o.rules.n, 2);
	ck_assert_str_eq(o.rules.name[0], "a");
	ck_assert_str_eq(o.rules.name[1], "b");
	opts_clear(&o);
}
END_TEST

static const char *const wrong[] = {
	"--nope", "-x", "--shing 3", "--shingle", "--shingle 0", "--shingle 33",
	"--verbatim=1", "--verbatim --mark", "--explain=xml", "--keep=",
	"--keep=bylin", "--keep=credit,", "--keep=content", "--removed -",
	"--explain -o -", "--templates=1", "--memory 1KB", "--containment 0",
	"-z --doc-sep x", "--doc-sep=a\rb", "-o x -d y", "-i --suffix x",
	"--suffix a/b", "--suffix=", "-i --to text", "--annotate --mark", "-r",
	"--compress=xz", "--max-document 1K", "--max-ratio=-1", "--format=html",
};

START_TEST(wrong_usage_is_refused)
{
	char line[64];
	struct opts o;

	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
	strcpy(line, wrong[_i]);
	ck_assert(!parse(&o, line));
	opts_clear(&o);
}
END_TEST

Suite *
cli_opts_suite(void)
{
	Suite *s = suite_create("cli/opts");
	TCase *t = tcase_create("opts");

	tcase_add_test(t, no_word_changes_nothing);
	tcase_add_test(t, every_field_is_reached);
	tcase_add_test(t, options_follow_operands_until_two_hyphens);
	tcase_add_test(t, optional_arguments_need_an_equals_sign);
	tcase_add_test(t, rules_add_up);
	tcase_add_loop_test(t, wrong_usage_is_refused, 0,
			    (int)(sizeof(wrong) / sizeof(wrong[0])));
	suite_add_tcase(s, t);
	return s;
}
