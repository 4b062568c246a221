/* SPDX-License-Identifier: MIT */
/*
 * test_near.c - the near-duplicate rule, fact by fact
 *
 * Texts are made of words w0 w1 w2 ..., so that every share can be counted by
 * hand: n words have n - 2 shingles, and a word changed in the middle costs 3.
 */
#include <check.h>
#include <stdio.h>

#include "near_support.h"

Suite *near_suite(void);

/* --- what a match is ------------------------------------------------------------ */

START_TEST(equal_tokens_are_exact)
{
	ck_assert_int_eq(t_feed("The quick brown fox jumps over the lazy dog and runs "
			      "away from here."), DECLUTTER_UNIQUE);
	ck_assert_int_eq(t_feed("THE QUICK, BROWN \xe2\x80\x9c" "fox\xe2\x80\x9d JUMPS "
			      "over -- the lazy dog; and runs\xc2\xa0" "away from here"),
			 DECLUTTER_EXACT);
	ck_assert(my.v.removed);
	ck_assert_uint_eq(my.v.nwitnesses, 1);
	ck_assert_uint_eq(my.v.witnesses[0].line, 1);
	ck_assert_uint_eq(my.v.shared, my.v.own);
	ck_assert_uint_eq(my.v.own, 12);
	ck_assert_double_eq(my.v.containment, 1);
	ck_assert_double_eq(my.v.resemblance, 1);
}
END_TEST

START_TEST(order_of_tokens_matters)
{
	ck_assert_int_eq(t_feed("aa bb cc dd ee ff gg hh ii jj kk ll"), DECLUTTER_UNIQUE);
	ck_assert_int_eq(t_feed("ll kk jj ii hh gg ff ee dd cc bb aa"), DECLUTTER_UNIQUE);
}
END_TEST

/* 12 words have 10 shingles: 5 shared are C = .50, exactly the threshold. */
START_TEST(containment_of_exactly_half_matches)
{
	t_words(0, 30);
	t_feed(my.text.s);
	t_words(10, 17);
	ck_assert_int_eq(t_feed(t_add_words(100, 105)), DECLUTTER_CONTAINED);
	ck_assert_uint_eq(my.v.shared, 5);
	ck_assert_uint_eq(my.v.own, 10);
	ck_assert_double_eq(my.v.containment, .5);
	t_words(10, 16);
	ck_assert_int_eq(t_feed(t_add_words(100, 106)), DECLUTTER_UNIQUE);
}
END_TEST

/* 16 words and 16 words: 14 shingles each, 8 shared are R = 8/20 = .40. */
START_TEST(resemblance_of_exactly_two_fifths_matches)
{
	my.opt.containment = .9;
	t_feed(t_words(0, 16));
	t_words(0, 10);
	ck_assert_int_eq(t_feed(t_add_words(100, 106)), DECLUTTER_NEAR);
	ck_assert_uint_eq(my.v.shared, 8);
	ck_assert_double_eq(my.v.resemblance, .4);
	my.opt.resemblance = .41;
	dc_near_free(my.near);
	my.near = NULL;
	t_feed(t_words(0, 16));
	t_words(0, 10);
	ck_assert_int_eq(t_feed(t_add_words(100, 106)), DECLUTTER_UNIQUE);
}
END_TEST

START_TEST(a_part_of_a_longer_block_is_contained)
{
	t_feed(t_words(0, 400));
	ck_assert_int_eq(t_feed(t_words(200, 220)), DECLUTTER_CONTAINED);
	ck_assert_double_eq(my.v.containment, 1);
	ck_assert_double_eq_tol(my.v.resemblance, 18 / 398., 1e-9);
}
END_TEST

START_TEST(the_best_witness_is_named_the_earliest_if_equal)
{
	t_feed(t_words(0, 20));			/* line 1 */
	t_words(0, 10);
	t_feed(t_add_words(500, 520));		/* line 2: 8 of 18 */
	t_words(3, 20);
	t_feed(t_add_words(600, 625));		/* line 3 */
	ck_assert_int_eq(t_feed(t_words(0, 19)), DECLUTTER_CONTAINED);
	ck_assert_uint_eq(my.v.witnesses[0].line, 1);
	dc_near_free(my.near);
	my.near = NULL;
	my.nblocks = 0;
	t_words(0, 20);
	t_feed(t_add_words(700, 730));
	t_words(0, 20);
	t_feed(t_add_words(800, 830));
	ck_assert_int_eq(t_feed(t_words(0, 20)), DECLUTTER_CONTAINED);
	ck_assert_uint_eq(my.v.witnesses[0].line, 1);
}
END_TEST

/* An exact copy counts more than an earlier, longer block that holds it. */
START_TEST(exact_comes_before_contained)
{
	my.opt.keep_repeats = 1;
	t_feed_in(1, t_words(0, 20));
	t_feed_in(1, t_words(0, 40));
	t_feed_in(2, t_words(5, 25));	/* removed */
	ck_assert(my.v.removed);
	ck_assert_int_eq(t_feed_in(3, t_words(0, 20)), DECLUTTER_EXACT);
	ck_assert_uint_eq(my.v.witnesses[0].line, 1);
}
END_TEST

/* --- guards ----------------------------------------------------------------------- */

START_TEST(a_run_of_nine_of_its_own_does_not_save_a_block)
{
	t_feed(t_words(0, 30));
	t_words(0, 30);
	ck_assert_int_eq(t_feed(t_add_words(100, 109)), DECLUTTER_CONTAINED);
	ck_assert(my.v.removed);
}
END_TEST

START_TEST(a_run_of_ten_of_its_own_extends)
{
	t_feed(t_words(0, 30));
	t_words(0, 30);
	ck_assert_int_eq(t_feed(t_add_words(100, 110)), DECLUTTER_EXTENDS);
	ck_assert(!my.v.removed);
	ck_assert_uint_eq(my.v.nwitnesses, 1);
	ck_assert_uint_eq(my.v.witnesses[0].line, 1);
	/* in the middle too */
	t_words(0, 15);
	t_add_words(200, 210);
	ck_assert_int_eq(t_feed(t_add_words(15, 30)), DECLUTTER_EXTENDS);
}
END_TEST

START_TEST(drop_extends_gives_the_run_guard_up)
{
	my.opt.drop_extends = 1;
	t_feed(t_words(0, 30));
	t_words(0, 30);
	ck_assert_int_eq(t_feed(t_add_words(100, 110)), DECLUTTER_EXTENDS);
	ck_assert(my.v.removed);
}
END_TEST

/* Both guards fail: nothing to report unless one is given up. */
START_TEST(two_failed_guards_are_no_match)
{
	my.opt.drop_extends = _i & 1;
	my.opt.drop_templates = _i >> 1;
	t_feed(t_words(0, 30));
	t_words(0, 30);
	t_add(&my.text, "77 ");
	t_feed(t_add_words(100, 110));
	ck_assert_int_eq(my.v.duplicate, _i == 0 ? DECLUTTER_UNIQUE :
			 _i == 1 ? DECLUTTER_NUMBERS : DECLUTTER_EXTENDS);
	ck_assert_int_eq(my.v.removed, _i == 3);
}
END_TEST

/* Lists that differ in a number stay (Farm to Market Road 1506, 1507 ...). */
START_TEST(numbered_templates_are_all_kept)
{
	char s[200];
	unsigned i;

	for (i = 1506; i < 1700; i++) {
		snprintf(s, sizeof(s), "Farm to Market Road %u is a state highway in the "
			 "north of Texas that serves farms near the county line", i);
		t_feed(s);
		ck_assert(!my.v.removed);
	}
	/* and each of them is known, however many are alike */
	for (i = 1506; i < 1700; i++) {
		snprintf(s, sizeof(s), "FARM to market road %u is a state highway in the "
			 "north of Texas that serves farms near the county line.", i);
		ck_assert_int_eq(t_feed(s), DECLUTTER_EXACT);
		ck_assert_uint_eq(my.v.witnesses[0].line, i - 1505);
	}
}
END_TEST

/* --- short blocks, self-repetition, nothing at all ------------------------------------- */

START_TEST(eleven_words_are_short)
{
	t_feed(t_words(0, 11));
	ck_assert(dc_near_is_short(&my.block.block));
	ck_assert_int_eq(t_feed(t_words(0, 11)), DECLUTTER_UNIQUE);
	t_feed(t_words(20, 32));
	ck_assert(!dc_near_is_short(&my.block.block));
	ck_assert_int_eq(t_feed(t_words(20, 32)), DECLUTTER_EXACT);
}
END_TEST

/* 20 ideographs weigh 100, 19 weigh 95: as much as 12 words or less. */
START_TEST(twenty_ideographs_are_enough)
{
	t_feed(t_ideographs(0, 19));
	ck_assert_int_eq(t_feed(t_ideographs(0, 19)), DECLUTTER_UNIQUE);
	t_feed(t_ideographs(100, 120));
	ck_assert_int_eq(t_feed(t_ideographs(100, 120)), DECLUTTER_EXACT);
	ck_assert_uint_eq(my.v.own, 16);
	t_feed(t_ideographs(200, 250));
	t_ideographs(200, 230);
	t_put_char(&my.text, 0x5000);
	t_append(&my.text, "", 0);
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_CONTAINED);
}
END_TEST

START_TEST(a_short_block_can_be_a_witness)
{
	t_feed(t_words(0, 11));
	t_words(0, 11);
	ck_assert_int_eq(t_feed(t_add_words(50, 53)), DECLUTTER_CONTAINED);
	ck_assert_uint_eq(my.v.shared, 9);
}
END_TEST

START_TEST(a_block_that_repeats_itself_survives_once)
{
	const char *s = "ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha ha";

	ck_assert_int_eq(t_feed(s), DECLUTTER_UNIQUE);
	ck_assert_int_eq(t_feed(s), DECLUTTER_EXACT);
	ck_assert_uint_eq(my.v.own, 1);
	ck_assert_int_eq(t_feed("ha ha ha ha ha ha ha ha ha ha ha ha ha"),
			 DECLUTTER_CONTAINED);
}
END_TEST

START_TEST(nothing_is_unique)
{
	static const char *const texts[] = {"", " ", "!?", "one", "one two"};
	size_t i, k;

	for (k = 0; k < 2; k++) {
		for (i = 0; i < T_LEN(texts); i++) {
			ck_assert_int_eq(t_feed(texts[i]), DECLUTTER_UNIQUE);
			ck_assert_uint_eq(my.v.nwitnesses, 0);
			ck_assert_double_eq(my.v.containment, 0);
		}
	}
}
END_TEST

START_TEST(any_shingle_length_works)
{
	static const unsigned n[] = {1, 2, 3, 5, 31, 32};

	my.opt.shingle = n[_i];
	t_feed(t_words(0, 60));
	ck_assert_int_eq(t_feed(t_words(0, 60)), DECLUTTER_EXACT);
	ck_assert_uint_eq(my.v.own, 61 - n[_i]);
	ck_assert_int_eq(t_feed(t_words(5, 60)), DECLUTTER_CONTAINED);
	ck_assert_int_eq(t_feed(t_words(100, 160)), DECLUTTER_UNIQUE);
	/* fewer words than a shingle: never a match */
	if (n[_i] > 20) {
		t_feed(t_words(300, 320));
		ck_assert_int_eq(t_feed(t_words(300, 320)), DECLUTTER_UNIQUE);
	}
}
END_TEST

/* --- several witnesses ------------------------------------------------------------ */

START_TEST(merged_paragraphs_are_stitched)
{
	t_feed(t_words(0, 30));
	t_feed(t_words(100, 125));
	t_words(0, 30);
	ck_assert_int_eq(t_feed(t_add_words(100, 125)), DECLUTTER_STITCHED);
	ck_assert(my.v.removed);
	ck_assert_uint_eq(my.v.nwitnesses, 2);
	ck_assert_uint_eq(my.v.witnesses[0].line, 1);
	ck_assert_uint_eq(my.v.witnesses[1].line, 2);
}
END_TEST

START_TEST(eight_witnesses_stitch_nine_do_not)
{
	unsigned i, n = 8 + (unsigned)_i;

	for (i = 0; i < n; i++)
		t_feed(t_words(100 * i, 100 * i + 20));
	my.text.len = 0;
	for (i = 0; i < n; i++)
		t_add_words(100 * i, 100 * i + 20);
	t_feed(my.text.s);
	ck_assert_int_eq(my.v.duplicate, _i ? DECLUTTER_UNIQUE : DECLUTTER_STITCHED);
	ck_assert_uint_eq(my.v.nwitnesses, _i ? 0 : 8);
}
END_TEST

/* 50 words, 40 covered: .80, and no run of 10. */
START_TEST(four_fifths_are_stitched_less_is_not)
{
	unsigned own = 5 + (unsigned)_i;

	t_feed(t_words(0, 20));
	t_feed(t_words(100, 120));
	t_words(0, 20);
	t_add_words(200, 200 + 5);
	t_add_words(100, 120);
	t_feed(t_add_words(300, 300 + own));
	ck_assert_int_eq(my.v.duplicate == DECLUTTER_STITCHED, _i == 0);
	ck_assert_int_eq(my.v.removed, _i == 0);
}
END_TEST

START_TEST(stitching_obeys_the_guards)
{
	t_feed(t_words(0, 60));
	t_feed(t_words(100, 160));
	t_words(0, 60);
	t_add_words(200, 210);
	t_feed(t_add_words(100, 160));
	ck_assert(!my.v.removed);
	t_words(0, 60);
	t_add(&my.text, "1999 ");
	t_feed(t_add_words(100, 160));
	ck_assert(!my.v.removed);
	/* a number that one of the witnesses has is no news */
	t_words(300, 330);
	t_add(&my.text, "1998 ");
	t_feed(my.text.s);
	t_feed(t_words(400, 430));
	t_words(400, 430);
	t_add(&my.text, "1998 ");
	ck_assert_int_eq(t_feed(t_add_words(300, 330)), DECLUTTER_STITCHED);
}
END_TEST

/* Common phrases of three words from many blocks do not make a duplicate. */
START_TEST(scraps_are_not_stitched)
{
	unsigned i;

	for (i = 0; i < 8; i++) {
		t_words(i * 5, i * 5 + 5);
		t_feed(t_add_words(100 + 50 * i, 130 + 50 * i));
	}
	ck_assert_int_eq(t_feed(t_words(0, 40)), DECLUTTER_UNIQUE);
}
END_TEST

/* --- documents -------------------------------------------------------------------- */

START_TEST(repeats_within_a_document_go_unless_kept)
{
	my.opt.keep_repeats = _i;
	t_feed_in(5, t_words(0, 20));
	t_feed_in(5, t_words(0, 20));
	ck_assert_int_eq(my.v.removed, !_i);
	t_feed_in(5, t_words(0, 18));
	ck_assert_int_eq(my.v.removed, !_i);
	t_feed_in(6, t_words(0, 20));
	ck_assert(my.v.removed);
	ck_assert_uint_eq(my.v.witnesses[0].line, 1);
}
END_TEST

START_TEST(short_repeats_are_found_where_asked)
{
	struct declutter_place where;
	bool found;
	uint64_t i;

	t_feed_in(0, "Read the whole story");
	for (i = 1; i < 100; i++) {
		t_feed_in(i, "He declined to comment.");
		t_feed_in(i, "Nobody else did.");
	}
	t_near_scan(&my.block, "HE DECLINED to comment", 500, 0);
	/* blocks are numbered through: document 3 has 5 and 6 */
	ck_assert_int_eq(dc_near_find_short(my.near, &my.block.block, 3, 4, 6, &found,
					    &where), DECLUTTER_OK);
	ck_assert(found);
	ck_assert_uint_eq(where.document, 3);
	ck_assert_uint_eq(where.block, 5);
	ck_assert_int_eq(dc_near_find_short(my.near, &my.block.block, 3, 5, 9, &found,
					    &where), DECLUTTER_OK);
	ck_assert(!found);
	ck_assert_int_eq(dc_near_find_short(my.near, &my.block.block, 3, 0, 5, &found,
					    &where), DECLUTTER_OK);
	ck_assert(!found);
	ck_assert_int_eq(dc_near_find_short(my.near, &my.block.block, 0, 0, 9, &found,
					    &where), DECLUTTER_OK);
	ck_assert(!found);
	t_near_scan(&my.block, "", 500, 0);
	ck_assert_int_eq(dc_near_find_short(my.near, &my.block.block, 3, 0, 9, &found,
					    &where), DECLUTTER_OK);
	ck_assert(!found);
}
END_TEST

/* U+FDFA folds to four words but is one token, in the log too. */
START_TEST(a_token_may_hold_blanks)
{
	unsigned i;

	my.text.len = 0;
	for (i = 0; i < 20; i++) {
		t_put_char(&my.text, 0xfdfa);
		t_add(&my.text, " ");
		t_add_words(i, i + 1);
	}
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_UNIQUE);
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_EXACT);
	t_add(&my.text, "and more");
	ck_assert_int_eq(t_feed(my.text.s), DECLUTTER_CONTAINED);
}
END_TEST

Suite *
near_suite(void)
{
	Suite *s = suite_create("near");
	TCase *t = tcase_create("rule");

	tcase_add_checked_fixture(t, t_near_setup, t_near_teardown);
	tcase_add_test(t, equal_tokens_are_exact);
	tcase_add_test(t, order_of_tokens_matters);
	tcase_add_test(t, containment_of_exactly_half_matches);
	tcase_add_test(t, resemblance_of_exactly_two_fifths_matches);
	tcase_add_test(t, a_part_of_a_longer_block_is_contained);
	tcase_add_test(t, the_best_witness_is_named_the_earliest_if_equal);
	tcase_add_test(t, exact_comes_before_contained);
	tcase_add_test(t, a_run_of_nine_of_its_own_does_not_save_a_block);
	tcase_add_test(t, a_run_of_ten_of_its_own_extends);
	tcase_add_test(t, drop_extends_gives_the_run_guard_up);
	tcase_add_loop_test(t, two_failed_guards_are_no_match, 0, 4);
	tcase_add_test(t, numbered_templates_are_all_kept);
	tcase_add_test(t, eleven_words_are_short);
	tcase_add_test(t, twenty_ideographs_are_enough);
	tcase_add_test(t, a_short_block_can_be_a_witness);
	tcase_add_test(t, a_block_that_repeats_itself_survives_once);
	tcase_add_test(t, nothing_is_unique);
	tcase_add_loop_test(t, any_shingle_length_works, 0, 6);
	tcase_add_test(t, merged_paragraphs_are_stitched);
	tcase_add_loop_test(t, eight_witnesses_stitch_nine_do_not, 0, 2);
	tcase_add_loop_test(t, four_fifths_are_stitched_less_is_not, 0, 2);
	tcase_add_test(t, stitching_obeys_the_guards);
	tcase_add_test(t, scraps_are_not_stitched);
	tcase_add_loop_test(t, repeats_within_a_document_go_unless_kept, 0, 2);
	tcase_add_test(t, short_repeats_are_found_where_asked);
	tcase_add_test(t, a_token_may_hold_blanks);
	suite_add_tcase(s, t);
	return s;
}
