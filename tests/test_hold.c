/* SPDX-License-Identifier: MIT */
/* test_hold.c - a page of menus round a line of text keeps that line */
#include <check.h>
#include <string.h>

#include "support.h"

Suite *hold_suite(void);

#define LINE "The old lighthouse at Skerry Point was lit again on Friday night."

static void
add_labels(struct t_text *t, uint64_t *seed, size_t n)
{
	static const char *const words[] = {
		"Harbour", "News", "Sport", "Weather", "Ferries", "Islands", "Markets", "Letters",
		"Notices", "Archive", "Radio", "Jobs", "Boats", "Homes", "Travel", "Births"
	};

	while (n-- > 0) {
		t_add(t, words[t_below(seed, T_LEN(words))]);
		if (t_below(seed, 2) == 0) {
			t_add(t, " ");
			t_add(t, words[t_below(seed, T_LEN(words))]);
		}
		t_add(t, "\n\n");
	}
}

/* A page with 'n' labels on either side of 'text'. */
static void
run(struct t_run *r, const char *text, size_t n, enum declutter_mode mode,
    enum declutter_bounds bounds)
{
	struct declutter_options opt;
	struct t_text page = {0};
	uint64_t seed = 7;

	declutter_options_init(&opt);
	opt.dedup = 0;
	opt.mode = mode;
	add_labels(&page, &seed, n);
	t_add(&page, text);
	add_labels(&page, &seed, n);
	t_start(r, &opt);
	t_input(r, bounds, page.s, page.len, T_RANDOM);
	t_finish(r);
	ck_assert_int_eq(r->status, DECLUTTER_OK);
	ck_assert_uint_eq(r->bytes.len, page.len);
	ck_assert_int_eq(memcmp(r->bytes.s, page.s, page.len), 0);
	t_clear(&page);
}

START_TEST(the_line_stays)
{
	struct t_run r;

	run(&r, LINE "\n\n", 70, DECLUTTER_DEFAULT, DECLUTTER_BOUNDED);
	ck_assert(!t_find(&r, LINE)->removed);
	t_free(&r);
}
END_TEST

START_TEST(where_there_is_an_article_the_labels_go)
{
	struct t_run r;
	size_t i, kept = 0;

	run(&r, T_P1 T_P2 T_P1 T_P2, 70, DECLUTTER_DEFAULT, DECLUTTER_BOUNDED);
	for (i = 0; i < r.nblocks; i++)
		kept += !r.blocks[i].removed;
	ck_assert_uint_ge(kept, 4);
	ck_assert_uint_le(kept, 8);
	t_free(&r);
}
END_TEST

START_TEST(a_page_too_long_to_hold_and_a_stream_do_not_wait)
{
	struct t_run r;

	run(&r, LINE "\n\n", 1100, DECLUTTER_DEFAULT, DECLUTTER_BOUNDED);
	ck_assert(t_find(&r, LINE)->removed);
	t_free(&r);
	run(&r, LINE "\n\n", 70, DECLUTTER_DEFAULT, DECLUTTER_UNBOUNDED);
	ck_assert(t_find(&r, LINE)->removed);
	t_free(&r);
}
END_TEST

START_TEST(what_rules_take_does_not_come_back)
{
	struct t_run r;

	run(&r, LINE "\n\nClick to share on Facebook\n\n", 70, DECLUTTER_DEFAULT,
	    DECLUTTER_BOUNDED);
	ck_assert(t_find(&r, "Click to share on Facebook")->removed);
	ck_assert(!t_find(&r, LINE)->removed);
	t_free(&r);
}
END_TEST

START_TEST(a_table_of_numbers_stays)
{
	static const char table[] = "| Week | Monday | Tuesday |\n\n|---|---|---|\n\n"
		"| 1 | Rest | 12 |\n\n| 2 | Rest | 14 |\n\n| 3 | Rest | 15 |\n\n";
	struct t_text text = {0};
	uint64_t seed = 9;
	struct t_run r;

	t_add(&text, T_P1 T_P2 T_P1 T_P2);
	add_labels(&text, &seed, 20);
	t_add(&text, table);
	run(&r, text.s, 70, DECLUTTER_DEFAULT, DECLUTTER_BOUNDED);
	t_clear(&text);
	ck_assert(!t_find(&r, "| Week | Monday | Tuesday |")->removed);
	ck_assert(!t_find(&r, "| 2 | Rest | 14 |")->removed);
	t_free(&r);
}
END_TEST

Suite *
hold_suite(void)
{
	Suite *s = suite_create("hold");
	TCase *tc = tcase_create("hold");

	tcase_add_test(tc, the_line_stays);
	tcase_add_test(tc, where_there_is_an_article_the_labels_go);
	tcase_add_test(tc, a_page_too_long_to_hold_and_a_stream_do_not_wait);
	tcase_add_test(tc, what_rules_take_does_not_come_back);
	tcase_add_test(tc, a_table_of_numbers_stays);
	suite_add_tcase(s, tc);
	return s;
}
