/* SPDX-License-Identifier: MIT */
#include "row.h"
#include "trees.h"
#include "weights.h"

#define PASS 3

static const char *
read_tree(struct dc_trees *t, struct dc_row *row)
{
	struct dc_grove *g = &t->grove[t->n / DC_GROVE];
	unsigned lane = t->n % DC_GROVE;
	int feature, n, i;

	if (t->n == DC_TREES_MAX)
		return "too many trees";
	for (i = 0; i < DC_TREE_DEPTH; i++) {
		feature = dc_row_feature(row, '>');
		if (feature < 0)
			return "unknown feature";
		if (!dc_row_take(row, '>') || !dc_row_number(row, &n) ||
		    n < 0 || n >= DC_LEVELS ||
		    !dc_row_take(row, i + 1 < DC_TREE_DEPTH ? ' ' : '\t'))
			return "expected a feature and its level";
		g->feature[i][lane] = (uint8_t)feature;
		g->above[i][lane] = (int8_t)n;
	}
	for (i = 0; i < DC_TREE_LEAVES; i++) {
		if ((i > 0 && !dc_row_take(row, ' ')) || !dc_row_number(row, &n) ||
		    n < INT16_MIN || n > INT16_MAX)
			return "expected a leaf";
		g->leaf[lane][i] = (int16_t)n;
	}
	t->n++;
	return dc_row_at_end(row) ? NULL : "too many leaves";
}

const char *
dc_trees_read(struct dc_trees *t, struct dc_span table, const char *const *names,
	      size_t n)
{
	struct dc_row row = dc_row_before(table, names, n);
	const char *what = NULL;
	int pass;

	*t = (struct dc_trees){0};
	while (what == NULL && dc_row_next(&row)) {
		if (!dc_row_number(&row, &pass) || !dc_row_take(&row, '\t'))
			what = "expected a pass";
		else if (pass == PASS)
			what = read_tree(t, &row);
	}
	return what;
}

typedef int8_t lanes __attribute__((vector_size(16)));

/* Every lane by itself: a loop would be half of the work. */
#define EACH(X) \
	X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) \
	X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)
enum { LANES = 16 };

/* What the leaves say that were reached. */
static inline int32_t
add_leaves(const int16_t (*leaf)[DC_TREE_LEAVES], const uint8_t *reached)
{
	int32_t sum = 0;

#define ADD(k) sum += leaf[k][reached[k]];
	EACH(ADD)
#undef ADD
	return sum;
}

/* Ask the trees from 'first' on. */
static int32_t
ask(const struct dc_grove *g, unsigned first, const uint8_t *levels)
{
	uint8_t level[LANES], reached[LANES];
	lanes answers = {0}, asked, above;
	int i;

	static_assert(DC_LEVELS <= INT8_MAX && DC_TREE_LEAVES <= INT8_MAX, "they fit");
	for (i = 0; i < DC_TREE_DEPTH; i++) {
		const uint8_t *feature = g->feature[i] + first;

#define PICK(k) level[k] = levels[feature[k]];
		EACH(PICK)
#undef PICK
		memcpy(&asked, level, sizeof(asked));
		memcpy(&above, g->above[i] + first, sizeof(above));
		/* true is -1 */
		answers = answers + answers - (lanes)(asked > above);
	}
	memcpy(reached, &answers, sizeof(reached));
	return add_leaves(g->leaf + first, reached);
}

static const struct dc_grove *
end_of(const struct dc_trees *t)
{
	return t->grove + (t->n + DC_GROVE - 1) / DC_GROVE;
}

int32_t
dc_trees_score_plain(const struct dc_trees *t, const uint8_t levels[DC_TREE_LEVELS])
{
	const struct dc_grove *g, *end = end_of(t);
	int32_t sum = 0;

	for (g = t->grove; g < end; g++)
		sum += ask(g, 0, levels) + ask(g, LANES, levels);
	return sum;
}

#if defined(__x86_64__)
#include <immintrin.h>

enum { TABLES = DC_TREE_LEVELS / 16 };

/* The levels of 32 features: each lies in one of the tables of sixteen, and an index
   with its highest bit set gives nothing. */
__attribute__((target("avx2"))) static inline __m256i
pick_avx2(const __m256i *table, __m256i feature)
{
	const __m256i high = _mm256_set1_epi8(0x70), next = _mm256_set1_epi8(16);
	__m256i level = _mm256_setzero_si256();

	static_assert(TABLES == 7, "they are spelled out");
#define PICK(i) \
	level = _mm256_or_si256(level, _mm256_shuffle_epi8(table[i], \
		_mm256_adds_epu8(feature, high))); \
	feature = _mm256_sub_epi8(feature, next);
	PICK(0) PICK(1) PICK(2) PICK(3) PICK(4) PICK(5) PICK(6)
#undef PICK
	return level;
}

__attribute__((target("avx2"))) static int32_t
score_avx2(const struct dc_trees *t, const uint8_t *levels)
{
	const struct dc_grove *g, *end = end_of(t);
	uint8_t reached[DC_GROVE];
	__m256i table[TABLES];
	int32_t sum = 0;
	size_t i;

	for (i = 0; i < TABLES; i++)
		table[i] = _mm256_broadcastsi128_si256(
			_mm_loadu_si128((const void *)(levels + 16 * i)));
	for (g = t->grove; g < end; g++) {
		__m256i answers = _mm256_setzero_si256();

		for (i = 0; i < DC_TREE_DEPTH; i++) {
			__m256i level = pick_avx2(table, _mm256_loadu_si256(
				(const void *)g->feature[i]));
			__m256i above = _mm256_loadu_si256((const void *)g->above[i]);

			answers = _mm256_sub_epi8(_mm256_add_epi8(answers, answers),
						  _mm256_cmpgt_epi8(level, above));
		}
		_mm256_storeu_si256((void *)reached, answers);
		sum += add_leaves(g->leaf, reached) +
		       add_leaves(g->leaf + LANES, reached + LANES);
	}
	return sum;
}
#endif

int32_t
dc_trees_score(const struct dc_trees *t, const uint8_t levels[DC_TREE_LEVELS])
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2"))
		return score_avx2(t, levels);
#endif
	return dc_trees_score_plain(t, levels);
}
