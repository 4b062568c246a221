/* SPDX-License-Identifier: MIT */
/* test_trees.c - trees of the chrome model: rows, questions, leaves */
#include <check.h>
#include <string.h>

#include "support.h"
#include "trees.h"
#include "weights.h"

Suite *trees_suite(void);

#define ASKED "3\tred>0 green>0 blue>0 red>9 green>9 blue>9\t"
#define EIGHT(n) #n "0 " #n "1 " #n "2 " #n "3 " #n "4 " #n "5 " #n "6 " #n "7"
#define LEAVES EIGHT(1) " " EIGHT(2) " " EIGHT(3) " " EIGHT(4) " " \
	EIGHT(-1) " " EIGHT(-2) " " EIGHT(-3) " " EIGHT(-4)

static struct dc_trees trees;

static const char *
read_rows(const char *rows)
{
	static const char *const names[] = {"red", "green", "blue"};
	struct dc_span table = {rows, strlen(rows)};

	return dc_trees_read(&trees, table, names, T_LEN(names));
}

static int32_t
score(uint8_t red, uint8_t green, uint8_t blue)
{
	uint8_t levels[DC_TREE_LEVELS] = {red, green, blue};

	return dc_trees_score(&trees, levels);
}

START_TEST(the_answers_are_the_number_of_a_leaf)
{
	ck_assert_ptr_null(read_rows("# comment\n1\tother pass\n" ASKED LEAVES "\n"));
	ck_assert_uint_eq(trees.n, 1);
	ck_assert_int_eq(score(0, 0, 0), 10);		/* 000 000 */
	ck_assert_int_eq(score(0, 0, 9), 20);		/* 001 000 */
	ck_assert_int_eq(score(0, 0, 10), 21);		/* 001 001 */
	ck_assert_int_eq(score(0, 63, 1), 42);		/* 011 010 */
	ck_assert_int_eq(score(1, 0, 0), -10);		/* 100 000 */
	ck_assert_int_eq(score(63, 63, 63), -47);	/* 111 111 */
}
END_TEST

START_TEST(trees_add_up)
{
	ck_assert_ptr_null(read_rows(ASKED LEAVES "\n" ASKED LEAVES "\n"
				     "3\tblue>0 blue>1 blue>2 blue>3 blue>4 blue>5\t"
				     LEAVES));
	ck_assert_uint_eq(trees.n, 3);
	ck_assert_int_eq(score(0, 0, 2), 20 + 20 - 30);	/* 110 000 */
	ck_assert_ptr_null(read_rows(""));
	ck_assert_int_eq(score(0, 0, 2), 0);
}
END_TEST

static const struct {
	const char *rows, *what;
} bad_rows[] = {
	{"x\n", "expected a pass"},
	{"3\tmauve>3 \n", "unknown feature"},
	{"3\tred<3 \n", "unknown feature"},
	{"3\tred>64 green>0\n", "expected a feature and its level"},
	{"3\tred>-1 green>0\n", "expected a feature and its level"},
	{"3\tred>1\t" LEAVES "\n", "expected a feature and its level"},
	{ASKED "1 2\n", "expected a leaf"},
	{ASKED EIGHT(9999) "\n", "expected a leaf"},
	{ASKED LEAVES " 5\n", "too many leaves"}
};

START_TEST(bad_rows_are_refused)
{
	const char *what = read_rows(bad_rows[_i].rows);

	ck_assert_ptr_nonnull(what);
	ck_assert_str_eq(what, bad_rows[_i].what);
}
END_TEST

START_TEST(there_is_room_for_so_many)
{
	struct t_text text = {0};
	unsigned i;

	for (i = 0; i < DC_TREES_MAX; i++)
		t_add(&text, ASKED LEAVES "\n");
	ck_assert_ptr_null(read_rows(text.s));
	ck_assert_int_eq(score(0, 0, 0), 10 * DC_TREES_MAX);
	t_add(&text, ASKED LEAVES "\n");
	ck_assert_str_eq(read_rows(text.s), "too many trees");
	t_clear(&text);
}
END_TEST

/* Any trees over as many features as there is room for, any number of them. */
START_TEST(every_machine_gives_the_same_score)
{
	uint64_t seed = 0x7ee5 + (uint64_t)_i;
	uint8_t levels[DC_TREE_LEVELS];
	unsigned n, i, k;

	memset(&trees, 0, sizeof(trees));
	trees.n = (unsigned)t_below(&seed, DC_TREES_MAX + 1);
	for (n = 0; n < trees.n; n++) {
		struct dc_grove *g = &trees.grove[n / DC_GROVE];

		for (k = 0; k < DC_TREE_DEPTH; k++) {
			g->feature[k][n % DC_GROVE] = (uint8_t)t_below(&seed, DC_TREE_LEVELS);
			g->above[k][n % DC_GROVE] = (int8_t)t_below(&seed, DC_LEVELS);
		}
		for (k = 0; k < DC_TREE_LEAVES; k++)
			g->leaf[n % DC_GROVE][k] = (int16_t)t_below(&seed, 65536);
	}
	for (n = 0; n < 200; n++) {
		for (i = 0; i < DC_TREE_LEVELS; i++)
			levels[i] = (uint8_t)t_below(&seed, DC_LEVELS);
		ck_assert_int_eq(dc_trees_score(&trees, levels),
				 dc_trees_score_plain(&trees, levels));
	}
}
END_TEST

Suite *
trees_suite(void)
{
	Suite *s = suite_create("trees");
	TCase *t = tcase_create("trees");

	tcase_add_test(t, the_answers_are_the_number_of_a_leaf);
	tcase_add_test(t, trees_add_up);
	tcase_add_loop_test(t, bad_rows_are_refused, 0, (int)T_LEN(bad_rows));
	tcase_add_test(t, there_is_room_for_so_many);
	tcase_add_loop_test(t, every_machine_gives_the_same_score, 0, 20);
	suite_add_tcase(s, t);
	return s;
}
