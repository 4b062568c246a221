/* SPDX-License-Identifier: MIT */
/* test_index.c - the table of keys, the tally, winnowing, the text log, the horizon */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "hash.h"
#include "horizon.h"
#include "index.h"
#include "near_support.h"
#include "shingle.h"
#include "tally.h"
#include "textlog.h"

Suite *index_suite(void);

static struct t_memory memory;
static struct declutter_allocator alloc;
static struct dc_index x;
static uint64_t seed;

static void
setup(void)
{
	memory = (struct t_memory){0};
	alloc = t_allocator(&memory);
	seed = 1;
}

static void
teardown(void)
{
	ck_assert_uint_eq(memory.live, 0);
	ck_assert(!memory.wrong_size);
}

static bool
is_found(uint64_t key, uint32_t pos, uint32_t min)
{
	uint32_t out[DC_INDEX_OWNERS];
	size_t i, n = dc_index_find(&x, key, min, out);

	for (i = 0; i < n; i++)
		if (out[i] == pos)
			return true;
	return false;
}

/* What is put in is found, through all growth, with any number of shards. */
START_TEST(index_finds_every_key)
{
	static const unsigned bits[] = {0, 1, 4, 9};
	size_t n = 60000, i;

	ck_assert(dc_index_init(&x, &alloc, bits[_i]));
	for (i = 0; i < n; i++)
		ck_assert(dc_index_insert(&x, dc_hash(&i, sizeof(i)),
					  (uint32_t)i + 1, 1));
	for (i = 0; i < n; i++)
		ck_assert(is_found(dc_hash(&i, sizeof(i)), (uint32_t)i + 1, 1));
	ck_assert_uint_eq(x.entries, n);
	ck_assert_uint_eq(x.displaced, 0);
	ck_assert_uint_le(dc_index_bytes(&x), memory.live);
	dc_index_clear(&x);
}
END_TEST

/* Strangers are found as rarely as 32 bits of key promise. */
START_TEST(index_rarely_finds_what_is_not_there)
{
	size_t i, found = 0, n = 100000;
	uint32_t out[DC_INDEX_OWNERS];

	ck_assert(dc_index_init(&x, &alloc, 9));
	for (i = 0; i < n; i++)
		ck_assert(dc_index_insert(&x, t_random(&seed), 7, 1));
	for (i = 0; i < n; i++)
		found += dc_index_find(&x, t_random(&seed), 1, out);
	ck_assert_uint_le(found, 20);	/* 10^10 / 2^32 = 2.3 expected */
	dc_index_clear(&x);
}
END_TEST

START_TEST(index_costs_under_nine_bytes_a_key)
{
	size_t i, n = 3000000;

	ck_assert(dc_index_init(&x, &dc_default_allocator, 9));
	for (i = 0; i < n; i++) {
		ck_assert(dc_index_insert(&x, t_random(&seed), (uint32_t)i / 16 + 1, 1));
		if (i > n / 2 && i % 100000 == 0)
			ck_assert_uint_le(dc_index_bytes(&x), i * 9);
	}
	dc_index_clear(&x);
}
END_TEST

START_TEST(same_position_twice_is_once)
{
	ck_assert(dc_index_init(&x, &alloc, 0));
	ck_assert(dc_index_insert(&x, 42, 7, 1));
	ck_assert(dc_index_insert(&x, 42, 7, 1));
	ck_assert_uint_eq(x.entries, 1);
	dc_index_clear(&x);
}
END_TEST

START_TEST(the_latest_owners_stay)
{
	uint32_t i;

	ck_assert(dc_index_init(&x, &alloc, 0));
	for (i = 1; i <= 1000; i++)
		ck_assert(dc_index_insert(&x, 42, i, 1));
	ck_assert_uint_eq(x.entries, DC_INDEX_OWNERS);
	for (i = 0; i < DC_INDEX_OWNERS; i++)
		ck_assert(is_found(42, 1000 - i, 1));
	ck_assert_uint_eq(x.displaced, 1000 - DC_INDEX_OWNERS);
	dc_index_clear(&x);
}
END_TEST

START_TEST(the_dead_are_not_found_and_their_room_is_reused)
{
	size_t i;
	uint64_t peak = 0;

	ck_assert(dc_index_init(&x, &alloc, 4));
	for (i = 1; i < 400000; i++) {
		uint32_t min = (uint32_t)(i > 50000 ? i - 50000 : 1);

		ck_assert(dc_index_insert(&x, dc_hash(&i, sizeof(i)), (uint32_t)i, min));
		if (i == 150000)
			peak = dc_index_bytes(&x);
	}
	ck_assert_uint_le(dc_index_bytes(&x), peak + peak / 4);
	ck_assert_uint_le(dc_index_bytes(&x), 50000 * 10 + 262144);
	for (i = 1; i < 400000; i++)
		ck_assert_int_eq(is_found(dc_hash(&i, sizeof(i)), (uint32_t)i, 350000),
				 i >= 350000);
	dc_index_clear(&x);
}
END_TEST

/* Keys chosen to share one bucket: bounded memory and work, some forgotten. */
START_TEST(crowded_keys_do_not_grow_the_table)
{
	uint64_t i;

	ck_assert(dc_index_init(&x, &alloc, 0));
	for (i = 0; i < 100000; i++)
		ck_assert(dc_index_insert(&x, i % 4000 << 44, (uint32_t)i + 1, 1));
	ck_assert_uint_le(dc_index_bytes(&x), 300000);	/* its first slab */
	ck_assert_uint_gt(x.displaced, 90000);
	dc_index_clear(&x);
}
END_TEST

/* A small table can name positions far out. */
START_TEST(positions_may_be_large)
{
	ck_assert(dc_index_init(&x, &alloc, 0));
	ck_assert(dc_index_insert(&x, 1, 1, 1));
	ck_assert(dc_index_insert(&x, 2, UINT32_MAX, 1));
	ck_assert(is_found(1, 1, 1));
	ck_assert(is_found(2, UINT32_MAX, 1));
	dc_index_clear(&x);
}
END_TEST

START_TEST(index_survives_lack_of_memory)
{
	size_t fail, i;

	for (fail = 1;; fail++) {
		bool ok;

		memory = (struct t_memory){.fail_at = fail};
		ok = dc_index_init(&x, &alloc, 1);
		for (i = 0; i < 20000 && ok; i++)
			ok = dc_index_insert(&x, dc_hash(&i, sizeof(i)), 1, 1);
		dc_index_clear(&x);
		ck_assert_uint_eq(memory.live, 0);
		if (ok)
			break;
		ck_assert_uint_lt(fail, 1000);
	}
	ck_assert_uint_gt(fail, 10);
}
END_TEST

START_TEST(tally_ranks_by_hits_then_position)
{
	struct dc_tally t;
	struct dc_tally_count best[3];
	uint32_t i;

	dc_tally_init(&t, &alloc);
	ck_assert(dc_tally_start(&t, 5000));
	for (i = 0; i < 1000; i++)
		dc_tally_hit(&t, 100 + i * 3);
	for (i = 0; i < 4; i++)
		dc_tally_hit(&t, 400);
	dc_tally_hit(&t, 700);
	dc_tally_hit(&t, 403);
	ck_assert_uint_eq(dc_tally_best(&t, 2, 3, best), 3);
	ck_assert_uint_eq(best[0].pos, 400);
	ck_assert_uint_eq(best[0].hits, 5);
	ck_assert_uint_eq(best[1].pos, 403);
	ck_assert_uint_eq(best[2].pos, 700);
	ck_assert_uint_eq(dc_tally_best(&t, 1, 2, best), 1000);
	ck_assert_uint_eq(best[0].pos, 400);
	ck_assert_uint_eq(best[1].pos, 403);
	ck_assert(dc_tally_start(&t, 1));
	ck_assert_uint_eq(dc_tally_best(&t, 1, 3, best), 0);
	dc_tally_clear(&t);
}
END_TEST

/* Every window of w shingles has its smallest among the keys, whatever w. */
START_TEST(winnowing_leaves_no_gap)
{
	uint64_t hash[300], keys[300], finer[300];
	size_t round, n, w, i, k;

	for (round = 0; round < 300; round++) {
		n = 1 + t_below(&seed, T_LEN(hash));
		for (i = 0; i < n; i++)
			hash[i] = round % 3 ? t_random(&seed) : t_below(&seed, 4);
		for (w = 1; w <= 8; w++) {
			size_t nkeys = dc_winnow(hash, n, w, keys);
			size_t nfiner = dc_winnow(hash, n, DC_MAX(w - 1, 1), finer);

			ck_assert_uint_ge(nkeys, 1);
			for (i = 0; i + w <= n; i++) {
				uint64_t min = hash[i];

				for (k = i; k < i + w; k++)
					if ((uint32_t)hash[k] <= (uint32_t)min)
						min = hash[k];
				for (k = 0; k < nkeys && keys[k] != min; k++)
					;
				ck_assert_uint_lt(k, nkeys);
			}
			/* nested: a key of the wider window is one of the narrower */
			for (i = 0; i < nkeys; i++) {
				for (k = 0; k < nfiner && finer[k] != keys[i]; k++)
					;
				ck_assert_uint_lt(k, nfiner);
			}
		}
	}
	ck_assert_uint_eq(dc_winnow(hash, 0, 3, keys), 0);
}
END_TEST

START_TEST(winnowing_keeps_few_of_many)
{
	static uint64_t hash[100000], keys[100000];
	size_t i, n;

	for (i = 0; i < T_LEN(hash); i++)
		hash[i] = t_random(&seed);
	n = dc_winnow(hash, T_LEN(hash), dc_winnow_window(T_LEN(hash)), keys);
	ck_assert_uint_gt(n, T_LEN(hash) * 27 / 100);
	ck_assert_uint_lt(n, T_LEN(hash) * 30 / 100);
	for (i = 0; i < T_LEN(hash); i++)	/* "ha ha ha" */
		hash[i] = 5;
	ck_assert_uint_eq(dc_winnow(hash, T_LEN(hash), 6, keys), 1);
}
END_TEST

/* onion's hash gives "12 34" and "13 24" one value; swap every such pair. */
START_TEST(swapped_digits_are_other_shingles)
{
	unsigned a, b;

	for (a = 10; a < 100; a++) {
		for (b = 10; b < 100; b++) {
			struct dc_token t[6] = {{0}};
			char s[4][16];
			unsigned v[4] = {a, b, a / 10 * 10 + b / 10, a % 10 * 10 + b % 10};
			uint64_t out[6];
			size_t i;

			for (i = 0; i < 4; i++)
				t[i + i / 2].hash = dc_hash(s[i], (size_t)
					snprintf(s[i], sizeof(s[i]), "%u", v[i]));
			if (v[0] == v[2] && v[1] == v[3])
				continue;
			ck_assert_uint_eq(dc_shingle(t, 6, 3, out), 4);
			ck_assert_uint_ne(out[0], out[3]);
		}
	}
}
END_TEST

/* A shingle weighs as much in any script: 3 words, 5 ideographs, or a mix. */
START_TEST(shingles_end_by_weight)
{
	struct dc_token t[12] = {{0}};
	uint64_t out[12];
	size_t i;

	ck_assert_uint_eq(dc_shingle(t, 2, 3, out), 0);
	ck_assert_uint_eq(dc_shingle(t, 3, 3, out), 1);
	ck_assert_uint_eq(dc_shingle(t, 12, 3, out), 10);
	ck_assert_uint_eq(dc_shingle(t, 12, 1, out), 12);
	ck_assert_uint_eq(dc_shingle(t, 12, 12, out), 1);
	ck_assert_uint_eq(dc_shingle(t, 12, 32, out), 0);
	for (i = 0; i < T_LEN(t); i++)
		t[i].flags = DC_TOKEN_SOLO;
	ck_assert_uint_eq(dc_shingle(t, 4, 3, out), 0);
	ck_assert_uint_eq(dc_shingle(t, 5, 3, out), 1);
	t[0].flags = t[1].flags = 0;	/* 8 + 8 + 5 + 5 */
	ck_assert_uint_eq(dc_shingle(t, 3, 3, out), 0);
	ck_assert_uint_eq(dc_shingle(t, 4, 3, out), 1);
}
END_TEST

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

	dc_textlog_init(&log, &alloc, _i ? &store : &no_store);
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
		i = k < N ? k : t_below(&seed, N);
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
		ck_assert_uint_le(memory.live, 2 * 262144 + 800000 + 4096);
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

	dc_textlog_init(&log, &alloc, &no_store);
	for (i = 0; i < 200000; i++) {
		ck_assert_int_eq(dc_textlog_append(&log, &r, &pos), DECLUTTER_OK);
		if (pos > 10000)
			dc_textlog_forget(&log, pos - 10000);
	}
	ck_assert_uint_le(memory.live, 3 * 262144 + 4096);
	ck_assert_int_eq(dc_textlog_read(&log, pos - 9999, 9, &back), DECLUTTER_OK);
	dc_textlog_clear(&log);
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

Suite *
index_suite(void)
{
	Suite *s = suite_create("index");
	TCase *t = tcase_create("index");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, index_finds_every_key, 0, 4);
	tcase_add_test(t, index_rarely_finds_what_is_not_there);
	tcase_add_test(t, index_costs_under_nine_bytes_a_key);
	tcase_add_test(t, same_position_twice_is_once);
	tcase_add_test(t, the_latest_owners_stay);
	tcase_add_test(t, the_dead_are_not_found_and_their_room_is_reused);
	tcase_add_test(t, crowded_keys_do_not_grow_the_table);
	tcase_add_test(t, positions_may_be_large);
	tcase_add_test(t, index_survives_lack_of_memory);
	tcase_add_test(t, tally_ranks_by_hits_then_position);
	tcase_add_test(t, winnowing_leaves_no_gap);
	tcase_add_test(t, winnowing_keeps_few_of_many);
	tcase_add_test(t, swapped_digits_are_other_shingles);
	tcase_add_test(t, shingles_end_by_weight);
	tcase_add_loop_test(t, log_gives_back_what_it_got, 0, 2);
	tcase_add_test(t, forgotten_text_is_freed);
	tcase_add_test(t, horizon_counts_what_was_inserted);
	suite_add_tcase(s, t);
	return s;
}
