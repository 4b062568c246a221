/* SPDX-License-Identifier: MIT */
/* test_hits.c - what the sink is told of the user's rules */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

Suite *hits_suite(void);

struct told {
	struct t_text text;	/* "TEXT:LINE acts prose block;" */
	int stop;
};

static int
on_block(void *ctx, const struct declutter_block *b)
{
	(void)ctx;
	(void)b;
	return 0;
}

static int
on_rule(void *ctx, const struct declutter_block *b, const struct declutter_rule_hit *hit)
{
	struct told *told = ctx;
	char line[80];

	snprintf(line, sizeof(line), "%u:%u %d%d %u;", (unsigned)hit->text,
		 (unsigned)hit->line, hit->acts, hit->prose, (unsigned)b->place.block);
	t_add(&told->text, line);
	return told->stop;
}

static const char text[] =
	"Zorb this\n\n"
	"The river rose again on Monday and the people carried zorbal chairs up the long hill.\n\n"
	"Maybezorb and a good deal more\n\n"
	"The mayor, who had been up all night, said that nobody was hurt. Read zorb: Ten Bridges\n";

static enum declutter_status
run(struct told *told, const char *second)
{
	struct declutter_sink sink = {.block = on_block, .rule = on_rule, .ctx = told};
	static const char first[] = "# a comment\nshare\ten\twhole\tsure\tzorb this\n\n"
		"app\ten\twhole\tcue\tmaybezorb\nrelated\ten\ttail\tsure\tread zorb:\n";
	enum declutter_status status;
	struct declutter *d;

	ck_assert_int_eq(declutter_new(&d, NULL, &sink), DECLUTTER_OK);
	ck_assert_int_eq(declutter_rules(d, first, strlen(first), NULL), DECLUTTER_OK);
	ck_assert_int_eq(declutter_rules(d, second, strlen(second), NULL), DECLUTTER_OK);
	ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_OK);
	status = declutter_push(d, text, strlen(text));
	if (status == DECLUTTER_OK)
		status = declutter_end(d);
	declutter_free(d);
	return status;
}

START_TEST(every_hit_is_told_with_its_text_and_line)
{
	struct told told = {0};

	ck_assert_int_eq(run(&told, "tags\ten\tanywhere\tsure\tzorbal chairs\n"
			     "tags\ten\tanywhere\tcue\tup the long hill\n"), DECLUTTER_OK);
	ck_assert_str_eq(told.text.s, "0:2 10 0;1:1 11 1;1:2 01 1;0:5 10 3;");
	t_clear(&told.text);
}
END_TEST

START_TEST(a_rule_that_keeps_acts)
{
	struct told told = {0};

	ck_assert_int_eq(run(&told, "!keep\ten\twhole\tsure\tzorb this\n"), DECLUTTER_OK);
	ck_assert_str_eq(told.text.s, "1:1 10 0;0:2 00 0;0:5 10 3;");
	t_clear(&told.text);
}
END_TEST

START_TEST(a_rule_acts_where_it_cuts)
{
	struct declutter_sink sink = {.block = on_block, .rule = on_rule};
	static const char rule[] = "app\ten\tinline\tsure\tzorb\n", body[] =
		"The mayor saw zorb, zorb, and had been up all night, she said, with zorb.\n";
	struct told told = {0};
	struct declutter *d;

	sink.ctx = &told;
	ck_assert_int_eq(declutter_new(&d, NULL, &sink), DECLUTTER_OK);
	ck_assert_int_eq(declutter_rules(d, rule, strlen(rule), NULL), DECLUTTER_OK);
	ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_OK);
	ck_assert_int_eq(declutter_push(d, body, strlen(body)), DECLUTTER_OK);
	ck_assert_int_eq(declutter_end(d), DECLUTTER_OK);
	declutter_free(d);
	ck_assert_str_eq(told.text.s, "0:1 00 0;0:1 10 0;0:1 00 0;");
	t_clear(&told.text);
}
END_TEST

START_TEST(a_sink_that_refuses_stops_the_filter)
{
	struct told told = {.stop = 1};

	ck_assert_int_eq(run(&told, ""), DECLUTTER_ESINK);
	ck_assert_str_eq(told.text.s, "0:2 10 0;");
	t_clear(&told.text);
}
END_TEST

Suite *
hits_suite(void)
{
	Suite *s = suite_create("hits");
	TCase *tc = tcase_create("hits");

	tcase_add_test(tc, every_hit_is_told_with_its_text_and_line);
	tcase_add_test(tc, a_rule_that_keeps_acts);
	tcase_add_test(tc, a_rule_acts_where_it_cuts);
	tcase_add_test(tc, a_sink_that_refuses_stops_the_filter);
	suite_add_tcase(s, tc);
	return s;
}
