/* SPDX-License-Identifier: MIT */
/*
 * test_chrome.c - each chrome rule where it should speak, and where a look-alike
 * should make it hold its tongue
 */
#include <check.h>

#include "support.h"

Suite *chrome_suite(void);

static const char rules[] =
	"share\ten\twhole\tsure\tzorb this\n"
	"share\ten\twhole\tsure\tzorbal\n"
	"app\ten\twhole\tcue\tmaybezorb\n"
	"newsletter\ten\tprefix\tsure\tjoin our zorbs\n"
	"!keep\ten\twhole\tsure\tzorb this stays\n"
	"!keep\ten\tprefix\tsure\tkeepzorb\n"
	"share\ten\tanywhere\tsure\tkeepzorb this\n";

/* One bounded document, the line in question, and what becomes of it. */
static const struct {
	const char *text, *line;
	enum declutter_category category;
} cases[] = {
	/* a sure phrase, anywhere; not as part of a sentence */
	{T_P1 "Zorb this\n\n" T_P2, "Zorb this", DECLUTTER_SHARE},
	{T_P1 "Zorb this town?\n\n" T_P2, "Zorb this town?", DECLUTTER_CONTENT},
	{T_P1 "\xe2\x80\x9cJoin our zorbs,\xe2\x80\x9d he said.\n\n" T_P2,
	 "\xe2\x80\x9cJoin our zorbs,\xe2\x80\x9d he said.", DECLUTTER_CONTENT},
	{T_P1 "Join our zorbs today\n\n" T_P2, "Join our zorbs today", DECLUTTER_NEWSLETTER},
	/* a !keep rule wins */
	{T_P1 "Zorb this stays\n\n" T_P2, "Zorb this stays", DECLUTTER_CONTENT},
	{T_P1 "Keepzorb this\n\n" T_P2, "Keepzorb this", DECLUTTER_CONTENT},
	/* a cue needs chrome beside it, or the tail */
	{T_P1 "maybezorb\n\n" T_P2, "maybezorb", DECLUTTER_CONTENT},
	{T_P1 T_P2 "zorbal\n\nmaybezorb\n", "maybezorb", DECLUTTER_APP},
	/* the page title goes when the headline stands again */
	{"Minister resigns over dam | Harnvik Courier\n\nMinister resigns over dam\n\n" T_P1 T_P2,
	 "Minister resigns over dam | Harnvik Courier", DECLUTTER_PAGE_TITLE},
	{"Harnvik Courier - Minister resigns over dam\n\nMinister resigns over dam\n\n" T_P1 T_P2,
	 "Harnvik Courier - Minister resigns over dam", DECLUTTER_PAGE_TITLE},
	{"Minister resigns over dam\n\nMinister resigns over dam\n\n" T_P1 T_P2,
	 "Minister resigns over dam", DECLUTTER_PAGE_TITLE},
	{"Minister resigns over dam | Harnvik Courier\n\nHarnvik, Monday\n\n" T_P1 T_P2,
	 "Minister resigns over dam | Harnvik Courier", DECLUTTER_CONTENT},
	{"Minister resigns over dam in second week\n\nMinister resigns over dam\n\n" T_P1 T_P2,
	 "Minister resigns over dam in second week", DECLUTTER_CONTENT},
	{"The sea is wide\n\nI cannot get across\n\nThe sea is wide\n\nnor have I wings\n",
	 "nor have I wings", DECLUTTER_CONTENT},
	/* label, byline and date round the title */
	{"Region\n\nMinister resigns over Harnvik dam\n\n" T_P1 T_P2, "Region",
	 DECLUTTER_NAVIGATION},
	{"Minister resigns over Harnvik dam\n\n12 March 2024\n\n" T_P1 T_P2, "12 March 2024",
	 DECLUTTER_BYLINE_DATE},
	{"Minister resigns over Harnvik dam\n\nBy Anna Lund\n\n" T_P1 T_P2, "By Anna Lund",
	 DECLUTTER_BYLINE_DATE},
	{"Von Kiel bis Rom: Die Bahn\n\n" T_P1 T_P2, "Von Kiel bis Rom: Die Bahn",
	 DECLUTTER_CONTENT},
	{"Text by: Anna Lund\n\n" T_P1 T_P2, "Text by: Anna Lund", DECLUTTER_BYLINE_DATE},
	{"Minister resigns over Harnvik dam\n\n" T_P1 "12 March 2024\n\n" T_P2 T_P3 T_P1,
	 "Minister resigns over Harnvik dam", DECLUTTER_CONTENT},
	{"Storm Hits Harnvik\n\nThousands without power as winds reach record levels\n\n" T_P1 T_P2,
	 "Storm Hits Harnvik", DECLUTTER_CONTENT},
	{"Love Letters\n\nA new novel about two people who never meet\n\n" T_P1 T_P2,
	 "Love Letters", DECLUTTER_CONTENT},
	{"Dear Anna\n\nThank you for the letter you sent us in the spring\n\n" T_P1 T_P2,
	 "Dear Anna", DECLUTTER_CONTENT},
	{"March 2024\n\n" T_P1 "April 2024\n\n" T_P2 "May 2024\n\n" T_P3, "April 2024",
	 DECLUTTER_CONTENT},
	{T_P1 "The wall\n\n" T_P2, "The wall", DECLUTTER_CONTENT},
	{T_P1 T_P2 "Anna Lund\n\n" T_P3 T_P1, "Anna Lund", DECLUTTER_CONTENT},
	/* a run of headlines after the last paragraph */
	{T_P1 T_P2 "Ferry Strike Enters Third Week Today\n\nComet Lander Wakes Up Again\n\n"
	 "Council Votes Down Bridge Plan\n\nSchool Roof Falls In Harnvik\n",
	 "Council Votes Down Bridge Plan", DECLUTTER_RELATED},
	{T_P1 "Ferry Strike Enters Third Week Today\n\n" T_P2, "Ferry Strike Enters Third Week Today",
	 DECLUTTER_CONTENT},
	{T_P1 T_P2 "Ferry Strike Enters Third Week Today\n", "Ferry Strike Enters Third Week Today",
	 DECLUTTER_CONTENT},
	{T_P1 T_P2 "two cups of flour\n\none cup of sugar\n\na pinch of salt\n\nthree eggs\n",
	 "one cup of sugar", DECLUTTER_CONTENT},
	{T_P1 T_P2 "Rovers 2 United 1\n\nCity 0 Albion 0\n\nTown 3 County 3\n",
	 "City 0 Albion 0", DECLUTTER_CONTENT},
	{"Ferry Strike Enters Third Week\n\nComet Lander Wakes Up Again\n\n"
	 "Council Votes Down Bridge Plan\n\n" T_P1 T_P2, "Comet Lander Wakes Up Again",
	 DECLUTTER_CONTENT},
	/* a menu: phrases side by side, labels among known labels */
	{T_P1 T_P2 "zorbal zorbal zorbal\n", "zorbal zorbal zorbal", DECLUTTER_SHARE},
	{T_P1 T_P2 "zorbal zorbal zorbal wizzle\n", "zorbal zorbal zorbal wizzle", DECLUTTER_CONTENT},
	{"zorbal\n\nzorb this\n\nWeather\n\nzorbal\n\nmaybezorb\n\nThe title of this article\n\n"
	 T_P1 T_P2, "Weather", DECLUTTER_NAVIGATION},
	{"Flour\n\nSugar\n\nSalt\n\nEggs\n\nButter\n", "Salt", DECLUTTER_CONTENT}
};

static void
judge(struct t_run *r, const struct declutter_options *opt, const char *text)
{
	t_start(r, opt);
	t_rules(r, rules);
	t_input(r, DECLUTTER_BOUNDED, text, strlen(text), T_WHOLE);
	t_finish(r);
	ck_assert_int_eq(r->status, DECLUTTER_OK);
}

START_TEST(chrome_goes_and_its_look_alikes_stay)
{
	const struct t_block *b;
	struct t_run r;

	judge(&r, NULL, cases[_i].text);
	b = t_find(&r, cases[_i].line);
	ck_assert_msg(b->category == cases[_i].category, "\"%s\" is %s (%s), not %s",
		      cases[_i].line, declutter_category_name(b->category), b->evidence,
		      declutter_category_name(cases[_i].category));
	ck_assert(b->removed == (cases[_i].category != DECLUTTER_CONTENT));
	ck_assert(!b->removed || (b->score > 0 && b->evidence[0] != '\0'));
	t_free(&r);
}
END_TEST

START_TEST(a_kept_category_stays)
{
	struct declutter_options opt;
	struct t_run r;

	declutter_options_init(&opt);
	opt.keep = 1u << DECLUTTER_SHARE;
	judge(&r, &opt, T_P1 "Zorb this\n\nJoin our zorbs today\n\n" T_P2);
	ck_assert(!t_find(&r, "Zorb this")->removed);
	ck_assert(t_find(&r, "Join our zorbs today")->removed);
	t_free(&r);
}
END_TEST

START_TEST(the_safe_mode_takes_phrases_only)
{
	static const char text[] =
		"Region\n\nMinister resigns over Harnvik dam\n\n12 March 2024\n\n" T_P1 T_P2
		"Zorb this\n\nmaybezorb\n\n"
		"Ferry Strike Enters Third Week Today\n\nComet Lander Wakes Up Again\n\n"
		"Council Votes Down Bridge Plan\n\nSchool Roof Falls In Harnvik\n";
	struct declutter_options opt;
	struct t_run r;
	size_t i;

	declutter_options_init(&opt);
	opt.mode = DECLUTTER_SAFE;
	judge(&r, &opt, text);
	for (i = 0; i < r.nblocks; i++)
		ck_assert_msg(r.blocks[i].removed ==
			      (strcmp(r.blocks[i].text, "Zorb this") == 0), "%s",
			      r.blocks[i].text);
	t_free(&r);
}
END_TEST

START_TEST(without_chrome_nothing_is_chrome)
{
	struct declutter_options opt;
	struct t_run r;

	declutter_options_init(&opt);
	opt.chrome = 0;
	judge(&r, &opt, T_P1 "Zorb this\n\nThe vote (zorb this) was late.\n");
	ck_assert(!t_find(&r, "Zorb this")->removed);
	ck_assert_uint_eq(r.stats.cuts, 0);
	ck_assert_uint_eq(r.stats.kept_bytes, r.stats.bytes);
	t_free(&r);
}
END_TEST

/* Feed 'n' documents of different prose with 'line' at the end of each. */
static void
judge_many(struct t_run *r, const char *line, size_t n, bool in_body)
{
	uint64_t seed = 0xd0c5;
	struct t_text text = {0};
	size_t i;

	t_start(r, NULL);
	for (i = 0; i < n; i++) {
		text.len = 0;
		t_sentence(&text, &seed, 20);
		t_add(&text, "\n\n");
		t_add(&text, line);
		t_add(&text, "\n\n");
		if (in_body)
			t_sentence(&text, &seed, 20);
		t_input(r, DECLUTTER_BOUNDED, text.s, text.len, T_WHOLE);
	}
	t_finish(r);
	ck_assert_int_eq(r->status, DECLUTTER_OK);
	t_clear(&text);
}

/* How many blocks with this text were removed; -1 if another block was. */
static int
count_removed(const struct t_run *r, const char *text)
{
	int n = 0;
	size_t i;

	for (i = 0; i < r->nblocks; i++) {
		bool is = strcmp(r->blocks[i].text, text) == 0;

		if (r->blocks[i].removed && !is)
			return -1;
		n += r->blocks[i].removed;
	}
	return n;
}

START_TEST(a_text_of_many_documents_is_a_template_from_the_fourth_on)
{
	struct t_run r;

	judge_many(&r, "The house of wizzle words", 6, false);
	ck_assert_int_eq(count_removed(&r, "The house of wizzle words"), 3);
	ck_assert_int_eq(t_find(&r, "The house of wizzle words")->removed, false);
	ck_assert_int_eq(r.blocks[r.nblocks - 1].category, DECLUTTER_TEMPLATE);
	t_free(&r);
}
END_TEST

START_TEST(what_people_say_and_subheadings_are_no_templates)
{
	struct t_run r;

	judge_many(&r, "He declined to comment.", 7, false);
	ck_assert_int_eq(count_removed(&r, "He declined to comment."), 0);
	t_free(&r);
	judge_many(&r, "He declined to comment.", 40, true);
	ck_assert_int_eq(count_removed(&r, "He declined to comment."), 0);
	t_free(&r);
	judge_many(&r, "What happens next", 40, true);
	ck_assert_int_eq(count_removed(&r, "What happens next"), 0);
	t_free(&r);
}
END_TEST

START_TEST(the_headline_of_another_document_is_a_related_link)
{
	static const char title[] = "Minister resigns over Harnvik dam";
	struct t_run r;

	t_start(&r, NULL);
	t_input(&r, DECLUTTER_BOUNDED, "Minister resigns over Harnvik dam\n\n" T_P1 T_P2,
		strlen(title) + 2 + strlen(T_P1 T_P2), T_WHOLE);
	t_input(&r, DECLUTTER_BOUNDED,
		"Ferry strike enters its third week\n\n" T_P3 "Minister resigns over Harnvik dam\n",
		36 + strlen(T_P3) + strlen(title) + 1, T_WHOLE);
	t_finish(&r);
	ck_assert(!r.blocks[0].removed);
	ck_assert_str_eq(r.blocks[r.nblocks - 1].text, title);
	ck_assert(r.blocks[r.nblocks - 1].removed);
	ck_assert_int_eq(r.blocks[r.nblocks - 1].category, DECLUTTER_RELATED);
	t_free(&r);
}
END_TEST

Suite *
chrome_suite(void)
{
	Suite *s = suite_create("chrome");
	TCase *tc = tcase_create("chrome");

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, chrome_goes_and_its_look_alikes_stay, 0,
			    (int)T_LEN(cases));
	tcase_add_test(tc, a_kept_category_stays);
	tcase_add_test(tc, the_safe_mode_takes_phrases_only);
	tcase_add_test(tc, without_chrome_nothing_is_chrome);
	tcase_add_test(tc, a_text_of_many_documents_is_a_template_from_the_fourth_on);
	tcase_add_test(tc, what_people_say_and_subheadings_are_no_templates);
	tcase_add_test(tc, the_headline_of_another_document_is_a_related_link);
	suite_add_tcase(s, tc);
	return s;
}
