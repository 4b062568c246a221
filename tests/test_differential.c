/* SPDX-License-Identifier: MIT */
/*
 * test_differential.c - the engine against the reference of the rule
 *
 * Both see the same blocks and insert what the reference keeps, so that every
 * verdict stands alone.  A removal that the reference does not make is an
 * error, always.  Where all shingles are keys everything must agree, down to
 * the witnesses; with winnowing, at most 1 block in 10,000 may be missed.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "near_support.h"
#include "reference.h"

Suite *differential_suite(void);

static struct t_near_block block;
static struct t_text text;
static uint64_t seed;

static void
teardown(void)
{
	t_near_clear(&block);
	t_clear(&text);
	text = (struct t_text){0};
	block = (struct t_near_block){0};
}

/* --- tiny inputs: everything collides with everything ------------------------------- */

static void
tiny_block(const char *const *vocabulary, size_t nvocabulary)
{
	size_t n = t_below(&seed, 4) ? 10 + t_below(&seed, 30) : t_below(&seed, 70);

	text.len = 0;
	t_append(&text, "", 0);
	while (n-- > 0) {
		t_add(&text, vocabulary[t_below(&seed, nvocabulary)]);
		t_add(&text, " ");
	}
}

static void
same_verdict(const struct dc_near_verdict *v, const struct dc_near_verdict *w)
{
	size_t i;

	ck_assert_int_eq(v->duplicate, w->duplicate);
	ck_assert_int_eq(v->removed, w->removed);
	ck_assert_uint_eq(v->nwitnesses, w->nwitnesses);
	for (i = 0; i < v->nwitnesses; i++)
		ck_assert_uint_eq(v->witnesses[i].line, w->witnesses[i].line);
	if (v->duplicate == DECLUTTER_STITCHED || v->duplicate == DECLUTTER_UNIQUE)
		return;
	ck_assert_uint_eq(v->shared, w->shared);
	ck_assert_uint_eq(v->own, w->own);
	ck_assert_double_eq(v->containment, w->containment);
	ck_assert_double_eq(v->resemblance, w->resemblance);
}

static struct declutter_options
random_options(void)
{
	struct declutter_options opt = t_near_options();

	if (t_below(&seed, 3) == 0)
		return opt;
	opt.shingle = 1 + (unsigned)t_below(&seed, 7);
	opt.containment = (double)(1 + t_below(&seed, 20)) / 20;
	opt.resemblance = (double)(1 + t_below(&seed, 20)) / 20;
	opt.keep_repeats = t_below(&seed, 4) == 0;
	opt.drop_extends = t_below(&seed, 4) == 0;
	opt.drop_templates = t_below(&seed, 4) == 0;
	return opt;
}

#define TINY_RUNS 6000
#define TINY_BLOCKS 9	/* at most 8 owners a key: no cap is reached */

START_TEST(tiny_inputs_agree_wholly)
{
	static const char *const vocabulary[] = {
		"a", "b", "c", "d", "1", "2", "\xe4\xb8\x80", "\xe4\xba\x8c",
		"e", "f", "g", "h", "i", "j", "k", "l", "3", "\xe5\x9b\x9b"
	};
	unsigned run, i;
	size_t kinds[DECLUTTER_NDUPLICATES] = {0};
	struct t_text earlier[TINY_BLOCKS] = {{0}};

	seed = (uint64_t)_i + 1;
	for (run = 0; run < TINY_RUNS; run++) {
		struct declutter_options opt = random_options();
		size_t nvocabulary = 2 + t_below(&seed, T_LEN(vocabulary) - 1);
		struct ref *ref = ref_new(&opt);
		struct dc_near *near;

		opt.memory = 1 << 20;	/* far more than they need; starts fast */
		near = dc_near_new(&opt);
		dc_near_index_all(near);
		for (i = 0; i < TINY_BLOCKS; i++) {
			struct dc_near_verdict v, w;

			tiny_block(vocabulary, nvocabulary);
			if (i > 2 && t_below(&seed, 3) == 0) {
				/* an earlier one again, alone or before this */
				if (t_below(&seed, 2))
					text.len = 0;
				t_add(&text, earlier[t_below(&seed, i)].s);
			}
			earlier[i].len = 0;
			t_append(&earlier[i], text.s, text.len);
			t_near_scan(&block, text.s, i / 3, i);
			ck_assert_int_eq(dc_near_judge(near, &block.block, &v),
					 DECLUTTER_OK);
			ref_judge(ref, &block.block, &w);
			same_verdict(&v, &w);
			kinds[v.duplicate]++;
			if (w.removed)
				continue;
			ck_assert_int_eq(dc_near_insert(near, &block.block),
					 DECLUTTER_OK);
			ref_insert(ref, &block.block);
		}
		dc_near_free(near);
		ref_free(ref);
	}
	for (i = 0; i < TINY_BLOCKS; i++)
		t_clear(&earlier[i]);
	/* the inputs do reach every verdict */
	for (i = 0; i < DECLUTTER_NDUPLICATES; i++)
		if (i != DECLUTTER_SHORT)
			ck_assert_uint_gt(kinds[i], 20);
}
END_TEST

/* --- paragraphs ------------------------------------------------------------------------ */

#define PARAGRAPHS 100000u
#define SENTENCES_MAX 8
#define WORDS_MAX 40
#define RECENT 8192u

struct paragraph {
	unsigned nsentences;
	unsigned nwords[SENTENCES_MAX];
	uint32_t word[SENTENCES_MAX][WORDS_MAX];	/* NUMBER + n: a number */
	bool ideographs;
};

#define NUMBER 1000000u

/* Common words are common: the index is a cube of a uniform variable. */
static uint32_t
random_word(void)
{
	double u = (double)t_below(&seed, 1u << 24) / (1u << 24);

	if (t_below(&seed, 40) == 0)
		return NUMBER + (uint32_t)t_below(&seed, 2000);
	return (uint32_t)(u * u * u * 20000);
}

static void
random_sentence(struct paragraph *p, unsigned i)
{
	unsigned k;

	p->nwords[i] = 5 + (unsigned)t_below(&seed, 20);
	for (k = 0; k < p->nwords[i]; k++)
		p->word[i][k] = random_word();
}

static void
random_paragraph(struct paragraph *p)
{
	unsigned i;

	p->ideographs = t_below(&seed, 8) == 0;
	p->nsentences = 1 + (unsigned)t_below(&seed, 5);
	for (i = 0; i < p->nsentences; i++)
		random_sentence(p, i);
}

static void
write_paragraph(const struct paragraph *p, bool upper)
{
	unsigned i, k;
	char s[24];

	for (i = 0; i < p->nsentences; i++) {
		for (k = 0; k < p->nwords[i]; k++) {
			uint32_t w = p->word[i][k];

			if (w >= NUMBER) {
				/* in groups, the next one a thousand times as much */
				snprintf(s, sizeof(s), w % 4 > 1 ? "%u " : w % 4 == 0 ?
					 "%u 000 " : "%u 000 000 ", (w - NUMBER) / 4);
				t_add(&text, s);
			} else if (p->ideographs) {
				t_put_char(&text, 0x4e00 + w);
			} else {
				snprintf(s, sizeof(s), upper ? "W%XQ " : "w%xq ", w);
				t_add(&text, s);
			}
		}
		t_add(&text, ". ");
	}
}

static void
substitute(struct paragraph *p, unsigned percent)
{
	unsigned i, k;

	for (i = 0; i < p->nsentences; i++) {
		for (k = 0; k < p->nwords[i]; k++) {
			if (t_below(&seed, 100) >= percent)
				continue;
			switch (t_below(&seed, 5)) {
			case 0:	/* drop */
				if (p->nwords[i] > 1)
					memmove(&p->word[i][k], &p->word[i][k + 1],
						(--p->nwords[i] - k) *
						sizeof(uint32_t));
				break;
			case 1:	/* add */
				if (p->nwords[i] == WORDS_MAX)
					break;
				memmove(&p->word[i][k + 1], &p->word[i][k],
					(p->nwords[i]++ - k) * sizeof(uint32_t));
				p->word[i][k++] = random_word();
				break;
			default:
				p->word[i][k] = random_word();
			}
		}
	}
}

static void
change_numbers(struct paragraph *p)
{
	unsigned i, k;

	for (i = 0; i < p->nsentences; i++)
		for (k = 0; k < p->nwords[i]; k++)
			if (p->word[i][k] >= NUMBER)
				p->word[i][k]++;
}

/* Edit 'p', one of the recent paragraphs, and write the outcome. */
static void
write_edited(struct paragraph *p, const struct paragraph *other)
{
	unsigned i = (unsigned)t_below(&seed, p->nsentences);
	bool upper = false;

	switch (t_below(&seed, 12)) {
	case 0:
		break;
	case 1:
		upper = true;
		break;
	case 2: case 3: case 4: case 5:
		substitute(p, 2 + (unsigned)t_below(&seed, 39));
		break;
	case 6:	/* drop a sentence */
		if (p->nsentences > 1) {
			p->nsentences--;
			memmove(&p->word[i], &p->word[i + 1],
				(p->nsentences - i) * sizeof(p->word[0]));
			memmove(&p->nwords[i], &p->nwords[i + 1],
				(p->nsentences - i) * sizeof(p->nwords[0]));
		}
		break;
	case 7:	/* add one */
		if (p->nsentences < SENTENCES_MAX)
			random_sentence(p, p->nsentences++);
		break;
	case 8:	/* split */
		p->nsentences = i + 1;
		break;
	case 9:	/* merge */
		write_paragraph(other, false);
		break;
	case 10:
		change_numbers(p);
		break;
	case 11:	/* a sentence elsewhere */
		random_sentence(p, i);
		break;
	}
	write_paragraph(p, upper);
}

static void
next_text(struct paragraph *recent, unsigned i)
{
	struct paragraph *p = &recent[i % RECENT];

	text.len = 0;
	t_append(&text, "", 0);
	if (i < 100 || t_below(&seed, 2)) {
		random_paragraph(p);
		write_paragraph(p, false);
		return;
	}
	*p = recent[t_below(&seed, DC_MIN(i, RECENT))];
	write_edited(p, &recent[t_below(&seed, DC_MIN(i, RECENT))]);
}

START_TEST(paragraphs_agree)
{
	struct declutter_options opt = t_near_options();
	struct dc_near *near = dc_near_new(&opt);
	struct ref *ref = ref_new(&opt);
	struct paragraph *recent = calloc(RECENT, sizeof(*recent));
	unsigned i, removed = 0, missed = 0, wrong = 0, other = 0;

	ck_assert_ptr_nonnull(recent);
	seed = 11;
	for (i = 0; i < PARAGRAPHS; i++) {
		struct dc_near_verdict v, w;
		bool stitched;

		next_text(recent, i);
		t_near_scan(&block, text.s, i / 10, i);
		ck_assert_int_eq(dc_near_judge(near, &block.block, &v), DECLUTTER_OK);
		ref_judge(ref, &block.block, &w);
		removed += w.removed;
		missed += w.removed && !v.removed;
		if (w.removed && !v.removed && getenv("DIFFERENTIAL_FIGURES") != NULL)
			printf("missed: kind %d, %u of %u shingles, R %.2f, %zu "
			       "witnesses, %zu tokens\n", (int)w.duplicate, w.shared,
			       w.own, w.resemblance, w.nwitnesses,
			       block.block.ntokens);
		/* the rule takes the best witnesses; who overlooks one takes others */
		stitched = v.removed && !w.removed &&
			   v.duplicate == DECLUTTER_STITCHED &&
			   ref_allows(ref, &block.block, &v);
		wrong += v.removed && !w.removed && !stitched;
		other += stitched ||
			 (v.removed == w.removed && (v.duplicate != w.duplicate ||
			  (v.nwitnesses > 0 &&
			   v.witnesses[0].line != w.witnesses[0].line)));
		if (w.removed)
			continue;
		ck_assert_int_eq(dc_near_insert(near, &block.block), DECLUTTER_OK);
		ref_insert(ref, &block.block);
	}
	if (getenv("DIFFERENTIAL_FIGURES") != NULL)
		printf("%u paragraphs, %u removed by the rule: %u missed, %u wrong, "
		       "%u for another reason\n", i, removed, missed, wrong, other);
	ck_assert_uint_eq(wrong, 0);
	ck_assert_uint_gt(removed, PARAGRAPHS / 10);
	ck_assert_uint_le(missed, PARAGRAPHS / 10000);
	ck_assert_uint_le(other, PARAGRAPHS / 1000);
	dc_near_free(near);
	ref_free(ref);
	free(recent);
}
END_TEST

Suite *
differential_suite(void)
{
	Suite *s = suite_create("differential");
	TCase *t = tcase_create("differential");

	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_set_timeout(t, 600);
	tcase_add_loop_test(t, tiny_inputs_agree_wholly, 0, 4);
	tcase_add_test(t, paragraphs_agree);
	suite_add_tcase(s, t);
	return s;
}
