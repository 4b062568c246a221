/* SPDX-License-Identifier: MIT */
/* test_filter.c - the public interface: use, misuse, failures, counters */
#include <check.h>
#include <math.h>
#include <string.h>

#include "support.h"

Suite *filter_suite(void);

static int
take(void *ctx, const struct declutter_block *b)
{
	(void)ctx;
	(void)b;
	return 0;
}

static const struct declutter_sink sink = {.block = take};

static struct declutter *
make(void)
{
	struct declutter *d;

	ck_assert_int_eq(declutter_new(&d, NULL, &sink), DECLUTTER_OK);
	return d;
}

START_TEST(calls_out_of_order_are_refused_and_stay_so)
{
	enum declutter_bounds no_bounds = (enum declutter_bounds)(DECLUTTER_RECORDS + 1);
	struct declutter *d = make();

	switch (_i) {
	case 0: ck_assert_int_eq(declutter_push(d, "x", 1), DECLUTTER_EUSE); break;
	case 1: ck_assert_int_eq(declutter_end(d), DECLUTTER_EUSE); break;
	case 12: ck_assert_int_eq(declutter_disown(d), DECLUTTER_EUSE); break;
	case 2:
		ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_OK);
		ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_EUSE);
		break;
	case 3:
		ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_OK);
		ck_assert_int_eq(declutter_finish(d), DECLUTTER_EUSE);
		break;
	case 4:
		ck_assert_int_eq(declutter_finish(d), DECLUTTER_OK);
		ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_EUSE);
		break;
	case 5:
		ck_assert_int_eq(declutter_finish(d), DECLUTTER_OK);
		ck_assert_int_eq(declutter_finish(d), DECLUTTER_EUSE);
		break;
	case 6:
		ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_OK);
		ck_assert_int_eq(declutter_end(d), DECLUTTER_OK);
		ck_assert_int_eq(declutter_push(d, "x", 1), DECLUTTER_EUSE);
		break;
	case 7:
		ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_OK);
		ck_assert_int_eq(declutter_end_record(d), DECLUTTER_EUSE);
		break;
	case 8:
		ck_assert_int_eq(declutter_end_record(d), DECLUTTER_EUSE);
		break;
	case 9:
		ck_assert_int_eq(declutter_finish(d), DECLUTTER_OK);
		ck_assert_int_eq(declutter_note(d, d), DECLUTTER_EUSE);
		break;
	case 10:
		ck_assert_int_eq(declutter_finish(d), DECLUTTER_OK);
		ck_assert_int_eq(declutter_site(d, "", 0), DECLUTTER_EUSE);
		break;
	case 11:
		ck_assert_int_eq(declutter_begin(d, no_bounds), DECLUTTER_EUSE);
		break;
	default:
		ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_OK);
		ck_assert_int_eq(declutter_rules(d, "", 0, NULL), DECLUTTER_EUSE);
		break;
	}
	ck_assert_int_eq(declutter_begin(d, DECLUTTER_BOUNDED), DECLUTTER_EUSE);
	ck_assert_int_eq(declutter_push(d, "x", 1), DECLUTTER_EUSE);
	ck_assert_int_eq(declutter_end(d), DECLUTTER_EUSE);
	ck_assert_int_eq(declutter_finish(d), DECLUTTER_EUSE);
	declutter_free(d);
}
END_TEST

static void *
no_memory(void *ctx, void *p, size_t old_size, size_t new_size)
{
	(void)ctx;
	(void)p;
	(void)old_size;
	(void)new_size;
	return NULL;
}

static int
no_store(void *ctx, uint64_t offset, void *data, size_t len)
{
	(void)ctx;
	(void)offset;
	(void)data;
	(void)len;
	return 1;
}

static void
spoil(struct declutter_options *opt, int i)
{
	switch (i) {
	case 0: opt->size--; break;
	case 1: opt->allocator.resize = NULL; break;
	case 2: opt->store.read = no_store; break;
	case 3: opt->mode = 2; break;
	case 4: opt->mode = -2; break;
	case 5: opt->shingle = 0; break;
	case 6: opt->shingle = 33; break;
	case 7: opt->containment = 0; break;
	case 8: opt->containment = 1.01; break;
	case 9: opt->containment = (double)NAN; break;
	case 10: opt->resemblance = -1; break;
	case 11: opt->resemblance = (double)INFINITY; break;
	case 12: opt->memory = 1; break;
	case 13: opt->max_block = 63; break;
	case 14: opt->separator = NULL; break;
	case 15: opt->separator = "\n"; break;
	case 16: opt->nseparator = DECLUTTER_SEPARATOR_MAX + 1; break;
	default: opt->max_block = SIZE_MAX; break;
	}
}

START_TEST(options_out_of_range_are_named_and_refused)
{
	static const char *const names[] = {
		"size", "allocator", "store", "mode", "mode", "shingle", "shingle",
		"containment", "containment", "containment", "resemblance",
		"resemblance", "memory", "max_block", "separator", "separator",
		"separator", "max_block"
	};
	struct declutter_options opt;
	struct declutter *d = make(), *none = d;

	declutter_options_init(&opt);
	ck_assert_ptr_null(declutter_options_check(&opt));
	spoil(&opt, _i);
	ck_assert_str_eq(declutter_options_check(&opt), names[_i]);
	ck_assert_int_eq(declutter_new(&none, &opt, &sink), DECLUTTER_EOPTION);
	ck_assert_ptr_null(none);
	declutter_free(d);
}
END_TEST

START_TEST(no_memory_at_all_makes_no_filter)
{
	struct declutter_options opt;
	struct declutter *d = NULL;

	declutter_options_init(&opt);
	opt.allocator.resize = no_memory;
	ck_assert_int_eq(declutter_new(&d, &opt, &sink), DECLUTTER_ENOMEM);
	ck_assert_ptr_null(d);
	declutter_free(NULL);
}
END_TEST

START_TEST(every_status_category_and_kind_has_a_name)
{
	unsigned i, k;

	for (i = 0; i < 8; i++) {
		ck_assert_str_ne(declutter_strerror((enum declutter_status)i), "unknown status");
		for (k = 0; k < i; k++)
			ck_assert_str_ne(declutter_strerror((enum declutter_status)i),
					 declutter_strerror((enum declutter_status)k));
	}
	ck_assert_ptr_nonnull(declutter_strerror((enum declutter_status)99));
	for (i = 0; i < DECLUTTER_NCATEGORIES; i++)
		ck_assert_uint_gt(strlen(declutter_category_name(i)), 2);
	ck_assert_ptr_null(declutter_category_name(DECLUTTER_NCATEGORIES));
	for (i = 0; i < DECLUTTER_NDUPLICATES; i++)
		ck_assert_uint_gt(strlen(declutter_duplicate_name(i)), 3);
	ck_assert_ptr_null(declutter_duplicate_name(DECLUTTER_NDUPLICATES));
	ck_assert_str_eq(declutter_version(), "0.2.0");
}
END_TEST

START_TEST(utf16_and_utf32_are_refused_however_pushed)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum declutter_status status;
	} inputs[] = {
		{"\xff\xfeH\0i\0", 6, DECLUTTER_EUTF16},
		{"\xfe\xff\0H\0i", 6, DECLUTTER_EUTF16},
		{"\xff\xfe\0\0H\0\0\0", 8, DECLUTTER_EUTF16},
		{"\0\0\xfe\xff\0\0\0H", 8, DECLUTTER_EUTF16},
		{"\xff\xfe", 2, DECLUTTER_EUTF16},
		{"\xff", 1, DECLUTTER_OK},
		{"\xfe\xfe", 2, DECLUTTER_OK},
		{"\xef\xbb\xbfHi", 5, DECLUTTER_OK},
		{"x\xff\xfe", 3, DECLUTTER_OK},
		{"", 0, DECLUTTER_OK}
	};
	static const size_t pieces[] = {T_WHOLE, 1, 3};
	size_t p;

	for (p = 0; p < T_LEN(pieces); p++) {
		struct t_run r;

		t_start(&r, NULL);
		t_input(&r, DECLUTTER_BOUNDED, "First.\n", 7, T_WHOLE);
		t_input(&r, DECLUTTER_BOUNDED, inputs[_i].bytes, inputs[_i].len, pieces[p]);
		t_finish(&r);
		ck_assert_int_eq(r.status, inputs[_i].status);
		t_free(&r);
	}
}
END_TEST

static const char story[] =
	"Region\n\nMinister resigns over Harnvik dam\n\nThe river rose again on Monday and "
	"the people of the lower town carried their chairs up the hill (\xe2\x80\x9c" "again\xe2\x80\x9d)."
	"\n\nAccept all cookies\n\n\x66oo\xff\xfe bar\n\f\nThe river rose again on Monday and the "
	"people of the lower town carried their chairs up the hill (\xe2\x80\x9c" "again\xe2\x80\x9d).\n"
	"Cafe\xcc\x81 news.\n";

START_TEST(a_sink_that_stops_stops_the_filter)
{
	struct t_run r;
	size_t all;

	t_start(&r, NULL);
	t_input(&r, DECLUTTER_BOUNDED, story, strlen(story), T_WHOLE);
	all = r.nblocks;
	ck_assert_uint_gt(all, 6);
	t_free(&r);
	t_start(&r, NULL);
	r.stop_after = 1 + (size_t)_i;
	t_input(&r, DECLUTTER_BOUNDED, story, strlen(story), 1);
	ck_assert_int_eq(r.status, DECLUTTER_ESINK);
	ck_assert_uint_eq(r.nblocks, 1 + (size_t)_i);
	ck_assert_int_eq(declutter_end(r.d), DECLUTTER_ESINK);
	ck_assert_int_eq(declutter_finish(r.d), DECLUTTER_ESINK);
	ck_assert_uint_eq(r.nblocks, 1 + (size_t)_i);
	t_free(&r);
}
END_TEST

START_TEST(counters_add_up)
{
	struct declutter_stats *s;
	uint64_t bytes = 0, blocks = 0;
	struct t_run r;
	unsigned i;

	t_start(&r, NULL);
	t_input(&r, DECLUTTER_BOUNDED, story, strlen(story), T_WHOLE);
	t_input(&r, DECLUTTER_BOUNDED, story, strlen(story), T_WHOLE);
	t_finish(&r);
	s = &r.stats;
	for (i = 0; i < DECLUTTER_NCATEGORIES; i++) {
		bytes += s->chrome_bytes[i];
		blocks += s->chrome_blocks[i];
	}
	for (i = DECLUTTER_EXACT; i <= DECLUTTER_SHORT; i++) {
		bytes += s->duplicate_bytes[i];
		blocks += s->duplicate_blocks[i];
	}
	ck_assert_uint_eq(s->inputs, 2);
	ck_assert_uint_eq(s->documents, 4);
	ck_assert_uint_eq(r.documents, 4);
	ck_assert_uint_eq(r.separated, 2);
	ck_assert_uint_eq(s->bytes, 2 * strlen(story));
	ck_assert_uint_eq(s->bytes, bytes + s->kept_bytes + s->cut_bytes);
	ck_assert_uint_eq(s->blocks, blocks + s->kept_blocks);
	ck_assert_uint_eq(s->kept_bytes, r.kept.len);
	ck_assert_uint_eq(s->chrome_blocks[DECLUTTER_COOKIE_CONSENT], 2);
	ck_assert_uint_eq(s->duplicate_blocks[DECLUTTER_EXACT], 3);
	ck_assert_uint_eq(s->invalid_bytes, 4);
	ck_assert_uint_eq(r.invalid, 4);
	ck_assert_uint_gt(s->indexed_blocks, 0);
	t_free(&r);
}
END_TEST

START_TEST(a_duplicate_names_its_witness)
{
	const struct t_block *b;
	struct t_run r;

	t_start(&r, NULL);
	t_input(&r, DECLUTTER_BOUNDED, story, strlen(story), T_WHOLE);
	t_finish(&r);
	b = &r.blocks[r.nblocks - 2];
	ck_assert(b->removed);
	ck_assert_int_eq(b->duplicate, DECLUTTER_EXACT);
	ck_assert_uint_eq(b->nwitnesses, 1);
	ck_assert_uint_eq(b->witness.document, 0);
	ck_assert_uint_eq(b->witness.block, 2);
	ck_assert_uint_eq(b->witness.line, 5);
	ck_assert_uint_eq(b->place.document, 1);
	ck_assert_uint_eq(b->place.block, 0);
	ck_assert_uint_eq(b->place.line, 11);
	ck_assert_double_eq(b->containment, 1);
	t_free(&r);
}
END_TEST

/* What was compared with nothing says nothing, whatever its slot held before. */
START_TEST(a_block_that_was_never_compared_has_no_figures)
{
	struct t_text text = {0};
	uint64_t seed;
	struct t_run r;
	size_t i;

	for (i = 0; i < 2; i++) {
		seed = 0xf195;
		t_sentence(&text, &seed, 20);
		t_add(&text, "\n\n");
	}
	for (i = 0; i < 400; i++)
		t_add(&text, i % 2 ? "Accept all cookies\n\n" : "Short line.\n\n");
	t_start(&r, NULL);
	t_input(&r, DECLUTTER_BOUNDED, text.s, text.len, T_WHOLE);
	t_finish(&r);
	ck_assert_double_eq(r.blocks[1].containment, 1);
	for (i = 2; i < r.nblocks; i++) {
		ck_assert_uint_eq(r.blocks[i].nwitnesses, 0);
		ck_assert_double_eq(r.blocks[i].containment, 0);
		ck_assert_double_eq(r.blocks[i].resemblance, 0);
		ck_assert_uint_eq(r.blocks[i].own, 0);
		ck_assert_uint_eq(r.blocks[i].shared, 0);
	}
	t_free(&r);
	t_clear(&text);
}
END_TEST

START_TEST(a_form_feed_ends_a_document)
{
	struct t_run r;

	t_start(&r, NULL);
	t_input(&r, DECLUTTER_UNBOUNDED, "One.\n\fTwo.\n\f\nThree.\n", 20, 1);
	t_finish(&r);
	ck_assert_uint_eq(r.documents, 3);
	ck_assert_uint_eq(r.separated, 2);
	ck_assert_uint_eq(t_find(&r, "One.")->place.document, 0);
	ck_assert_uint_eq(t_find(&r, "Two.")->place.document, 1);
	ck_assert_uint_eq(t_find(&r, "Three.")->place.document, 2);
	ck_assert_uint_eq(t_find(&r, "Three.")->place.block, 0);
	ck_assert_uint_eq(t_find(&r, "Three.")->place.line, 4);
	t_free(&r);
}
END_TEST

START_TEST(nothing_behind_the_last_separator_is_no_document)
{
	struct t_run r;

	t_start(&r, NULL);
	t_input(&r, DECLUTTER_BOUNDED, "One.\n\f\nTwo.\n\f\n", 14, 1);
	t_input(&r, DECLUTTER_BOUNDED, "", 0, 1);
	t_finish(&r);
	ck_assert_uint_eq(r.separated, 2);
	ck_assert_uint_eq(r.documents, 3);	/* an empty input is one */
	ck_assert_uint_eq(r.stats.documents, 3);
	t_free(&r);
}
END_TEST

START_TEST(a_record_ends_where_the_caller_says)
{
	struct t_run r;

	t_start(&r, NULL);
	ck_assert_int_eq(declutter_begin(r.d, DECLUTTER_RECORDS), DECLUTTER_OK);
	ck_assert_int_eq(declutter_push(r.d, "\nOne.\f\n\f\nTwo.", 14), DECLUTTER_OK);
	ck_assert_int_eq(declutter_end_record(r.d), DECLUTTER_OK);
	ck_assert_uint_eq(r.documents, 1);
	ck_assert_int_eq(declutter_end_record(r.d), DECLUTTER_OK);
	ck_assert_int_eq(declutter_push(r.d, "Three.\n", 7), DECLUTTER_OK);
	ck_assert_int_eq(declutter_end_record(r.d), DECLUTTER_OK);
	ck_assert_int_eq(declutter_end(r.d), DECLUTTER_OK);
	/* no record, no document */
	ck_assert_int_eq(declutter_begin(r.d, DECLUTTER_RECORDS), DECLUTTER_OK);
	ck_assert_int_eq(declutter_end(r.d), DECLUTTER_OK);
	t_finish(&r);
	ck_assert_uint_eq(r.documents, 3);
	ck_assert_uint_eq(r.stats.documents, 3);
	ck_assert_uint_eq(r.separated, 0);
	ck_assert_uint_eq(t_find(&r, "Two.")->place.document, 0);
	ck_assert_uint_eq(t_find(&r, "Two.")->place.line, 4);
	ck_assert_uint_eq(t_find(&r, "Three.")->place.document, 2);
	ck_assert_uint_eq(t_find(&r, "Three.")->place.input, 0);
	ck_assert_uint_eq(t_find(&r, "Three.")->place.line, 1);
	ck_assert_uint_eq(t_find(&r, "Three.")->offset, 0);
	t_free(&r);
}
END_TEST

START_TEST(bad_rules_are_reported_and_leave_the_filter_usable)
{
	struct declutter_rules_error error = {0, NULL};
	struct t_run r;

	t_start(&r, NULL);
	ck_assert_int_eq(declutter_rules(r.d, "share\ten\twhole\tsure\tzorb\nshare\n", 32, &error),
			 DECLUTTER_ERULES);
	ck_assert_uint_eq(error.line, 2);
	t_rules(&r, "!keep\ten\twhole\tsure\tAccept all cookies");
	t_input(&r, DECLUTTER_BOUNDED, "Zorb\n\nAccept all cookies\n", 25, T_WHOLE);
	t_finish(&r);
	ck_assert(t_find(&r, "Zorb")->removed);
	ck_assert(!t_find(&r, "Accept all cookies")->removed);
	t_free(&r);
}
END_TEST

Suite *
filter_suite(void)
{
	Suite *s = suite_create("filter");
	TCase *tc = tcase_create("filter");

	tcase_set_timeout(tc, 30);
	tcase_add_loop_test(tc, calls_out_of_order_are_refused_and_stay_so, 0, 13);
	tcase_add_loop_test(tc, options_out_of_range_are_named_and_refused, 0, 18);
	tcase_add_test(tc, no_memory_at_all_makes_no_filter);
	tcase_add_test(tc, every_status_category_and_kind_has_a_name);
	tcase_add_loop_test(tc, utf16_and_utf32_are_refused_however_pushed, 0, 10);
	tcase_add_loop_test(tc, a_sink_that_stops_stops_the_filter, 0, 6);
	tcase_add_test(tc, counters_add_up);
	tcase_add_test(tc, a_duplicate_names_its_witness);
	tcase_add_test(tc, a_block_that_was_never_compared_has_no_figures);
	tcase_add_test(tc, a_form_feed_ends_a_document);
	tcase_add_test(tc, nothing_behind_the_last_separator_is_no_document);
	tcase_add_test(tc, a_record_ends_where_the_caller_says);
	tcase_add_test(tc, bad_rules_are_reported_and_leave_the_filter_usable);
	suite_add_tcase(s, tc);
	return s;
}
