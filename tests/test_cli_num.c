/* SPDX-License-Identifier: MIT */
#include <check.h>

#include "cli/num.h"

Suite *cli_num_suite(void);

static const struct {
	const char *text;
	const char *reason;	/* NULL: fine */
	uint64_t value;
} wholes[] = {
	{"1", NULL, 1},
	{"32", NULL, 32},
	{"007", NULL, 7},
	{"0", "is too small", 0},
	{"33", "is too large", 0},
	{"18446744073709551616", "is too large", 0},
	{"", "is not a whole number", 0},
	{"3x", "is not a whole number", 0},
	{"-3", "is not a whole number", 0},
	{" 3", "is not a whole number", 0},
	{"0x3", "is not a whole number", 0},
}, sizes[] = {
	{"0", NULL, 0},
	{"1", NULL, 1},
	{"2K", NULL, 2048},
	{"3M", NULL, 3 << 20},
	{"4G", NULL, (uint64_t)4 << 30},
	{"5T", NULL, (uint64_t)5 << 40},
	{"9999999T", "is too large", 0},
	{"99999999999999999999", "is too large", 0},
	{"1KB", "is not a size", 0},
	{"1k", "is not a size", 0},
	{"K", "is not a size", 0},
	{"", "is not a size", 0},
	{"1.5G", "is not a size", 0},
};

static const struct {
	const char *text;
	const char *reason;
	double value;
} shares[] = {
	{"1", NULL, 1},
	{".5", NULL, .5},
	{"0.80", NULL, .8},
	{"1.000", NULL, 1},
	{".3333333333333333333333", NULL, 1 / 3.},
	{"0", "is too small", 0},
	{"0.0", "is too small", 0},
	{"1.01", "is too large", 0},
	{"80", "is too large", 0},
	{"", "is not a decimal fraction", 0},
	{".", "is not a decimal fraction", 0},
	{"80%", "is not a decimal fraction", 0},
	{"nan", "is not a decimal fraction", 0},
	{"1e-3", "is not a decimal fraction", 0},
	{"-.5", "is not a decimal fraction", 0},
};

static void
same_reason(const char *got, const char *want)
{
	if (want == NULL)
		ck_assert_ptr_null(got);
	else
		ck_assert_str_eq(got, want);
}

START_TEST(whole_numbers_have_a_range)
{
	uint64_t value = 0;

	same_reason(num_unsigned(wholes[_i].text, 1, 32, &value),
		    wholes[_i].reason);
	ck_assert_uint_eq(value, wholes[_i].value);
}
END_TEST

START_TEST(sizes_have_units)
{
	uint64_t value = 0;

	same_reason(num_size(sizes[_i].text, &value), sizes[_i].reason);
	ck_assert_uint_eq(value, sizes[_i].value);
}
END_TEST

START_TEST(shares_are_above_0_and_at_most_1)
{
	double value = 0;

	same_reason(num_share(shares[_i].text, &value), shares[_i].reason);
	ck_assert_double_eq_tol(value, shares[_i].value, 1e-12);
}
END_TEST

#define LEN(array) (int)(sizeof(array) / sizeof((array)[0]))

Suite *
cli_num_suite(void)
{
	Suite *s = suite_create("cli/num");
	TCase *t = tcase_create("num");

	tcase_add_loop_test(t, whole_numbers_have_a_range, 0, LEN(wholes));
	tcase_add_loop_test(t, sizes_have_units, 0, LEN(sizes));
	tcase_add_loop_test(t, shares_are_above_0_and_at_most_1, 0,
			    LEN(shares));
	suite_add_tcase(s, t);
	return s;
}
