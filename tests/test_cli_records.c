/* SPDX-License-Identifier: MIT */
/* test_cli_records.c - lines and WARC records, the same however bytes arrive */
#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/jsonl.h"
#include "cli/site.h"
#include "cli/wet.h"
#include "cli/wethead.h"
#include "support.h"

Suite *cli_records_suite(void);

/* What a reader told of, as text. */
static struct t_text told;
static bool goes_on;

static void
setup(void)
{
	told = (struct t_text){0};
	t_add(&told, "");
	goes_on = true;
}

static void
teardown(void)
{
	t_clear(&told);
}

static void
tell(const char *what, uint64_t number, uint64_t offset)
{
	char text[200];

	snprintf(text, sizeof(text), "%s %" PRIu64 "@%" PRIu64 " ", what, number,
		 offset);
	t_add(&told, text);
}

/* --- lines ------------------------------------------------------------------- */

static bool
on_line(void *ctx, const struct jsonl_line *line)
{
	(void)ctx;
	tell(line->too_long ? "long" : "line", line->number, line->offset);
	t_append(&told, line->bytes, line->len);
	tell("|", line->len, line->nbytes);
	return true;
}

static void
cut_lines(const char *text, size_t len, size_t piece)
{
	struct jsonl j = {.line = on_line, .max_line = 12};
	size_t at, n;

	for (at = 0; at < len; at += n) {
		n = len - at < piece ? len - at : piece;
		ck_assert(jsonl_push(&j, text + at, n));
	}
	ck_assert(jsonl_end(&j));
	jsonl_free(&j);
}

START_TEST(lines_do_not_depend_on_how_bytes_arrive)
{
	static const char text[] = "{one}\n\n{two}\r\n\xe2\x80\xa8\r{three}\n"
				   "{far too long for it}\n{four}\n{and the last";
	struct t_text whole;
	size_t piece;

	cut_lines(text, sizeof(text) - 1, sizeof(text));
	whole = told;
	ck_assert_ptr_nonnull(strstr(whole.s, "line 1@0 {one}| 5@6 "));
	ck_assert_ptr_nonnull(strstr(whole.s, "line 2@6 | 0@1 "));
	ck_assert_ptr_nonnull(strstr(whole.s, "line 3@7 {two}| 5@7 "));
	ck_assert_ptr_nonnull(strstr(whole.s, "long 5@26 {far too lon"));
	ck_assert_ptr_nonnull(strstr(whole.s, "line 6@48 {four}| 6@7 "));
	ck_assert_ptr_nonnull(strstr(whole.s, "long 7@55 {and the las"));
	for (piece = 1; piece < sizeof(text); piece++) {
		told = (struct t_text){0};
		cut_lines(text, sizeof(text) - 1, piece);
		ck_assert_str_eq(told.s, whole.s);
		t_clear(&told);
	}
	told = whole;
}
END_TEST

/* --- WARC -------------------------------------------------------------------- */

static bool
on_record(void *ctx, const struct wet_record *r)
{
	(void)ctx;
	tell("record", r->number, r->offset);
	t_append(&told, r->head, r->nhead);
	t_add(&told, "<");
	t_append(&told, r->body, r->nbody);
	t_add(&told, ">");
	t_append(&told, r->tail, r->ntail);
	return true;
}

static bool
on_pass(void *ctx, const char *data, size_t len)
{
	(void)ctx;
	t_append(&told, data, len);
	return true;
}

static bool
on_end(void *ctx, bool whole)
{
	(void)ctx;
	t_add(&told, whole ? "[end]" : "[ends early]");
	return true;
}

static bool
on_wrong(void *ctx, uint64_t number, uint64_t offset, const char *what)
{
	(void)ctx;
	tell(what, number, offset);
	return goes_on;
}

static bool
cut_records(const char *text, size_t len, size_t piece)
{
	struct wet w = {
		.record = on_record, .pass = on_pass, .end = on_end,
		.wrong = on_wrong, .max_record = 40
	};
	size_t at, n;
	bool ok = true;

	for (at = 0; at < len && ok; at += n) {
		n = len - at < piece ? len - at : piece;
		ok = wet_push(&w, text + at, n);
	}
	ok = ok && wet_end(&w);
	ck_assert(!w.out_of_memory);
	wet_free(&w);
	return ok;
}

#define TEXT "WARC/1.0\r\nwarc-type: conversion\r\nContent-Length: "
#define OTHER "WARC/1.1\nWARC-Type: response\nContent-Length:"

/* A file, and how many bad records it has. */
static const struct {
	const char *text;
	unsigned bad;
} files[] = {
	{"", 0},
	{TEXT "5\r\n\r\nabc\r\n\r\n\r\n", 0},
	{TEXT "0\r\n\r\n\r\n\r\n" OTHER " 3\n\n\n\n\n\n\n", 0},
	{"\r\n" TEXT "3\r\n\r\nabc\r\n\r\n\r\n\r\n" OTHER "3\n\nxyz\n\n", 0},
	{TEXT "3\r\n\r\nabc", 0},
	{TEXT "3\r\n\r\nabc\r\n", 0},
	{OTHER "50\n\n12345678901234567890123456789012345678901234567890\n\n"
	 TEXT "1\r\n\r\na\r\n\r\n", 0},
	{TEXT "50\r\n\r\n12345678901234567890123456789012345678901234567890\r\n\r\n"
	 TEXT "1\r\n\r\na\r\n\r\n", 1},
	{TEXT "2\r\n\r\nabc\r\n\r\n" TEXT "1\r\n\r\na\r\n\r\n", 1},
	{TEXT "4\r\n\r\nabc\r\n\r\n" TEXT "1\r\n\r\na\r\n\r\n", 1},
	{TEXT "x\r\n\r\nabc\r\n\r\n" OTHER "1\n\na\n\n", 1},
	{TEXT "\r\n\r\nWARC/ no\r\nWARC/1 no length\n\n" OTHER "1\n\na\n\n", 2},
	{TEXT "99999999999999999999\r\n\r\nabc", 1},
	{"junk\nWARC/1.0x\njunk WARC/1.0\n\n" OTHER "1\n\na\n\n", 2},
	{TEXT "9\r\n\r\nabc", 1},
	{TEXT "9\r\nX", 1},
	{"\xef\xbb\xbf" TEXT "1\r\n\r\na\r\n\r\n", 0},
	{"\xef\xbb" TEXT "1\r\n\r\na\r\n\r\n" OTHER "1\n\na\n\n", 1},
	{"\xef", 1},
	{"\xef\xbb\xbf\xef\xbb\xbf" TEXT "1\r\n\r\na\r\n\r\n", 1},
	{"\n\xbb" TEXT "1\r\n\r\na\r\n\r\n", 1},
};

START_TEST(records_do_not_depend_on_how_bytes_arrive)
{
	const char *text = files[_i].text, *at;
	size_t len = strlen(text), piece;
	struct t_text whole;
	unsigned bad = 0;

	ck_assert(cut_records(text, len, len + 1));
	whole = told;
	for (at = whole.s; (at = strstr(at, "@")) != NULL; at++)
		bad++;
	for (at = whole.s; (at = strstr(at, "record ")) != NULL; at++)
		bad--;
	ck_assert_uint_eq(bad, files[_i].bad);
	for (piece = 1; piece < len; piece++) {
		told = (struct t_text){0};
		t_add(&told, "");
		ck_assert(cut_records(text, len, piece));
		ck_assert_str_eq(told.s, whole.s);
		t_clear(&told);
	}
	told = whole;
}
END_TEST

START_TEST(a_bad_record_stops_who_wants_to_stop)
{
	size_t len = strlen(files[_i].text);

	goes_on = false;
	ck_assert(cut_records(files[_i].text, len, len + 1) == (files[_i].bad == 0));
}
END_TEST

START_TEST(a_field_has_its_value_in_any_case)
{
	static const char head[] = "WARC/1.0\r\nA: one\r\nLonger-Name:two \t\r\n"
				   "no-fold\r\nFolded:\r\n\tfour\r\n  a: five \r\n"
				   "Long: \r\na: three\r\n\r\n";
	static const struct {
		const char *name, *value;
	} fields[] = {
		{"a", "one"}, {"LONGER-NAME", "two"}, {"long", ""}, {"WARC/1.0", NULL},
		{"no-fold", NULL}, {"Longer", NULL}, {"folded", "four\r\n  a: five"}
	};
	const char *value;
	size_t len, i;

	for (i = 0; i < T_LEN(fields); i++) {
		value = wethead_field(head, sizeof(head) - 1, fields[i].name, &len);
		ck_assert((value == NULL) == (fields[i].value == NULL));
		if (value == NULL)
			continue;
		ck_assert_uint_eq(len, strlen(fields[i].value));
		ck_assert_mem_eq(value, fields[i].value, len);
	}
}
END_TEST

static const struct {
	const char *text, *site;
} sites[] = {
	{"http://courier.example/1?a=http://b.example/", "courier.example"},
	{"HTTPS://WWW.Courier.Example:8080", "courier.example"},
	{"http://user:word@echo.example#top", "echo.example"},
	{"http://[2001:DB8::1]:80/", "[2001:db8::1]"},
	{"http://www./", "www."},
	{"Harnvik Courier", "Harnvik Courier"},
	{"courier.example", "courier.example"},
	{"http:///path", "http:///path"},
	{"", ""},
};

START_TEST(a_url_stands_for_its_host)
{
	char site[SITE_MAX + 1];
	size_t len = site_of(sites[_i].text, strlen(sites[_i].text), site);

	site[len] = '\0';
	ck_assert_str_eq(site, sites[_i].site);
}
END_TEST

Suite *
cli_records_suite(void)
{
	Suite *s = suite_create("cli/records");
	TCase *t = tcase_create("records");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, lines_do_not_depend_on_how_bytes_arrive);
	tcase_add_loop_test(t, records_do_not_depend_on_how_bytes_arrive, 0,
			    (int)T_LEN(files));
	tcase_add_loop_test(t, a_bad_record_stops_who_wants_to_stop, 0,
			    (int)T_LEN(files));
	tcase_add_test(t, a_field_has_its_value_in_any_case);
	tcase_add_loop_test(t, a_url_stands_for_its_host, 0, (int)T_LEN(sites));
	suite_add_tcase(s, t);
	return s;
}
