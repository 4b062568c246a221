/* SPDX-License-Identifier: MIT */
/* test_view.c - what chrome rules see of one block, and which neighbours */
#include <check.h>
#include <stdlib.h>

#include "built_in.h"
#include "support.h"
#include "window.h"

Suite *view_suite(void);

static struct t_memory memory;
static struct declutter_allocator alloc;
static struct dc_chars chars;
static struct dc_phrases *phrases;
static struct dc_scan scan;
static struct dc_array hits;

static const char rules[] =
	"share\ten\twhole\tsure\tzorb\n"
	"share\ten\twhole\tsure\tquib\n"
	"app\ten\twhole\tcue\tblat\n"
	"app\ten\twhole\tcue\tblat wuz\n"
	"app\ten\twhole\tcue\tblat wuz vex\n"
	"newsletter\ten\tprefix\tsure\tjoin the zorbs\n"
	"newsletter\ten\tanywhere\tsure\tzorbletter\n"
	"!keep\ten\tprefix\tsure\tzorb stays\n";

static void
setup(void)
{
	memory = (struct t_memory){0};
	alloc = t_allocator(&memory);
	scan = (struct dc_scan){0};
	hits = (struct dc_array){0};
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
	ck_assert_uint_eq(memory.live, 0);
}

static struct dc_view
look(const char *text)
{
	struct dc_view v;

	hits.len = 0;
	ck_assert(dc_scan(&alloc, &chars, text, strlen(text), &scan));
	ck_assert(dc_phrases_find(phrases, &scan, text, strlen(text), &hits));
	dc_view_read(&v, &scan, (struct dc_span){text, strlen(text)}, hits.data, hits.len);
	return v;
}

#define PROSE "The river rose again on Monday and the people of the lower town " \
	"carried their chairs up the hill."

/* Flags that must be set, and flags that must not. */
static const struct {
	const char *text, *set, *unset;
} flags[] = {
	{PROSE, "prose sentence", "label title names date chrome"},
	{"The river rose again.", "sentence", "prose label title"},
	{"The river rose again and the people of the lower town carried their chairs "
	 "up the hill to the", "", "prose sentence"},
	{"The river rose again and the people of the lower town carried their chairs "
	 "up the hill...", "", "prose sentence"},
	{"\xe2\x80\x9cWe go,\xe2\x80\x9d she said.", "sentence quoted", "bullet label"},
	{"\xe2\x80\xa2 Bring the chairs", "bullet", "label quoted"},
	{"Local News", "label names", "prose title sentence"},
	{"Anna Lund", "label names", "date"},
	{"Anna Lund, Harnvik", "names", "sentence"},
	{"ANNA LUND", "label", "names"},
	{"Anna lund", "label", "names"},
	{"Anna Lund 3", "label", "names"},
	{"Read on.", "sentence", "label"},
	{"Minister Resigns Over Harnvik Dam", "title", "label sentence"},
	{"Minister resigns over Harnvik dam", "", "title label"},
	{"Was The Dam Ever Safe? Engineers Differ", "title", ""},
	{"\xe2\x80\xa2 Minister Resigns Over Harnvik Dam", "bullet", "title"},
	{"12 March 2024", "date", "names"},
	{"2024-03-12", "date", ""},
	{"12.03.2024 11:30", "date", ""},
	{"$1,227.00", "", "date"},
	{"March brought 12 floods", "", "date"},
	{"In March 2024 the river rose.", "", "date"},
	{"zorb", "chrome sure", "protect tiled"},
	{"zorb stays", "protect", "chrome"},
	{"Zorb stays where it is", "protect", "chrome sure"},
	{"blat", "cue", "chrome sure"},
	{"zorb quib zorb", "chrome tiled", ""},
	{"zorb quib", "", "tiled"},
	{"zorb quib zorb today", "", "tiled chrome"},
	{"Blat wuz vex", "cue", "tiled chrome"},
	{"join the zorbs", "sure", ""},
	{"Join the zorbs and learn more", "sure", ""},
	{"\xe2\x80\x9cJoin the zorbs,\xe2\x80\x9d he said", "quoted", "sure chrome"},
	{"we read the zorbletter", "sure", ""},
	{"\xe2\x80\x9cwe read the zorbletter\xe2\x80\x9d", "quoted", "sure"}
};

static bool
has(const struct dc_view *v, const char *flag, size_t n)
{
	const struct {
		const char *name;
		bool is;
	} all[] = {
		{"prose", v->prose}, {"sentence", v->sentence}, {"label", v->label},
		{"title", v->title_case}, {"names", v->names}, {"date", v->date},
		{"chrome", v->chrome}, {"quoted", v->quoted}, {"bullet", v->bullet},
		{"sure", v->sure != NULL}, {"cue", v->cue != NULL},
		{"protect", v->protect}, {"tiled", v->tiled}
	};
	size_t i;

	for (i = 0; i < T_LEN(all); i++)
		if (strlen(all[i].name) == n && memcmp(all[i].name, flag, n) == 0)
			return all[i].is;
	ck_abort_msg("no flag %s", flag);
	return false;
}

static void
check_flags(const char *text, const char *names, bool wanted)
{
	struct dc_view v = look(text);

	while (*names != '\0') {
		size_t n = strcspn(names, " ");

		ck_assert_msg(has(&v, names, n) == wanted, "\"%s\" is%s %.*s", text,
			      wanted ? " not" : "", (int)n, names);
		names += n + (names[n] == ' ');
	}
}

START_TEST(a_block_shows_what_it_is)
{
	check_flags(flags[_i].text, flags[_i].set, true);
	check_flags(flags[_i].text, flags[_i].unset, false);
}
END_TEST

START_TEST(a_long_paragraph_is_no_chrome_for_its_first_words)
{
	struct t_text text = {0};
	uint64_t seed = 0x91e5;
	struct dc_view v;

	t_add(&text, "Join the zorbs ");
	t_sentence(&text, &seed, 100);
	v = look(text.s);
	ck_assert(v.sure == NULL && !v.chrome && v.prose);
	t_clear(&text);
}
END_TEST

START_TEST(equal_words_have_equal_hashes)
{
	uint64_t hash = look("Minister resigns, over dam!").hash;

	ck_assert_uint_eq(look("MINISTER resigns over dam").hash, hash);
	ck_assert_uint_ne(look("Minister resigns over dams").hash, hash);
	ck_assert_uint_ne(look("Ministerresigns over dam").hash, hash);
}
END_TEST

START_TEST(the_window_ends_with_the_document)
{
	struct dc_window *w = calloc(1, sizeof(*w));
	uint64_t i;

	ck_assert_ptr_nonnull(w);
	w->first = 300;
	w->next = 400;
	for (i = w->first; i < w->next; i++)
		w->view[i & (DC_WINDOW - 1)].document = i / 50;
	ck_assert_ptr_eq(dc_window_near(w, 320, 3), dc_window_at(w, 323));
	ck_assert_ptr_eq(dc_window_near(w, 320, -20), dc_window_at(w, 300));
	ck_assert_ptr_null(dc_window_near(w, 320, -21));
	ck_assert_ptr_null(dc_window_near(w, 349, 1));
	ck_assert_ptr_null(dc_window_near(w, 350, -1));
	ck_assert_ptr_nonnull(dc_window_near(w, 350, 1));
	ck_assert_ptr_null(dc_window_near(w, 399, 1));
	w->first = 0;
	w->next = 2;
	ck_assert_ptr_null(dc_window_near(w, 1, -2));
	free(w);
}
END_TEST

Suite *
view_suite(void)
{
	Suite *s = suite_create("view");
	TCase *tc = tcase_create("view");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_block_shows_what_it_is, 0, (int)T_LEN(flags));
	tcase_add_test(tc, a_long_paragraph_is_no_chrome_for_its_first_words);
	tcase_add_test(tc, equal_words_have_equal_hashes);
	tcase_add_test(tc, the_window_ends_with_the_document);
	suite_add_tcase(s, tc);
	return s;
}
