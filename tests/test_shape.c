/* SPDX-License-Identifier: MIT */
/* test_shape.c - what a scan measures of a block besides its tokens */
#include <check.h>

#include "scan.h"
#include "support.h"

Suite *shape_suite(void);

static struct dc_chars chars;
static struct dc_scan scan;

static const struct dc_shape *
shape_of(const char *s)
{
	struct declutter_allocator a = dc_default_allocator;

	dc_scan_clear(&a, &scan);
	ck_assert(dc_scan(&a, &chars, s, strlen(s), &scan));
	return &scan.shape;
}

static void
teardown(void)
{
	struct declutter_allocator a = dc_default_allocator;

	dc_scan_clear(&a, &scan);
}

START_TEST(characters_are_counted_by_kind)
{
	const struct dc_shape *s = shape_of("The UN said: 12 men, 3.5% more. \xc3\x89lan | X!");

	ck_assert_uint_eq(s->letters, 21);
	ck_assert_uint_eq(s->upper, 5);
	ck_assert_uint_eq(s->lower, 16);
	ck_assert_uint_eq(s->digits, 4);
	ck_assert_uint_eq(s->commas, 1);
	ck_assert_uint_eq(s->separators, 1);
	ck_assert_uint_eq(s->title_tokens, 4);
	ck_assert_uint_eq(s->caps_tokens, 1);
	ck_assert_uint_eq(s->number_tokens, 2);
	ck_assert_uint_eq(s->word_tokens, 7);
	ck_assert_uint_eq(s->sentences, 2);
	ck_assert_uint_eq(s->invalid, 0);
}
END_TEST

static const struct {
	const char *text;
	unsigned units;
} units[] = {
	{"", 0}, {"   ", 0}, {"abc", 3}, {"ab cd", 5}, {" ab  cd ", 5},
	{"a\nb", 3}, {"a\xc2\xad" "b", 2}, {"\xe4\xb8\xad", 2},
	{"\xe4\xb8\xad\xe6\x96\x87", 5}, {"\xe4\xb8\xad\xe6\x96\x87 ab", 8},
	{"\xd9\x84\xd9\x8e", 1}, {"caf\xc3\xa9", 4}, {"cafe\xcc\x81", 4}
};

START_TEST(length_is_in_latin_characters)
{
	ck_assert_uint_eq(shape_of(units[_i].text)->units, units[_i].units);
}
END_TEST

static const struct {
	const char *text;
	unsigned sentences;
} sentences[] = {
	{"One. Two! Three?", 3}, {"U.S. officials", 1}, {"3.5 per cent", 0},
	{"He said \"no.\" Then", 1}, {"Wait... what", 1}, {"www.site.com", 0},
	{"\xe4\xb8\xad\xe3\x80\x82\xe6\x96\x87\xe3\x80\x82", 2}, {"no end", 0},
	{"(Really.)", 1}, {"\xd9\x84\xd8\x9f", 1}
};

START_TEST(sentences_end_before_a_blank_or_a_closing_mark)
{
	ck_assert_uint_eq(shape_of(sentences[_i].text)->sentences,
			  sentences[_i].sentences);
}
END_TEST

static const struct {
	const char *text;
	unsigned first, last;	/* bits that must be set */
	bool ellipsis, quote;
} ends[] = {
	{"Plain words", DC_UPPER, DC_LOWER, false, false},
	{"A sentence.", DC_UPPER, DC_TERMINAL, false, false},
	{"\xe2\x80\x9cQuoted.\xe2\x80\x9d", DC_QUOTE, DC_TERMINAL, false, true},
	{"(In brackets.)", DC_OPENER, DC_TERMINAL, false, true},
	{"\xe2\x80\xa2 item", DC_BULLET, DC_LOWER, false, false},
	{"- item,", DC_DASH | DC_BULLET, DC_COMMA, false, false},
	{"More...", DC_UPPER, DC_TERMINAL, true, false},
	{"More\xe2\x80\xa6", DC_UPPER, DC_TERMINAL, true, false},
	{"Title:", DC_UPPER, DC_COLON, false, false},
	{"  Why?  ", DC_UPPER, DC_TERMINAL, false, false}
};

START_TEST(the_first_and_the_last_character_are_known)
{
	const struct dc_shape *s = shape_of(ends[_i].text);

	ck_assert_uint_eq(s->first & ends[_i].first, ends[_i].first);
	ck_assert_uint_eq(s->last & ends[_i].last, ends[_i].last);
	ck_assert(s->ends_ellipsis == ends[_i].ellipsis);
	ck_assert(s->ends_quote == ends[_i].quote);
}
END_TEST

static const struct {
	const char *text;
	bool url, email, at, hash, copyright;
} signs[] = {
	{"see https://example.org/x", true, false, false, false, false},
	{"scheme: // none", false, false, false, false, false},
	{"write to a@b.org", false, true, false, false, false},
	{"by @someone", false, false, true, false, false},
	{"@someone", false, false, true, false, false},
	{"#tag", false, false, false, true, false},
	{"\xc2\xa9 2024", false, false, false, false, true},
	{"(c) 2024", false, false, false, false, false}
};

START_TEST(signs_of_the_web_are_noticed)
{
	const struct dc_shape *s = shape_of(signs[_i].text);

	ck_assert(s->has_url == signs[_i].url);
	ck_assert(s->has_email == signs[_i].email);
	ck_assert(s->has_at == signs[_i].at);
	ck_assert(s->has_hash == signs[_i].hash);
	ck_assert(s->has_copyright == signs[_i].copyright);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_are_counted)
{
	ck_assert_uint_eq(shape_of("a\xff\xfe" "b\xc3")->invalid, 3);
	ck_assert_uint_eq(shape_of("\xef\xbf\xbd")->invalid, 0);
}
END_TEST

/* How many tokens look like words grown together. */
static size_t
count_glued(const char *s)
{
	size_t n = 0, i;

	shape_of(s);
	for (i = 0; i < scan.tokens.len; i++)
		n += (dc_scan_tokens(&scan)[i].flags & DC_TOKEN_GLUED) != 0;
	return n;
}

START_TEST(words_grown_together_are_told)
{
	ck_assert_uint_eq(count_glued("SCROLL FOR NEXTMinister resigns"), 1);
	ck_assert_uint_eq(count_glued("oneTwo threeFourFive"), 2);
	ck_assert_uint_eq(count_glued("One Two THREE Mps"), 0);
}
END_TEST

Suite *
shape_suite(void)
{
	Suite *s = suite_create("shape");
	TCase *tc = tcase_create("shape");

	tcase_add_checked_fixture(tc, NULL, teardown);
	tcase_add_test(tc, characters_are_counted_by_kind);
	tcase_add_loop_test(tc, length_is_in_latin_characters, 0, (int)T_LEN(units));
	tcase_add_loop_test(tc, sentences_end_before_a_blank_or_a_closing_mark, 0,
			    (int)T_LEN(sentences));
	tcase_add_loop_test(tc, the_first_and_the_last_character_are_known, 0,
			    (int)T_LEN(ends));
	tcase_add_loop_test(tc, signs_of_the_web_are_noticed, 0, (int)T_LEN(signs));
	tcase_add_test(tc, bytes_that_are_no_utf8_are_counted);
	tcase_add_test(tc, words_grown_together_are_told);
	suite_add_tcase(s, tc);
	return s;
}
