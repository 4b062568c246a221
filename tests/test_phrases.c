/* SPDX-License-Identifier: MIT */
/* test_phrases.c - the table of phrases: reading it, finding what is in it */
#include <check.h>
#include <stdio.h>

#include "built_in.h"
#include "match.h"
#include "support.h"
#include "tables.h"

Suite *phrases_suite(void);

static struct t_memory memory;
static struct declutter_allocator alloc;
static struct dc_chars chars;
static struct dc_phrases *phrases;
static struct dc_scan scan;
static struct dc_array hits;

static void
setup(void)
{
	memory = (struct t_memory){0};
	alloc = t_allocator(&memory);
	scan = (struct dc_scan){0};
	hits = (struct dc_array){0};
	phrases = dc_phrases_new(&alloc, &dc_built_in_phrases);
	ck_assert_ptr_nonnull(phrases);
}

static void
teardown(void)
{
	dc_phrases_free(phrases);
	dc_scan_clear(&alloc, &scan);
	dc_array_clear(&alloc, &hits, sizeof(struct dc_hit));
	ck_assert_uint_eq(memory.live, 0);
	ck_assert(!memory.wrong_size);
}

static enum declutter_status
add(const char *rules, struct declutter_rules_error *error)
{
	return dc_phrases_add(phrases, rules, strlen(rules), true, error);
}

/* Find; 'own' gets the hits of own rules as "start-end", '!' before those that
   do not fit their place, '+' behind glued ones. */
static void
find(const char *text, struct t_text *own)
{
	const struct dc_hit *h;
	char buf[40];
	size_t i;

	hits.len = 0;
	ck_assert(dc_scan(&alloc, &chars, text, strlen(text), &scan));
	ck_assert(dc_phrases_find(phrases, &scan, text, strlen(text), &hits));
	own->len = 0;
	t_append(own, "", 0);
	h = hits.data;
	for (i = 0; i < hits.len; i++) {
		ck_assert(i == 0 || h[i].first >= h[i - 1].first);
		ck_assert_uint_le(h[i].end, strlen(text));
		if (!h[i].rule->own)
			continue;
		snprintf(buf, sizeof(buf), "%s%s%u-%u%s", own->len ? " " : "",
			 h[i].fits ? "" : "!", h[i].start, h[i].end,
			 h[i].glued ? "+" : "");
		t_add(own, buf);
	}
}

/* A rule's place and phrase, a text, where it is found. */
static const struct {
	const char *place, *phrase, *text, *found;
} cases[] = {
	{"whole", "zorb the quib", "Zorb the Quib!", "0-13"},
	{"whole", "zorb the quib", "  ZORB \xe2\x80\x93 the: quib", "2-20"},
	{"whole", "zorb the quib", "Zorb the quib now", "!0-13"},
	{"whole", "zorb the quib", "zorb a quib", ""},
	{"whole", "Zorb, the QUIB.", "zorb the quib", "0-13"},
	{"prefix", "zorb quib", "Zorb quib and more", "0-9"},
	{"prefix", "zorb quib", "more zorb quib", "!5-14"},
	{"suffix", "zorb quib", "more zorb quib.", "5-14"},
	{"suffix", "zorb quib", "zorb quib more", "!0-9"},
	{"anywhere", "zorb quib", "a zorb quib b zorb quib", "2-11 14-23"},
	{"anywhere", "zorb zorb", "zorb zorb zorb", "0-9 5-14"},
	{"inline", "zorb quib", "a (zorb quib) b", "3-12"},
	{"tail", "zorb quib", "a. Zorb quib b", "3-12"},
	/* wildcards */
	{"whole", "zorb # quib", "zorb 1,234 quib", "0-15"},
	{"whole", "zorb # quib", "zorb many quib", ""},
	{"whole", "# zorb", "17 zorb", "0-7"},
	{"whole", "zorb #", "zorb 7:30", "0-9"},
	{"whole", "zorb * quib", "zorb a quib", "0-11"},
	{"whole", "zorb * quib", "zorb a b c d e f quib", "0-21"},
	{"whole", "zorb * quib", "zorb a b c d e f g quib", ""},
	{"whole", "zorb * quib", "zorb quib", ""},
	{"whole", "zorb * quib", "zorb quib quib", "0-14"},
	{"whole", "zorb * # quib", "zorb a b 5 quib", "0-15"},
	{"whole", "zorb # * quib", "zorb 5 6 quib", "0-13"},
	/* a colon, a bar, an arrow behind it */
	{"prefix", "zorb quib:", "Zorb quib: this", "0-9"},
	{"prefix", "zorb quib:", "Zorb quib this", ""},
	{"prefix", "zorb quib:", "Zorb quib | this", "0-9"},
	{"prefix", "zorb quib:", "Zorb quib \xc2\xbb this", "0-9"},
	{"prefix", "zorb quib:", "Zorb quib\xef\xbc\x9a this", "0-9"},
	{"whole", "zorb quib:", "zorb quib:", "0-9"},
	{"whole", "zorb quib:", "zorb quib", ""},
	/* glued */
	{"whole", "zorb quib", "ZORB QUIBMinister resigns", "!0-9+"},
	{"whole", "quib", "QUIBMinister resigns", "!0-4+"},
	{"whole", "zorb quib", "Minister resignsZorb quib", "!16-25+"},
	{"whole", "zorb quib", "he saidZorb Quib", "!7-16+"},
	{"whole", "minister", "QUIBMinister resigns", "!4-12+"},
	{"whole", "quib", "quibminister resigns", ""},
	/* other scripts */
	{"whole", "\xe5\xb9\xbf\xe5\x91\x8a", "\xe5\xb9\xbf\xe5\x91\x8a", "0-6"},
	{"prefix", "\xe5\xb9\xbf\xe5\x91\x8a", "\xe5\xb9\xbf\xe5\x91\x8a\xe4\xb8\xad", "0-6"},
	{"whole", "\xd0\x9f\xd0\xbe\xd0\xb4\xd0\xb5\xd0\xbb\xd0\xb8\xd1\x82\xd1\x8c\xd1\x81\xd1\x8f",
	 "\xd0\x9f\xd0\x9e\xd0\x94\xd0\x95\xd0\x9b\xd0\x98\xd0\xa2\xd0\xac\xd0\xa1\xd0\xaf", "0-20"},
	{"whole", "z\xc3\xb6rb", "Zo\xcc\x88RB", "0-6"},
	{"whole", "\xc2\xa9 zorb", "\xc2\xa9 Zorb", "0-7"},
	{"whole", "zorb\xc2\xadquib", "zorbquib", "0-8"}
};

START_TEST(a_phrase_is_found_at_its_place)
{
	struct t_text rule = {0}, own = {0};

	t_add(&rule, "share\ten\t");
	t_add(&rule, cases[_i].place);
	t_add(&rule, "\tsure\t");
	t_add(&rule, cases[_i].phrase);
	ck_assert_int_eq(add(rule.s, NULL), DECLUTTER_OK);
	find(cases[_i].text, &own);
	ck_assert_msg(strcmp(own.s, cases[_i].found) == 0,
		      "\"%s\" in \"%s\": found \"%s\", not \"%s\"", cases[_i].phrase,
		      cases[_i].text, own.s, cases[_i].found);
	t_clear(&rule);
	t_clear(&own);
}
END_TEST

/* A rules text that is refused, at which line, and a word of the reason. */
static const struct {
	const char *rules;
	unsigned line;
	const char *reason;
} refused[] = {
	{"share\ten\twhole\tsure", 1, "five columns"},
	{"share\ten\twhole\tsure\t", 1, "five columns"},
	{"share", 1, "five columns"},
	{" ", 1, "five columns"},
	{"# fine\n\nshare\ten\twhole\tsure\tzorb\nnonsense\ten\twhole\tsure\tzorb", 4,
	 "category"},
	{"content\ten\twhole\tsure\tzorb", 1, "category"},
	{"Share\ten\twhole\tsure\tzorb", 1, "category"},
	{"!Keep\ten\twhole\tsure\tzorb", 1, "category"},
	{"share\te\twhole\tsure\tzorb", 1, "language"},
	{"share\tlanguages\twhole\tsure\tzorb", 1, "language"},
	{"share\ten\tmiddle\tsure\tzorb", 1, "place"},
	{"share\ten\twhole\tperhaps\tzorb", 1, "strength"},
	{"!keep\ten\twhole\tperhaps\tzorb", 1, "strength"},
	{"share\ten\twhole\tsure\t...", 1, "no word"},
	{"share\ten\twhole\tsure\t:", 1, "no word"},
	{"share\ten\twhole\tsure\t#", 1, "no word"},
	{"share\ten\twhole\tsure\t# *", 1, "no word"},
	{"share\ten\twhole\tsure\t* zorb", 1, "*"},
	{"share\ten\twhole\tsure\tzorb *", 1, "*"},
	{"share\ten\twhole\tsure\ta * b * c", 1, "*"},
	{"share\ten\twhole\tsure\tzo\xffrb", 1, "UTF-8"},
	{"share\ten\twhole\tsure\t1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 "
	 "21 22 23 24 25", 1, "long"},
	{"share\ten\twhole\tsure\tzorb\r\nshare\ten\twhole\tsure\r\n", 2, "five columns"}
};

START_TEST(a_bad_rule_is_refused_with_its_line)
{
	struct declutter_rules_error error = {0, NULL};

	ck_assert_int_eq(add(refused[_i].rules, &error), DECLUTTER_ERULES);
	ck_assert_uint_eq(error.line, refused[_i].line);
	ck_assert_ptr_nonnull(error.what);
	ck_assert_msg(strstr(error.what, refused[_i].reason) != NULL,
		      "\"%s\" does not say %s", error.what, refused[_i].reason);
	ck_assert_int_eq(add(refused[_i].rules, NULL), DECLUTTER_ERULES);
}
END_TEST

START_TEST(rules_before_a_bad_one_are_in_force)
{
	struct t_text own = {0};

	ck_assert_int_eq(add("share\ten\twhole\tsure\tzorb\nbad\nshare\ten\twhole\tsure\tquib",
			     NULL), DECLUTTER_ERULES);
	find("zorb", &own);
	ck_assert_str_eq(own.s, "0-4");
	find("quib", &own);
	ck_assert_str_eq(own.s, "");
	t_clear(&own);
}
END_TEST

START_TEST(line_ends_comments_and_a_byte_order_mark_are_no_rules)
{
	struct t_text own = {0};

	ck_assert_int_eq(add("# comment\r\n\r\n\nshare\ten\twhole\tsure\tzorb\r\n", NULL),
			 DECLUTTER_OK);
	ck_assert_int_eq(add("", NULL), DECLUTTER_OK);
	ck_assert_int_eq(add("\xef\xbb\xbfshare\ten\twhole\tsure\tquib\n", NULL),
			 DECLUTTER_OK);
	find("zorb", &own);
	ck_assert_str_eq(own.s, "0-4");
	find("quib", &own);
	ck_assert_str_eq(own.s, "0-4");
	t_clear(&own);
}
END_TEST

START_TEST(a_hit_names_its_rule)
{
	const struct dc_hit *h;
	struct t_text own = {0};
	size_t i, n = 0;

	ck_assert_int_eq(add("!keep\tmul\tprefix\tcue\tZorb the  quib:\n"
			     "credit\tde\tsuffix\tcue\tzorb the quib", NULL), DECLUTTER_OK);
	find("zorb the quib:", &own);
	h = hits.data;
	for (i = 0; i < hits.len; i++) {
		const struct dc_rule *r = h[i].rule;

		if (!r->own)
			continue;
		n++;
		ck_assert_uint_eq(r->ntokens, 3);
		if (r->strength == DC_PROTECT) {
			ck_assert_uint_eq(r->place, DC_PREFIX);
			ck_assert_str_eq(h[i].phrase, "Zorb the  quib:");
			ck_assert(r->colon);
		} else {
			ck_assert_uint_eq(r->strength, DC_CUE);
			ck_assert_uint_eq(r->category, DECLUTTER_CREDIT);
			ck_assert_uint_eq(r->place, DC_SUFFIX);
			ck_assert(!r->colon);
		}
	}
	ck_assert_uint_eq(n, 2);
	t_clear(&own);
}
END_TEST

START_TEST(long_blocks_keep_only_hits_that_fit)
{
	struct t_text text = {0}, own = {0};
	uint64_t seed = 0x10b;

	ck_assert_int_eq(add("share\ten\twhole\tsure\tzorb quib", NULL), DECLUTTER_OK);
	t_sentence(&text, &seed, 39);
	t_add(&text, " zorb quib");
	find(text.s, &own);
	ck_assert_str_eq(own.s, "");
	t_clear(&text);
	t_clear(&own);
}
END_TEST

START_TEST(a_phrase_may_have_24_words)
{
	struct t_text own = {0};

	ck_assert_int_eq(add("share\ten\twhole\tsure\ta b c d e f g h i j k l m n o p q r "
			     "s t u v w x", NULL), DECLUTTER_OK);
	find("A b c d e f g h i j k l m n o p q r s t u v w x!", &own);
	ck_assert_str_eq(own.s, "0-47");
	t_clear(&own);
}
END_TEST

START_TEST(every_category_can_be_ruled)
{
	struct t_text rules = {0}, own = {0};
	unsigned c;

	for (c = 1; c < DECLUTTER_NCATEGORIES; c++) {
		t_add(&rules, declutter_category_name(c));
		t_add(&rules, "\ten\twhole\tsure\tzorb\n");
	}
	ck_assert_int_eq(add(rules.s, NULL), DECLUTTER_OK);
	find("zorb", &own);
	ck_assert_uint_ge(hits.len, DECLUTTER_NCATEGORIES - 1);
	t_clear(&rules);
	t_clear(&own);
}
END_TEST

START_TEST(the_built_in_table_parses_and_finds_its_own_rows)
{
	const char *s = t_table_phrases.data, *end = s + t_table_phrases.len;
	size_t rows = 0;

	while (s < end && *s != '\0') {
		const char *eol = memchr(s, '\n', (size_t)(end - s));
		const char *phrase = s;
		int tabs = 0;

		ck_assert_ptr_nonnull(eol);
		while (phrase < eol && tabs < 4)
			tabs += *phrase++ == '\t';
		if (*s != '#' && s < eol && memchr(phrase, '*', (size_t)(eol - phrase)) == NULL &&
		    memchr(phrase, '#', (size_t)(eol - phrase)) == NULL) {
			size_t len = (size_t)(eol - phrase), i;
			bool found = false;

			hits.len = 0;
			ck_assert(dc_scan(&alloc, &chars, phrase, len, &scan));
			ck_assert(dc_phrases_find(phrases, &scan, phrase, len, &hits));
			for (i = 0; i < hits.len && !found; i++)
				found = ((struct dc_hit *)hits.data)[i].fits;
			ck_assert_msg(found, "not found: %.*s", (int)len, phrase);
			rows++;
		}
		s = eol + 1;
	}
	ck_assert_uint_gt(rows, 1000);
}
END_TEST

START_TEST(the_built_in_phrases_are_those_of_the_tables)
{
	const struct dc_phrase_table *t = &dc_built_in_phrases;
	struct dc_phrases *p = dc_phrases_new(&alloc, &dc_no_phrases);
	size_t i;

	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(dc_phrases_add(p, t_table_phrases.data, t_table_phrases.len,
					false, NULL), DECLUTTER_OK);
	ck_assert_int_eq(dc_phrases_add(p, t_table_words.data, t_table_words.len, false,
					NULL), DECLUTTER_OK);
	ck_assert_uint_eq(p->trie.nodes.len, t->nnodes);
	ck_assert_uint_eq(p->trie.nedges, t->nedges);
	ck_assert_uint_eq(p->trie.cap, t->cap);
	ck_assert_uint_eq(p->rules.len, t->nrules);
	ck_assert_uint_eq(p->text.len, t->ntext);
	for (i = 0; i < t->nnodes; i++) {
		const struct dc_node *n = dc_trie_node(&p->trie, (uint32_t)i);

		ck_assert(n->rule == t->nodes[i].rule && n->star == t->nodes[i].star &&
			  n->number == t->nodes[i].number);
	}
	for (i = 0; i < t->cap; i++)
		ck_assert(p->trie.edges[i].key == t->edges[i].key &&
			  p->trie.edges[i].child == t->edges[i].child);
	for (i = 0; i < t->nrules; i++) {
		const struct dc_rule *r = dc_phrases_rule(p, (uint32_t)i);
		const struct dc_rule *b = &t->rules[i];

		ck_assert(r->phrase == b->phrase && r->next == b->next &&
			  r->category == b->category && r->place == b->place &&
			  r->strength == b->strength && r->ntokens == b->ntokens &&
			  r->colon == b->colon && r->own == b->own);
	}
	ck_assert_mem_eq(p->text.data, t->text, t->ntext);
	ck_assert_mem_eq(p->starts, t->starts, DC_NSTARTS * sizeof(*t->starts));
	dc_phrases_free(p);
}
END_TEST

START_TEST(hostile_blocks_cost_bounded_work)
{
	static const char *const bits[] = {
		"zorb ", "a ", "ZORBQuib ", "5 ", "zorb 5 ", "QUIBzorbQUIBzorb"
	};
	struct t_text text = {0}, own = {0};
	size_t i;

	ck_assert_int_eq(add("share\ten\tanywhere\tsure\tzorb * zorb zorb zorb zorb quib\n"
			     "share\ten\tanywhere\tsure\tzorb # # # # # # # # # # # # quib\n"
			     "share\ten\tanywhere\tsure\t5 5 5 5 5 5 5 5 5 5 5 5 quib\n"
			     "share\ten\tanywhere\tsure\t5 # 5 # 5 # 5 # 5 # 5 # quib\n"
			     "share\ten\tanywhere\tsure\ta a a a a a a a a a a a a a a quib",
			     NULL), DECLUTTER_OK);
	for (i = 0; i < 200000; i++)
		t_add(&text, bits[_i]);
	find(text.s, &own);
	ck_assert_str_eq(own.s, "");
	t_clear(&text);
	t_clear(&own);
}
END_TEST

Suite *
phrases_suite(void)
{
	Suite *s = suite_create("phrases");
	TCase *tc = tcase_create("phrases");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, a_phrase_is_found_at_its_place, 0, (int)T_LEN(cases));
	tcase_add_loop_test(tc, a_bad_rule_is_refused_with_its_line, 0,
			    (int)T_LEN(refused));
	tcase_add_test(tc, rules_before_a_bad_one_are_in_force);
	tcase_add_test(tc, line_ends_comments_and_a_byte_order_mark_are_no_rules);
	tcase_add_test(tc, a_hit_names_its_rule);
	tcase_add_test(tc, long_blocks_keep_only_hits_that_fit);
	tcase_add_test(tc, a_phrase_may_have_24_words);
	tcase_add_test(tc, every_category_can_be_ruled);
	tcase_add_test(tc, the_built_in_phrases_are_those_of_the_tables);
	tcase_add_test(tc, the_built_in_table_parses_and_finds_its_own_rows);
	tcase_add_loop_test(tc, hostile_blocks_cost_bounded_work, 0, 6);
	suite_add_tcase(s, tc);
	return s;
}
