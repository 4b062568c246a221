/* SPDX-License-Identifier: MIT */
/*
 * test_learned.c - templates as a file: learned, written, read, used; and sites
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "learned.h"
#include "support.h"

Suite *learned_suite(void);

#define HEADER "#declutter-templates 1\n"

static struct declutter_options opt;

static void
setup(void)
{
	declutter_options_init(&opt);
	opt.dedup = 0;
	opt.learn = 1;
}

static void
document(struct t_run *r, const char *text)
{
	t_input(r, DECLUTTER_BOUNDED, text, strlen(text), T_WHOLE);
}

/* An article with 'line' behind its paragraphs. */
static void
article(struct t_run *r, const char *line)
{
	struct t_text t = {0};

	t_add(&t, T_P1 T_P2);
	t_add(&t, line);
	t_add(&t, "\n");
	document(r, t.s);
	t_clear(&t);
}

static void
on_site(struct t_run *r, const char *site, const char *line)
{
	ck_assert_int_eq(declutter_site(r->d, site, strlen(site)), DECLUTTER_OK);
	article(r, line);
}

/* Was the last block of the last document removed as a template? */
static bool
is_template(const struct t_run *r)
{
	return r->blocks[r->nblocks - 1].category == DECLUTTER_TEMPLATE;
}

static int
collect(void *ctx, const char *data, size_t len)
{
	t_append(ctx, data, len);
	return 0;
}

static int
refuse(void *ctx, const char *data, size_t len)
{
	(void)ctx;
	(void)data;
	(void)len;
	return 1;
}

static void
write_all(struct t_run *r, struct t_text *out)
{
	ck_assert_int_eq(declutter_templates_write(r->d, collect, out), DECLUTTER_OK);
}

static enum declutter_status
read_text(struct t_run *r, const char *text, struct declutter_rules_error *error)
{
	size_t len = strlen(text);
	char *exact = malloc(len + (len == 0));	/* nothing to read behind it */
	enum declutter_status status;

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, text, len);
	status = declutter_templates_read(r->d, exact, len, error);
	free(exact);
	return status;
}

START_TEST(texts_of_three_documents_are_learned_and_written_sorted)
{
	struct t_run r;
	struct t_text out = {0};
	int i;

	t_start(&r, &opt);
	for (i = 0; i < 4; i++) {
		article(&r, "Write to the night desk");
		if (i < 3)
			article(&r, "Join the   tide club");
		if (i < 2)
			article(&r, "Seen in two only");
	}
	article(&r, "Thrice here\n\nThrice here\n\nThrice here");
	write_all(&r, &out);
	ck_assert_str_eq(out.s, HEADER "3\ttemplate\t*\tJoin the tide club\n"
			 "4\ttemplate\t*\tWrite to the night desk\n");
	t_free(&r);
	t_clear(&out);
}
END_TEST

START_TEST(what_was_written_cleans_the_first_page)
{
	struct t_run r;
	struct t_text out = {0}, again = {0};
	int i;

	t_start(&r, &opt);
	for (i = 0; i < 3; i++)
		article(&r, "Join the tide club");
	write_all(&r, &out);
	t_free(&r);

	t_start(&r, &opt);
	article(&r, "Join the tide club");
	ck_assert(!is_template(&r));
	t_free(&r);

	t_start(&r, &opt);
	ck_assert_int_eq(read_text(&r, out.s, NULL), DECLUTTER_OK);
	write_all(&r, &again);
	ck_assert_str_eq(again.s, out.s);
	article(&r, "Join the TIDE club");
	ck_assert(is_template(&r));
	again.len = 0;
	write_all(&r, &again);
	ck_assert_str_eq(again.s, HEADER "4\ttemplate\t*\tJoin the tide club\n");
	t_free(&r);
	t_clear(&out);
	t_clear(&again);
}
END_TEST

/* Whatever bytes a template had, its canonical text is known for the same. */
static const char *const odd[] = {
	"Join\xc2\xad the\xe2\x80\x8b tide club", "Join the \xff tide \x80\x80 club",
	"\xef\xbc\xaa\xef\xbd\x8f\xef\xbd\x89\xef\xbd\x8e the tide",
	"Rejoindre\xc2\xa0: le cercle de l\xe2\x80\x99" "e\xcc\x81t\xc3\xa9",
	"\xe6\xbd\xae\xe3\x81\xae \xe4\xbc\x9a\xe3\x81\xb8",
	"\xd9\x85\xd9\x8e\xd9\x82\xd8\xa7\xd9\x84\xd8\xa7\xd8\xaa \xd8\xb0\xd8\xa7\xd8\xaa",
	"| Tide \x01 club |\tand\tmore", "#tide club", "12\ttemplate\t*\ttide",
	"\xe0\xa4\xb8\xe0\xa4\xae\xe0\xa4\xbe\xe0\xa4\x9a\xe0\xa4\xbe\xe0\xa4\xb0 \xe0\xa4\xaa"
	"\xe0\xa5\x9d\xe0\xa5\x87\xe0\xa4\x82"
};

START_TEST(canonical_text_stands_for_the_bytes)
{
	struct t_run r;
	struct t_text out = {0};
	int i;

	t_start(&r, &opt);
	for (i = 0; i < 3; i++)
		article(&r, odd[_i]);
	write_all(&r, &out);
	t_free(&r);
	ck_assert_uint_gt(out.len, strlen(HEADER) + 16);

	t_start(&r, &opt);
	ck_assert_int_eq(read_text(&r, out.s, NULL), DECLUTTER_OK);
	article(&r, odd[_i]);
	ck_assert_msg(is_template(&r), "%s", out.s);
	t_free(&r);
	t_clear(&out);
}
END_TEST

START_TEST(headlines_that_others_link_to_are_learned)
{
	static const char *const title = "Minister resigns over dam in Harnvik";
	struct t_run r;
	struct t_text out = {0};
	char page[400];

	snprintf(page, sizeof(page), "%s\n\n" T_P1 T_P2, title);
	t_start(&r, &opt);
	article(&r, title);
	document(&r, page);
	document(&r, "Ferry strike enters its third week\n\n" T_P1 T_P2);
	write_all(&r, &out);
	ck_assert_str_eq(out.s, HEADER "1\theadline\t*\tMinister resigns over dam in Harnvik\n");
	t_free(&r);

	t_start(&r, &opt);
	ck_assert_int_eq(read_text(&r, out.s, NULL), DECLUTTER_OK);
	ck_assert_int_eq(read_text(&r, HEADER "9\ttemplate\t*\tMinister resigns over dam in "
				   "Harnvik\n", NULL), DECLUTTER_OK);
	article(&r, title);
	ck_assert_int_eq(r.blocks[r.nblocks - 1].category, DECLUTTER_RELATED);
	document(&r, page);	/* its own title stays */
	ck_assert_str_eq(r.blocks[r.nblocks - 3].text, title);
	ck_assert_int_eq(r.blocks[r.nblocks - 3].category, DECLUTTER_CONTENT);
	t_free(&r);
	t_clear(&out);
}
END_TEST

START_TEST(a_site_has_templates_of_its_own)
{
	struct t_run r;
	struct t_text out = {0};
	int i;

	t_start(&r, &opt);
	for (i = 0; i < 3; i++) {
		on_site(&r, "courier.example", "Join the tide club");
		ck_assert(!is_template(&r));
	}
	on_site(&r, "courier.example", "Join the tide club");
	ck_assert(is_template(&r));
	on_site(&r, "echo.example", "Join the tide club");
	ck_assert(!is_template(&r));
	write_all(&r, &out);
	ck_assert_str_eq(out.s, HEADER "4\ttemplate\tcourier.example\tJoin the tide club\n");
	t_free(&r);

	t_start(&r, &opt);
	ck_assert_int_eq(read_text(&r, out.s, NULL), DECLUTTER_OK);
	on_site(&r, "echo.example", "Join the tide club");
	ck_assert(!is_template(&r));
	on_site(&r, "courier.example", "Join the tide club");
	ck_assert(is_template(&r));
	ck_assert_int_eq(declutter_site(r.d, NULL, 0), DECLUTTER_OK);
	article(&r, "Join the tide club");
	ck_assert(!is_template(&r));
	t_free(&r);
	t_clear(&out);
}
END_TEST

START_TEST(across_sites_it_is_sites_that_count)
{
	static const char *const sites[] = {"a.example", "b.example", "c.example"};
	struct t_run r;
	struct t_text out = {0};
	size_t i, k;

	t_start(&r, &opt);
	for (k = 0; k < 2; k++) {	/* in turn, and two documents of each */
		for (i = 0; i < 2; i++)
			on_site(&r, sites[i], "Join the tide club");
		on_site(&r, "d.example", "Something else");
		ck_assert(!is_template(&r));
	}
	on_site(&r, "e.example", "Join the tide club");
	ck_assert(!is_template(&r));	/* on two sites before, in four documents */
	on_site(&r, "f.example", "Join the tide club");
	ck_assert(is_template(&r));
	write_all(&r, &out);
	ck_assert_str_eq(out.s, HEADER "4\ttemplate\t*\tJoin the tide club\n");
	t_free(&r);
	t_clear(&out);
}
END_TEST

START_TEST(records_of_one_input_have_sites_of_their_own)
{
	static const char *const sites[] = {"a.example", "b.example"};
	static const char text[] = T_P1 T_P2 "Join the tide club\n";
	struct t_run r;
	size_t i;

	t_start(&r, &opt);
	ck_assert_int_eq(declutter_begin(r.d, DECLUTTER_RECORDS), DECLUTTER_OK);
	for (i = 0; i < 8; i++) {
		ck_assert_int_eq(declutter_site(r.d, sites[i % 2], 9), DECLUTTER_OK);
		ck_assert_int_eq(declutter_push(r.d, text, strlen(text)), DECLUTTER_OK);
		ck_assert_int_eq(declutter_end_record(r.d), DECLUTTER_OK);
		ck_assert_int_eq(is_template(&r), i >= 6);
	}
	ck_assert_int_eq(declutter_push(r.d, text, strlen(text)), DECLUTTER_OK);
	ck_assert_int_eq(declutter_site(r.d, "c", 1), DECLUTTER_EUSE);	/* too late */
	t_free(&r);
}
END_TEST

START_TEST(names_of_sites_are_made_fit_for_a_file)
{
	static const struct {
		const char *given, *name;
	} cases[] = {
		{"courier.example", "courier.example"}, {"a b\tc\nd", "a_b_c_d"},
		{"\xc3\xa9t\xc3\xa9.example", "\xc3\xa9t\xc3\xa9.example"},
		{"a\xff\x80z", "a__z"}, {"a\x01z", "a_z"}, {"*", ""}, {"**", "**"}, {"", ""}
	};
	char name[DC_SITE_BYTES], longer[300];
	size_t i, n;

	for (i = 0; i < T_LEN(cases); i++) {
		n = dc_learned_site(cases[i].given, strlen(cases[i].given), name);
		ck_assert_uint_eq(n, strlen(cases[i].name));
		ck_assert_int_eq(memcmp(name, cases[i].name, n), 0);
	}
	memset(longer, 'x', sizeof(longer));
	longer[254] = '\xc3';	/* a character that does not fit whole stays out */
	longer[255] = '\xa9';
	ck_assert_uint_eq(dc_learned_site(longer, sizeof(longer), name), 254);
	ck_assert_uint_eq(dc_learned_site("a\0b", 3, name), 3);
	ck_assert_int_eq(memcmp(name, "a_b", 3), 0);
}
END_TEST

/* A malformed text: its line, and a word of the message. */
static const struct {
	const char *text;
	uint64_t line;
	const char *what;
} malformed[] = {
	{"", 1, "first line"}, {"3\ttemplate\t*\tx\n", 1, "first line"},
	{"#declutter-templates 2\n", 1, "first line"},
	{HEADER "\n# note\n3\ttemplate\tx\n", 4, "four columns"},
	{HEADER "3\ttemplate\t*\tx\ty\n", 2, "four columns"},
	{HEADER "3 template * x\n", 2, "four columns"},
	{HEADER "\ttemplate\t*\tx\n", 2, "number"}, {HEADER "0\ttemplate\t*\tx\n", 2, "number"},
	{HEADER "-3\ttemplate\t*\tx\n", 2, "number"},
	{HEADER "4294967296\ttemplate\t*\tx\n", 2, "number"},
	{HEADER "99999999999999999999999\ttemplate\t*\tx\n", 2, "number"},
	{HEADER "3\tTemplate\t*\tx\n", 2, "kind"}, {HEADER "3\t\t*\tx\n", 2, "kind"},
	{HEADER "3\ttemplate\t\tx\n", 2, "site"}, {HEADER "3\ttemplate\ta b\tx\n", 2, "site"},
	{HEADER "3\ttemplate\ta\xff\tx\n", 2, "site"},
	{HEADER "3\ttemplate\t*\t", 2, "no word"},
	{HEADER "3\ttemplate\t*\t \n", 2, "no word"}, {HEADER "3\ttemplate\t*\t - !\n", 2, "no word"},
	{HEADER "3\ttemplate\t*\ta\xff\n", 2, "UTF-8"},
	{HEADER "3\ttemplate\t*\tTide club\n3\ttemplate\t*\t" T_P1, 3, "too long"},
};

START_TEST(a_malformed_text_is_refused_with_its_line)
{
	struct declutter_rules_error error = {0, ""};
	struct t_run r;

	t_start(&r, &opt);
	ck_assert_int_eq(read_text(&r, malformed[_i].text, &error), DECLUTTER_ERULES);
	ck_assert_uint_eq(error.line, malformed[_i].line);
	ck_assert_msg(strstr(error.what, malformed[_i].what) != NULL, "%s", error.what);
	ck_assert_int_eq(read_text(&r, malformed[_i].text, NULL), DECLUTTER_ERULES);
	article(&r, "Something else");	/* it goes on */
	ck_assert_int_eq(r.status, DECLUTTER_OK);
	t_free(&r);
}
END_TEST

START_TEST(line_ends_and_notes_do_not_matter)
{
	struct t_run r;

	t_start(&r, &opt);
	ck_assert_int_eq(read_text(&r, "#declutter-templates 1\r\n\r\n# mine\r\n"
				   "3\ttemplate\t*\tJoin the tide club", NULL), DECLUTTER_OK);
	article(&r, "Join the tide club");
	ck_assert(is_template(&r));
	t_free(&r);
}
END_TEST

START_TEST(the_same_words_are_written_once)
{
	struct t_run r;
	struct t_text out = {0};

	t_start(&r, &opt);
	ck_assert_int_eq(read_text(&r, HEADER "3\ttemplate\t*\tTide club\n"
				   "4\ttemplate\t*\tTIDE club!\n", NULL), DECLUTTER_OK);
	write_all(&r, &out);
	ck_assert_str_eq(out.s, HEADER "7\ttemplate\t*\tTIDE club!\n");
	t_free(&r);
	t_clear(&out);
}
END_TEST

START_TEST(no_more_texts_than_fit)
{
	struct declutter_rules_error error = {0, ""};
	struct t_text text = {0};
	struct t_run r;
	char line[64];
	size_t i;

	t_add(&text, HEADER);
	for (i = 0; i < 65537; i++) {
		snprintf(line, sizeof(line), "3\ttemplate\t*\tw%zu\n", i);
		t_add(&text, line);
	}
	t_start(&r, &opt);
	ck_assert_int_eq(read_text(&r, text.s, &error), DECLUTTER_ERULES);
	ck_assert_uint_eq(error.line, 65538);
	for (i = 0; i < 3; i++)		/* full: nothing more is learned, nothing fails */
		article(&r, "Join the tide club");
	text.len = 0;
	write_all(&r, &text);
	ck_assert_ptr_null(strstr(text.s, "tide"));
	ck_assert_ptr_nonnull(strstr(text.s, "\tw65535\n"));
	t_free(&r);
	t_clear(&text);
}
END_TEST

START_TEST(calls_out_of_order_are_refused)
{
	struct t_run r;
	struct t_text out = {0};

	t_start(&r, &opt);
	article(&r, "Something else");
	ck_assert_int_eq(read_text(&r, HEADER, NULL), DECLUTTER_EUSE);
	t_free(&r);
	t_start(&r, &opt);
	ck_assert_int_eq(declutter_begin(r.d, DECLUTTER_BOUNDED), DECLUTTER_OK);
	ck_assert_int_eq(declutter_site(r.d, "a", 1), DECLUTTER_EUSE);
	t_free(&r);
	t_start(&r, &opt);
	ck_assert_int_eq(declutter_begin(r.d, DECLUTTER_BOUNDED), DECLUTTER_OK);
	ck_assert_int_eq(declutter_templates_write(r.d, collect, &out), DECLUTTER_EUSE);
	t_free(&r);
	opt.learn = 0;
	t_start(&r, &opt);
	ck_assert_int_eq(declutter_templates_write(r.d, collect, &out), DECLUTTER_EUSE);
	t_free(&r);
	opt.learn = 1;
	t_start(&r, &opt);
	ck_assert_int_eq(declutter_templates_write(r.d, refuse, NULL), DECLUTTER_ESINK);
	t_free(&r);
	ck_assert_uint_eq(out.len, 0);
}
END_TEST

START_TEST(no_memory_is_said)
{
	struct t_memory memory = {0};
	enum declutter_status status = DECLUTTER_ENOMEM;
	size_t fail, base;

	opt.allocator = t_allocator(&memory);
	for (fail = 1; status != DECLUTTER_OK; fail++) {
		struct t_run r;
		int i;

		memory = (struct t_memory){0};
		t_start(&r, &opt);
		base = memory.calls;
		memory.fail_at = base + fail;
		status = read_text(&r, HEADER "3\ttemplate\ta\tJoin the tide club\n", NULL);
		for (i = 0; i < 3 && status == DECLUTTER_OK; i++) {
			status = declutter_site(r.d, "a", 1);
			if (status != DECLUTTER_OK)
				break;
			article(&r, "Write to the night desk");
			status = r.status;
		}
		t_free(&r);
		ck_assert_uint_eq(memory.live, 0);
	}
	ck_assert_uint_gt(fail, 5);
}
END_TEST

Suite *
learned_suite(void)
{
	Suite *s = suite_create("learned");
	TCase *tc = tcase_create("learned");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, texts_of_three_documents_are_learned_and_written_sorted);
	tcase_add_test(tc, what_was_written_cleans_the_first_page);
	tcase_add_loop_test(tc, canonical_text_stands_for_the_bytes, 0, (int)T_LEN(odd));
	tcase_add_test(tc, headlines_that_others_link_to_are_learned);
	tcase_add_test(tc, a_site_has_templates_of_its_own);
	tcase_add_test(tc, across_sites_it_is_sites_that_count);
	tcase_add_test(tc, records_of_one_input_have_sites_of_their_own);
	tcase_add_test(tc, names_of_sites_are_made_fit_for_a_file);
	tcase_add_loop_test(tc, a_malformed_text_is_refused_with_its_line, 0,
			    (int)T_LEN(malformed));
	tcase_add_test(tc, line_ends_and_notes_do_not_matter);
	tcase_add_test(tc, the_same_words_are_written_once);
	tcase_add_test(tc, no_more_texts_than_fit);
	tcase_add_test(tc, calls_out_of_order_are_refused);
	tcase_add_test(tc, no_memory_is_said);
	suite_add_tcase(s, tc);
	return s;
}
