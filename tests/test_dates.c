/* SPDX-License-Identifier: MIT */
/* test_dates.c - which numbers are dates */
#include <check.h>

#include "dates.h"
#include "support.h"

Suite *dates_suite(void);

static const struct {
	const char *text;
	bool is_date;
} numbers[] = {
	{"12.03.2026", true}, {"3.4.2026", true}, {"12/31/2026", true},
	{"31/12/2026", true}, {"2026-03-12", true}, {"2026/3/12", true},
	{"2026-03-12t11:30:00", true}, {"12.03.2026-14.03.2026", true},
	{"12.03.26", true}, {"12-03-26", true},
	{"\xd9\xa1\xd9\xa2/\xd9\xa3/\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa6", true},	/* Arabic */
	{"\xe0\xa5\xa7\xe0\xa5\xa8/\xe0\xa5\xa9/2026", true},	/* Devanagari */
	{"\xef\xbc\x91\xef\xbc\x92.3.2026", true},	/* full-width */
	{"", false}, {"2026", false}, {"12.03", false}, {"12.03.", false},
	{"1,227.00", false}, {"10,999.99", false}, {"1.227.000", false},
	{"12345678", false}, {"555-123-4567", false}, {"0800-12-34567", false},
	{"10.12.10.12", false}, {"192.168.1.1", false}, {"1.2.10", false},
	{"3.10.12", false}, {"2026-13-12", false}, {"2026-12-32", false},
	{"32.12.2026", false}, {"13.13.2026", false}, {"0.1.2026", false},
	{"12.03-2026", false}, {"12:03:2026", false}, {"12.03.20261", false},
	{"12.03.a", false}, {"12.03.\xff", false}
};

START_TEST(dates_have_a_day_a_month_and_a_year)
{
	const char *s = numbers[_i].text;

	ck_assert_msg(dc_is_numeric_date(s, strlen(s)) == numbers[_i].is_date, "%s", s);
}
END_TEST

/* Nothing behind the number is read. */
START_TEST(what_follows_the_number_does_not_matter)
{
	ck_assert(!dc_is_numeric_date("12.03.2026", 9));
	ck_assert(!dc_is_numeric_date("12.03.2026", 6));
	ck_assert(dc_is_numeric_date("12.03.20261", 10));
	ck_assert(dc_is_numeric_date("12.03.2026", 8));	/* "12.03.20" */
}
END_TEST

Suite *
dates_suite(void)
{
	Suite *s = suite_create("dates");
	TCase *tc = tcase_create("dates");

	tcase_add_loop_test(tc, dates_have_a_day_a_month_and_a_year, 0, T_LEN(numbers));
	tcase_add_test(tc, what_follows_the_number_does_not_matter);
	suite_add_tcase(s, tc);
	return s;
}
