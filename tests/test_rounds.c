/* SPDX-License-Identifier: MIT */
/* test_rounds.c - what a second run would remove goes in the first */
#include <check.h>
#include <string.h>

#include "support.h"

Suite *rounds_suite(void);

static const char *const labels[] = {
	"Harbour", "News", "Sport", "Weather", "Ferries", "Islands", "Markets", "Letters",
	"Home", "Contact", "About us", "Subscribe", "Log in", "Menu", "Search", "Archive"
};
static const char *const asides[] = {
	"By Hanna Torv", "12 March 2021", "Updated 14:05", "Photo: Ole Brandt", "Share this",
	"Follow us on Facebook", "Accept all cookies", "Related articles", "Most read",
	"Advertisement", "Sign up for our newsletter", "3 comments", "Opinion", "Print"
};
static const char *const headlines[] = {
	"Council Votes To Close The Old Bridge", "New Ferry Timetable Starts In June",
	"Storm tears roof off the fish market", "Why The Lighthouse Was Lit Again",
	"Herring prices fall for a third week", "Five Walks For A Rainy Sunday"
};

#define PICK(list, seed) list[t_below(seed, T_LEN(list))]

/* A line of the kinds that pages have, each as often as 'mix' says. */
static void
add_line(struct t_text *t, uint64_t *seed, size_t mix)
{
	size_t kind = t_below(seed, 10);

	if (kind < mix)
		t_sentence(t, seed, 6 + t_below(seed, 40));
	else if (kind < 7)
		t_add(t, PICK(labels, seed));
	else if (kind < 9)
		t_add(t, PICK(asides, seed));
	else
		t_add(t, PICK(headlines, seed));
	t_add(t, "\n\n");
}

/* A page: what stands above an article, the article, what stands below. */
static void
make_page(struct t_text *page, uint64_t *seed)
{
	size_t mix = t_below(seed, 4), i;

	for (i = t_below(seed, 60); i > 0; i--)
		add_line(page, seed, mix);
	t_add(page, PICK(headlines, seed));
	t_add(page, "\n\n");
	for (i = t_below(seed, 12); i > 0; i--)
		add_line(page, seed, 8);
	for (i = t_below(seed, 90); i > 0; i--)
		add_line(page, seed, mix);
}

/* A page of teasers: each has a headline, who and when, and one of few paragraphs. */
static void
make_list(struct t_text *page, uint64_t *seed)
{
	struct t_text texts[3] = {{0}};
	size_t i, n = 1 + t_below(seed, T_LEN(texts));

	for (i = 0; i < n; i++)
		t_sentence(&texts[i], seed, 14 + t_below(seed, 40));
	for (i = t_below(seed, 12); i > 0; i--)
		add_line(page, seed, t_below(seed, 7));
	for (i = 2 + t_below(seed, 20); i > 0; i--) {
		t_add(page, PICK(headlines, seed));
		t_add(page, "\n\n");
		t_add(page, PICK(asides, seed));
		t_add(page, "\n\n");
		t_add(page, texts[t_below(seed, n)].s);
		t_add(page, "\n\n");
	}
	for (i = 0; i < n; i++)
		t_clear(&texts[i]);
}

static void
run(struct t_run *r, const struct t_text *page, int dedup)
{
	struct declutter_options opt;

	declutter_options_init(&opt);
	opt.dedup = dedup;
	t_start(r, &opt);
	t_input(r, DECLUTTER_BOUNDED, page->s, page->len, T_WHOLE);
	t_finish(r);
	ck_assert_int_eq(r->status, DECLUTTER_OK);
}

/* A page that is made so loses nothing more when its output comes again. */
static void
check_again(void (*make)(struct t_text *page, uint64_t *seed), uint64_t seed, int dedup)
{
	struct t_text page = {0};
	struct t_run once, again;
	size_t i;

	make(&page, &seed);
	run(&once, &page, dedup);
	run(&again, &once.out, dedup);
	for (i = 0; i < again.nblocks; i++)
		ck_assert_msg(!again.blocks[i].removed, "removed from its own output: %.*s",
			      (int)again.blocks[i].ntext, again.blocks[i].text);
	t_free(&once);
	t_free(&again);
	t_clear(&page);
}

START_TEST(a_page_loses_nothing_more_when_it_comes_again)
{
	check_again(make_page, 0x207d + (uint64_t)_i, 0);
}
END_TEST

START_TEST(what_goes_as_a_copy_is_no_context_to_what_stays)
{
	check_again(make_list, 0xc0b1e5 + (uint64_t)_i, 1);
}
END_TEST

Suite *
rounds_suite(void)
{
	Suite *s = suite_create("rounds");
	TCase *tc = tcase_create("rounds");

	tcase_add_loop_test(tc, a_page_loses_nothing_more_when_it_comes_again, 0, 300);
	tcase_add_loop_test(tc, what_goes_as_a_copy_is_no_context_to_what_stays, 0, 300);
	suite_add_tcase(s, tc);
	return s;
}
