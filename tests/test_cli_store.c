/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/store.h"

Suite *cli_store_suite(void);

#define TOTAL 1000000

/* Some byte that tells its place. */
static char
byte_at(size_t i)
{
	return (char)(i * 2654435761u >> 13);
}

START_TEST(what_was_written_can_be_read_from_anywhere)
{
	static char data[TOTAL], back[5000];
	struct msg msg = {0};
	struct store *s = store_new(&msg);
	struct declutter_store calls = store_calls(s);
	size_t i, n, step = 1;

	for (i = 0; i < TOTAL; i++)
		data[i] = byte_at(i);
	for (i = 0; i < TOTAL; i += n, step = step * 7 % 300007) {
		size_t at = i / 2 < sizeof(back) ? 0 : i / 2 - sizeof(back);

		n = step < TOTAL - i ? step : TOTAL - i;
		ck_assert_int_eq(calls.write(calls.ctx, i, data + i, n), 0);
		if (i + n < sizeof(back))
			continue;
		/* the newest, across the border of file and memory, the middle */
		ck_assert_int_eq(calls.read(calls.ctx, i + n - sizeof(back),
					    back, sizeof(back)), 0);
		ck_assert_mem_eq(back, data + i + n - sizeof(back),
				 sizeof(back));
		ck_assert_int_eq(calls.read(calls.ctx, at, back, 100), 0);
		ck_assert_mem_eq(back, data + at, 100);
	}
	for (i = 0; i + sizeof(back) <= TOTAL; i += 997) {
		ck_assert_int_eq(calls.read(calls.ctx, i, back, sizeof(back)),
				 0);
		ck_assert_mem_eq(back, data + i, sizeof(back));
	}
	ck_assert_int_ne(calls.read(calls.ctx, TOTAL, back, 1), 0);
	ck_assert_int_ne(calls.write(calls.ctx, TOTAL + 1, back, 1), 0);
	store_free(s);
}
END_TEST

START_TEST(a_missing_directory_is_told)
{
	static char data[300000];
	struct msg msg = {0};
	struct store *s = store_new(&msg);
	struct declutter_store calls = store_calls(s);

	ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
	setenv("TMPDIR", "/nonexistent", 1);
	ck_assert_int_ne(calls.write(calls.ctx, 0, data, sizeof(data)), 0);
	store_free(s);
}
END_TEST

Suite *
cli_store_suite(void)
{
	Suite *s = suite_create("cli/store");
	TCase *t = tcase_create("store");

	tcase_add_test(t, what_was_written_can_be_read_from_anywhere);
	tcase_add_test(t, a_missing_directory_is_told);
	suite_add_tcase(s, t);
	return s;
}
