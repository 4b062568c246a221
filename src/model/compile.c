/* SPDX-License-Identifier: MIT */
/*
 * compile.c - the tables of this folder as constants in C
 *
 *	compile phrases.tsv words.tsv weights.tsv pages.tsv streams.tsv >built_in.c
 *
 * Runs while the library is built, and reads the tables as the library would, so
 * that a filter starts without reading them.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "model.h"
#include "phrases.h"

static void
die(const char *name, const char *what)
{
	fprintf(stderr, "compile: %s: %s\n", name, what);
	exit(1);
}

static struct dc_span
read_table(const char *path)
{
	struct dc_span s = read_file(path);

	if (s.data == NULL)
		die(path, strerror(errno));
	return s;
}

static void
add_rows(struct dc_phrases *p, const char *path)
{
	struct declutter_rules_error error = {0, "out of memory"};
	struct dc_span table = read_table(path);
	char what[256];

	if (dc_phrases_add(p, table.data, table.len, false, &error) == DECLUTTER_OK)
		return;
	snprintf(what, sizeof(what), "line %llu: %s",
		 (unsigned long long)error.line, error.what);
	die(path, what);
}

static void
put_bits(const char *name, const uint64_t *bits, size_t nbits)
{
	size_t i;

	printf("\t.%s = {", name);
	for (i = 0; i < nbits / 64; i++)
		printf("%s0x%" PRIx64 "u,", i % 6 == 0 ? "\n\t" : " ", bits[i]);
	printf("\n\t},\n");
}

static void
put_starts(const struct dc_starts *starts)
{
	int i;

	printf("static const struct dc_starts starts[DC_NSTARTS] = {\n");
	for (i = 0; i < DC_NSTARTS; i++) {
		printf("{\n");
		put_bits("first", starts[i].first, (size_t)1 << DC_SINGLE_BITS);
		put_bits("single", starts[i].single, (size_t)1 << DC_SINGLE_BITS);
		put_bits("pair", starts[i].pair, (size_t)1 << DC_PAIR_BITS);
		printf("},\n");
	}
	printf("};\n");
}

static void
put_trie(const struct dc_trie *t)
{
	size_t i;

	printf("static const struct dc_node nodes[] = {\n");
	for (i = 0; i < t->nodes.len; i++) {
		const struct dc_node *n = dc_trie_node(t, (uint32_t)i);

		printf("{%u, %d, %d},\n", n->rule, n->number, n->star);
	}
	printf("};\nstatic const struct dc_edge edges[%zu] = {\n", t->cap);
	for (i = 0; i < t->cap; i++)
		if (t->edges[i].key != 0)
			printf("[%zu] = {0x%" PRIx64 "u, %u},\n", i,
			       t->edges[i].key, t->edges[i].child);
	printf("};\n");
}

static void
put_phrases(const struct dc_phrases *p)
{
	const char *text = p->text.data;
	size_t i;

	put_starts(p->starts);
	put_trie(&p->trie);
	printf("static const struct dc_rule rules[] = {\n");
	for (i = 0; i < p->rules.len; i++) {
		const struct dc_rule *r = dc_phrases_rule(p, (uint32_t)i);

		printf("{%u, %u, %u, %u, %u, %u, %d, %d},\n", r->phrase, r->next,
		       r->category, r->place, r->strength, r->ntokens, r->colon,
		       r->own);
	}
	/* bytes, not a string: C promises only 4095 of those; unsigned, since the
	   other machine's char may be */
	printf("};\nstatic const unsigned char text[] = {");
	for (i = 0; i < p->text.len; i++)
		printf("%s%u,", i % 20 == 0 ? "\n" : "", (unsigned char)text[i]);
	printf("\n};\nconst struct dc_phrase_table dc_built_in_phrases = {\n"
	       "\tnodes, edges, rules, (const char *)text, starts, %zu, %zu, %zu, %zu, %zu\n};\n",
	       p->trie.nodes.len, p->trie.nedges, p->trie.cap, p->rules.len,
	       p->text.len);
}

static void
put_numbers(const uint8_t *x, size_t n)
{
	printf("{");
	for (; n > 0; n--)
		printf("%u,", *x++);
	printf("},\n");
}

static void
put_weights(const int16_t *x, size_t n)
{
	printf("{");
	for (; n > 0; n--)
		printf("%d,", *x++);
	printf("},\n");
}

static void
put_pass(const struct dc_weights *w)
{
	size_t i, k;

	printf("{\n.bias = %d, .ncrosses = %u, .weight = {\n", (int)w->bias,
	       w->ncrosses);
	for (i = 0; i < DC_FEATURES_MAX; i++)
		put_weights(w->weight[i], DC_LEVELS);
	printf("}, .cross = {\n");
	for (i = 0; i < w->ncrosses; i++) {
		const struct dc_cross *x = &w->cross[i];

		printf("{%u, %u,\n", x->a, x->b);
		put_numbers(x->row, DC_LEVELS);
		put_numbers(x->column, DC_LEVELS);
		printf("{\n");
		for (k = 0; k < DC_CROSS_LEVELS; k++)
			put_weights(x->weight[k], DC_CROSS_LEVELS);
		printf("}},\n");
	}
	printf("}},\n");
}

static void
put_trees(const struct dc_trees *t)
{
	const struct dc_grove *g;
	int i;

	printf(".trees = {.n = %u, .grove = {\n", t->n);
	for (g = t->grove; g < t->grove + DC_LEN(t->grove); g++) {
		printf("{.feature = {\n");
		for (i = 0; i < DC_TREE_DEPTH; i++)
			put_numbers(g->feature[i], DC_GROVE);
		printf("}, .above = {\n");
		for (i = 0; i < DC_TREE_DEPTH; i++)
			put_numbers((const uint8_t *)g->above[i], DC_GROVE);
		printf("}, .leaf = {\n");
		for (i = 0; i < DC_GROVE; i++)
			put_weights(g->leaf[i], DC_TREE_LEAVES);
		printf("}},\n");
	}
	printf("}},\n");
}

static void
put_lexicon(const struct dc_lexicon *l)
{
	size_t i;

	printf(".lexicon = {{");
	for (i = 0; i < DC_LEN(l->bucket); i++)
		printf("%s0x%" PRIx32 "u,", i % 8 == 0 ? "\n" : " ", l->bucket[i]);
	printf("\n}},\n");
}

static void
put_scorer(const char *name, const struct dc_scorer *s)
{
	int i;

	printf(".%s = {.pass = {\n", name);
	for (i = 0; i < DC_PASSES; i++)
		put_pass(&s->pass[i]);
	printf("},\n");
	put_trees(&s->trees);
	printf("},\n");
}

static void
put_model(const struct dc_trained *model)
{
	printf("const struct dc_trained dc_built_in_model = {\n");
	put_scorer("streams", &model->streams);
	put_scorer("documents", &model->documents);
	put_scorer("pages", &model->pages);
	put_lexicon(&model->lexicon);
	printf("};\n");
}

static void
read_scorer(struct dc_scorer *s, const char *path, struct dc_span table)
{
	const char *what = dc_scorer_read(s, table);

	if (what != NULL)
		die(path, what);
}

int
main(int argc, char **argv)
{
	static struct dc_trained model;
	struct declutter_allocator a = dc_default_allocator;
	struct dc_phrases *p = dc_phrases_new(&a, &dc_no_phrases);
	struct dc_span weights;
	const char *what;

	if (argc != 6 || p == NULL)
		die("usage", "compile phrases.tsv words.tsv weights.tsv pages.tsv streams.tsv");
	add_rows(p, argv[1]);
	add_rows(p, argv[2]);
	weights = read_table(argv[3]);
	read_scorer(&model.documents, argv[3], weights);
	read_scorer(&model.pages, argv[4], read_table(argv[4]));
	read_scorer(&model.streams, argv[5], read_table(argv[5]));
	what = dc_lexicon_read(&model.lexicon, weights);
	if (what != NULL)
		die(argv[3], what);
	printf("/* made by src/model/compile.c */\n#include \"built_in.h\"\n");
	put_phrases(p);
	put_model(&model);
	dc_phrases_free(p);
	return fflush(stdout) != 0 || ferror(stdout);
}
