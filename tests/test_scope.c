/* SPDX-License-Identifier: MIT */
/* test_scope.c - what a narrower scope forgets: as if each had a run of its own */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

Suite *scope_suite(void);

#define MAX_FILES 40

static char names[MAX_FILES][256];
static struct t_text files[MAX_FILES];
static size_t nfiles;

/* Paragraphs with a phrase in common, more than the index keeps of it. */
static void
phrase_of_many(struct t_text *text)
{
	char s[32];
	size_t i, k;

	for (i = 0; i < 12; i++) {
		t_add(text, "The crews of the ferry voted to stop work");
		for (k = 0; k < 24; k++) {
			snprintf(s, sizeof(s), " w%zux%zu", i, k);
			t_add(text, s);
		}
		t_add(text, ".\n\n");
	}
}

/* The articles, the first of them again: there is something to forget; all of them as
   one, with more short lines than are counted without a clash; and a common phrase. */
static void
setup(void)
{
	size_t i;

	nfiles = t_list_files("fixtures/articles", ".txt", names, MAX_FILES - 3);
	ck_assert_uint_gt(nfiles, 3);
	for (i = 0; i <= nfiles; i++) {
		files[i] = (struct t_text){0};
		t_read_file(&files[i], names[i < nfiles ? i : 0]);
	}
	files[nfiles + 1] = (struct t_text){0};
	for (i = 0; i <= nfiles; i++)
		t_append(&files[nfiles + 1], files[i].s, files[i].len);
	files[nfiles + 2] = (struct t_text){0};
	phrase_of_many(&files[nfiles + 2]);
	nfiles += 3;
}

static void
teardown(void)
{
	size_t i;

	for (i = 0; i < nfiles; i++)
		t_clear(&files[i]);
}

/* Is block 'b' of all as block 'a' of a run of its own? */
static void
same_verdict(const struct t_block *a, const struct t_block *b)
{
	ck_assert_str_eq(a->text, b->text);
	ck_assert_int_eq(a->removed, b->removed);
	ck_assert_int_eq(a->category, b->category);
	ck_assert_int_eq(a->duplicate, b->duplicate);
	ck_assert_uint_eq(a->ncuts, b->ncuts);
	ck_assert(a->score == b->score);
	ck_assert_str_eq(a->evidence, b->evidence);
	ck_assert_uint_eq(a->offset, b->offset);
}

/* All files in one run with this scope; records or inputs. */
static void
run_all(struct t_run *all, enum declutter_scope scope, bool records)
{
	struct declutter_options opt;
	size_t i;

	declutter_options_init(&opt);
	opt.scope = (int)scope;
	t_start(all, &opt);
	if (records)
		ck_assert_int_eq(declutter_begin(all->d, DECLUTTER_RECORDS), DECLUTTER_OK);
	for (i = 0; i < nfiles; i++) {
		if (!records) {
			t_input(all, DECLUTTER_BOUNDED, files[i].s, files[i].len, 100);
			continue;
		}
		ck_assert_int_eq(declutter_push(all->d, files[i].s, files[i].len),
				 DECLUTTER_OK);
		ck_assert_int_eq(declutter_end_record(all->d), DECLUTTER_OK);
	}
	if (records)
		ck_assert_int_eq(declutter_end(all->d), DECLUTTER_OK);
	t_finish(all);
}

static void
same_as_alone(const struct t_run *all)
{
	struct t_run one;
	uint64_t displaced = 0;
	size_t i, k, at = 0;

	for (i = 0; i < nfiles; i++) {
		t_start(&one, NULL);
		t_input(&one, DECLUTTER_BOUNDED, files[i].s, files[i].len, 1000);
		t_finish(&one);
		for (k = 0; k < one.nblocks; k++)
			same_verdict(&one.blocks[k], &all->blocks[at++]);
		displaced += one.stats.displaced_entries;
		t_free(&one);
	}
	ck_assert_uint_eq(at, all->nblocks);
	ck_assert_uint_gt(displaced, 0);
	ck_assert_uint_eq(all->stats.displaced_entries, displaced);
}

START_TEST(with_scope_input_each_input_is_a_run)
{
	struct t_run all;

	run_all(&all, DECLUTTER_INPUT, false);
	same_as_alone(&all);
	t_free(&all);
}
END_TEST

START_TEST(with_scope_document_each_record_is_a_run)
{
	struct t_run all;

	run_all(&all, DECLUTTER_DOCUMENT, true);
	same_as_alone(&all);
	ck_assert_uint_gt(all.stats.indexed_blocks, 0);
	ck_assert_uint_eq(all.stats.index_entries, 0);
	t_free(&all);
}
END_TEST

START_TEST(with_scope_run_a_copy_is_found)
{
	struct t_run all;
	size_t i, found = 0;

	run_all(&all, DECLUTTER_RUN, true);
	for (i = 0; i < all.nblocks; i++)
		found += all.blocks[i].duplicate == DECLUTTER_EXACT &&
			 all.blocks[i].place.document == nfiles - 2;
	ck_assert_uint_gt(found, 0);
	t_free(&all);
}
END_TEST

START_TEST(what_other_runs_learned_outlives_a_document)
{
	static const char learned[] = "#declutter-templates 1\n9\ttemplate\t*\tHarnvik digest\n";
	struct declutter_options opt;
	struct t_run r;
	size_t i;

	declutter_options_init(&opt);
	opt.scope = DECLUTTER_DOCUMENT;
	t_start(&r, &opt);
	ck_assert_int_eq(declutter_templates_read(r.d, learned, sizeof(learned) - 1, NULL),
			 DECLUTTER_OK);
	for (i = 0; i < 3; i++)
		t_input(&r, DECLUTTER_BOUNDED,
			"The tide turns at six, the harbour master said on Monday.\n\n"
			"Harnvik digest\n", 74, T_WHOLE);
	t_finish(&r);
	ck_assert_uint_eq(r.stats.chrome_blocks[DECLUTTER_TEMPLATE], 3);
	t_free(&r);
}
END_TEST

/* All inputs are copies of the first, whose text got lost, as did what the third lost. */
START_TEST(what_was_disowned_is_no_witness)
{
	static const char text[] =
		"The lighthouse at Ostrel went dark on Sunday night after a gull flew into it.\n";
	static const bool removed[] = {false, false, true, true};
	struct t_run r;
	size_t i;

	t_start(&r, NULL);
	for (i = 0; i < 4; i++) {
		t_input(&r, DECLUTTER_BOUNDED, text, sizeof(text) - 1, T_WHOLE);
		if (i % 2 == 0)
			ck_assert_int_eq(declutter_disown(r.d), DECLUTTER_OK);
	}
	t_finish(&r);
	ck_assert_uint_eq(r.nblocks, 4);
	for (i = 0; i < 4; i++)
		ck_assert_int_eq(r.blocks[i].removed, removed[i]);
	t_free(&r);
}
END_TEST

Suite *
scope_suite(void)
{
	Suite *s = suite_create("scope");
	TCase *tc = tcase_create("scope");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, with_scope_input_each_input_is_a_run);
	tcase_add_test(tc, with_scope_document_each_record_is_a_run);
	tcase_add_test(tc, with_scope_run_a_copy_is_found);
	tcase_add_test(tc, what_other_runs_learned_outlives_a_document);
	tcase_add_test(tc, what_was_disowned_is_no_witness);
	suite_add_tcase(s, tc);
	return s;
}
