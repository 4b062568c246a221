/* SPDX-License-Identifier: MIT */
/* test_index.c - the table of keys, the tally, winnowing */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "hash.h"
#include "index.h"
#include "near_support.h"
#include "shingle.h"
#include "tally.h"

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
insert(uint64_t key, uint32_t pos, uint32_t min)
{
	struct dc_probe p;

	dc_index_probe(&x, &key, 1, &p);
	return dc_index_insert(&x, &p, 1, pos, min);
}

/* A key that is not selected has nothing to be found. */
static size_t
find(uint64_t key, uint32_t min, uint32_t out[DC_INDEX_OWNERS])
{
	struct dc_probe p;
	uint32_t selected;
	size_t n, nselected;

	dc_index_probe(&x, &key, 1, &p);
	n = dc_index_find(&x, &p, min, out);
	nselected = dc_index_select(&x, &p, 1, &selected);
	ck_assert(n == 0 || nselected == 1);
	return n;
}

static bool
is_found(uint64_t key, uint32_t pos, uint32_t min)
{
	uint32_t out[DC_INDEX_OWNERS];
	size_t i, n = find(key, min, out);

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
		ck_assert(insert(dc_hash(&i, sizeof(i)), (uint32_t)i + 1, 1));
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
		ck_assert(insert(t_random(&seed), 7, 1));
	for (i = 0; i < n; i++)
		found += find(t_random(&seed), 1, out);
	ck_assert_uint_le(found, 20);	/* 10^10 / 2^32 = 2.3 expected */
	dc_index_clear(&x);
}
END_TEST

START_TEST(index_costs_under_nine_bytes_a_key)
{
	size_t i, n = 3000000;

	ck_assert(dc_index_init(&x, &dc_default_allocator, 9));
	for (i = 0; i < n; i++) {
		ck_assert(insert(t_random(&seed), (uint32_t)i / 16 + 1, 1));
		if (i > n / 2 && i % 100000 == 0)
			/* and a slab that has just been added */
			ck_assert_uint_le(dc_index_bytes(&x), i * 9 + (2 << 20));
	}
	dc_index_clear(&x);
}
END_TEST

/* Probes made long before the table grew still insert and find. */
START_TEST(probes_stay_good)
{
	enum { N = 3000 };
	static struct dc_probe probes[N];
	static uint64_t keys[N];
	uint32_t out[DC_INDEX_OWNERS], selected[N];
	size_t i, k, n;

	ck_assert(dc_index_init(&x, &alloc, 4));
	for (i = 0; i < N; i++)
		keys[i] = t_random(&seed);
	dc_index_probe(&x, keys, N, probes);
	for (i = 0; i < 100000; i++)
		ck_assert(insert(t_random(&seed), 9, 1));
	dc_index_probe_next(probes, N);
	ck_assert(dc_index_insert(&x, probes, N, 7, 1));
	for (i = 0; i < 100000; i++)
		ck_assert(insert(t_random(&seed), 9, 1));
	n = dc_index_select(&x, probes, N, selected);
	ck_assert_uint_eq(n, N);
	for (i = 0; i < N; i++) {
		n = dc_index_find(&x, &probes[i], 1, out);
		for (k = 0; k < n && out[k] != 7; k++)
			;
		ck_assert_uint_lt(k, n);
	}
	dc_index_clear(&x);
}
END_TEST

/* Few strangers are selected: only then is selecting worth its while. */
START_TEST(most_strangers_are_not_selected)
{
	enum { N = 20000 };
	static struct dc_probe probes[N];
	static uint64_t keys[N];
	static uint32_t selected[N];
	size_t i;

	ck_assert(dc_index_init(&x, &alloc, 9));
	for (i = 0; i < 400000; i++)
		ck_assert(insert(t_random(&seed), 7, 1));
	for (i = 0; i < N; i++)
		keys[i] = t_random(&seed);
	dc_index_probe(&x, keys, N, probes);
	ck_assert_uint_lt(dc_index_select(&x, probes, N, selected), N * 3 / 10);
	dc_index_clear(&x);
}
END_TEST

START_TEST(same_position_twice_is_once)
{
	ck_assert(dc_index_init(&x, &alloc, 0));
	ck_assert(insert(42, 7, 1));
	ck_assert(insert(42, 7, 1));
	ck_assert_uint_eq(x.entries, 1);
	dc_index_clear(&x);
}
END_TEST

START_TEST(the_latest_owners_stay)
{
	uint32_t i;

	ck_assert(dc_index_init(&x, &alloc, 0));
	for (i = 1; i <= 1000; i++)
		ck_assert(insert(42, i, 1));
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

		ck_assert(insert(dc_hash(&i, sizeof(i)), (uint32_t)i, min));
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
		ck_assert(insert(i % 4000 << 32, (uint32_t)i + 1, 1));
	ck_assert_uint_le(dc_index_bytes(&x), 300000);	/* its first slab */
	ck_assert_uint_gt(x.displaced, 90000);
	dc_index_clear(&x);
}
END_TEST

/* A small table can name positions far out. */
START_TEST(positions_may_be_large)
{
	ck_assert(dc_index_init(&x, &alloc, 0));
	ck_assert(insert(1, 1, 1));
	ck_assert(insert(2, UINT32_MAX, 1));
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
			ok = insert(dc_hash(&i, sizeof(i)), 1, 1);
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

static bool
is_among(uint64_t key, const uint64_t *keys, size_t n)
{
	while (n > 0 && keys[n - 1] != key)
		n--;
	return n > 0;
}

/* Every window of w shingles has its smallest among the keys, whatever w; and
   there are no others. */
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
			ck_assert_uint_le(nkeys, n);
			for (i = 0; i + w <= n; i++) {
				int16_t min = INT16_MAX;

				for (k = i; k < i + w; k++)
					min = DC_MIN(min, (int16_t)hash[k]);
				for (k = i; k < i + w; k++)
					if ((int16_t)hash[k] == min)
						ck_assert(is_among(hash[k], keys, nkeys));
			}
			/* nested: a key of the wider window is one of the narrower */
			for (i = 0; i < nkeys; i++)
				ck_assert(is_among(keys[i], finer, nfiner));
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
	tcase_add_test(t, probes_stay_good);
	tcase_add_test(t, most_strangers_are_not_selected);
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
	suite_add_tcase(s, t);
	return s;
}
