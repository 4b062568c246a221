/* SPDX-License-Identifier: MIT */
/*
 * test_near_limits.c - near-duplicates under attack, and when memory or the
 * store give out
 */
#include <check.h>
#include <stdio.h>

#include "near_support.h"

Suite *near_limits_suite(void);

/* --- hostile input ------------------------------------------------------------------ */

/* Tokens with one hash for all: candidates everywhere, never a removal. */
START_TEST(equal_hashes_remove_nothing)
{
	unsigned i;
	size_t k;

	my.near = dc_near_new(&my.opt);
	for (i = 0; i < 200; i++) {
		struct dc_token *t;

		t_near_scan(&my.block, t_words(i * 40, i * 40 + 40), i, 0);
		t = my.block.scan.tokens.data;
		for (k = 0; k < my.block.block.ntokens; k++)
			t[k].hash = _i ? 1 : 1 + k % 7;
		ck_assert_int_eq(dc_near_judge(my.near, &my.block.block, &my.v), DECLUTTER_OK);
		ck_assert(!my.v.removed);
		ck_assert_int_eq(my.v.duplicate, DECLUTTER_UNIQUE);
		ck_assert_int_eq(dc_near_insert(my.near, &my.block.block), DECLUTTER_OK);
	}
}
END_TEST

static struct declutter_stats
stats(void)
{
	struct declutter_stats s = {0};

	dc_near_stats(my.near, &s);
	return s;
}

START_TEST(many_equal_blocks_cost_one_comparison_each)
{
	unsigned i;

	t_words(0, 56);
	for (i = 0; i < 20000; i++)
		t_feed(my.text.s);
	ck_assert_uint_le(stats().verifications, 20000);
	ck_assert_uint_eq(stats().displaced_entries, 0);
}
END_TEST

/* Blocks that share a phrase, or all but a number: bounded comparisons. */
START_TEST(shared_phrases_cost_bounded_comparisons)
{
	unsigned i;

	for (i = 0; i < 5000; i++) {
		if (_i) {
			t_words(0, 50);
			t_add(&my.text, "in ");
			t_add_words(i, i + 1);
			t_add(&my.text, i % 2 ? "19" : "20");
			t_add(&my.text, i % 3 ? "97" : "98");
			t_add_words(i / 26, i / 26 + 1);
		} else {
			t_words(0, 6);
			t_add_words(20 + i * 30, 50 + i * 30);
		}
		t_feed(my.text.s);
	}
	ck_assert_uint_le(stats().verifications, 5000 * 17);
	ck_assert_uint_gt(stats().displaced_entries, 500);
}
END_TEST

/* A huge witness is compared with only as often as the budget allows. */
START_TEST(long_blocks_have_a_budget)
{
	unsigned i;

	my.text.len = 0;
	for (i = 0; i < 50000; i++)
		t_put_char(&my.text, 0x4e00 + (uint32_t)t_below(&my.seed, 20000));
	t_append(&my.text, "", 0);
	t_feed(my.text.s);
	ck_assert_uint_eq(my.block.block.ntokens, 50000);
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_EXACT);
	my.text.s[3 * 50] = '\0';
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_UNIQUE);
	ck_assert_uint_eq(stats().capped, 1);
}
END_TEST

START_TEST(a_megabyte_of_one_word_is_a_block)
{
	unsigned i;

	my.text.len = 0;
	for (i = 0; i < 350000; i++)
		t_append(&my.text, "ha ", 3);
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_UNIQUE);
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_EXACT);
	my.text.s[3 * 30000] = '\0';	/* too long for the budget: a new one */
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_UNIQUE);
	my.text.s[3 * 20000] = '\0';
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_CONTAINED);
}
END_TEST

/* --- memory and store ----------------------------------------------------------------- */

/* The same verdicts with and without a store, whatever the allocator does. */
START_TEST(store_and_memory_give_the_same_verdicts)
{
	struct t_store stores[1] = {{{0}, 0, 0, 0, 0, false}};
	struct dc_near *with;
	struct dc_near_verdict w;
	unsigned i;

	my.near = dc_near_new(&my.opt);
	my.opt.store = t_store(&stores[0]);
	with = dc_near_new(&my.opt);
	for (i = 0; i < 30000; i++) {
		unsigned from = (unsigned)t_below(&my.seed, 17000);

		t_words(from, from + 60 + i % 7);
		if (i % 3 == 0)
			t_sentence(t_start_text(), &my.seed, 60);
		t_near_scan(&my.block, my.text.s, i, 0);
		ck_assert_int_eq(dc_near_judge(my.near, &my.block.block, &my.v), DECLUTTER_OK);
		ck_assert_int_eq(dc_near_judge(with, &my.block.block, &w), DECLUTTER_OK);
		ck_assert_int_eq(my.v.duplicate, w.duplicate);
		ck_assert_int_eq(my.v.removed, w.removed);
		ck_assert_uint_eq(my.v.nwitnesses, w.nwitnesses);
		if (my.v.nwitnesses)
			ck_assert_uint_eq(my.v.witnesses[0].document,
					  w.witnesses[0].document);
		if (my.v.removed)
			continue;
		ck_assert_int_eq(dc_near_insert(my.near, &my.block.block), DECLUTTER_OK);
		ck_assert_int_eq(dc_near_insert(with, &my.block.block), DECLUTTER_OK);
	}
	ck_assert_uint_gt(stores[0].writes, 0);
	dc_near_free(with);
	t_store_clear(&stores[0]);
}
END_TEST

/* Some blocks are prepared when they are expected. */
static void
expect(struct dc_near *near, struct t_near_block *b, struct dc_prepared *own,
       struct dc_array *hashes)
{
	if (t_below(&my.seed, 3) == 0) {
		ck_assert(dc_prepare(&my.opt.allocator, own, &b->block, my.opt.shingle,
				     0, hashes));
		b->block.prepared = own;
	}
	ck_assert_int_eq(dc_near_expect(near, &b->block), DECLUTTER_OK);
}

/* Expecting changes nothing: not too early, not too many, not in vain; nor does
   it matter who prepares a block. */
START_TEST(expected_blocks_get_the_same_verdicts)
{
	enum { N = 4000, AHEAD = 24 };
	static struct t_near_block ring[AHEAD];
	static struct dc_prepared own[AHEAD];
	struct dc_array hashes = {0};
	struct dc_near_block plain;
	struct dc_near *other = dc_near_new(&my.opt);
	struct dc_near_verdict w;
	size_t i, scanned = 0, expected = 0, removed = 0;

	my.near = dc_near_new(&my.opt);
	for (i = 0; i < N; i++) {
		const struct dc_near_block *b = &ring[i % AHEAD].block;

		for (; scanned < N && scanned < i + AHEAD; scanned++) {
			unsigned from = (unsigned)t_below(&my.seed, 600) * 29;

			t_words(from, from + 8 + (unsigned)t_below(&my.seed, 60));
			t_near_scan(&ring[scanned % AHEAD], my.text.s, scanned / 50,
				    scanned % 50);
		}
		expected = DC_MAX(expected, i);
		for (; expected < scanned && t_below(&my.seed, 12) != 0; expected++)
			expect(other, &ring[expected % AHEAD], &own[expected % AHEAD],
			       &hashes);
		plain = *b;
		plain.prepared = NULL;
		ck_assert_int_eq(dc_near_judge(my.near, &plain, &my.v), DECLUTTER_OK);
		ck_assert_int_eq(dc_near_judge(other, b, &w), DECLUTTER_OK);
		ck_assert_int_eq(my.v.duplicate, w.duplicate);
		ck_assert_int_eq(my.v.removed, w.removed);
		ck_assert_uint_eq(my.v.nwitnesses, w.nwitnesses);
		if (w.nwitnesses > 0)
			ck_assert_uint_eq(my.v.witnesses[0].line, w.witnesses[0].line);
		removed += w.removed;
		if (w.removed)
			continue;
		ck_assert_int_eq(dc_near_insert(my.near, &plain), DECLUTTER_OK);
		ck_assert_int_eq(dc_near_insert(other, b), DECLUTTER_OK);
	}
	ck_assert_uint_gt(removed, N / 10);
	for (i = 0; i < AHEAD; i++) {
		t_near_clear(&ring[i]);
		dc_prepared_clear(&my.opt.allocator, &own[i]);
	}
	memset(own, 0, sizeof(own));
	dc_array_clear(&my.opt.allocator, &hashes, sizeof(uint64_t));
	memset(ring, 0, sizeof(ring));
	dc_near_free(other);
}
END_TEST

/* Feed blocks, half of them edited copies; the first status that is not OK. */
static enum declutter_status
feed_many(struct dc_near *n, unsigned count)
{
	enum declutter_status st = DECLUTTER_OK;
	unsigned i;

	for (i = 0; i < count && st == DECLUTTER_OK; i++) {
		t_words(i / 2 * 60 % 17000, i / 2 * 60 % 17000 + 60 - i % 2);
		t_near_scan(&my.block, my.text.s, i, 0);
		st = dc_near_judge(n, &my.block.block, &my.v);
		if (st == DECLUTTER_OK && !my.v.removed)
			st = dc_near_insert(n, &my.block.block);
	}
	return st;
}

START_TEST(lack_of_memory_is_a_status)
{
	size_t fail;

	for (fail = 1;; fail++) {
		enum declutter_status st = DECLUTTER_ENOMEM;
		struct dc_near *n;

		my.memory = (struct t_memory){.fail_at = fail};
		n = dc_near_new(&my.opt);
		if (n != NULL)
			st = feed_many(n, 6);
		dc_near_free(n);
		ck_assert_uint_eq(my.memory.live, 0);
		ck_assert(!my.memory.wrong_size);
		if (st == DECLUTTER_OK)
			break;
		ck_assert_int_eq(st, DECLUTTER_ENOMEM);
	}
	ck_assert_uint_gt(fail, 20);
}
END_TEST

START_TEST(a_failing_store_is_a_status)
{
	struct t_store s = {{0}, 0, 0, 0, 0, false};
	enum declutter_status st = DECLUTTER_OK;
	unsigned i;

	s.fail_write = _i == 0;
	s.fail_read = _i == 1;
	s.garbage = _i == 2;
	my.opt.store = t_store(&s);
	my.near = dc_near_new(&my.opt);
	ck_assert_int_eq(feed_many(my.near, 4), DECLUTTER_OK);
	/* enough text to reach the store, then the first blocks again */
	for (i = 0; i < 20000 && st == DECLUTTER_OK; i++) {
		my.text.len = 0;
		t_sentence(&my.text, &my.seed, 40);
		t_near_scan(&my.block, my.text.s, i, 0);
		st = dc_near_insert(my.near, &my.block.block);
	}
	ck_assert_int_eq(st, _i == 0 ? DECLUTTER_ESTORE : DECLUTTER_OK);
	if (_i > 0)
		ck_assert_int_eq(feed_many(my.near, 4), DECLUTTER_ESTORE);
	t_store_clear(&s);
}
END_TEST

START_TEST(scratch_memory_stops_growing)
{
	size_t calls;
	unsigned i;

	my.near = dc_near_new(&my.opt);
	t_near_scan(&my.block, t_words(0, 60), 1, 1);
	ck_assert_int_eq(dc_near_insert(my.near, &my.block.block), DECLUTTER_OK);
	for (i = 0; i < 100; i++)
		t_feed(t_words(i % 5, 60));
	calls = my.memory.calls;
	for (i = 0; i < 1000; i++)
		t_feed(t_words(i % 5, 58));
	ck_assert_uint_eq(my.memory.calls, calls);
}
END_TEST

/* A limit: memory stays under it, the recent is known, the old forgotten. */
START_TEST(memory_is_a_horizon)
{
	struct declutter_stats s = {0};
	unsigned i, n = 30000;
	struct t_text copy = {0};
	struct t_store store = {{0}, 0, 0, 0, 0, false};

	my.opt.memory = 3 << 20;
	if (_i)
		my.opt.store = t_store(&store);
	my.near = dc_near_new(&my.opt);
	for (i = 0; i < n; i++) {
		my.text.len = 0;
		t_sentence(&my.text, &my.seed, 56);
		if (i == n - 500)
			t_append(&copy, my.text.s, my.text.len);
		ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_UNIQUE);
		ck_assert_uint_le(my.memory.live, my.opt.memory);
	}
	ck_assert_int_eq(t_feed(copy.s), DECLUTTER_EXACT);
	dc_near_stats(my.near, &s);
	ck_assert_uint_eq(s.indexed_blocks, n);
	ck_assert_uint_gt(s.forgotten_blocks, 1000);
	ck_assert_uint_lt(s.forgotten_blocks, n - 2000);
	my.seed = 7;
	my.text.len = 0;
	t_sentence(&my.text, &my.seed, 56);
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_UNIQUE);
	t_clear(&copy);
	t_store_clear(&store);
}
END_TEST

/* The same bytes as a word and as solo tokens are different texts. */
START_TEST(solo_tokens_are_not_words)
{
	struct dc_token t[40];
	char folded[40 * 2];
	struct dc_near_block b = {
		.tokens = t, .ntokens = 40, .folded = folded, .nfolded = sizeof(folded)
	};
	size_t i;

	my.near = dc_near_new(&my.opt);
	for (i = 0; i < 40; i++) {
		folded[2 * i] = (char)(0x80 + i);
		folded[2 * i + 1] = ' ';
		t[i] = (struct dc_token){
			.hash = i, .folded = (uint32_t)(2 * i), .nfolded = 1
		};
	}
	ck_assert_int_eq(dc_near_insert(my.near, &b), DECLUTTER_OK);
	for (i = 0; i < 40; i++)
		t[i].flags = DC_TOKEN_SOLO;
	ck_assert_int_eq(dc_near_judge(my.near, &b, &my.v), DECLUTTER_OK);
	ck_assert_int_eq(my.v.duplicate, DECLUTTER_UNIQUE);
}
END_TEST

Suite *
near_limits_suite(void)
{
	Suite *s = suite_create("near_limits");
	TCase *t = tcase_create("limits");

	tcase_add_checked_fixture(t, t_near_setup, t_near_teardown);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, equal_hashes_remove_nothing, 0, 2);
	tcase_add_test(t, solo_tokens_are_not_words);
	tcase_add_test(t, many_equal_blocks_cost_one_comparison_each);
	tcase_add_loop_test(t, shared_phrases_cost_bounded_comparisons, 0, 2);
	tcase_add_test(t, long_blocks_have_a_budget);
	tcase_add_test(t, a_megabyte_of_one_word_is_a_block);
	tcase_add_test(t, store_and_memory_give_the_same_verdicts);
	tcase_add_test(t, expected_blocks_get_the_same_verdicts);
	tcase_add_test(t, lack_of_memory_is_a_status);
	tcase_add_loop_test(t, a_failing_store_is_a_status, 0, 3);
	tcase_add_test(t, scratch_memory_stops_growing);
	tcase_add_loop_test(t, memory_is_a_horizon, 0, 2);
	suite_add_tcase(s, t);
	return s;
}
