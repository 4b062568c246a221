/* SPDX-License-Identifier: MIT */
/* test_lines.c - which line ends are no paragraph ends */
#include <check.h>
#include <stdio.h>

#include "lines.h"
#include "support.h"
#include "unicode.h"

Suite *lines_suite(void);

#define MAX_LINES 64

/* For each line of 'text' but the last: '+' joined to the next, '.' not. */
static void
join_pattern(const char *text, struct dc_wrap *wrap, char *pattern)
{
	struct dc_line lines[MAX_LINES] = {{0}};
	bool joins[MAX_LINES] = {false};
	size_t n = 0, i;

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		ck_assert_uint_lt(n, MAX_LINES);
		dc_line_read(text, len, &lines[n++]);
		text += len + (text[len] == '\n');
	}
	ck_assert_uint_gt(n, 0);
	dc_lines_join(lines, n, wrap, joins);
	ck_assert(!joins[n - 1]);
	for (i = 0; i + 1 < n; i++)
		pattern[i] = joins[i] ? '+' : '.';
	pattern[n - 1] = '\0';
}

static const struct {
	const char *text, *joins;
} cases[] = {
	/* links that an extractor put on lines of their own */
	{"Get the latest by following us on\nGoogle News,\nTwitter,\nFacebook\n"
	 ", and subscribe to our\nYouTube channel.", "+++++"},
	{"The minister told\nthe Harnvik Courier\nthat he would resign.", "++"},
	{"Read the report by\nAnna Lund", "+"},
	{"The plan, first reported by the\nCourier\n, was dropped on Monday.", "++"},
	{"He is the author of\nThe Long Dam", "+"},
	{"Der Minister sprach mit der\nTageszeitung", "+"},
	/* headlines, labels, lists */
	{"Minister resigns over dam\nFerry strike enters third week\nComet lander wakes up",
	 ".."},
	{"News\nSport\nWeather", ".."},
	{"Log in\nSign up\nRead on\nSubscribe", "..."},
	{"- first item and\n- second item and\n- third", ".."},
	{"\xe2\x80\xa2 flour\n\xe2\x80\xa2 butter", "."},
	{"  indented one\n  indented two", "."},
	{"flour\nbutter\nsalt", ".."},
	{"200 g flour\n100 g butter\na pinch of salt", ".."},
	{"Apples,\nPears,\nPlums,\nCherries", "..."},
	{"The rain has come\nand the river rose\nwe took the boat\nand the children",
	 "..."},
	{"Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\n"
	 "Rough winds do shake the darling buds of May,\n"
	 "And summer's lease hath all too short a date:", "..."},
	{"One paragraph that ends.\nanother that starts low.", "."},
	{"He said:\n\"I will not go.\"", "."},
	{"Q: Why?\nA: Because of the weather and the\nwind.", ".+"},
	{"Ends with a question?\n(and a bracket)", "."},
	{"Rovers 2\nUnited 1\nCity 0", ".."}
};

START_TEST(broken_sentences_join_and_lists_do_not)
{
	struct dc_wrap wrap = {0};
	char pattern[MAX_LINES];

	join_pattern(cases[_i].text, &wrap, pattern);
	ck_assert_str_eq(pattern, cases[_i].joins);
}
END_TEST

static const char prose[] =
	"The minister said on Monday that the dam above Harnvik would be opened in "
	"spring, after two years of repairs that cost the county more than any road "
	"it ever built, and that nobody downstream had anything to fear from the "
	"water. Residents who had waited since the flood were less sure of it. They "
	"asked for a second survey, an alarm that works at night and a bridge which "
	"does not have to be closed whenever the turbines start. The county council "
	"will vote on all three in March.";

/* Wrap greedily at 'width' columns. */
static void
wrap_text(const char *s, size_t width, struct t_text *out)
{
	size_t column = 0;

	out->len = 0;
	while (*s != '\0') {
		size_t n = strcspn(s, " ");

		if (column > 0 && column + 1 + n > width) {
			t_add(out, "\n");
			column = 0;
		} else if (column > 0) {
			t_add(out, " ");
			column++;
		}
		t_append(out, s, n);
		column += n;
		s += n + (s[n] == ' ');
	}
}

START_TEST(a_wrapped_paragraph_is_joined_at_any_usual_width)
{
	static const size_t widths[] = {60, 65, 66, 70, 72, 74, 76, 78, 80, 90, 100};
	struct dc_wrap wrap = {0};
	struct t_text text = {0};
	char pattern[MAX_LINES];

	wrap_text(prose, widths[_i], &text);
	join_pattern(text.s, &wrap, pattern);
	ck_assert_uint_ge(strlen(pattern), 4);
	ck_assert_ptr_null(strchr(pattern, '.'));
	ck_assert_uint_ge(wrap.width, widths[_i] - 8);
	ck_assert_uint_le(wrap.width, widths[_i]);
	t_clear(&text);
}
END_TEST

START_TEST(a_known_width_joins_two_short_wrapped_lines)
{
	static const char pair[] =
		"The council met on Tuesday in the old customs house by the harbour and\n"
		"Mrs Lund spoke.";
	struct dc_wrap wrap = {0};
	char pattern[MAX_LINES];

	join_pattern(pair, &wrap, pattern);
	ck_assert_str_eq(pattern, "+");	/* "and" ends no sentence */
	wrap.width = 72;
	join_pattern("The council met on Tuesday in the old customs house by the harbour in\n"
		     "Harnvik.", &wrap, pattern);
	ck_assert_str_eq(pattern, "+");
	wrap.width = 0;
	join_pattern("Minister Resigns Over Dam As Council Meets In The Old Customs House\n"
		     "Ferry Strike Enters Third Week As Talks Between The Two Sides Fail", &wrap,
		     pattern);
	ck_assert_str_eq(pattern, ".");
	ck_assert_uint_eq(wrap.width, 0);
}
END_TEST

START_TEST(two_paragraphs_without_a_blank_line_part_at_the_short_line)
{
	struct t_text text = {0}, both = {0};
	struct dc_wrap wrap = {0};
	char pattern[MAX_LINES];
	size_t first = 0, i;

	wrap_text(prose, 72, &text);
	for (i = 0; i < text.len; i++)
		first += text.s[i] == '\n';
	t_add(&both, text.s);
	t_add(&both, "\n");
	t_add(&both, text.s);
	join_pattern(both.s, &wrap, pattern);
	ck_assert_uint_eq(strspn(pattern, "+"), first);
	ck_assert_int_eq(pattern[first], '.');
	ck_assert_uint_eq(strspn(pattern + first + 1, "+"), first);
	t_clear(&text);
	t_clear(&both);
}
END_TEST

START_TEST(facts_of_a_line_are_read)
{
	struct dc_line line;

	dc_line_read("  \xe2\x80\xa2 W\xc3\xa4hrend wir, sagte er,  ", 30, &line);
	ck_assert(line.indented);
	dc_line_read("W\xc3\xa4hrend wir, sagte er, ", 24, &line);
	ck_assert_uint_eq(line.columns, 22);
	ck_assert_uint_eq(line.first_word, 7);
	ck_assert_uint_eq(line.nwords, 4);
	ck_assert(line.starts_upper && !line.starts_lower && !line.indented);
	ck_assert(line.ends_comma && !line.ends_sentence && !line.ends_open);
	dc_line_read("He said \xe2\x80\x9cno.\xe2\x80\x9d", 17, &line);
	ck_assert(line.ends_sentence);
	dc_line_read(", and so", 8, &line);
	ck_assert(line.starts_closing);
	dc_line_read("... and so", 10, &line);
	ck_assert(!line.starts_closing);
	dc_line_read("\xe4\xb8\xad\xe6\x96\x87", 6, &line);
	ck_assert(line.starts_caseless);
	ck_assert_uint_eq(line.columns, 2);
	dc_line_read(" \t ", 3, &line);
	ck_assert_uint_eq(line.nwords, 0);
	dc_line_read("\tx", 2, &line);
	ck_assert(line.indented);
	dc_line_read("x\xff\xfe", 3, &line);
	ck_assert_uint_eq(line.columns, 3);
}
END_TEST

START_TEST(every_word_that_ends_no_sentence_is_known)
{
	static const char words[] =
		"a about an and as at auf avec bei by con das de del dem den der des di die du "
		"ein eine el en et for from het il im in into la las le les los met mit notre "
		"nuestra nuestro och oder of og on op or ou our per su sur than the their to "
		"und unser unseren van via von with y your zum zur";
	const char *w = words;
	struct dc_line line;
	char text[80];
	size_t n, len, i;

	for (; *w != '\0'; w += n + (w[n] == ' ')) {
		n = strcspn(w, " ");
		len = (size_t)snprintf(text, sizeof(text), "He stood there %.*s", (int)n, w);
		dc_line_read(text, len, &line);
		ck_assert_msg(line.ends_open, "%s", text);
		for (i = 15; i < len; i++)
			text[i] = (char)(text[i] - 'a' + 'A');
		dc_line_read(text, len, &line);
		ck_assert_msg(line.ends_open, "%s", text);
		text[len] = 'q';
		dc_line_read(text, len + 1, &line);
		ck_assert_msg(!line.ends_open, "%s", text);
	}
}
END_TEST

/* Columns and words by a loop over bytes, for lines of any length. */
START_TEST(columns_and_words_are_counted)
{
	static const char some[] = "abc \t.\xc3\xa9\xff\r";
	uint64_t state = 0x11e5 + (uint64_t)_i;
	int round;

	for (round = 0; round < 300; round++) {
		uint32_t columns = 0, first = 0, nwords = 0;
		size_t len = 2 + t_below(&state, 400), i;
		struct dc_line line;
		char text[402];

		for (i = 0; i < len; i++) {
			bool blank;

			text[i] = some[t_below(&state, sizeof(some) - 1)];
			if (i == 0 || i + 1 == len)
				text[i] = 'x';
			blank = dc_is_blank(text[i]);
			columns += (text[i] & 0xc0) != 0x80;
			nwords += !blank && (i == 0 || dc_is_blank(text[i - 1]));
			if (!blank && nwords == 1)
				first = columns;
		}
		dc_line_read(text, len, &line);
		if (len > 400) {
			ck_assert_uint_eq(line.columns, UINT32_MAX);
			continue;
		}
		ck_assert_uint_eq(line.columns, columns);
		ck_assert_uint_eq(line.first_word, first);
		ck_assert_uint_eq(line.nwords, nwords < 15 ? nwords : 15);
	}
}
END_TEST

START_TEST(a_very_long_line_is_no_wrapped_line)
{
	struct t_text text = {0};
	struct dc_line line;
	uint64_t seed = 0x10e6;

	t_sentence(&text, &seed, 200);
	dc_line_read(text.s, text.len, &line);
	ck_assert_uint_eq(line.columns, UINT32_MAX);
	ck_assert(line.ends_sentence);
	t_clear(&text);
}
END_TEST

START_TEST(poems_and_tables_in_the_traps_stay_lines)
{
	static const char *const names[] = {
		"poem-refrain", "song-chorus", "league-table",
		"stock-table", "list-books", "list-packing", "match-results",
		"pipe-table", "cast-list"
	};
	struct dc_wrap wrap = {0};
	struct t_text text = {0};
	char path[100], pattern[MAX_LINES], *s, *end;

	snprintf(path, sizeof(path), "fixtures/traps/%s.txt", names[_i]);
	t_read_file(&text, path);
	for (s = text.s; *s != '\0'; s = end) {
		s += strspn(s, "\n");
		end = strstr(s, "\n\n");
		if (end == NULL)
			end = s + strlen(s);
		else
			*end++ = '\0';
		if (*s == '\0')
			continue;
		join_pattern(s, &wrap, pattern);
		ck_assert_msg(strchr(pattern, '+') == NULL, "%s: %s in\n%s", path,
			      pattern, s);
	}
	t_clear(&text);
}
END_TEST

Suite *
lines_suite(void)
{
	Suite *s = suite_create("lines");
	TCase *tc = tcase_create("lines");

	tcase_add_loop_test(tc, broken_sentences_join_and_lists_do_not, 0,
			    (int)T_LEN(cases));
	tcase_add_loop_test(tc, a_wrapped_paragraph_is_joined_at_any_usual_width, 0, 11);
	tcase_add_test(tc, a_known_width_joins_two_short_wrapped_lines);
	tcase_add_test(tc, two_paragraphs_without_a_blank_line_part_at_the_short_line);
	tcase_add_test(tc, facts_of_a_line_are_read);
	tcase_add_test(tc, every_word_that_ends_no_sentence_is_known);
	tcase_add_loop_test(tc, columns_and_words_are_counted, 0, 5);
	tcase_add_test(tc, a_very_long_line_is_no_wrapped_line);
	tcase_add_loop_test(tc, poems_and_tables_in_the_traps_stay_lines, 0, 9);
	suite_add_tcase(s, tc);
	return s;
}
