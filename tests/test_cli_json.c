/* SPDX-License-Identifier: MIT */
/* test_cli_json.c - where members of a record stand, and what is no record */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"

Suite *cli_json_suite(void);

static struct json json;

static void
setup(void)
{
	json = (struct json){.paths = {"text", "meta.id", "a.b.c", NULL}};
}

static void
teardown(void)
{
	json_free(&json);
}

/* The raw value of a path, as "value" or "-" if it is absent. */
static void
raw(char *to, size_t size, const char *record, const struct json_value *v)
{
	if (v->kind == JSON_ABSENT)
		snprintf(to, size, "-");
	else
		snprintf(to, size, "%.*s", (int)(v->end - v->start),
			 record + v->start);
}

/* A record, and the raw values of the three paths. */
static const struct {
	const char *record, *values[3];
} records[] = {
	{"{}", {"-", "-", "-"}},
	{"{\"text\":\"x\"}", {"\"x\"", "-", "-"}},
	{" { \"text\" :\t\"a\\\"b\" , \"n\" : -1.5e3 } ", {"\"a\\\"b\"", "-", "-"}},
	{"{\"meta\":{\"id\":12,\"text\":\"no\"},\"text\":null}", {"null", "12", "-"}},
	{"{\"a\":{\"b\":{\"c\":[1,{\"c\":2}]}},\"b\":{\"c\":3}}", {"-", "-", "[1,{\"c\":2}]"}},
	{"{\"a\":[{\"b\":{\"c\":1}}],\"meta\":[{\"id\":1}]}", {"-", "-", "-"}},
	{"{\"a\":{\"x\":{\"c\":1},\"b\":{\"c\":{ }}}}", {"-", "-", "{ }"}},
	{"{\"a\":{\"b\":1},\"meta\":{\"x\":[]},\"text\":{\"text\":\"in\"}}",
	 {"{\"text\":\"in\"}", "-", "-"}},
	{"{\"te\\u0078t\":\"x\",\"meta\":{\"id\":true}}", {"\"x\"", "true", "-"}},
	{"{\"meta.id\":1,\"meta\":{\"id\":\"\"}}", {"-", "\"\"", "-"}},
	{"{\"a\":{\"b\":{\"c\":1}},\"z\":[[\"c\"]]}", {"-", "-", "1"}},
};

START_TEST(values_are_found_where_they_stand)
{
	const char *record = records[_i].record;
	struct json_error error;
	char got[100];
	size_t i;

	ck_assert_msg(json_read(&json, record, strlen(record), &error), "%s: %s",
		      record, error.what);
	for (i = 0; i < 3; i++) {
		raw(got, sizeof(got), record, &json.values[i]);
		ck_assert_str_eq(got, records[_i].values[i]);
	}
	ck_assert_int_eq(record[json.record.start], '{');
	ck_assert_int_eq(record[json.record.end - 1], '}');
}
END_TEST

START_TEST(a_string_says_what_its_escapes_mean)
{
	static const char record[] = "{\"text\":\"\\u0000 \\n\\/ \\u00e9 \\ud83d\\ude00 "
				     "\xe7\x81\xaf\"}";
	static const char text[] = "\0 \n/ \xc3\xa9 \xf0\x9f\x98\x80 \xe7\x81\xaf";
	struct json_error error;

	ck_assert(json_read(&json, record, sizeof(record) - 1, &error));
	ck_assert_int_eq(json.values[0].kind, JSON_STRING);
	ck_assert_uint_eq(json.values[0].len, sizeof(text) - 1);
	ck_assert_mem_eq(json.values[0].text, text, sizeof(text) - 1);
}
END_TEST

/* Strings with halves of surrogate pairs: what they say, and the first half. */
static const struct {
	const char *string, *text;
	size_t n, first;
} halves[] = {
	{"\\ud800", "\xef\xbf\xbd", 1, 0},
	{"x\\uDC00", "x\xef\xbf\xbd", 1, 1},
	{"\\ud800\\ud800", "\xef\xbf\xbd\xef\xbf\xbd", 2, 0},
	{"\\ud83d\\ud83d\\ude00\\udbff", "\xef\xbf\xbd\xf0\x9f\x98\x80\xef\xbf\xbd", 2, 0},
	{"\\\\ud800\\ud800\\n", "\\ud800\xef\xbf\xbd\n", 1, 7},
	{"\\\\\\ud800\\\\", "\\\xef\xbf\xbd\\", 1, 2},
	{"\\ud83d\\u0041", "\xef\xbf\xbd" "A", 1, 0},
};

START_TEST(half_of_a_surrogate_pair_is_a_replacement_character)
{
	struct json_error error;
	char record[100];

	snprintf(record, sizeof(record), "{\"x\":\"\\ud800\",\"text\":\"%s\"}",
		 halves[_i].string);
	ck_assert_msg(json_read(&json, record, strlen(record), &error), "%s: %s",
		      record, error.what);
	ck_assert_uint_eq(json.values[0].len, strlen(halves[_i].text));
	ck_assert_mem_eq(json.values[0].text, halves[_i].text, json.values[0].len);
	ck_assert_uint_eq(json.values[0].nhalves, halves[_i].n);
	ck_assert_uint_eq(json.values[0].half, 22 + halves[_i].first);
	ck_assert_int_eq(record[json.values[0].end], '}');
}
END_TEST

START_TEST(a_string_without_escapes_is_not_copied)
{
	static const char record[] = "{\"text\":\"plain\"}";
	struct json_error error;

	ck_assert(json_read(&json, record, sizeof(record) - 1, &error));
	ck_assert_ptr_eq(json.values[0].text, record + 9);
}
END_TEST

START_TEST(an_empty_object_is_told_from_others)
{
	static const char record[] = "{\"text\":{},\"meta\":{\"id\":{\"x\":1}}}";
	struct json_error error;

	ck_assert(json_read(&json, record, sizeof(record) - 1, &error));
	ck_assert(json.values[0].is_empty);
	ck_assert(!json.values[1].is_empty);
	ck_assert(!json.record.is_empty);
	ck_assert(json_read(&json, " { } ", 5, &error));
	ck_assert(json.record.is_empty);
}
END_TEST

/* What is no record, and the byte that says so. */
static const struct {
	const char *record;
	size_t offset;
} wrong[] = {
	{"", 0}, {"[]", 0}, {"\"text\"", 0}, {"{\"text\":\"a\"", 11},
	{"{\"text\" \"a\"}", 11}, {"{\"text\":\"a\",}", 13}, {"{\"text\":01}", 10},
	{"{\"text\":\"a\"} {}", 14}, {"{'text':1}", 1},
	{"{\"text\":\"a\",\"text\":\"b\"}", 19},
	{"{\"text\":\"\\ud83d\\ude0\"}", 20}, {"{\"text\":\"\\ud800\",\"x\":\"\\ud8", 28},
	{"{\"text\":\"\xff\"}", 9}, {"{\"text\":\"\x01\"}", 9},
};

START_TEST(what_is_no_record_is_refused_at_its_byte)
{
	const char *record = wrong[_i].record;
	struct json_error error = {0, ""};

	ck_assert(!json_read(&json, record, strlen(record), &error));
	ck_assert_str_ne(error.what, "");
	/* yajl stands behind the token that it does not like, or on it */
	ck_assert_uint_le(error.offset, wrong[_i].offset + 1);
	ck_assert_uint_ge(error.offset + 2, wrong[_i].offset);
}
END_TEST

START_TEST(depth_costs_memory_and_no_stack)
{
	size_t n = 1000000, len = 8 + 2 * n + 1;
	char *record = malloc(len);
	struct json_error error;

	ck_assert_ptr_nonnull(record);
	memcpy(record, "{\"text\":", 8);
	memset(record + 8, '[', n);
	memset(record + 8 + n, ']', n);
	record[len - 1] = '}';
	ck_assert(json_read(&json, record, len, &error));
	ck_assert_uint_eq(json.values[0].end, len - 1);
	free(record);
}
END_TEST

Suite *
cli_json_suite(void)
{
	Suite *s = suite_create("cli/json");
	TCase *t = tcase_create("json");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, values_are_found_where_they_stand, 0,
			    (int)(sizeof(records) / sizeof(records[0])));
	tcase_add_test(t, a_string_says_what_its_escapes_mean);
	tcase_add_loop_test(t, half_of_a_surrogate_pair_is_a_replacement_character, 0,
			    (int)(sizeof(halves) / sizeof(halves[0])));
	tcase_add_test(t, a_string_without_escapes_is_not_copied);
	tcase_add_test(t, an_empty_object_is_told_from_others);
	tcase_add_loop_test(t, what_is_no_record_is_refused_at_its_byte, 0,
			    (int)(sizeof(wrong) / sizeof(wrong[0])));
	tcase_add_test(t, depth_costs_memory_and_no_stack);
	suite_add_tcase(s, t);
	return s;
}
