/* SPDX-License-Identifier: MIT */
/* test_laws.c - the laws of the design, on the fixtures and on random input */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "canon.h"
#include "support.h"

Suite *laws_suite(void);

#define MAX_FILES 200

static char names[MAX_FILES][256];

/* All files of a fixtures folder, one after another. */
static size_t
read_all(const char *dir, struct t_text *text)
{
	size_t n = t_list_files(dir, ".txt", names, MAX_FILES), i;

	for (i = 0; i < n; i++)
		t_read_file(text, names[i]);
	return n;
}

/* Lines of the articles in random order, damaged here and there. */
static void
mash(struct t_text *out, uint64_t *state, size_t nlines)
{
	struct t_text all = {0};
	size_t i;

	read_all("fixtures/articles", &all);
	for (i = 0; i < nlines; i++) {
		size_t at = t_below(state, all.len), n;

		while (at > 0 && all.s[at - 1] != '\n')
			at--;
		n = strcspn(all.s + at, "\n");
		t_append(out, all.s + at, t_below(state, 9) ? n : t_below(state, n + 1));
		t_add(out, t_below(state, 30) == 0 ? "\f" : t_below(state, 4) ? "\n" : "\n\n");
		if (t_below(state, 12) == 0)
			out->s[t_below(state, out->len)] = (char)t_random(state);
	}
	t_clear(&all);
}

/* Laws 1 and 2: blocks in order are the input, and their text is their bytes. */
static void
check_conserved(const struct t_run *r, const char *in, size_t len)
{
	const struct declutter_allocator *a = &dc_default_allocator;
	static struct dc_chars chars;
	struct dc_canon canon = {0};
	uint64_t end = 0;
	size_t i, k;

	ck_assert_uint_eq(r->bytes.len, len);
	ck_assert_mem_eq(r->bytes.s, in, len);
	for (i = 0; i < r->nblocks; i++) {
		const struct t_block *b = &r->blocks[i];
		size_t from = 0;

		ck_assert_uint_eq(b->offset, end);
		ck_assert_uint_le(b->nbody, b->nbytes);
		dc_canon_start(&canon);
		for (k = 0; k <= b->ncuts; k++) {
			size_t to = k < b->ncuts ? b->cuts[k].start : b->nbody;

			ck_assert_uint_ge(to, from);
			ck_assert(dc_canon_add(&canon, a, &chars,
					       r->bytes.s + b->bytes + from, to - from));
			if (k < b->ncuts)
				from = b->cuts[k].end;
			ck_assert_uint_le(from, b->nbody);
		}
		ck_assert(dc_canon_end(&canon, a));
		ck_assert_uint_eq(canon.text.len, b->ntext);
		ck_assert(b->ntext == 0 || memcmp(canon.text.data, b->text, b->ntext) == 0);
		ck_assert(!b->removed || b->evidence[0] != '\0');
		ck_assert(!b->removed || b->category != DECLUTTER_CONTENT ||
			  b->nwitnesses > 0);
		end += b->nbytes;
	}
	dc_canon_clear(&canon, a);
}

START_TEST(what_is_kept_and_what_is_removed_are_the_input)
{
	uint64_t seed = 0x1a35 + (uint64_t)_i, state = seed;
	struct t_text text = {0};
	struct t_run r;

	if (_i == 0)
		read_all("fixtures/articles", &text);
	else if (_i == 1)
		read_all("fixtures/traps", &text);
	else
		mash(&text, &state, 200);
	t_start(&r, NULL);
	t_input(&r, _i % 2 ? DECLUTTER_BOUNDED : DECLUTTER_UNBOUNDED, text.s, text.len,
		T_WHOLE);
	t_finish(&r);
	ck_assert_int_eq(r.status, DECLUTTER_OK);
	check_conserved(&r, text.s, text.len);
	ck_assert_uint_eq(r.stats.kept_bytes, r.kept.len);
	t_free(&r);
	t_clear(&text);
}
END_TEST

static bool
same_block(const struct t_block *a, const struct t_block *b)
{
	return memcmp(&a->place, &b->place, sizeof(a->place)) == 0 &&
	       memcmp(&a->witness, &b->witness, sizeof(a->witness)) == 0 &&
	       a->offset == b->offset && a->nbytes == b->nbytes &&
	       a->nbody == b->nbody && strcmp(a->text, b->text) == 0 &&
	       a->ncuts == b->ncuts && a->removed == b->removed &&
	       a->continues == b->continues && a->category == b->category &&
	       a->duplicate == b->duplicate && !(a->score < b->score) &&
	       !(a->score > b->score) && strcmp(a->evidence, b->evidence) == 0 &&
	       a->nwitnesses == b->nwitnesses && a->shared == b->shared &&
	       a->own == b->own;
}

START_TEST(verdicts_do_not_depend_on_how_bytes_arrive)
{
	static const size_t pieces[] = {1, 2, 7, 61, 4099, T_RANDOM};
	uint64_t seed = 0xde7 + (uint64_t)_i, state = seed;
	struct declutter_options opt;
	struct t_text text = {0};
	struct t_run whole, r;
	size_t p, i;

	declutter_options_init(&opt);
	if (_i > 0)
		opt.max_block = 300;
	if (_i == 0)
		read_all("fixtures/articles", &text);
	else
		mash(&text, &state, 150);
	t_start(&whole, &opt);
	t_input(&whole, DECLUTTER_UNBOUNDED, text.s, text.len, T_WHOLE);
	t_finish(&whole);
	for (p = 0; p < T_LEN(pieces); p++) {
		t_start(&r, &opt);
		t_input(&r, DECLUTTER_UNBOUNDED, text.s, text.len, pieces[p]);
		t_finish(&r);
		ck_assert_int_eq(r.status, DECLUTTER_OK);
		ck_assert_uint_eq(r.nblocks, whole.nblocks);
		for (i = 0; i < r.nblocks; i++)
			ck_assert_msg(same_block(&r.blocks[i], &whole.blocks[i]),
				      "seed %#llx, pieces of %zu: block %zu \"%s\"",
				      (unsigned long long)seed, pieces[p], i, r.blocks[i].text);
		t_free(&r);
	}
	t_free(&whole);
	t_clear(&text);
}
END_TEST

/* Removed blocks and cuts of 'r', a line each. */
static void
list_removed(const struct t_run *r, struct t_text *out)
{
	size_t i;

	t_append(out, "", 0);
	for (i = 0; i < r->nblocks; i++) {
		const struct t_block *b = &r->blocks[i];

		if (!b->removed && b->ncuts == 0)
			continue;
		t_add(out, "\n  ");
		t_add(out, !b->removed ? "cut" : b->category != DECLUTTER_CONTENT ?
		      declutter_category_name(b->category) :
		      declutter_duplicate_name(b->duplicate));
		t_add(out, " (");
		t_add(out, b->evidence);
		t_add(out, "): ");
		t_append(out, b->text, b->ntext < 90 ? b->ntext : 90);
	}
}

/* 0: files as documents, 1: one stream; then the output again, as a stream. */
START_TEST(running_on_its_own_output_changes_nothing)
{
	struct t_text text = {0}, removed = {0};
	struct t_run once, twice;
	size_t n, i;

	n = t_list_files("fixtures/articles", ".txt", names, MAX_FILES);
	ck_assert_uint_ge(n, 10);
	t_start(&once, NULL);
	for (i = 0; i < n; i++) {
		t_read_file(&text, names[i]);
		if (_i == 1 && i + 1 < n)
			continue;
		t_input(&once, _i == 1 ? DECLUTTER_UNBOUNDED : DECLUTTER_BOUNDED, text.s,
			text.len, T_WHOLE);
		text.len = 0;
	}
	t_finish(&once);
	t_start(&twice, NULL);
	t_input(&twice, DECLUTTER_UNBOUNDED, once.out.s, once.out.len, T_WHOLE);
	t_finish(&twice);
	list_removed(&twice, &removed);
	ck_assert_msg(removed.len == 0, "removed from its own output:%s", removed.s);
	ck_assert_str_eq(twice.out.s, once.out.s);
	t_free(&once);
	t_free(&twice);
	t_clear(&text);
	t_clear(&removed);
}
END_TEST

/* 0: each trap alone; 1: each a document of one run; 2: one stream. */
START_TEST(nothing_goes_from_clean_text)
{
	size_t n = t_list_files("fixtures/traps", ".txt", names, MAX_FILES), i;
	struct t_text text = {0}, removed = {0};
	struct t_run r;

	ck_assert_uint_ge(n, 80);
	for (i = 0; i < n; i++) {
		if (_i == 0 || i == 0)
			t_start(&r, NULL);
		t_read_file(&text, names[i]);
		if (_i == 2 && i + 1 < n)
			continue;
		t_input(&r, _i == 2 ? DECLUTTER_UNBOUNDED : DECLUTTER_BOUNDED, text.s,
			text.len, T_WHOLE);
		text.len = 0;
		if (_i > 0 && i + 1 < n)
			continue;
		t_finish(&r);
		list_removed(&r, &removed);
		t_free(&r);
	}
	ck_assert_msg(removed.len == 0, "removed:%s", removed.s);
	t_clear(&text);
	t_clear(&removed);
}
END_TEST

/* What the filter holds at most while 'n' times 'bit' pass behind 'head'. */
static size_t
peak_memory(const char *head, const char *bit, size_t n, int dedup)
{
	struct t_memory m = {0};
	struct declutter_options opt;
	struct declutter *d;
	struct t_run r;
	char buf[8192];
	size_t i, len = strlen(bit), k = sizeof(buf) / len;

	declutter_options_init(&opt);
	opt.allocator = t_allocator(&m);
	opt.dedup = dedup;
	opt.max_block = (size_t)1 << 16;
	for (i = 0; i < k; i++)
		memcpy(buf + i * len, bit, len);
	t_start(&r, &opt);
	d = r.d;
	ck_assert_int_eq(declutter_begin(d, DECLUTTER_UNBOUNDED), DECLUTTER_OK);
	ck_assert_int_eq(declutter_push(d, head, strlen(head)), DECLUTTER_OK);
	for (i = 0; i < n; i += k) {
		ck_assert_int_eq(declutter_push(d, buf, k * len), DECLUTTER_OK);
		r.bytes.len = r.kept.len = r.out.len = 0;
	}
	ck_assert_int_eq(declutter_end(d), DECLUTTER_OK);
	t_finish(&r);
	t_free(&r);
	ck_assert_uint_eq(m.live, 0);
	ck_assert_uint_eq(m.blocks, 0);
	ck_assert(!m.wrong_size);
	return m.peak;
}

static const struct {
	const char *bit;
	size_t n;
	int dedup;
} floods[] = {
	{"x", 64000000, 1},
	{"a line of 16 byt", 4000000, 1},
	{"One line a block.\n\n", 100000, 0},
	{"One line a block.\n", 100000, 0},
	{"\n", 1000000, 1},
	{"Accept all cookies\n\n", 100000, 1},
	{"\f", 100000, 1},
	{"and so on to the\n", 100000, 0}
};

START_TEST(memory_does_not_grow_with_the_input)
{
	size_t few = peak_memory("", floods[_i].bit, floods[_i].n / 4, floods[_i].dedup);
	size_t many = peak_memory("", floods[_i].bit, floods[_i].n, floods[_i].dedup);

	ck_assert_msg(many < few + few / 4 + 100000, "%zu bytes, then %zu", few, many);
	ck_assert_uint_lt(many, (size_t)32 << 20);
}
END_TEST

/* What it holds at most while 'n' documents of short blocks pass, each with a long one
   of many words, in another place than the one before had. */
static size_t
peak_memory_of_documents(size_t n)
{
	struct t_memory m = {0};
	struct t_text text = {0};
	struct declutter_options opt;
	struct t_run r;
	size_t i, k, w;

	declutter_options_init(&opt);
	opt.allocator = t_allocator(&m);
	opt.dedup = 0;
	t_start(&r, &opt);
	for (i = 0; i < n; i++) {
		text.len = 0;
		for (k = 0; k < 400; k++) {
			for (w = 0; w < (k == i * 7 % 400 ? 8000 : 3); w++)
				t_add(&text, "a b ");
			t_add(&text, "\n\n");
		}
		t_input(&r, DECLUTTER_BOUNDED, text.s, text.len, T_WHOLE);
		r.bytes.len = r.kept.len = r.out.len = 0;
	}
	t_finish(&r);
	t_free(&r);
	t_clear(&text);
	ck_assert_uint_eq(m.live, 0);
	return m.peak;
}

START_TEST(long_blocks_here_and_there_leave_no_memory_behind)
{
	size_t few = peak_memory_of_documents(3), many = peak_memory_of_documents(60);

	ck_assert_msg(many < few + few / 4 + 100000, "%zu bytes, then %zu", few, many);
}
END_TEST

/* A short repeat waits for the next long block: that may never come. */
START_TEST(a_waiting_repeat_does_not_hold_up_the_stream)
{
	static const struct {
		const char *bit;
		size_t few, many;
	} bits[] = {
		{"Accept all cookies\n\n", 20000, 400000}, {"\n", 200000, 800000},
		{"a line of 16 byt", 700000, 1500000}, {"\v\n\n", 100000, 400000}
	};
	struct t_text head = {0};
	uint64_t seed;
	size_t few, many;
	int k;

	for (k = 0; k < 2; k++) {
		seed = 0x3a17;
		t_sentence(&head, &seed, 20);
		t_add(&head, "\n\nShort repeat here.\n\n");
	}
	few = peak_memory(head.s, bits[_i].bit, bits[_i].few, 1);
	many = peak_memory(head.s, bits[_i].bit, bits[_i].many, 1);
	ck_assert_msg(many < few + few / 4 + 100000, "%zu bytes, then %zu", few, many);
	t_clear(&head);
}
END_TEST

static const char small[] =
	"Region\n\nMinister resigns over Harnvik dam | Courier\n\nMinister resigns over Harnvik "
	"dam\n\nThe river rose again on Monday and the people of the lower town carried 1,200 "
	"chairs up the hill.\n\n\xc2\xa9 2024 Cafe\xcc\x81 news \xff here\n\n";

/* The whole way with the n-th request for memory refused. */
START_TEST(a_refused_allocation_is_reported_and_leaks_nothing)
{
	size_t n;

	for (n = 1 + (size_t)_i;; n += 4) {
		struct t_memory m = {.fail_at = n};
		struct declutter_options opt;
		enum declutter_status status;
		struct t_run r;

		declutter_options_init(&opt);
		opt.allocator = t_allocator(&m);
		t_start(&r, &opt);
		if (r.d != NULL) {
			t_input(&r, DECLUTTER_BOUNDED, small, strlen(small), 50);
			t_input(&r, DECLUTTER_UNBOUNDED, small, strlen(small), T_WHOLE);
			t_input(&r, DECLUTTER_BOUNDED, "word word word word\nand the\nend\n", 32,
				T_WHOLE);
			t_finish(&r);
		}
		status = r.status;
		t_free(&r);
		ck_assert_uint_eq(m.live, 0);
		ck_assert(!m.wrong_size);
		if (m.calls < n) {
			ck_assert_int_eq(status, DECLUTTER_OK);
			break;
		}
		ck_assert_msg(status == DECLUTTER_ENOMEM, "request %zu refused: %s", n,
			      declutter_strerror(status));
	}
	ck_assert_uint_gt(n, 50);
}
END_TEST

START_TEST(hostile_input_costs_bounded_work)
{
	static const char *const bits[] = {
		"\xcc\x81", "a ", "aBc ", "SCROLL FOR NEXTMinister", "1-", "(Read more: ",
		"[email protected] ", ", sign up to our newsletter", "the\n", "Share Share ",
		"\xef\xb7\xba ", "\r", "| "
	};
	struct declutter_options opt;
	struct t_text text = {0};
	struct t_run r;
	size_t i;

	declutter_options_init(&opt);
	opt.max_block = (size_t)4 << 20;
	for (i = 0; i < 1000000 && text.len < 3000000; i++)
		t_add(&text, bits[_i]);
	t_start(&r, &opt);
	t_input(&r, DECLUTTER_BOUNDED, text.s, text.len, T_WHOLE);
	t_input(&r, DECLUTTER_UNBOUNDED, text.s, text.len, 5003);
	t_finish(&r);
	ck_assert_int_eq(r.status, DECLUTTER_OK);
	ck_assert_uint_eq(r.bytes.len, 2 * text.len);
	t_free(&r);
	t_clear(&text);
}
END_TEST

Suite *
laws_suite(void)
{
	Suite *s = suite_create("laws");
	TCase *tc = tcase_create("laws");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, what_is_kept_and_what_is_removed_are_the_input, 0, 10);
	tcase_add_loop_test(tc, verdicts_do_not_depend_on_how_bytes_arrive, 0, 8);
	tcase_add_loop_test(tc, running_on_its_own_output_changes_nothing, 0, 2);
	tcase_add_loop_test(tc, nothing_goes_from_clean_text, 0, 3);
	tcase_add_loop_test(tc, memory_does_not_grow_with_the_input, 0,
			    (int)T_LEN(floods));
	tcase_add_test(tc, long_blocks_here_and_there_leave_no_memory_behind);
	tcase_add_loop_test(tc, a_waiting_repeat_does_not_hold_up_the_stream, 0, 4);
	tcase_add_loop_test(tc, a_refused_allocation_is_reported_and_leaks_nothing, 0, 4);
	tcase_add_loop_test(tc, hostile_input_costs_bounded_work, 0, 13);
	suite_add_tcase(s, tc);
	return s;
}
