/* SPDX-License-Identifier: MIT */
/* test_templates.c - in how many documents a short text stood */
#include <check.h>

#include "support.h"
#include "templates.h"

Suite *templates_suite(void);

static struct t_memory memory;
static struct declutter_allocator alloc;
static struct dc_templates seen;
static uint32_t now;

static void
setup(void)
{
	memory = (struct t_memory){0};
	alloc = t_allocator(&memory);
	dc_templates_init(&seen, &alloc);
}

static void
teardown(void)
{
	dc_templates_clear(&seen);
	ck_assert_uint_eq(memory.live, 0);
	ck_assert(!memory.wrong_size);
}

START_TEST(distinct_documents_are_counted)
{
	ck_assert_uint_eq(dc_templates_count(&seen, 7, 0), 0);
	ck_assert(dc_templates_note(&seen, 7, 0, &now));
	ck_assert_uint_eq(dc_templates_count(&seen, 7, 0), 0);	/* its own */
	ck_assert_uint_eq(dc_templates_count(&seen, 7, 1), 1);
	ck_assert(dc_templates_note(&seen, 7, 0, &now));
	ck_assert_uint_eq(dc_templates_count(&seen, 7, 1), 1);
	ck_assert(dc_templates_note(&seen, 7, 1, &now));
	ck_assert(dc_templates_note(&seen, 7, 5, &now));
	ck_assert_uint_eq(dc_templates_count(&seen, 7, 9), 3);
	ck_assert_uint_eq(dc_templates_count(&seen, 7, 5), 2);
	ck_assert_uint_eq(dc_templates_count(&seen, 8, 9), 0);
}
END_TEST

START_TEST(what_another_run_counted_is_added)
{
	ck_assert(dc_templates_know(&seen, 7, 5));
	ck_assert_uint_eq(dc_templates_count(&seen, 7, 0), 5);
	ck_assert_uint_eq(dc_templates_count(&seen, 7, DC_NO_DOCUMENT), 5);
	ck_assert(dc_templates_note(&seen, 7, 0, &now));
	ck_assert_uint_eq(now, 6);
	ck_assert(dc_templates_note(&seen, 7, 0, &now));
	ck_assert_uint_eq(now, 0);
	ck_assert_uint_eq(dc_templates_count(&seen, 7, 0), 5);
	ck_assert(dc_templates_know(&seen, 7, UINT32_MAX));
	ck_assert(dc_templates_note(&seen, 7, 1, &now));
	ck_assert_uint_eq(dc_templates_count(&seen, 7, DC_NO_DOCUMENT), UINT32_MAX);
}
END_TEST

START_TEST(a_hash_of_zero_is_a_text_too)
{
	ck_assert(dc_templates_note(&seen, 0, 0, &now));
	ck_assert(dc_templates_note(&seen, 0, 1, &now));
	ck_assert_uint_eq(dc_templates_count(&seen, 0, 2), 2);
	ck_assert_uint_eq(dc_templates_count(&seen, 2, 2), 0);
}
END_TEST

START_TEST(many_texts_are_all_remembered)
{
	uint64_t state = 0x7e3, h;
	uint64_t i;

	for (i = 0; i < 100000; i++) {
		ck_assert(dc_templates_note(&seen, t_random(&state), i / 10, &now));
		if (i % 10 == 0)
			ck_assert(dc_templates_note(&seen, 42, i / 10, &now));
	}
	state = 0x7e3;
	for (i = 0; i < 100000; i++) {
		h = t_random(&state);
		ck_assert_uint_eq(dc_templates_count(&seen, h, 1000000), 1);
	}
	ck_assert_uint_eq(dc_templates_count(&seen, 42, 1000000), 10000);
	ck_assert_uint_eq(seen.len, 100001);
}
END_TEST

START_TEST(a_full_table_forgets_what_stood_in_one_document)
{
	uint64_t state = 0xf0133;
	uint64_t i;

	ck_assert(dc_templates_note(&seen, 42, 0, &now));
	ck_assert(dc_templates_note(&seen, 42, 1, &now));
	for (i = 0; i < 1000000; i++)
		ck_assert(dc_templates_note(&seen, t_random(&state), i, &now));
	ck_assert_uint_eq(dc_templates_count(&seen, 42, 2), 2);
	ck_assert_uint_le(memory.peak, (size_t)40 << 20);
	ck_assert_uint_le(memory.live, (size_t)20 << 20);
}
END_TEST

START_TEST(texts_that_all_came_twice_do_not_fill_it_for_good)
{
	uint64_t i;

	for (i = 0; i < 1800000; i++)
		ck_assert(dc_templates_note(&seen, (i / 2 + 1) * 0x9e3779b97f4a7c15u, i, &now));
	ck_assert_uint_le(memory.live, (size_t)20 << 20);
	ck_assert(dc_templates_note(&seen, 42, 0, &now));
	ck_assert_uint_eq(dc_templates_count(&seen, 42, 1), 1);
}
END_TEST

START_TEST(a_full_table_keeps_what_stood_in_most_documents)
{
	uint32_t i;

	ck_assert(dc_templates_know(&seen, 42, 1000));
	for (i = 1; i < 2000000; i++)
		ck_assert(dc_templates_know(&seen, i * 0x9e3779b97f4a7c15u, i % 40 + 1));
	ck_assert_uint_eq(dc_templates_count(&seen, 42, 0), 1000);
}
END_TEST

/* All of them want the first slot: (a, a) folds to nothing. */
START_TEST(texts_made_to_collide_are_given_up)
{
	uint64_t a, n = 50000, held = 0;

	for (a = 1; a <= n; a++)
		ck_assert(dc_templates_note(&seen, a << 32 | a, 1, &now));
	for (a = 1; a <= n; a++)
		held += dc_templates_count(&seen, a << 32 | a, 2);
	ck_assert_uint_ge(held, 256);
	ck_assert_uint_le(held, 4096);
	ck_assert(dc_templates_note(&seen, 77, 1, &now));
	ck_assert_uint_eq(dc_templates_count(&seen, 77, 2), 1);
}
END_TEST

START_TEST(no_memory_is_said_and_loses_nothing)
{
	uint64_t i;
	bool failed = false;

	memory.fail_at = 3;
	for (i = 1; i < 2000; i++)
		failed |= !dc_templates_note(&seen, i * 0x9e3779b97f4a7c15u, i, &now);
	ck_assert(failed);
	ck_assert_uint_eq(dc_templates_count(&seen, 0x9e3779b97f4a7c15u, 9999), 1);
}
END_TEST

Suite *
templates_suite(void)
{
	Suite *s = suite_create("templates");
	TCase *tc = tcase_create("templates");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, distinct_documents_are_counted);
	tcase_add_test(tc, what_another_run_counted_is_added);
	tcase_add_test(tc, a_hash_of_zero_is_a_text_too);
	tcase_add_test(tc, many_texts_are_all_remembered);
	tcase_add_test(tc, a_full_table_forgets_what_stood_in_one_document);
	tcase_add_test(tc, texts_that_all_came_twice_do_not_fill_it_for_good);
	tcase_add_test(tc, a_full_table_keeps_what_stood_in_most_documents);
	tcase_add_test(tc, texts_made_to_collide_are_given_up);
	tcase_add_test(tc, no_memory_is_said_and_loses_nothing);
	suite_add_tcase(s, tc);
	return s;
}
