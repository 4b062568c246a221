/* SPDX-License-Identifier: MIT */
/* test_lexis.c - how words lean, and which of them the document's prose has */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "built_in.h"
#include "hash.h"
#include "support.h"
#include "tables.h"

Suite *lexis_suite(void);

static struct dc_lexicon lexicon;
static struct dc_mentions mentions;
static struct dc_token tokens[64];

static const char *
read_rows(const char *rows)
{
	return dc_lexicon_read(&lexicon, (struct dc_span){rows, strlen(rows)});
}

/* A view of words with a blank between them. */
static struct dc_view
view_of(const char *text)
{
	struct dc_view v = {.tokens = tokens, .bytes = text};
	const char *s = text;

	while (*s != '\0' && v.ntokens < T_LEN(tokens)) {
		size_t n = strcspn(s, " ");

		tokens[v.ntokens++] = (struct dc_token){
			.hash = dc_hash(s, n), .nfolded = (uint16_t)n,
			.flags = *s >= '0' && *s <= '9' ? DC_TOKEN_NUMBER : 0
		};
		s += n + (s[n] == ' ');
	}
	return v;
}

static int32_t
lean(const char *text)
{
	struct dc_view v = view_of(text);

	dc_lexis_read(&lexicon, &v);
	return v.lean;
}

START_TEST(words_lean_by_the_root_of_their_number)
{
	ck_assert_ptr_null(read_rows("# 0\tx\t9\n1\tbias\t5\n0\tship\t32\n0\tmenu\t-48\n"));
	ck_assert_int_eq(lean(""), 0);
	ck_assert_int_eq(lean("other words"), 0);
	ck_assert_int_eq(lean("ship"), 32 * 2896 / 256);
	ck_assert_int_eq(lean("menu"), -48 * 2896 / 256);
	ck_assert_int_eq(lean("ship menu ship"), (64 - 48) * 2048 / 256);
	ck_assert_int_eq(lean("ship of the line"), 32 * 1832 / 256);
}
END_TEST

START_TEST(only_the_first_words_are_asked)
{
	char text[512] = "";
	int i;

	ck_assert_ptr_null(read_rows("0\tship\t32\n"));
	for (i = 0; i < DC_LEXIS_TOKENS; i++)
		strcat(text, "a ");
	strcat(text, "ship");
	ck_assert_int_eq(lean(text), 0);
	ck_assert_int_eq(lean(text + 2), 32 * 713 / 256);
}
END_TEST

static const char *const bad_rows[] = {
	"0\tship\n", "0\t\t5\n", "0\tship\t\n", "0\tship\t128\n", "0\tship\t-128\n",
	"0\tship\t5x\n", "0\tship\t0\n", "0\tship\t99999999999\n"
};

START_TEST(bad_rows_are_refused)
{
	const char *what = read_rows(bad_rows[_i]);

	ck_assert_ptr_nonnull(what);
	ck_assert_str_eq(what, "expected a word and a weight");
	ck_assert_str_eq(read_rows("ship\t5\n"), "expected a pass");
}
END_TEST

START_TEST(the_built_in_words_are_those_of_the_table)
{
	ck_assert_ptr_null(dc_lexicon_read(&lexicon, t_table_weights));
	ck_assert_mem_eq(&lexicon, &dc_built_in_model.lexicon, sizeof(lexicon));
	ck_assert_int_lt(lean("subscribe newsletter"), 0);
}
END_TEST

static void
add(const char *text, uint64_t i, bool first, bool prose)
{
	struct dc_view v = view_of(text);

	dc_lexis_read(&lexicon, &v);
	dc_mentions_add(&mentions, &v, i, first, prose);
}

static struct dc_topic
ask(const char *text, bool prose)
{
	struct dc_view v = view_of(text);

	dc_lexis_read(&lexicon, &v);
	return dc_mentions_ask(&mentions, &v, prose);
}

START_TEST(long_words_of_other_prose_are_found)
{
	struct dc_topic t;

	memset(&mentions, 0, sizeof(mentions));
	dc_mentions_begin(&mentions, 1);
	add("ferry crews strike", 0, true, false);
	add("ferry crews voted ferry", 1, false, true);
	add("crews wait", 2, false, true);
	add("menu wait", 3, false, false);
	t = ask("the ferry crews 2026 menu", false);
	ck_assert_uint_eq(t.words, 3);
	ck_assert_uint_eq(t.shared, 2);
	ck_assert_uint_eq(t.times, 1 + 2);
	ck_assert_uint_eq(t.title, 2);
	/* a block of prose does not share its words with itself */
	t = ask("ferry crews voted ferry", true);
	ck_assert_uint_eq(t.words, 4);
	ck_assert_uint_eq(t.shared, 1);
	ck_assert_uint_eq(t.times, 1);
}
END_TEST

START_TEST(a_document_has_its_own_words)
{
	memset(&mentions, 0, sizeof(mentions));
	dc_mentions_begin(&mentions, 1);
	add("ferry crews", 0, true, true);
	ck_assert_uint_eq(ask("ferry", false).shared, 1);
	dc_mentions_begin(&mentions, 2);
	ck_assert_uint_eq(ask("ferry", false).shared, 0);
	ck_assert_uint_eq(ask("ferry", false).title, 0);
}
END_TEST

Suite *
lexis_suite(void)
{
	Suite *s = suite_create("lexis");
	TCase *w = tcase_create("words"), *m = tcase_create("mentions");

	tcase_add_test(w, words_lean_by_the_root_of_their_number);
	tcase_add_test(w, only_the_first_words_are_asked);
	tcase_add_loop_test(w, bad_rows_are_refused, 0, (int)T_LEN(bad_rows));
	tcase_add_test(w, the_built_in_words_are_those_of_the_table);
	suite_add_tcase(s, w);
	tcase_add_test(m, long_words_of_other_prose_are_found);
	tcase_add_test(m, a_document_has_its_own_words);
	suite_add_tcase(s, m);
	return s;
}
