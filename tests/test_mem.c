/* SPDX-License-Identifier: MIT */
/* test_mem.c - checked sizes and the growable array */
#include <check.h>

#include "mem.h"
#include "support.h"

Suite *mem_suite(void);

START_TEST(sizes_that_overflow_are_refused_without_a_call)
{
	struct t_memory m = {0};
	struct declutter_allocator a = t_allocator(&m);

	ck_assert_ptr_null(dc_calloc(&a, SIZE_MAX / 2, 4));
	ck_assert_ptr_null(dc_calloc(&a, 4, SIZE_MAX / 2));
	ck_assert_ptr_null(dc_calloc(&a, SIZE_MAX / 2 + 1, 1));
	ck_assert_ptr_null(dc_resize(&a, NULL, 0, SIZE_MAX / 2 + 1));
	ck_assert_ptr_null(dc_resize(&a, NULL, 0, 0));
	ck_assert_uint_eq(m.calls, 0);
}
END_TEST

START_TEST(calloc_gives_zeroed_memory)
{
	struct t_memory m = {0};
	struct declutter_allocator a = t_allocator(&m);
	unsigned char *p = dc_calloc(&a, 33, 7);
	size_t i;

	ck_assert_ptr_nonnull(p);
	ck_assert_uint_eq(m.live, 231);
	for (i = 0; i < 231; i++)
		ck_assert_uint_eq(p[i], 0);
	dc_release(&a, p, 231);
	dc_release(&a, NULL, 99);
	ck_assert_uint_eq(m.live, 0);
	ck_assert(!m.wrong_size);
}
END_TEST

START_TEST(an_array_keeps_its_elements_and_doubles)
{
	struct t_memory m = {0};
	struct declutter_allocator a = t_allocator(&m);
	struct dc_array v = {0};
	uint32_t i;

	for (i = 0; i < 100000; i++)
		ck_assert(dc_array_append(&a, &v, &i, 1, sizeof(i)));
	ck_assert_uint_eq(v.len, 100000);
	for (i = 0; i < 100000; i++)
		ck_assert_uint_eq(((uint32_t *)v.data)[i], i);
	ck_assert_uint_le(m.calls, 14);		/* 16 << 13 > 100000 */
	ck_assert_uint_le(v.cap, 200000);
	dc_array_clear(&a, &v, sizeof(i));
	ck_assert_ptr_null(v.data);
	ck_assert_uint_eq(v.cap, 0);
	ck_assert_uint_eq(m.live, 0);
	ck_assert(!m.wrong_size);
}
END_TEST

START_TEST(a_failed_append_leaves_the_array_as_it_was)
{
	struct t_memory m = {.fail_at = 2};
	struct declutter_allocator a = t_allocator(&m);
	struct dc_array v = {0};
	char text[17] = "0123456789abcdef";

	ck_assert(dc_array_append(&a, &v, text, 16, 1));
	ck_assert(!dc_array_append(&a, &v, "x", 1, 1));
	ck_assert_uint_eq(v.len, 16);
	ck_assert_uint_eq(v.cap, 16);
	ck_assert_mem_eq(v.data, text, 16);
	ck_assert(dc_array_append(&a, &v, "x", 1, 1));
	ck_assert_mem_eq(v.data, "0123456789abcdefx", 17);
	dc_array_clear(&a, &v, 1);
	ck_assert_uint_eq(m.live, 0);
}
END_TEST

START_TEST(an_array_beyond_the_address_space_is_refused)
{
	struct t_memory m = {0};
	struct declutter_allocator a = t_allocator(&m);
	struct dc_array v = {0};

	ck_assert(dc_array_append(&a, &v, "abcd", 1, 4));
	ck_assert(!dc_array_reserve(&a, &v, SIZE_MAX, 4));
	ck_assert(!dc_array_reserve(&a, &v, SIZE_MAX / 8, 4));
	ck_assert(!dc_array_reserve(&a, &v, SIZE_MAX / 2, 1));
	ck_assert_uint_eq(m.calls, 1);
	ck_assert_uint_eq(v.len, 1);
	dc_array_clear(&a, &v, 4);
}
END_TEST

START_TEST(reserving_makes_room_once_and_appending_nothing_asks_for_none)
{
	struct t_memory m = {0};
	struct declutter_allocator a = t_allocator(&m);
	struct dc_array v = {0};
	size_t i;

	ck_assert(dc_array_append(&a, &v, NULL, 0, 8));
	ck_assert_uint_eq(m.calls, 0);
	ck_assert(dc_array_reserve(&a, &v, 1000, 1));
	ck_assert_uint_ge(v.cap, 1000);
	ck_assert_uint_eq(v.len, 0);
	for (i = 0; i < 1000; i++)
		ck_assert(dc_array_append(&a, &v, "z", 1, 1));
	ck_assert_uint_eq(m.calls, 1);
	dc_array_clear(&a, &v, 1);
	ck_assert_uint_eq(m.live, 0);
}
END_TEST

START_TEST(the_default_allocator_grows_and_frees)
{
	const struct declutter_allocator *a = &dc_default_allocator;
	char *p = dc_resize(a, NULL, 0, 10);

	ck_assert_ptr_nonnull(p);
	memcpy(p, "0123456789", 10);
	p = dc_resize(a, p, 10, 100000);
	ck_assert_ptr_nonnull(p);
	ck_assert_mem_eq(p, "0123456789", 10);
	dc_release(a, p, 100000);
}
END_TEST

Suite *
mem_suite(void)
{
	Suite *s = suite_create("mem");
	TCase *tc = tcase_create("mem");

	tcase_add_test(tc, sizes_that_overflow_are_refused_without_a_call);
	tcase_add_test(tc, calloc_gives_zeroed_memory);
	tcase_add_test(tc, an_array_keeps_its_elements_and_doubles);
	tcase_add_test(tc, a_failed_append_leaves_the_array_as_it_was);
	tcase_add_test(tc, an_array_beyond_the_address_space_is_refused);
	tcase_add_test(tc, reserving_makes_room_once_and_appending_nothing_asks_for_none);
	tcase_add_test(tc, the_default_allocator_grows_and_frees);
	suite_add_tcase(s, tc);
	return s;
}
