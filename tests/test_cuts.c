/* SPDX-License-Identifier: MIT */
/* test_cuts.c - chrome stuck to content is cut, content stuck to it stays */
#include <check.h>

#include "built_in.h"
#include "cuts.h"
#include "support.h"

Suite *cuts_suite(void);

static struct t_memory memory;
static struct declutter_allocator alloc;
static struct dc_chars chars;
static struct dc_phrases *phrases;
static struct dc_scan scan;
static struct dc_array hits, cuts;

/* Invented words, so that the built-in table has no say. */
static const char rules[] =
	"newsletter\ten\tinline\tsure\tzorb quib\n"
	"placeholder\ten\tinline\tsure\tzorb protected\n"
	"related\ten\ttail\tsure\tzorbmore:\n"
	"related\ten\ttail\tsure\tzorbmore on this\n"
	"share\ten\twhole\tsure\tzorb next\n"
	"share\ten\twhole\tsure\tquibber\n"
	"app\ten\twhole\tcue\tmaybezorb\n"
	"app\ten\tinline\tcue\tmaybe quib\n";

static void
setup(void)
{
	memory = (struct t_memory){0};
	alloc = t_allocator(&memory);
	scan = (struct dc_scan){0};
	hits = cuts = (struct dc_array){0};
	phrases = dc_phrases_new(&alloc, &dc_built_in_phrases);
	ck_assert_ptr_nonnull(phrases);
	ck_assert_int_eq(dc_phrases_add(phrases, rules, strlen(rules), true, NULL),
			 DECLUTTER_OK);
}

static void
teardown(void)
{
	dc_phrases_free(phrases);
	dc_scan_clear(&alloc, &scan);
	dc_array_clear(&alloc, &hits, sizeof(struct dc_hit));
	dc_array_clear(&alloc, &cuts, sizeof(struct declutter_cut));
	ck_assert_uint_eq(memory.live, 0);
	ck_assert(!memory.wrong_size);
}

/* What is left of 'text', '~' where something went. */
static void
cut(const char *text, uint32_t keep, struct t_text *left)
{
	const struct declutter_cut *c;
	size_t from = 0, i;

	hits.len = 0;
	ck_assert(dc_scan(&alloc, &chars, text, strlen(text), &scan));
	ck_assert(dc_phrases_find(phrases, &scan, text, strlen(text), &hits));
	ck_assert(dc_cuts_find(&alloc, hits.data, hits.len, &scan, text, strlen(text),
			       keep, &cuts));
	c = cuts.data;
	left->len = 0;
	for (i = 0; i < cuts.len; i++) {
		ck_assert_uint_ge(c[i].start, from);
		ck_assert_uint_lt(c[i].start, c[i].end);
		ck_assert_uint_le(c[i].end, strlen(text));
		ck_assert_ptr_nonnull(c[i].evidence);
		t_append(left, text + from, c[i].start - from);
		t_add(left, "~");
		from = c[i].end;
	}
	t_add(left, text + from);
}

static const char *const cases[][2] = {
	/* inline: bracketed, after a comma, alone between sentences */
	{"The vote (zorb quib) was late on Monday.", "The vote ~ was late on Monday."},
	{"The vote [Zorb Quib] was late.", "The vote ~ was late."},
	{"The vote was too late (zorb quib).", "The vote was too late ~."},
	{"The vote was late (zorb quib) (zorb quib), too.", "The vote was late ~ ~, too."},
	{"The vote was late\xef\xbc\x88zorb quib\xef\xbc\x89\xe3\x80\x82", "The vote was late~\xe3\x80\x82"},
	{"The vote, zorb quib, was late.", "The vote~ was late."},
	{"The vote was late. Zorb quib. The mayor left.",
	 "The vote was late. ~ The mayor left."},
	{"The vote was late. Zorb quib", "The vote was late. ~"},
	{"Zorb quib The vote was late today.", "~ The vote was late today."},
	{"He said \xe2\x80\x9cno.\xe2\x80\x9d Zorb quib The mayor left.",
	 "He said \xe2\x80\x9cno.\xe2\x80\x9d ~ The mayor left."},
	{"\xe4\xba\xba\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82zorb quib",
	 "\xe4\xba\xba\xe4\xb8\xad\xe6\x96\x87\xe3\x80\x82~"},
	/* in the middle of a sentence it is content */
	{"The people of zorb quib voted late.", "The people of zorb quib voted late."},
	{"The vote was late. Zorb quib is a town.", "The vote was late. Zorb quib is a town."},
	{"The vote was late in zorb quib", "The vote was late in zorb quib"},
	/* a placeholder goes wherever it stands */
	{"Write to zorb protected for more help.", "Write to ~ for more help."},
	/* tails */
	{"The mayor left early. Zorbmore: Ten things to know", "The mayor left early. ~"},
	{"The mayor left early. Zorbmore on this story here", "The mayor left early. ~"},
	{"The mayor left early (zorbmore: ten things) on Monday.",
	 "The mayor left early ~ on Monday."},
	{"The mayor left early (zorbmore: ten things).", "The mayor left early ~."},
	{"The mayor left early\xef\xbc\x88zorbmore: ten\xef\xbc\x89", "The mayor left early~"},
	{"The mayor left early (zorbmore: ten things on Monday.",
	 "The mayor left early (zorbmore: ten things on Monday."},
	{"The mayor said zorbmore: it is a word", "The mayor said zorbmore: it is a word"},
	{"The mayor left early. Zorbmore ten things", "The mayor left early. Zorbmore ten things"},
	/* glued to the head or the tail */
	{"ZORB NEXTMinister resigns over dam", "~Minister resigns over dam"},
	{"zorb nextMinister resigns over dam", "~Minister resigns over dam"},
	{"Minister resigns over damZorb next", "Minister resigns over dam~"},
	{"Minister resigns over damZorb next.", "Minister resigns over dam~"},
	{"Minister resigns zorb nextOver the dam", "Minister resigns zorb nextOver the dam"},
	{"The mayor left early.Zorbmore: Ten things", "The mayor left early.~"},
	/* at least three words stay, or the block is judged as a whole */
	{"Two words. Zorb quib", "Two words. Zorb quib"},
	{"zorb nextMinister resigns", "zorb nextMinister resigns"},
	/* cues cut nothing */
	{"The vote was late (maybe quib) on Monday.", "The vote was late (maybe quib) on Monday."},
	{"maybezorbMinister resigns over dam", "maybezorbMinister resigns over dam"},
	/* several */
	{"The vote (zorb quib) was late (zorb quib) today.", "The vote ~ was late ~ today."},
	{"A tail of three. Zorbmore: one (zorb quib) two", "A tail of three. ~"}
};

START_TEST(chrome_stuck_to_content_is_cut)
{
	struct t_text left = {0};

	cut(cases[_i][0], 0, &left);
	ck_assert_str_eq(left.s, cases[_i][1]);
	t_clear(&left);
}
END_TEST

START_TEST(a_kept_category_is_not_cut)
{
	struct t_text left = {0};

	cut(cases[0][0], 1u << DECLUTTER_NEWSLETTER, &left);
	ck_assert_str_eq(left.s, cases[0][0]);
	cut(cases[0][0], ~(1u << DECLUTTER_NEWSLETTER), &left);
	ck_assert_str_eq(left.s, cases[0][1]);
	t_clear(&left);
}
END_TEST

START_TEST(a_long_tail_is_text)
{
	struct t_text text = {0}, left = {0};
	uint64_t seed = 0x7a11;

	t_add(&text, "The mayor left early. Zorbmore: ");
	t_sentence(&text, &seed, 60);
	cut(text.s, 0, &left);
	ck_assert_str_eq(left.s, text.s);
	t_clear(&text);
	t_clear(&left);
}
END_TEST

START_TEST(names_written_in_one_word_are_not_chrome)
{
	static const char *const names[] = {
		"We had dinner in the new CityPub", "GastroPub owners met on Monday night",
		"The campaign group ShareAction said so", "PrintWorks opens again on Monday night",
		"He studied at the TechAgora", "AdChoices is what the programme was called",
		"HomeAdvertisement was the name they gave it", "She now works for the firm DocuSign"
	};
	struct t_text left = {0};

	cut(names[_i], 0, &left);
	ck_assert_str_eq(left.s, names[_i]);
	t_clear(&left);
}
END_TEST

/* Cost must not grow with hits times tokens, nor hits times length. */
START_TEST(a_block_of_nothing_but_hits_costs_bounded_work)
{
	static const char *const bits[] = {
		"(zorbmore: ", "zorb protected ", "Zorb quib. ", "zorb protected (", ", zorb quib",
		"QuibberQuibber "
	};
	struct t_text text = {0}, left = {0};
	size_t i;

	for (i = 0; i < 80000; i++)
		t_add(&text, bits[_i]);
	cut(text.s, 0, &left);
	ck_assert_uint_gt(left.len, 0);
	t_clear(&text);
	t_clear(&left);
}
END_TEST

Suite *
cuts_suite(void)
{
	Suite *s = suite_create("cuts");
	TCase *tc = tcase_create("cuts");

	tcase_set_timeout(tc, 20);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, chrome_stuck_to_content_is_cut, 0, (int)T_LEN(cases));
	tcase_add_test(tc, a_kept_category_is_not_cut);
	tcase_add_test(tc, a_long_tail_is_text);
	tcase_add_loop_test(tc, names_written_in_one_word_are_not_chrome, 0, 8);
	tcase_add_loop_test(tc, a_block_of_nothing_but_hits_costs_bounded_work, 0, 6);
	suite_add_tcase(s, tc);
	return s;
}
