/* SPDX-License-Identifier: MIT */
/* test_pages.c - pages of one size from an allocator that gives any address */
#include <check.h>
#include <stdlib.h>

#include "cli/huge.h"
#include "pages.h"
#include "support.h"

Suite *pages_suite(void);

enum { MANY = 3 * ((32 << 20) / DC_PAGE_SIZE) / 2 };	/* small slabs, large ones */

/* Take many pages, fill each with its number, and look at all of them again. */
static void
take_many(struct dc_pages *p)
{
	uint32_t **page = calloc(MANY, sizeof(*page)), i, k;

	for (i = 0; i < MANY; i++) {
		page[i] = dc_pages_take(p);
		ck_assert_ptr_nonnull(page[i]);
		ck_assert_uint_eq((uintptr_t)page[i] % 64, 0);
		for (k = 0; k < DC_PAGE_SIZE / sizeof(i); k++) {
			if (page[i][k] != 0)
				ck_abort_msg("page %u is not zero", i);
			page[i][k] = i;
		}
	}
	for (i = 0; i < MANY; i++)
		for (k = 0; k < DC_PAGE_SIZE / sizeof(i); k++)
			if (page[i][k] != i)
				ck_abort_msg("page %u was given twice", i);
	for (i = 0; i < MANY; i++)
		dc_pages_give(p, page[i]);
	free(page);
}

START_TEST(pages_are_apart_zeroed_and_start_at_a_line)
{
	struct t_memory m = {0};
	struct declutter_allocator a = _i == 0 ? t_allocator(&m) : huge_allocator();
	struct dc_pages p;
	uint64_t bytes;

	dc_pages_init(&p, &a);
	take_many(&p);
	bytes = p.bytes;
	/* what is given back is enough for the same again; a sixteenth is no waste */
	take_many(&p);
	ck_assert_uint_eq(p.bytes, bytes);
	ck_assert_uint_le(bytes, (uint64_t)MANY * DC_PAGE_SIZE * 17 / 16);
	dc_pages_clear(&p);
	ck_assert_uint_eq(m.live, 0);
	ck_assert(!m.wrong_size);
}
END_TEST

START_TEST(lack_of_memory_is_no_page)
{
	struct t_memory m = {.fail_at = 3};
	struct declutter_allocator a = t_allocator(&m);
	struct dc_pages p;
	size_t taken = 0;

	dc_pages_init(&p, &a);
	while (taken < MANY && dc_pages_take(&p) != NULL)
		taken++;
	ck_assert_uint_gt(taken, 0);
	ck_assert_uint_lt(taken, MANY);
	dc_pages_clear(&p);
	ck_assert_uint_eq(m.live, 0);
}
END_TEST

Suite *
pages_suite(void)
{
	Suite *s = suite_create("pages");
	TCase *t = tcase_create("pages");

	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, pages_are_apart_zeroed_and_start_at_a_line, 0, 2);
	tcase_add_test(t, lack_of_memory_is_no_page);
	suite_add_tcase(s, t);
	return s;
}
