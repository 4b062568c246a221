/* SPDX-License-Identifier: MIT */
/* test_comments.c - readers' comments go as a section, and what looks like one stays */
#include <check.h>
#include <string.h>

#include "support.h"

Suite *comments_suite(void);

#define SAY "I have lived by that river for forty years, and nobody has ever asked us what " \
	"kind of wall we would like to have.\n\n"
#define TITLE "Minister resigns over Harnvik dam\n\n"
#define THREE "Ann Tove, 4 March 2026 at 10:12\n\n" SAY "Reply\n\nBo Ulv says:\n\n" SAY \
	"Reply\n\n"

/* A document, a line of it, and what becomes of that line. */
static const struct {
	const char *text, *line;
	enum declutter_category category;
	enum declutter_bounds bounds;
} cases[] = {
	/* the section: head, prose, what follows the last mark */
	{TITLE T_P1 T_P2 "3 comments\n\n" THREE, SAY, DECLUTTER_COMMENTS, DECLUTTER_BOUNDED},
	{TITLE T_P1 T_P2 "Kommentare (3)\n\n" THREE, SAY, DECLUTTER_COMMENTS, DECLUTTER_BOUNDED},
	{TITLE T_P1 T_P2 "Comments\n\n" THREE "Cy Wend wrote:\n\n" T_P3, T_P3, DECLUTTER_COMMENTS,
	 DECLUTTER_BOUNDED},
	/* too few marks, none, too far */
	{TITLE T_P1 T_P2 "3 comments\n\nAnn Tove says:\n\n" SAY T_P3, SAY, DECLUTTER_CONTENT,
	 DECLUTTER_BOUNDED},
	{TITLE T_P1 T_P2 "Comments\n\n" SAY T_P3, SAY, DECLUTTER_CONTENT, DECLUTTER_BOUNDED},
	{TITLE T_P1 T_P2 "3 comments\n\n" T_P1 T_P2 T_P3 T_P1 T_P2 T_P3 SAY THREE, T_P3, DECLUTTER_CONTENT,
	 DECLUTTER_BOUNDED},
	/* dates without a head make no section */
	{TITLE T_P1 T_P2 THREE, SAY, DECLUTTER_CONTENT, DECLUTTER_BOUNDED},
	/* a head above the article is a link to the section */
	{TITLE "3 comments\n\n4 March 2026\n\nUpdated 5 March 2026, 9:10\n\n" T_P1 T_P2
	 "Ann Tove, 4 March 2026 at 10:12\n\n" T_P3, T_P3, DECLUTTER_CONTENT, DECLUTTER_BOUNDED},
	/* a list of articles with their comments */
	{TITLE T_P1 T_P2 "3 comments\n\n4 March 2026\n\nFerry strike enters third week\n\n" T_P3
	 "5 comments\n\n4 March 2026\n\nSchool roof falls in the storm\n\n" SAY
	 "0 comments\n\n3 March 2026\n\n" T_P1, SAY, DECLUTTER_CONTENT, DECLUTTER_BOUNDED},
	/* a sentence that starts like a head */
	{TITLE T_P1 T_P2 "12 comments were read out in court, and the clerk noted each of them.\n\n"
	 THREE, SAY, DECLUTTER_CONTENT, DECLUTTER_BOUNDED},
	/* in a stream the next article is not swallowed */
	{TITLE T_P1 T_P2 "3 comments\n\n" THREE "Ferry strike enters its third week\n\n" T_P3, SAY,
	 DECLUTTER_COMMENTS, DECLUTTER_UNBOUNDED},
	{TITLE T_P1 T_P2 "3 comments\n\n" THREE "Ferry strike enters its third week\n\n" T_P3 T_P3 T_P3, T_P3,
	 DECLUTTER_CONTENT, DECLUTTER_UNBOUNDED},
	/* nor is one that has a link to its comments below the title, as the next has */
	{TITLE T_P1 T_P2 "Ferry strike enters third week\n\n0 comments\n\n4 March 2026, 10:12\n\n" SAY T_P3
	 "School roof falls in the storm\n\n0 comments\n\n4 March 2026, 11:30\n\nReply\n\n" T_P2,
	 SAY, DECLUTTER_CONTENT, DECLUTTER_UNBOUNDED}
};

START_TEST(a_section_goes_and_a_look_alike_stays)
{
	struct declutter_options opt;
	struct t_run r;
	struct t_text line = {0};

	declutter_options_init(&opt);
	opt.dedup = 0;
	t_start(&r, &opt);
	t_input(&r, cases[_i].bounds, cases[_i].text, strlen(cases[_i].text), T_WHOLE);
	t_append(&line, cases[_i].line, strcspn(cases[_i].line, "\n"));
	ck_assert_int_eq(t_find(&r, line.s)->category, cases[_i].category);
	t_free(&r);
	t_clear(&line);
}
END_TEST

/* However many there are: an article's section is not that of the one before. */
START_TEST(sections_go_from_all_articles_of_a_stream)
{
	static const char *const title[] = {
		"Minister resigns over Harnvik dam\n\n", "Ferry strike enters its third week\n\n",
		"School roof falls in the storm\n\n", "Council votes on the old bridge\n\n"
	};
	struct declutter_options opt;
	struct t_text text = {0};
	struct t_run r;
	size_t i, k, gone = 0;

	declutter_options_init(&opt);
	opt.dedup = 0;
	for (i = 0; i < T_LEN(title); i++) {
		t_add(&text, title[i]);
		for (k = 0; k < 11; k++)
			t_add(&text, T_P1 T_P2 T_P3);
		t_add(&text, "3 comments\n\n" THREE);
	}
	t_start(&r, &opt);
	t_input(&r, DECLUTTER_UNBOUNDED, text.s, text.len, T_WHOLE);
	t_finish(&r);
	for (i = 0; i < r.nblocks; i++)
		gone += r.blocks[i].removed && strncmp(r.blocks[i].text, SAY, 50) == 0;
	ck_assert_uint_eq(gone, 2 * T_LEN(title));
	t_free(&r);
	t_clear(&text);
}
END_TEST

START_TEST(what_is_protected_and_what_is_switched_off_stays)
{
	struct declutter_options opt;
	struct t_run r;
	int i;

	for (i = 0; i < 3; i++) {
		declutter_options_init(&opt);
		opt.dedup = 0;
		opt.keep = i == 0 ? 1u << DECLUTTER_COMMENTS : 0;
		opt.mode = i == 1 ? DECLUTTER_SAFE : DECLUTTER_DEFAULT;
		t_start(&r, &opt);
		if (i == 2)
			t_rules(&r, "!keep\ten\tprefix\tsure\ti have lived\n");
		t_input(&r, DECLUTTER_BOUNDED, cases[0].text, strlen(cases[0].text), T_WHOLE);
		ck_assert(!t_find(&r, "I have lived by that river for forty years, and nobody has "
				  "ever asked us what kind of wall we would like to have.")->removed);
		t_free(&r);
	}
}
END_TEST

Suite *
comments_suite(void)
{
	Suite *s = suite_create("comments");
	TCase *tc = tcase_create("comments");

	tcase_add_loop_test(tc, a_section_goes_and_a_look_alike_stays, 0, (int)T_LEN(cases));
	tcase_add_test(tc, sections_go_from_all_articles_of_a_stream);
	tcase_add_test(tc, what_is_protected_and_what_is_switched_off_stays);
	suite_add_tcase(s, tc);
	return s;
}
