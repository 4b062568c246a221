/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/escape.h"

Suite *cli_escape_suite(void);

typedef void escape(struct output *o, const char *text, size_t len);

/* What 'function' makes of 'len' bytes; the caller frees it. */
static void
expect(escape *function, const char *text, size_t len, const char *want)
{
	char path[] = "/tmp/declutter-test.XXXXXX", got[256] = "";
	struct msg msg = {0};
	struct output *o;
	FILE *file;
	size_t n;

	ck_assert_int_ge(close(mkstemp(path)), 0);
	o = output_open(path, CODEC_NONE, &msg);
	ck_assert_ptr_nonnull(o);
	function(o, text, len);
	ck_assert(output_close(o, true));
	file = fopen(path, "rb");
	ck_assert_ptr_nonnull(file);
	n = fread(got, 1, sizeof(got) - 1, file);
	got[n] = '\0';
	fclose(file);
	unlink(path);
	ck_assert_str_eq(got, want);
}

static const struct {
	escape *function;
	const char *text;
	size_t len;
	const char *want;
} cases[] = {
	{escape_tsv, "a\tb\nc\rd\\", 8, "a\\tb\\nc\\rd\\\\"},
	{escape_tsv, "", 0, ""},
	{escape_json, "plain", 5, "\"plain\""},
	{escape_json, "\"\\\n\t", 4, "\"\\\"\\\\\\n\\t\""},
	{escape_json, "a\0b", 3, "\"a\\u0000b\""},
	{escape_json, "\xc3\xa9\xf0\x9f\x98\x80", 6,
	 "\"\xc3\xa9\xf0\x9f\x98\x80\""},
	{escape_json, "\xc3", 1, "\"\xef\xbf\xbd\""},
	{escape_json, "\xc0\xaf", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\""},
	{escape_json, "\xed\xa0\x80", 3,
	 "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
	{escape_json, "\xf4\x90\x80\x80", 4,
	 "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
	{escape_line, "  two \r\n\t words ", 16, "two words"},
	{escape_line, " \n ", 3, ""},
};

START_TEST(bytes_become_fields)
{
	expect(cases[_i].function, cases[_i].text, cases[_i].len,
	       cases[_i].want);
}
END_TEST

START_TEST(an_excerpt_ends_between_characters)
{
	ck_assert_uint_eq(escape_excerpt("abc", 3, 80), 3);
	ck_assert_uint_eq(escape_excerpt("abcdef", 6, 3), 3);
	ck_assert_uint_eq(escape_excerpt("ab\xc3\xa9", 4, 3), 2);
	ck_assert_uint_eq(escape_excerpt("\xf0\x9f\x98\x80x", 5, 3), 0);
	ck_assert_uint_eq(escape_excerpt("\xf0\x9f\x98\x80x", 5, 4), 4);
}
END_TEST

Suite *
cli_escape_suite(void)
{
	Suite *s = suite_create("cli/escape");
	TCase *t = tcase_create("escape");

	tcase_add_loop_test(t, bytes_become_fields, 0,
			    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(t, an_excerpt_ends_between_characters);
	suite_add_tcase(s, t);
	return s;
}
