/* SPDX-License-Identifier: MIT */
/* test_helper.c - with more threads, real or pretended, all is as without */
#include <check.h>
#include <pthread.h>
#include <string.h>

#include "cli/crew.h"
#include "support.h"

Suite *helper_suite(void);

#define MAX_FILES 40
#define MAX_TASKS 16

/* --- helpers ------------------------------------------------------------------ */

enum kind { NONE, LATE, FICKLE, THREAD, THREADS, NKINDS };

struct queue {
	struct {
		void (*run)(void *arg);
		void *arg;
	} tasks[MAX_TASKS];
	size_t n;		/* not done */
	bool busy;
};

struct helper {
	enum kind kind;
	struct crew *crew;
	struct queue lanes[DECLUTTER_LANES];
	size_t started[DECLUTTER_LANES], refused;
	uint64_t seed;
};

/* Threads do what they are given; who is late does it when somebody waits, and who is
   fickle refuses every other task. */
static int
start(void *ctx, enum declutter_lane lane, void (*task)(void *arg), void *arg)
{
	struct helper *h = ctx;
	struct queue *q = &h->lanes[lane];

	if (h->kind == FICKLE && t_below(&h->seed, 2) == 0) {
		h->refused++;
		return -1;
	}
	h->started[lane]++;
	if (h->kind >= THREAD)
		return crew_start(h->crew, lane, task, arg) ? 0 : -1;
	ck_assert_uint_lt(q->n, MAX_TASKS);
	q->tasks[q->n].run = task;
	q->tasks[q->n++].arg = arg;
	return 0;
}

static void
wait_for(void *ctx, enum declutter_lane lane, unsigned left)
{
	struct helper *h = ctx;
	struct queue *q = &h->lanes[lane];
	size_t i, n = q->n > left ? q->n - left : 0;

	if (h->kind >= THREAD) {
		crew_wait(h->crew, lane, left);
		return;
	}
	ck_assert(!q->busy);
	q->busy = true;
	for (i = 0; i < n; i++)
		q->tasks[i].run(q->tasks[i].arg);
	q->busy = false;
	q->n -= n;
	memmove(q->tasks, q->tasks + n, q->n * sizeof(q->tasks[0]));
}

static void
open_helper(struct helper *h, enum kind kind, struct declutter_options *opt)
{
	*h = (struct helper){.kind = kind, .seed = 0xbe17};
	if (kind >= THREAD) {
		h->crew = crew_new(kind == THREAD ? 1 : 2);
		ck_assert_ptr_nonnull(h->crew);
	}
	if (kind != NONE)
		opt->helper = (struct declutter_helper){start, wait_for, h};
}

static void
close_helper(struct helper *h)
{
	size_t lane;

	for (lane = 0; lane < DECLUTTER_LANES; lane++)
		ck_assert_uint_eq(h->lanes[lane].n, 0);
	crew_free(h->crew);
}

/* --- the text ----------------------------------------------------------------- */

static struct t_text text, pages[MAX_FILES];
static size_t npages;

/* All articles, each behind paragraphs of which some come again, with short
   repeats among them: documents of all sizes, and many batches. */
static void
setup(void)
{
	static char names[MAX_FILES][256];
	uint64_t seed = 0x4e1, again;
	size_t i, k;

	npages = t_list_files("fixtures/articles", ".txt", names, MAX_FILES);
	ck_assert_uint_gt(npages, 10);
	text = (struct t_text){0};
	for (i = 0; i < npages; i++) {
		pages[i] = (struct t_text){0};
		for (k = 0; k < 2 * i * i; k++) {
			again = 0x77 + t_below(&seed, 150);
			t_sentence(&pages[i], t_below(&seed, 3) == 0 ? &again : &seed, 30);
			t_add(&pages[i], k % 5 == 0 ? "\n\nNo comment.\n\n" : "\n\n");
		}
		t_read_file(&pages[i], names[i]);
		t_append(&text, pages[i].s, pages[i].len);
		t_add(&text, "\n\f");
	}
	ck_assert_uint_gt(text.len, 300000);
}

static void
teardown(void)
{
	size_t i;

	for (i = 0; i < npages; i++)
		t_clear(&pages[i]);
	t_clear(&text);
}

/* --- equal runs --------------------------------------------------------------- */

static void
same_block(const struct t_block *a, const struct t_block *b)
{
	ck_assert_mem_eq(&a->place, &b->place, sizeof(a->place));
	ck_assert_mem_eq(&a->witness, &b->witness, sizeof(a->witness));
	ck_assert_uint_eq(a->offset, b->offset);
	ck_assert_uint_eq(a->nbytes, b->nbytes);
	ck_assert_str_eq(a->text, b->text);
	ck_assert_uint_eq(a->ncuts, b->ncuts);
	ck_assert_int_eq(a->removed, b->removed);
	ck_assert_int_eq(a->category, b->category);
	ck_assert_int_eq(a->duplicate, b->duplicate);
	ck_assert(a->score == b->score);
	ck_assert_str_eq(a->evidence, b->evidence);
	ck_assert_uint_eq(a->nwitnesses, b->nwitnesses);
}

static void
same_run(const struct t_run *a, const struct t_run *b)
{
	size_t i;

	ck_assert_int_eq(a->status, b->status);
	ck_assert_uint_eq(a->nblocks, b->nblocks);
	for (i = 0; i < a->nblocks; i++)
		same_block(&a->blocks[i], &b->blocks[i]);
	ck_assert_uint_eq(a->bytes.len, b->bytes.len);
	ck_assert_mem_eq(a->bytes.s, b->bytes.s, a->bytes.len);
	ck_assert_str_eq(a->out.s, b->out.s);
	ck_assert_uint_eq(a->documents, b->documents);
	ck_assert_uint_eq(a->separated, b->separated);
	ck_assert_mem_eq(&a->stats, &b->stats, sizeof(a->stats));
}

enum shape { STREAM, FILES, RECORDS, NSHAPES };

/* All pages as a stream with form feeds, as inputs or as records. */
static void
feed(struct t_run *r, enum shape shape, size_t piece)
{
	size_t i;

	if (shape == STREAM)
		t_input(r, DECLUTTER_UNBOUNDED, text.s, text.len, piece);
	for (i = 0; shape == FILES && i < npages; i++)
		t_input(r, DECLUTTER_BOUNDED, pages[i].s, pages[i].len, piece);
	if (shape == RECORDS)
		ck_assert_int_eq(declutter_begin(r->d, DECLUTTER_RECORDS), DECLUTTER_OK);
	for (i = 0; shape == RECORDS && i < npages; i++) {
		ck_assert_int_eq(declutter_push(r->d, pages[i].s, pages[i].len),
				 DECLUTTER_OK);
		ck_assert_int_eq(declutter_end_record(r->d), DECLUTTER_OK);
		if (i % 3 != 0)
			continue;
		ck_assert_int_eq(declutter_drain(r->d), DECLUTTER_OK);
		ck_assert_uint_eq(r->documents, i + 1);
	}
	if (shape == RECORDS)
		ck_assert_int_eq(declutter_end(r->d), DECLUTTER_OK);
	t_finish(r);
}

START_TEST(verdicts_order_and_counters_are_the_same)
{
	static const size_t pieces[] = {T_WHOLE, T_RANDOM, 1000, 70000};
	struct declutter_options opt;
	struct t_run runs[NKINDS];
	struct helper h;
	int kind;

	for (kind = NONE; kind < NKINDS; kind++) {
		declutter_options_init(&opt);
		opt.scope = _i / NSHAPES % 3;
		open_helper(&h, (enum kind)kind, &opt);
		t_start(&runs[kind], &opt);
		feed(&runs[kind], (enum shape)(_i % NSHAPES), pieces[_i / NSHAPES / 3]);
		ck_assert_int_eq(runs[kind].status, DECLUTTER_OK);
		same_run(&runs[NONE], &runs[kind]);
		if (kind != NONE) {
			ck_assert_uint_gt(h.started[DECLUTTER_JUDGING], 3);
			ck_assert_uint_gt(h.started[DECLUTTER_MATCHING], 3);
			t_free(&runs[kind]);
		}
		close_helper(&h);
	}
	ck_assert_uint_gt(runs[NONE].stats.duplicate_blocks[DECLUTTER_EXACT], 100);
	t_free(&runs[NONE]);
}
END_TEST

/* As many blocks as without a helper, at every stop. */
START_TEST(a_drain_gives_what_a_push_gives)
{
	struct declutter_options opt, plain;
	struct t_run a, b;
	struct helper h;
	size_t at, n;

	declutter_options_init(&plain);
	opt = plain;
	open_helper(&h, (enum kind)_i, &opt);
	t_start(&a, &plain);
	t_start(&b, &opt);
	ck_assert_int_eq(declutter_begin(a.d, DECLUTTER_BOUNDED), DECLUTTER_OK);
	ck_assert_int_eq(declutter_begin(b.d, DECLUTTER_BOUNDED), DECLUTTER_OK);
	for (at = 0; at < text.len; at += n) {
		n = text.len - at < 5000 ? text.len - at : 5000;
		ck_assert_int_eq(declutter_push(a.d, text.s + at, n), DECLUTTER_OK);
		ck_assert_int_eq(declutter_push(b.d, text.s + at, n), DECLUTTER_OK);
		if (at / 5000 % 15 != 0)
			continue;
		ck_assert_int_eq(declutter_drain(b.d), DECLUTTER_OK);
		ck_assert_uint_eq(a.nblocks, b.nblocks);
	}
	ck_assert_int_eq(declutter_end(a.d), DECLUTTER_OK);
	ck_assert_int_eq(declutter_end(b.d), DECLUTTER_OK);
	t_finish(&a);
	t_finish(&b);
	same_run(&a, &b);
	ck_assert_uint_gt(h.started[DECLUTTER_JUDGING], 3);
	t_free(&a);
	t_free(&b);
	close_helper(&h);
}
END_TEST

START_TEST(a_small_input_needs_no_helper)
{
	struct declutter_options opt;
	struct helper h;
	struct t_run r;

	declutter_options_init(&opt);
	open_helper(&h, LATE, &opt);
	t_start(&r, &opt);
	t_input(&r, DECLUTTER_BOUNDED, T_P1 T_P2 T_P3, strlen(T_P1 T_P2 T_P3), 50);
	t_finish(&r);
	ck_assert_int_eq(r.status, DECLUTTER_OK);
	ck_assert_uint_eq(r.documents, 1);
	ck_assert_uint_eq(h.started[DECLUTTER_JUDGING], 0);
	t_free(&r);
	close_helper(&h);
}
END_TEST

/* Inputs of one record, and notes before, in and behind each: the sink hears of them
   when it has heard of what came before. */
START_TEST(a_note_has_its_place)
{
	struct t_note notes[MAX_FILES][3];
	struct declutter_options opt;
	struct helper h;
	struct t_run r;
	size_t i, k, blocks = 0;

	declutter_options_init(&opt);
	open_helper(&h, (enum kind)_i, &opt);
	t_start(&r, &opt);
	for (i = 0; i < npages; i++) {
		ck_assert_int_eq(declutter_note(r.d, &notes[i][0]), DECLUTTER_OK);
		ck_assert_int_eq(declutter_begin(r.d, DECLUTTER_RECORDS), DECLUTTER_OK);
		ck_assert_int_eq(declutter_note(r.d, &notes[i][1]), DECLUTTER_OK);
		ck_assert_int_eq(declutter_push(r.d, pages[i].s, pages[i].len),
				 DECLUTTER_OK);
		ck_assert_int_eq(declutter_end_record(r.d), DECLUTTER_OK);
		ck_assert_int_eq(declutter_note(r.d, &notes[i][2]), DECLUTTER_OK);
		ck_assert_int_eq(declutter_end(r.d), DECLUTTER_OK);
	}
	t_finish(&r);
	ck_assert_uint_eq(r.notes, 3 * npages);
	for (i = 0; i < npages; i++) {
		for (k = 0; k < 2; k++) {
			ck_assert_uint_eq(notes[i][k].documents, i);
			ck_assert_uint_eq(notes[i][k].nblocks, blocks);
		}
		ck_assert_uint_eq(notes[i][2].documents, i + 1);
		ck_assert_uint_gt(notes[i][2].nblocks, blocks);
		blocks = notes[i][2].nblocks;
	}
	ck_assert_uint_eq(blocks, r.nblocks);
	t_free(&r);
	close_helper(&h);
}
END_TEST

/* Where look-ahead is, its place is not known. */
START_TEST(a_note_inside_a_document_is_refused)
{
	struct t_note note;
	struct t_run r;

	t_start(&r, NULL);
	ck_assert_int_eq(declutter_begin(r.d, _i == 0 ? DECLUTTER_BOUNDED :
					 DECLUTTER_RECORDS), DECLUTTER_OK);
	if (_i > 0)
		ck_assert_int_eq(declutter_push(r.d, T_P1, strlen(T_P1)), DECLUTTER_OK);
	ck_assert_int_eq(declutter_note(r.d, &note), DECLUTTER_EUSE);
	ck_assert_int_eq(declutter_end(r.d), DECLUTTER_EUSE);
	ck_assert_uint_eq(r.notes, 0);
	t_free(&r);
}
END_TEST

/* Whoever is called late still hears of it, and of nothing else. */
START_TEST(a_sink_that_stops_stops_the_filter)
{
	static const size_t stops[] = {1, 2, 63, 64, 65, 130, 700, 1500};
	struct declutter_options opt;
	struct helper h;
	struct t_run r;
	size_t i;

	for (i = 0; i < T_LEN(stops); i++) {
		declutter_options_init(&opt);
		open_helper(&h, (enum kind)_i, &opt);
		t_start(&r, &opt);
		r.stop_after = stops[i];
		t_input(&r, DECLUTTER_BOUNDED, text.s, text.len, 3000);
		ck_assert_int_eq(declutter_drain(r.d), DECLUTTER_ESINK);
		ck_assert_uint_eq(r.nblocks, stops[i]);
		ck_assert_int_eq(declutter_end(r.d), DECLUTTER_ESINK);
		ck_assert_int_eq(declutter_finish(r.d), DECLUTTER_ESINK);
		ck_assert_uint_eq(r.nblocks, stops[i]);
		t_free(&r);
		close_helper(&h);
	}
}
END_TEST

/* Two threads ask for memory. */
struct shared_memory {
	struct t_memory memory;
	struct declutter_allocator inner;
	pthread_mutex_t lock;
};

static void *
shared_resize(void *ctx, void *p, size_t old_size, size_t new_size)
{
	struct shared_memory *s = ctx;

	pthread_mutex_lock(&s->lock);
	p = s->inner.resize(s->inner.ctx, p, old_size, new_size);
	pthread_mutex_unlock(&s->lock);
	return p;
}

/* A run in which request 'fail_at' for memory is refused; how many there were. */
static size_t
run_refused(enum kind kind, size_t fail_at)
{
	struct shared_memory s = {
		.memory.fail_at = fail_at, .lock = PTHREAD_MUTEX_INITIALIZER
	};
	struct declutter_options opt;
	struct helper h;
	struct t_run r;

	s.inner = t_allocator(&s.memory);
	declutter_options_init(&opt);
	opt.allocator = (struct declutter_allocator){shared_resize, &s};
	open_helper(&h, kind, &opt);
	t_start(&r, &opt);
	t_input(&r, DECLUTTER_UNBOUNDED, text.s, text.len, 10000);
	t_finish(&r);
	ck_assert_int_eq(r.status, fail_at > 0 && s.memory.calls >= fail_at ?
				   DECLUTTER_ENOMEM : DECLUTTER_OK);
	t_free(&r);
	close_helper(&h);
	ck_assert_uint_eq(s.memory.live, 0);
	ck_assert_uint_eq(s.memory.blocks, 0);
	ck_assert(!s.memory.wrong_size);
	pthread_mutex_destroy(&s.lock);
	return s.memory.calls;
}

START_TEST(a_refused_allocation_is_reported_and_leaks_nothing)
{
	size_t all = run_refused((enum kind)_i, 0), n;

	ck_assert_uint_gt(all, 500);
	for (n = 1; n < all; n += 1 + all / 150)
		run_refused((enum kind)_i, n);
}
END_TEST

/* Whatever is in work is done, and what is not started is let go. */
START_TEST(a_filter_can_be_freed_at_any_time)
{
	struct declutter_stats stats;
	struct declutter_options opt;
	struct helper h;
	struct t_run r;
	size_t n;

	for (n = 1000; n < text.len; n += text.len / 9) {
		declutter_options_init(&opt);
		open_helper(&h, (enum kind)_i, &opt);
		t_start(&r, &opt);
		ck_assert_int_eq(declutter_begin(r.d, DECLUTTER_BOUNDED), DECLUTTER_OK);
		ck_assert_int_eq(declutter_push(r.d, text.s, n), DECLUTTER_OK);
		declutter_stats(r.d, &stats);
		ck_assert_uint_eq(stats.bytes, r.bytes.len);
		ck_assert_int_eq(declutter_begin(r.d, DECLUTTER_BOUNDED), DECLUTTER_EUSE);
		t_free(&r);
		close_helper(&h);
	}
}
END_TEST

START_TEST(half_a_helper_is_refused)
{
	struct declutter_options opt;

	declutter_options_init(&opt);
	opt.helper.start = start;
	ck_assert_str_eq(declutter_options_check(&opt), "helper");
	opt.helper.wait = wait_for;
	ck_assert_ptr_null(declutter_options_check(&opt));
	opt.helper.start = NULL;
	ck_assert_str_eq(declutter_options_check(&opt), "helper");
}
END_TEST

Suite *
helper_suite(void)
{
	Suite *s = suite_create("helper");
	TCase *tc = tcase_create("helper");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, verdicts_order_and_counters_are_the_same, 0, 4 * 3 * NSHAPES);
	tcase_add_loop_test(tc, a_drain_gives_what_a_push_gives, LATE, NKINDS);
	tcase_add_test(tc, a_small_input_needs_no_helper);
	tcase_add_loop_test(tc, a_note_has_its_place, NONE, NKINDS);
	tcase_add_loop_test(tc, a_note_inside_a_document_is_refused, 0, 2);
	tcase_add_loop_test(tc, a_sink_that_stops_stops_the_filter, NONE, NKINDS);
	tcase_add_loop_test(tc, a_refused_allocation_is_reported_and_leaks_nothing, LATE,
			    NKINDS);
	tcase_add_loop_test(tc, a_filter_can_be_freed_at_any_time, NONE, NKINDS);
	tcase_add_test(tc, half_a_helper_is_refused);
	suite_add_tcase(s, tc);
	return s;
}
