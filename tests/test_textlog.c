/* SPDX-License-Identifier: MIT */
/* test_textlog.c - the text of kept blocks, and what leaves the horizon */
#include <check.h>
#include <stdlib.h>

#include "horizon.h"
#include "near_support.h"
#include "textlog.h"

Suite *textlog_suite(void);

static const struct declutter_store no_store;

/* Records come back whole, with and without a store, across its pieces. */
START_TEST(log_gives_back_what_it_got)
{
	enum { N = 4000 };
	static uint32_t pos[N];
	struct t_store memory_store = {0};
	struct declutter_store store = t_store(&memory_store);
	struct dc_textlog log;
	char *text = calloc(1, 700000);
	struct dc_record r, back;
	size_t i, k;

	dc_textlog_init(&log, &my.opt.allocator, _i ? &store : &no_store, 2);
	for (i = 0; i < N; i++) {
		r = (struct dc_record){
			.place = {i, i * 1000003, UINT64_MAX - i, i << 40},
			.text = text, .len = (uint32_t)(i == 77 ? 700000 : i * 7 % 1500),
			.ntokens = (uint32_t)(i * 7 % 1500 / 3)
		};
		memset(text, (int)('a' + i % 26), r.len);
		ck_assert_int_eq(dc_textlog_append(&log, &r, &pos[i]), DECLUTTER_OK);
		ck_assert_uint_gt(pos[i], 0);
	}
	for (k = 0; k < 2 * N; k++) {
		i = k < N ? k : t_below(&my.seed, N);
		ck_assert_int_eq(dc_textlog_read(&log, pos[i], UINT32_MAX, &back),
				 DECLUTTER_OK);
		ck_assert_uint_eq(back.len, i == 77 ? 700000 : i * 7 % 1500);
		ck_assert_uint_eq(back.place.input, i);
		ck_assert_uint_eq(back.place.block, UINT64_MAX - i);
		ck_assert_uint_eq(back.place.line, i << 40);
		memset(text, (int)('a' + i % 26), back.len);
		ck_assert_int_eq(memcmp(back.text, text, back.len), 0);
	}
	ck_assert_int_eq(dc_textlog_read(&log, pos[99], 10, &back), DECLUTTER_OK);
	ck_assert_ptr_null(back.text);
	if (_i)
		ck_assert_uint_le(my.memory.live, 2 * 262144 + 800000 + 4096);
	dc_textlog_clear(&log);
	t_store_clear(&memory_store);
	free(text);
}
END_TEST

START_TEST(forgotten_text_is_freed)
{
	struct dc_textlog log;
	struct dc_record r = {.text = "some words ", .len = 11, .ntokens = 2}, back;
	uint32_t pos = 0, i;

	dc_textlog_init(&log, &my.opt.allocator, &no_store, 2);
	for (i = 0; i < 200000; i++) {
		ck_assert_int_eq(dc_textlog_append(&log, &r, &pos), DECLUTTER_OK);
		if (pos > 10000)
			ck_assert(dc_textlog_forget(&log, pos - 10000));
	}
	ck_assert_uint_le(my.memory.live, 3 * 262144 + 4096);
	ck_assert_int_eq(dc_textlog_read(&log, pos - 9999, 9, &back), DECLUTTER_OK);
	dc_textlog_clear(&log);
}
END_TEST

/* A store that forgets does not grow, and gives back what it remembers. */
START_TEST(forgotten_text_leaves_its_place)
{
	enum { KEPT = 6000 };
	static uint32_t pos[KEPT];
	struct t_store memory_store = {0};
	struct declutter_store store = t_store(&memory_store);
	struct dc_textlog log;
	struct dc_record back;
	char text[500];
	uint32_t i;

	dc_textlog_init(&log, &my.opt.allocator, &store, 2);
	for (i = 0; i < 60000; i++) {
		struct dc_record r = {
			.place = {.line = i}, .text = text, .len = 400 + i % 100,
			.ntokens = 80
		};

		memset(text, (int)('a' + i % 26), sizeof(text));
		ck_assert_int_eq(dc_textlog_append(&log, &r, &pos[i % KEPT]),
				 DECLUTTER_OK);
		if (i < KEPT)
			continue;
		ck_assert(dc_textlog_forget(&log, pos[(i + 1) % KEPT]));
		ck_assert_uint_le(memory_store.data.len, KEPT * 520 + 2 * 262144);
		ck_assert_uint_le(dc_textlog_remembered(&log), KEPT * 520 + 2 * 262144);
		/* the oldest that is remembered */
		ck_assert_int_eq(dc_textlog_read(&log, pos[(i + 1) % KEPT], 100, &back),
				 DECLUTTER_OK);
		ck_assert_uint_eq(back.place.line, i + 1 - KEPT);
		ck_assert_int_eq(back.text[0], 'a' + (int)(i + 1 - KEPT) % 26);
		ck_assert_int_eq(back.text[back.len - 1], back.text[0]);
	}
	ck_assert_uint_gt(memory_store.writes, 80);
	dc_textlog_clear(&log);
	t_store_clear(&memory_store);
}
END_TEST

START_TEST(horizon_counts_what_was_inserted)
{
	struct dc_horizon h;
	uint32_t i;

	dc_horizon_init(&h, 0);
	for (i = 1; i < 1000; i++)
		dc_horizon_add(&h, i, 1000000);
	ck_assert_uint_eq(h.min, 1);
	ck_assert_uint_eq(h.forgotten, 0);
	dc_horizon_init(&h, 3200);
	for (i = 1; i < 100000; i++) {
		dc_horizon_add(&h, i, 10);
		/* between 31 and 32 parts of 100 */
		if (i > 1000)
			ck_assert_uint_ge(i - h.min, 309);
		ck_assert_uint_le(i - h.min, 320);
		ck_assert_uint_eq(h.forgotten, h.min - 1);
	}
}
END_TEST

/* Long blocks are parts of their own, and few of them are remembered. */
START_TEST(horizon_never_exceeds_its_limit)
{
	uint64_t cost[2001] = {0}, sum, seed = 5;
	struct dc_horizon h;
	uint32_t i, k;

	dc_horizon_init(&h, 3200);
	ck_assert(!dc_horizon_takes(&h, 3201));
	for (i = 1; i <= 2000; i++) {
		cost[i] = 1 + t_below(&seed, i % 3 ? 20 : 3200);
		ck_assert(dc_horizon_takes(&h, cost[i]));
		dc_horizon_add(&h, i, cost[i]);
		for (sum = 0, k = h.min; k <= i; k++)
			sum += cost[k];
		ck_assert_uint_le(sum, 3200);
		ck_assert_uint_gt(sum, 0);
	}
	ck_assert_uint_gt(h.forgotten, 1000);
}
END_TEST

Suite *
textlog_suite(void)
{
	Suite *s = suite_create("textlog");
	TCase *t = tcase_create("textlog");

	tcase_add_checked_fixture(t, t_near_setup, t_near_teardown);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, log_gives_back_what_it_got, 0, 2);
	tcase_add_test(t, forgotten_text_is_freed);
	tcase_add_test(t, forgotten_text_leaves_its_place);
	tcase_add_test(t, horizon_counts_what_was_inserted);
	tcase_add_test(t, horizon_never_exceeds_its_limit);
	suite_add_tcase(s, t);
	return s;
}
