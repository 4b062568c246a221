/* SPDX-License-Identifier: MIT */
/* test_numbers.c - the number guard: what a block says in digits */
#include <check.h>
#include <stdio.h>

#include "near_support.h"

Suite *numbers_suite(void);

static const char price[] = "Shares of the company closed at %s dollars on Friday "
	"after the board had approved the sale of its last factory in the north";

static const char *
priced(const char *number)
{
	static char s[256];

	snprintf(s, sizeof(s), price, number);
	return s;
}

START_TEST(another_number_keeps_a_block)
{
	t_feed(priced("12.34"));
	ck_assert_int_eq(t_feed(priced("13.24")), DECLUTTER_NUMBERS);
	ck_assert(!my.v.removed);
	ck_assert_uint_eq(my.v.witnesses[0].line, 1);
	ck_assert_int_eq(t_feed(priced("13.24")), DECLUTTER_EXACT);
	ck_assert_uint_eq(my.v.witnesses[0].line, 2);
	/* fewer numbers say nothing new */
	ck_assert_int_eq(t_feed(priced("several")), DECLUTTER_CONTAINED);
}
END_TEST

static const char *const figures[][2] = {
	{"12 000", "12 000 000"}, {"12\xc2\xa0" "000 000", "12\xe2\x80\xaf" "000"},
	{"-1 000 000", "-1 000"}, {"000", "12 000"}, {"12 000,50", "12 000 000,50"},
	{"5", ".5"}, {"5", "-.5"}, {".5", "-.5"}, {"$5", "-$5"}, {"\xe2\x82\xac" "5", "-\xe2\x82\xac" "5"}
};

START_TEST(a_number_is_all_of_its_groups_and_signs)
{
	t_feed(priced(figures[_i][1]));
	ck_assert_int_eq(t_feed(priced(figures[_i][0])), DECLUTTER_NUMBERS);
	ck_assert(!my.v.removed);
	/* and the same in the witness is the same */
	t_feed(priced(figures[_i][1]));
	ck_assert(my.v.removed);
}
END_TEST

START_TEST(no_digit_of_a_long_number_is_overlooked)
{
	struct t_text s = {0};
	size_t i;

	for (i = 0; i < 70000; i++)
		t_add(&s, "7");
	t_add(&s, " ");
	t_add(&s, priced("12.34"));
	t_feed(s.s);
	ck_assert_int_eq(t_feed(s.s), DECLUTTER_EXACT);
	s.s[69999] = '8';
	ck_assert_int_eq(t_feed(s.s), DECLUTTER_NUMBERS);
	t_clear(&s);
}
END_TEST

START_TEST(drop_templates_gives_the_number_guard_up)
{
	my.opt.drop_templates = 1;
	t_feed(priced("12.34"));
	ck_assert_int_eq(t_feed(priced("13.24")), DECLUTTER_NUMBERS);
	ck_assert(my.v.removed);
}
END_TEST

Suite *
numbers_suite(void)
{
	Suite *s = suite_create("numbers");
	TCase *t = tcase_create("numbers");

	tcase_add_checked_fixture(t, t_near_setup, t_near_teardown);
	tcase_add_test(t, another_number_keeps_a_block);
	tcase_add_loop_test(t, a_number_is_all_of_its_groups_and_signs, 0,
			    (int)DC_LEN(figures));
	tcase_add_test(t, no_digit_of_a_long_number_is_overlooked);
	tcase_add_test(t, drop_templates_gives_the_number_guard_up);
	suite_add_tcase(s, t);
	return s;
}
