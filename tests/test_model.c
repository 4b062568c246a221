/* SPDX-License-Identifier: MIT */
/* test_model.c - weights, features at the edges of documents, and verdicts */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "built_in.h"
#include "model.h"
#include "support.h"
#include "tables.h"

Suite *model_suite(void);

static struct dc_weights weights;
static const char *const names[] = {"red", "green", "blue"};

static const char *
read_rows(const char *rows)
{
	struct dc_span table = {rows, strlen(rows)};

	return dc_weights_read(&weights, table, 1, names, T_LEN(names));
}

/* --- weights ---------------------------------------------------------------- */

START_TEST(a_row_speaks_for_the_levels_above_the_row_before)
{
	uint8_t levels[3] = {0};

	ck_assert_ptr_null(read_rows("# comment\n\n1\tbias\t7\n1\tred\t2\t-100\n"
				     "1\tred\t3\t50\n1\tred\t63\t900\n"
				     "2\tother pass\t9\t9\n"));
	ck_assert_int_eq(t_score(&weights, levels, 3), 7 - 100);
	levels[0] = 2;
	ck_assert_int_eq(t_score(&weights, levels, 3), 7 - 100);
	levels[0] = 3;
	ck_assert_int_eq(t_score(&weights, levels, 3), 7 + 50);
	levels[0] = 4;
	ck_assert_int_eq(t_score(&weights, levels, 3), 7 + 900);
	levels[0] = 63;
	ck_assert_int_eq(t_score(&weights, levels, 3), 7 + 900);
}
END_TEST

START_TEST(a_cross_is_a_table_of_two_features)
{
	static const int want[2][2] = {{1, 2}, {3, 4}};
	uint8_t levels[3] = {0};
	unsigned i, j;

	ck_assert_ptr_null(read_rows("1\tred*blue\t4,9\t1\n1\tred*blue\t4,63\t2\n"
				     "1\tred*blue\t63,9\t3\n"
				     "1\tred*blue\t63,63\t4\n"));
	for (i = 0; i < 2; i++) {
		for (j = 0; j < 2; j++) {
			levels[0] = i == 0 ? 4 : 5;
			levels[2] = j == 0 ? 9 : 10;
			ck_assert_int_eq(t_score(&weights, levels, 3), want[i][j]);
		}
	}
}
END_TEST

static const struct {
	const char *rows, *what;
} bad_rows[] = {
	{"x\n", "expected a pass"},
	{"1\tmauve\t3\t4\n", "unknown feature"},
	{"1\tred*mauve\t3,3\t4\n", "unknown feature"},
	{"1\tred\t3\n", "expected a level and a weight"},
	{"1\tred\t3\t4\t5\n", "expected a level and a weight"},
	{"1\tred\t3\t4\n1\tred\t3\t4\n", "levels do not rise"},
	{"1\tred\t64\t4\n", "levels do not rise"},
	{"1\tred\t3\t40000\n", "the weight is out of range"},
	{"1\tred*blue\t3\t4\n", "expected two levels and a weight"},
	{"1\tred*blue\t3,3\t4x\n", "expected two levels and a weight"},
	{"1\tred*blue\t3,3\t4\n1\tred*blue\t3,3\t4\n", "levels do not rise"},
	{"1\tred*blue\t3,3\t40000\n", "the weight is out of range"},
	{"1\tbias\t\n", "expected a number"}, {"1\tbias\t5.0\n", "expected a number"}
};

START_TEST(bad_rows_are_refused)
{
	const char *what = read_rows(bad_rows[_i].rows);

	ck_assert_ptr_nonnull(what);
	ck_assert_str_eq(what, bad_rows[_i].what);
}
END_TEST

static void
check_scorer(struct dc_span table, const struct dc_scorer *built_in)
{
	static struct dc_scorer read;
	int pass;

	ck_assert_ptr_null(dc_scorer_read(&read, table));
	for (pass = 0; pass < DC_PASSES; pass++) {
		ck_assert_uint_gt(read.pass[pass].ncrosses, 0);
		ck_assert_int_ne(read.pass[pass].bias, 0);
	}
	ck_assert_uint_gt(read.trees.n, 0);
	ck_assert_mem_eq(&read, built_in, sizeof(read));
}

START_TEST(the_built_in_weights_are_those_of_the_tables)
{
	check_scorer(t_table_weights, &dc_built_in_model.documents);
	check_scorer(t_table_pages, &dc_built_in_model.pages);
	check_scorer(t_table_streams, &dc_built_in_model.streams);
}
END_TEST

/* --- features ---------------------------------------------------------------- */

START_TEST(levels_rise_and_fit)
{
	uint32_t x;

	for (x = 0; x < 200000; x++) {
		ck_assert_uint_le(dc_level(x), dc_level(x + 1));
		ck_assert_uint_le(dc_level(x + 1) - dc_level(x), 1);
		ck_assert_uint_lt(dc_level(x), DC_LEVELS);
	}
	ck_assert_uint_eq(dc_level(3), 3);
	ck_assert_uint_eq(dc_level(4), 4);
	ck_assert_uint_eq(dc_level(80), 21);
	ck_assert_uint_eq(dc_level(UINT32_MAX), DC_LEVELS - 1);
}
END_TEST

/* Blocks by their lengths: views of nothing but units and a full stop. */
static struct dc_window window;
static struct dc_reader reader;

static void
add_block(uint64_t document, uint64_t index, uint32_t units)
{
	uint64_t i = window.next++;
	struct dc_view *v = &window.view[i & (DC_WINDOW - 1)];

	*v = (struct dc_view){
		.document = document, .index = index, .bounded = true,
		.bytes = "x", .shape = {
			.units = units, .letters = units,
			.last = units >= 80 ? DC_TERMINAL : 0,
			.last_class = units >= 80 ? DC_PUNCT : DC_LETTER
		}
	};
	dc_reader_add(&reader, &window, i);
}

static void
start_window(void)
{
	window = (struct dc_window){0};
	reader = (struct dc_reader){.document = UINT64_MAX};
}

START_TEST(windows_end_with_the_document)
{
	static const uint32_t units[] = {20, 300, 200, 30};
	uint8_t f[DC_NFEATURES];
	uint64_t document, i;

	start_window();
	for (document = 0; document < 2; document++) {
		uint64_t first = window.next;

		for (i = 0; i < T_LEN(units); i++)
			add_block(document, i, units[i]);
		for (i = first; i < window.next; i++) {
			memset(f, 0xff, sizeof(f));
			dc_reader_read(&reader, &window, i, window.next - 1, true, f);
			ck_assert_uint_eq(f[DC_F_kind_m1] == DC_KIND_EDGE, i == first);
			ck_assert_uint_eq(f[DC_F_kind_p1] == DC_KIND_EDGE,
					  i == window.next - 1);
			ck_assert_uint_eq(f[DC_F_mean_p12] == 63, i == first);
			ck_assert_uint_eq(f[DC_F_mean_a32] == 63,
					  i == window.next - 1);
			ck_assert_uint_eq(f[DC_F_from_start], dc_level((uint32_t)(i - first)));
			ck_assert_uint_eq(f[DC_F_to_end], window.next - 1 - i);
		}
	}
	/* the last block of the second document saw the prose of its own only */
	ck_assert_uint_eq(f[DC_F_prose_p32], dc_level(500 / 16));
	ck_assert_uint_eq(f[DC_F_after], 1);
}
END_TEST

START_TEST(every_level_is_in_range)
{
	uint64_t seed = 7, i, document = 0, index = 0;
	uint8_t f[DC_NFEATURES];
	size_t k, n = 0;

	start_window();
	for (i = 0; i < 3000; i++) {
		if (t_below(&seed, 60) == 0) {
			for (; n < window.next; n++)
				dc_reader_read(&reader, &window, n, window.next - 1,
					       true, f);
			document++;
			index = 0;
		}
		add_block(document, index++, (uint32_t)t_below(&seed, 1u << t_below(&seed, 20)));
		for (; n + DC_REACH < window.next; n++) {
			dc_reader_read(&reader, &window, n, n + DC_REACH, false, f);
			for (k = 0; k < DC_NFEATURES; k++)
				ck_assert_uint_lt(f[k], DC_LEVELS);
		}
	}
}
END_TEST

/* --- verdicts ------------------------------------------------------------------ */

static const char prose[] =
	"The river rose again on Monday, and the people of the lower town carried "
	"their chairs, their books and their old dog up the hill to the school.\n\n"
	"Nobody had slept, the mayor said, because the wind had taken the bells "
	"from the church and rolled them down the street until morning.\n\n"
	"The repair will cost more than the town earns in a year, and the province "
	"has promised half of it if the work begins before the frost.\n\n"
	"A second wall, further from the water, was planned thirty years ago; the "
	"drawings are still in the cellar of the town hall, which is flooded.\n\n";

static const char header[] =
	"Town\n\nValley\n\nHarbour\n\nForest\n\nSchools\n\nMarkets\n\nFerries\n\n"
	"Gardens\n\nBridges\n\nTrains\n\nHorses\n\nWeather\n\nChess\n\nRecipes\n\n"
	"Letters\n\n";

static const char footer[] =
	"Zander Weekly\n\nStaff List\n\nArchive 2019\n\nShop Door\n\nOld Issues\n\n"
	"Wall Maps\n\nPuzzle Box\n\nRegion North\n\nRegion South\n\nFarm Prices\n\n"
	"Tide Tables\n\nBoat Sales\n\nLost Dogs\n\nChoir Hour\n\nMarket Days\n\n";

static void
filter(struct t_run *r, const char *text, size_t piece)
{
	struct declutter_options opt;

	declutter_options_init(&opt);
	opt.dedup = 0;
	t_start(r, &opt);
	t_input(r, DECLUTTER_BOUNDED, text, strlen(text), piece);
	t_finish(r);
}

START_TEST(a_page_of_prose_stays_whole)
{
	struct t_run r;
	size_t i;

	filter(&r, prose, T_WHOLE);
	ck_assert_uint_eq(r.nblocks, 4);
	for (i = 0; i < r.nblocks; i++)
		ck_assert(!r.blocks[i].removed);
	t_free(&r);
}
END_TEST

START_TEST(runs_of_labels_round_a_text_go)
{
	struct t_text text = {0};
	struct t_run r;
	size_t i, removed = 0;

	t_add(&text, header);
	for (i = 0; i < 4; i++)
		t_add(&text, prose);
	t_add(&text, footer);
	filter(&r, text.s, T_WHOLE);
	ck_assert_uint_eq(r.nblocks, 15 + 16 + 15);
	for (i = 0; i < r.nblocks; i++) {
		if (i >= 15 && i < 15 + 16) {
			ck_assert(!r.blocks[i].removed);
			continue;
		}
		removed += r.blocks[i].removed;
		ck_assert(!r.blocks[i].removed || r.blocks[i].score > 0);
		ck_assert(!r.blocks[i].removed || *r.blocks[i].evidence != '\0');
	}
	ck_assert_uint_ge(removed, 12);
	t_free(&r);
	t_clear(&text);
}
END_TEST

START_TEST(the_cut_of_the_input_does_not_matter)
{
	struct t_text text = {0};
	struct t_run whole, pieces;
	size_t i;

	for (i = 0; i < 12; i++) {
		t_add(&text, header);
		t_add(&text, prose);
		t_add(&text, footer);
	}
	filter(&whole, text.s, T_WHOLE);
	filter(&pieces, text.s, T_RANDOM);
	ck_assert_uint_eq(whole.nblocks, pieces.nblocks);
	for (i = 0; i < whole.nblocks; i++) {
		ck_assert_uint_eq(whole.blocks[i].removed, pieces.blocks[i].removed);
		ck_assert_double_eq(whole.blocks[i].score, pieces.blocks[i].score);
	}
	t_free(&whole);
	t_free(&pieces);
	t_clear(&text);
}
END_TEST

START_TEST(a_list_alone_is_left_to_the_rules)
{
	struct t_run r;
	size_t i;

	filter(&r, footer, T_WHOLE);
	for (i = 0; i < r.nblocks; i++)
		ck_assert_int_ne(r.blocks[i].category, DECLUTTER_FURNITURE);
	t_free(&r);
}
END_TEST

Suite *
model_suite(void)
{
	Suite *s = suite_create("model");
	TCase *w = tcase_create("weights"), *f = tcase_create("features");
	TCase *v = tcase_create("verdicts");

	tcase_add_test(w, a_row_speaks_for_the_levels_above_the_row_before);
	tcase_add_test(w, a_cross_is_a_table_of_two_features);
	tcase_add_loop_test(w, bad_rows_are_refused, 0, (int)T_LEN(bad_rows));
	tcase_add_test(w, the_built_in_weights_are_those_of_the_tables);
	suite_add_tcase(s, w);
	tcase_add_test(f, levels_rise_and_fit);
	tcase_add_test(f, windows_end_with_the_document);
	tcase_add_test(f, every_level_is_in_range);
	suite_add_tcase(s, f);
	tcase_add_test(v, a_page_of_prose_stays_whole);
	tcase_add_test(v, runs_of_labels_round_a_text_go);
	tcase_add_test(v, the_cut_of_the_input_does_not_matter);
	tcase_add_test(v, a_list_alone_is_left_to_the_rules);
	suite_add_tcase(s, v);
	return s;
}
