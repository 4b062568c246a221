/* SPDX-License-Identifier: MIT */
/* test_window.c - what is kept of a window says what a walk over it would say */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "built_in.h"
#include "chrome.h"
#include "support.h"

Suite *window_suite(void);

static struct dc_window window;

/* The distance as a walk from view to view finds it. */
static int
walk(uint64_t i, int step, int reach)
{
	int k;

	for (k = 1; k <= reach; k++) {
		const struct dc_view *v = dc_window_near(&window, i, k * step);

		if (v == NULL)
			return 0;
		if (v->prose)
			return k;
	}
	return 0;
}

START_TEST(prose_is_as_far_as_a_walk_finds_it)
{
	uint64_t state = 0x3d0 + (uint64_t)_i, i, index = 0, document = 0;
	static const int reaches[] = {1, 3, 31, 32};
	size_t k;

	window = (struct dc_window){0};
	for (i = 0; i < 5000; i++) {
		uint64_t j = i < 60 ? i / 2 : i - t_below(&state, 60);

		if (t_below(&state, i % 1000 < 500 ? 20 : 200) == 0) {
			document++;
			index = 0;
		}
		*dc_window_slot(&window) = (struct dc_view){
			.document = document, .index = index++,
			.prose = t_below(&state, i % 700 < 350 ? 4 : 40) == 0
		};
		dc_window_add(&window);
		for (k = 0; k < T_LEN(reaches); k++) {
			ck_assert_int_eq(dc_window_prose(&window, j, 1, reaches[k]),
					 walk(j, 1, reaches[k]));
			ck_assert_int_eq(dc_window_prose(&window, j, -1, reaches[k]),
					 walk(j, -1, reaches[k]));
		}
	}
}
END_TEST

/* What each mark says of a view. */
static bool
has_mark(const struct dc_view *v, int mark)
{
	bool run = v->title_case || v->short_title || v->chrome;

	switch ((enum dc_mark)mark) {
	case DC_MARK_START: return v->index == 0;
	case DC_MARK_PROSE: return v->prose;
	case DC_MARK_ASIDE: return v->chrome || v->date || v->byline || v->number;
	case DC_MARK_TITLE: return !v->sentence && v->ntokens >= DC_TITLE_TOKENS;
	case DC_MARK_CASED: return v->title_case;
	case DC_MARK_RUN: return run;
	case DC_MARK_ODD:
		return !run && v->cue == NULL && (v->bullet || !v->sentence);
	case DC_MARK_MENU: return v->label || v->chrome;
	case DC_MARK_KNOWN: return v->chrome || v->cue != NULL;
	case DC_MARK_HEADING: return v->heading != NULL;
	case DC_MARK_BODY: return v->prose || (v->sentence && !v->chrome);
	case DC_NMARKS: break;
	}
	return false;
}

START_TEST(marks_are_those_of_the_views_around)
{
	static const struct dc_rule cue;
	uint64_t state = 0x3a2 + (uint64_t)_i, i, index = 0, document = 0;
	int mark, k;

	window = (struct dc_window){0};
	for (i = 0; i < 1000; i++) {
		uint64_t j = i - t_below(&state, i < 40 ? i + 1 : 40);
		uint64_t bits = t_below(&state, 1 << 11);
		int after = 0, before = 0;

		document += index > 0 && t_below(&state, 50) == 0;
		*dc_window_slot(&window) = (struct dc_view){
			.document = document, .prose = bits & 1, .chrome = bits & 2,
			.date = bits & 4, .number = bits & 8, .sentence = bits & 16,
			.title_case = bits & 32, .short_title = bits & 64,
			.bullet = bits & 128, .label = bits & 256,
			.cue = bits & 512 ? &cue : NULL,
			.heading = bits & 1024 ? &cue : NULL,
			.ntokens = (uint32_t)t_below(&state, 6)
		};
		index = i > 0 && dc_window_at(&window, i - 1)->document == document ?
			index + 1 : 0;
		dc_window_slot(&window)->index = index;
		dc_window_add(&window);
		while (dc_window_near(&window, j, after + 1) != NULL)
			after++;
		while (dc_window_near(&window, j, -before - 1) != NULL)
			before++;
		ck_assert_int_eq(dc_window_after(&window, j, 32), T_MIN(after, 32));
		ck_assert_int_eq(dc_window_before(&window, j, 32), T_MIN(before, 32));
		for (mark = 0; mark < DC_NMARKS; mark++) {
			uint64_t ahead = dc_ring_after(&window.mark[mark], j);
			uint64_t behind = dc_ring_before(&window.mark[mark], j);

			for (k = 0; k < T_MIN(after, 64); k++)
				ck_assert_int_eq(ahead >> k & 1, has_mark(
					dc_window_near(&window, j, k + 1), mark));
			for (k = 0; k < T_MIN(before, 64); k++)
				ck_assert_int_eq(behind >> (63 - k) & 1, has_mark(
					dc_window_near(&window, j, -k - 1), mark));
		}
	}
}
END_TEST

static struct dc_spans spans;

/* Kadane's loop over blocks i + 1 to 'last'. */
static void
same_spans(const int32_t *worth, const int32_t *mark, uint64_t i, uint64_t last)
{
	struct dc_span_sum got = dc_spans_after(&spans, i, last);
	int32_t sum = 0, low = 0, head = 0, best = 0, peak = spans.floor;
	uint64_t j;

	for (j = i + 1; j <= last; j++) {
		sum += worth[j];
		low = sum < low ? sum : low;
		head = sum > head ? sum : head;
		best = sum - low > best ? sum - low : best;
		peak = mark[j] > peak ? mark[j] : peak;
	}
	ck_assert_int_eq(got.head, head);
	ck_assert_int_eq(got.best, best);
	ck_assert_int_eq(got.peak, peak);
}

START_TEST(spans_are_those_of_a_loop)
{
	static int32_t worth[4000], mark[4000];
	uint64_t state = 0x59a + (uint64_t)_i, next, i = 0;

	spans = (struct dc_spans){.floor = -500};
	for (next = 0; next < T_LEN(worth); next++) {
		bool end = t_below(&state, 100) == 0;

		worth[next] = (int32_t)t_below(&state, 650) - 300;
		mark[next] = (int32_t)t_below(&state, 1000) - 500;
		dc_spans_add(&spans, next, worth[next], mark[next]);
		/* a window of 32 blocks that runs out where a document ends */
		for (; end ? i <= next : i + 32 <= next; i++)
			if (t_below(&state, 5) != 0)
				same_spans(worth, mark, i,
					   i + 32 < next ? i + 32 : next);
	}
}
END_TEST

/* --- verdicts with and without the scores that can be left out ------------------- */

struct item {
	struct dc_scan scan;
	struct dc_array hits;
	char text[2048];
};

static struct {
	struct declutter_options opt;
	struct declutter_allocator alloc;
	struct dc_phrases *phrases;
	struct dc_chars chars;
	struct item item[DC_WINDOW];
	struct dc_memory memory;
	struct dc_chrome way[2];	/* the second scores everything */
	uint64_t judged, certain;
} both;

static void
judge(bool ended)
{
	uint64_t next = both.way[0].window.next;

	for (; both.judged < next; both.judged++) {
		const struct dc_view *view;
		struct dc_chrome_verdict v[2];
		bool headline;

		if (!ended && next - both.judged <= DC_AHEAD)
			break;
		dc_chrome_judge(&both.way[0], both.judged, ended, &v[0]);
		dc_chrome_judge(&both.way[1], both.judged, ended, &v[1]);
		ck_assert_int_eq(v[0].category, v[1].category);
		ck_assert_str_eq(v[0].evidence, v[1].evidence);
		ck_assert(v[0].score == v[1].score);
		both.certain += dc_model_opinion(&both.way[0].model,
						 both.judged)->certain;
		view = dc_window_at(&both.way[0].window, both.judged);
		headline = dc_chrome_is_headline(&both.way[0], both.judged, ended, &v[0]);
		if (dc_view_is_short(view))
			ck_assert(dc_memory_note(&both.memory, view, headline));
	}
}

static void
add_line(const char *line, size_t len, uint64_t document, bool bounded)
{
	struct item *item = &both.item[both.way[0].window.next & (DC_WINDOW - 1)];
	struct dc_view view;
	int k;

	len = len < sizeof(item->text) ? len : sizeof(item->text) - 1;
	memcpy(item->text, line, len);
	item->text[len] = '\0';
	item->hits.len = 0;
	ck_assert(dc_scan(&both.alloc, &both.chars, item->text, len, &item->scan));
	ck_assert(dc_phrases_find(both.phrases, &item->scan, item->text, len,
				  &item->hits));
	dc_view_read(&view, &item->scan, (struct dc_span){item->text, len},
		     item->hits.data, item->hits.len);
	dc_lexis_read(&dc_built_in_model.lexicon, &view);
	for (k = 0; k < 2; k++)
		dc_chrome_add(&both.way[k], &view, document, bounded);
	judge(false);
}

/* A run of paragraphs of two sentences, which make the text around look clean. */
static void
add_prose(uint64_t *state, uint64_t document, bool bounded)
{
	struct t_text t = {0};
	size_t n = t_below(state, 60);

	for (; n > 0; n--) {
		t.len = 0;
		t_sentence(&t, state, 12);
		t_add(&t, " ");
		t_sentence(&t, state, 6);
		add_line(t.s, t.len, document, bounded);
	}
	t_clear(&t);
}

/* Lines of the fixtures in documents of any length, or as one stream. */
static void
feed(const struct t_text *all, uint64_t *state, bool bounded)
{
	const char *s = all->s, *end = all->s + all->len;
	uint64_t document = 0;

	while (s < end) {
		size_t len = strcspn(s, "\n");

		if (len > 0)
			add_line(s, len, document, bounded);
		if (t_below(state, 40) == 0)
			add_prose(state, document, bounded);
		if (bounded && t_below(state, 30) == 0) {
			judge(true);
			both.memory.document = ++document;
		}
		s += len + 1;
		if (!bounded && t_below(state, 10) == 0 && end - s > 5000)
			s += t_below(state, 400);
	}
	judge(true);
}

/* Every tree, question by question. */
static int32_t
ask_trees(const struct dc_trees *t, const uint8_t *levels)
{
	int32_t sum = 0;
	unsigned i, k, leaf;

	for (i = 0; i < t->n; i++) {
		const struct dc_grove *g = &t->grove[i / DC_GROVE];
		unsigned lane = i % DC_GROVE;

		for (k = leaf = 0; k < DC_TREE_DEPTH; k++)
			leaf = leaf * 2 + (levels[g->feature[k][lane]] > g->above[k][lane]);
		sum += g->leaf[lane][leaf];
	}
	return sum;
}

static int32_t
second_score(const struct dc_scorer *s, const struct dc_model *m, size_t at)
{
	int32_t z = t_score(&s->pass[1], m->smooths, DC_NSMOOTHS);
	uint8_t all[DC_TREE_LEVELS] = {0};

	memcpy(all, m->levels[at], DC_NFEATURES);
	memcpy(all + DC_NFEATURES, m->smooths, DC_NSMOOTHS);
	return abs(z) < (s == &dc_built_in_model.pages ? 2000 : 1000) ?
	       z + ask_trees(&s->trees, all) : z;
}

/* The scores of both passes are what a loop over the features makes of them. */
static void
check_scores(void *ctx, const struct dc_chrome *c, uint64_t i, int pass)
{
	const struct dc_model *m = &c->model;
	const struct dc_scorer *s = dc_scorer_of(&dc_built_in_model,
		dc_window_at(&c->window, i)->bounded, m->page);
	size_t at = i & (DC_WINDOW - 1);

	(void)ctx;
	if (pass == 1)
		ck_assert_int_eq(m->early[at].z,
				 t_score(&s->pass[0], m->levels[at], DC_NFEATURES));
	else
		ck_assert_int_eq(m->final[at].z - (m->final[at].regime == DC_CLEANED ? 2000 : 0),
				 second_score(s, m, at));
}

/* All lines of the fixtures. */
static void
read_fixtures(struct t_text *all)
{
	static char names[64][256];
	size_t n = t_list_files("fixtures/articles", ".txt", names, T_LEN(names)), i;
	struct t_text one = {0};

	for (i = 0; i < n; i++) {
		one.len = 0;
		t_read_file(&one, names[i]);
		t_append(all, one.s, one.len);
	}
	ck_assert_uint_gt(all->len, 10000);
	t_clear(&one);
}

static void
start(struct t_memory *memory, enum declutter_mode mode)
{
	int k;

	both.alloc = t_allocator(memory);
	declutter_options_init(&both.opt);
	both.opt.allocator = both.alloc;
	both.opt.mode = mode;
	both.phrases = dc_phrases_new(&both.alloc, &dc_built_in_phrases);
	ck_assert_ptr_nonnull(both.phrases);
	dc_memory_init(&both.memory, &both.alloc, false);
	memset(both.way, 0, sizeof(both.way));
	for (k = 0; k < 2; k++)
		dc_chrome_init(&both.way[k], &both.opt, &both.memory);
	both.judged = both.certain = 0;
}

static void
stop(const struct t_memory *memory)
{
	size_t i;

	dc_memory_clear(&both.memory);
	for (i = 0; i < DC_WINDOW; i++) {
		dc_scan_clear(&both.alloc, &both.item[i].scan);
		dc_array_clear(&both.alloc, &both.item[i].hits, sizeof(struct dc_hit));
	}
	dc_phrases_free(both.phrases);
	ck_assert_uint_eq(memory->live, 0);
}

static const enum declutter_mode modes[] = {DECLUTTER_DEFAULT, DECLUTTER_STRICT};

START_TEST(a_score_left_out_changes_no_verdict)
{
	uint64_t state = 0xfa57 + (uint64_t)_i;
	struct t_memory memory = {0};
	struct t_text all = {0};

	read_fixtures(&all);
	start(&memory, modes[_i & 1]);
	both.way[0].model.page = both.way[1].model.page = (_i & 4) != 0;
	both.way[1].model.exact = true;
	both.way[1].tap = check_scores;
	feed(&all, &state, (_i & 2) != 0);
	ck_assert_uint_gt(both.certain, 20);
	stop(&memory);
	t_clear(&all);
}
END_TEST

/* --- verdicts of what was read before ----------------------------------------------- */

/* Blocks from 'first' on are a document, which the second way reads as a page: what it
   says is said again of what the first one read.  How many of them go. */
static uint64_t
recall(struct dc_chrome *pages, uint64_t first, uint64_t document)
{
	static struct dc_reading reading[DC_WINDOW];
	uint64_t n = both.way[0].window.next - first, at = pages->window.next, gone = 0, i;
	struct dc_chrome_verdict read, again;

	for (i = 0; i < n; i++) {
		dc_chrome_judge(&both.way[0], first + i, true, &read);
		dc_chrome_reading(&both.way[0], first + i, &reading[i]);
	}
	for (i = 0; i < n; i++)
		dc_chrome_add_again(pages, dc_window_at(&both.way[0].window, first + i),
				    document, &reading[i]);
	for (i = 0; i < n; i++) {
		dc_chrome_judge(&both.way[1], first + i, true, &read);
		dc_chrome_judge(pages, at + i, true, &again);
		ck_assert_int_eq(read.category, again.category);
		ck_assert_str_eq(read.evidence, again.evidence);
		ck_assert(read.score == again.score);
		gone += read.category == DECLUTTER_FURNITURE;
	}
	both.judged += n;
	return gone;
}

START_TEST(what_was_read_before_is_judged_as_if_read_now)
{
	static struct dc_chrome pages;
	uint64_t state = 0x9a6e + (uint64_t)_i, document = 0, first = 0, gone = 0;
	struct t_memory memory = {0};
	struct t_text all = {0};
	uint64_t most = DC_AHEAD - 1;
	const char *s;
	size_t len;

	read_fixtures(&all);
	start(&memory, modes[_i & 1]);
	memset(&pages, 0, sizeof(pages));
	dc_chrome_init(&pages, &both.opt, &both.memory);
	pages.recalls = pages.model.page = both.way[1].model.page = true;
	for (s = all.s; *s != '\0'; s += len + (s[len] != '\0')) {
		len = strcspn(s, "\n");
		if (len > 0)
			add_line(s, len, document, true);
		if (both.way[0].window.next - first < most)
			continue;
		most = 20 + t_below(&state, DC_AHEAD - 20);
		gone += recall(&pages, first, document);
		first = both.way[0].window.next;
		both.memory.document = ++document;
	}
	gone += recall(&pages, first, document);
	ck_assert_uint_gt(gone, 20);
	stop(&memory);
	t_clear(&all);
}
END_TEST

Suite *
window_suite(void)
{
	Suite *s = suite_create("window");
	TCase *tc = tcase_create("window");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, prose_is_as_far_as_a_walk_finds_it, 0, 5);
	tcase_add_loop_test(tc, marks_are_those_of_the_views_around, 0, 3);
	tcase_add_loop_test(tc, spans_are_those_of_a_loop, 0, 5);
	tcase_add_loop_test(tc, a_score_left_out_changes_no_verdict, 0, 16);
	tcase_add_loop_test(tc, what_was_read_before_is_judged_as_if_read_now, 0, 10);
	suite_add_tcase(s, tc);
	return s;
}
