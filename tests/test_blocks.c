/* SPDX-License-Identifier: MIT */
/* test_blocks.c - a stream cut into blocks, the same however it is pushed */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "blocks.h"
#include "support.h"

Suite *blocks_suite(void);

struct seen {
	size_t at, nbytes, nbody;
	uint64_t offset, line;
	bool blank, separator, overlong, continues;
};

/* Blocks that came out, and what they look like: one letter each. */
struct collected {
	struct t_text bytes, kinds;
	struct seen *seen;
	size_t n, cap;
};

static struct t_memory memory;
static struct declutter_options opt;
static struct dc_blocks blocks;

static void
setup(void)
{
	memory = (struct t_memory){0};
	declutter_options_init(&opt);
	opt.allocator = t_allocator(&memory);
}

static void
separate_by(const char *separator, size_t len)
{
	opt.separator = separator;
	opt.nseparator = len;
}

static enum declutter_status
on_block(void *ctx, const struct dc_raw_block *b)
{
	struct collected *c = ctx;

	if (c->n == c->cap) {
		c->cap = c->cap * 2 + 16;
		c->seen = realloc(c->seen, c->cap * sizeof(*c->seen));
		ck_assert_ptr_nonnull(c->seen);
	}
	c->seen[c->n++] = (struct seen){
		.at = c->bytes.len, .nbytes = b->nbytes, .nbody = b->nbody,
		.offset = b->offset, .line = b->line, .blank = b->blank,
		.separator = b->separator, .overlong = b->overlong,
		.continues = b->continues
	};
	t_append(&c->bytes, b->bytes, b->nbytes);
	t_add(&c->kinds, b->separator ? "F" : b->blank ? "-" :
	      b->continues ? "c" : b->overlong ? "L" : "B");
	return DECLUTTER_OK;
}

static void
cut(struct collected *c, const char *s, size_t len, size_t max_block, size_t piece)
{
	uint64_t state = 0xb10c;
	size_t at = 0, n;

	*c = (struct collected){0};
	t_append(&c->bytes, "", 0);
	t_append(&c->kinds, "", 0);
	opt.max_block = max_block;
	dc_blocks_init(&blocks, &opt, on_block, c);
	dc_blocks_begin(&blocks, true);
	for (; at < len; at += n) {
		n = piece == T_WHOLE ? len : piece == T_RANDOM ?
		    1 + t_below(&state, 37) : piece;
		n = n < len - at ? n : len - at;
		ck_assert_int_eq(dc_blocks_push(&blocks, s + at, n), DECLUTTER_OK);
	}
	ck_assert_int_eq(dc_blocks_end(&blocks), DECLUTTER_OK);
	dc_blocks_clear(&blocks);
	ck_assert_uint_eq(memory.live, 0);
	ck_assert(!memory.wrong_size);
}

static void
discard(struct collected *c)
{
	t_clear(&c->bytes);
	t_clear(&c->kinds);
	free(c->seen);
}

/* Text: the kind of each block; its body and line, '|' behind each. */
static const struct {
	const char *text, *kinds, *bodies;
} cases[] = {
	{"", "", ""},
	{"one", "B", "1:one|"},
	{"one\n", "B", "1:one|"},
	{"One.\nTwo.\n", "BB", "1:One.|2:Two.|"},
	{"One.\n\n\nTwo.", "BB", "1:One.|4:Two.|"},
	{"\n\nOne.\n", "-B", "3:One.|"},
	{"\n \t\n", "-", ""},
	{"One.\r\n\r\nTwo.\r\n", "BB", "1:One.|3:Two.|"},
	{"One.\r\rTwo.\r", "BB", "1:One.|3:Two.|"},
	{"One.\rTwo.\nThree.\r\nFour.", "BBBB", "1:One.|2:Two.|3:Three.|4:Four.|"},
	{"One.\n \t \nTwo.\n", "BB", "1:One.|3:Two.|"},
	{"One.\n\fTwo.\n", "BFB", "1:One.|2:Two.|"},
	{"One.\n\f\nTwo.\n", "BFB", "1:One.|3:Two.|"},
	{"One.\n\f\r\nTwo.\n", "BFB", "1:One.|3:Two.|"},
	{"One.\fTwo.\n", "BFB", "1:One.|1:Two.|"},
	{"One.\f\nTwo.\n", "BFB", "1:One.|2:Two.|"},
	{"\f\f", "FF", ""},
	{"One.\n\n\f\n\nTwo.", "BF-B", "1:One.|5:Two.|"},
	{"by the\nCourier\n, he said.\nNext.", "BB", "1:by the\nCourier\n, he said.|4:Next.|"},
	{"by the\f\nCourier", "BFB", "1:by the|2:Courier|"},
	{"  One.  \n", "B", "1:  One.  |"}
};

START_TEST(paragraphs_are_blocks)
{
	static const size_t pieces[] = {T_WHOLE, 1, 2, 3};
	struct t_text bodies = {0};
	struct collected c;
	char head[24];
	size_t i, p;

	for (p = 0; p < T_LEN(pieces); p++) {
		cut(&c, cases[_i].text, strlen(cases[_i].text), 1000, pieces[p]);
		ck_assert_str_eq(c.kinds.s, cases[_i].kinds);
		ck_assert_str_eq(c.bytes.s, cases[_i].text);
		bodies.len = 0;
		t_append(&bodies, "", 0);
		for (i = 0; i < c.n; i++) {
			if (c.seen[i].blank)
				continue;
			snprintf(head, sizeof(head), "%u:", (unsigned)c.seen[i].line);
			t_add(&bodies, head);
			t_append(&bodies, c.bytes.s + c.seen[i].at, c.seen[i].nbody);
			t_add(&bodies, "|");
		}
		ck_assert_str_eq(bodies.s, cases[_i].bodies);
		discard(&c);
	}
	t_clear(&bodies);
}
END_TEST

/* The same with separators of the caller's: '%' stands for NUL in 'text'. */
static const struct {
	const char *separator;
	size_t len;
	const char *text, *kinds;
} separated[] = {
	{"", 0, "One.\n\f\nTwo.\n", "BB"},
	{"\0", 1, "One.%Two.\n%\n\fThree.", "BFBFB"},
	{"\x1e", 1, "One.\n\x1eTwo.", "BFB"},
	{"---", 3, "One.\n---\nTwo.\n----\n---", "BFBBF"},
	{"---", 3, "---\r\n\nOne.\n\n ---\n---\r---\n\f\n", "F-BBFF-"},
	{"#", 1, "One.\n#\nTwo #\n#x\n", "BFBB"}
};

START_TEST(a_separator_is_a_control_character_or_a_line)
{
	struct collected c;
	struct t_text text = {0};
	size_t i, p;

	separate_by(separated[_i].separator, separated[_i].len);
	t_add(&text, separated[_i].text);
	for (i = 0; i < text.len; i++)
		if (text.s[i] == '%')
			text.s[i] = '\0';
	for (p = 1; p < 5; p++) {
		cut(&c, text.s, text.len, 1000, p);
		ck_assert_str_eq(c.kinds.s, separated[_i].kinds);
		ck_assert_mem_eq(c.bytes.s, text.s, text.len);
		discard(&c);
	}
	t_clear(&text);
}
END_TEST

START_TEST(the_rest_of_an_overlong_line_is_no_separator)
{
	char text[] = "................................................................--\n--\n";
	struct collected c;

	separate_by("--", 2);
	cut(&c, text, sizeof(text) - 1, 64, T_WHOLE);
	ck_assert_str_eq(c.kinds.s, "LcF");
	discard(&c);
}
END_TEST

/* Text that is unkind to whatever cuts it. */
static void
unkind_text(struct t_text *t, uint64_t *state, size_t n)
{
	static const char *const bits[] = {
		"\n", "\n", "\n\n", "\r\n", "\r", "\f", "\f\n", " ", "\t", "\n \n",
		"word ", "the\n", "Sentence. ", ",\n", "\xc3\xa9", "\xe4\xb8\xad",
		"\xff", "\r\r\n", "\v"
	};
	size_t i;

	while (t->len < n) {
		if (t_below(state, 40) == 0)
			for (i = t_below(state, 300); i > 0; i--)
				t_add(t, t_below(state, 9) ? "x" : "\xf0\x9f\x98\x80");
		if (t_below(state, 400) == 0)
			for (i = t_below(state, 700); i > 0; i--)
				t_add(t, "line of the\n");
		t_add(t, bits[t_below(state, T_LEN(bits))]);
	}
}

/* The number of the line that byte 'at' lies in, counted from the text. */
static uint64_t
line_of(const char *s, size_t at)
{
	uint64_t line = 1;
	size_t i;

	for (i = 0; i < at; i++)
		line += s[i] == '\n' || (s[i] == '\r' && s[i + 1] != '\n');
	return line;
}

START_TEST(all_blocks_in_order_are_the_input)
{
	uint64_t seed = 0xca7 + (uint64_t)_i, state = seed;
	struct t_text text = {0};
	struct collected c;
	size_t i, end = 0;

	unkind_text(&text, &state, 6000);
	cut(&c, text.s, text.len, 128, T_WHOLE);
	ck_assert_uint_eq(c.bytes.len, text.len);
	ck_assert_mem_eq(c.bytes.s, text.s, text.len);
	for (i = 0; i < c.n; i++) {
		const struct seen *b = &c.seen[i];

		ck_assert_uint_eq(b->offset, end);
		ck_assert_uint_gt(b->nbytes, 0);
		ck_assert_uint_le(b->nbody, b->nbytes);
		ck_assert_msg(b->line == line_of(text.s, end),
			      "seed %#llx: block %zu at %zu is in line %llu, not %llu",
			      (unsigned long long)seed, i, end,
			      (unsigned long long)line_of(text.s, end),
			      (unsigned long long)b->line);
		ck_assert(!b->continues || b->overlong);
		ck_assert(!b->blank || b->nbody == 0);
		end += b->nbytes;
	}
	discard(&c);
	t_clear(&text);
}
END_TEST

static bool
same_block(const struct seen *a, const struct seen *b)
{
	return a->nbytes == b->nbytes && a->nbody == b->nbody &&
	       a->offset == b->offset && a->line == b->line &&
	       a->blank == b->blank && a->separator == b->separator &&
	       a->overlong == b->overlong && a->continues == b->continues;
}

START_TEST(blocks_do_not_depend_on_how_bytes_arrive)
{
	static const size_t pieces[] = {1, 2, 3, 7, 61, 127, 128, 129, 4096, T_RANDOM};
	uint64_t seed = 0xdead + (uint64_t)_i, state = seed;
	struct t_text text = {0};
	struct collected whole, c;
	size_t i, k;

	if (_i % 3 > 0)
		separate_by(_i % 3 == 1 ? "line of the" : "\v",
			    _i % 3 == 1 ? 11 : 1);
	unkind_text(&text, &state, 5000);
	cut(&whole, text.s, text.len, 128, T_WHOLE);
	for (i = 0; i < T_LEN(pieces); i++) {
		cut(&c, text.s, text.len, 128, pieces[i]);
		ck_assert_msg(strcmp(c.kinds.s, whole.kinds.s) == 0,
			      "seed %#llx, pieces of %zu", (unsigned long long)seed,
			      pieces[i]);
		for (k = 0; k < c.n; k++)
			ck_assert_msg(same_block(&c.seen[k], &whole.seen[k]),
				      "seed %#llx, pieces of %zu: block %zu",
				      (unsigned long long)seed, pieces[i], k);
		discard(&c);
	}
	discard(&whole);
	t_clear(&text);
}
END_TEST

START_TEST(a_body_ends_before_the_last_line_end_and_blank_lines)
{
	struct collected c;

	cut(&c, "One.\r\n \t\r\n\nTwo.", 15, 1000, T_WHOLE);
	ck_assert_uint_eq(c.n, 2);
	ck_assert_uint_eq(c.seen[0].nbody, 4);
	ck_assert_uint_eq(c.seen[0].nbytes, 11);
	ck_assert_uint_eq(c.seen[1].offset, 11);
	ck_assert_uint_eq(c.seen[1].nbytes, 4);
	discard(&c);
}
END_TEST

START_TEST(a_line_over_the_limit_comes_in_pieces_cut_at_blanks)
{
	struct t_text text = {0};
	struct collected c;
	size_t i;

	for (i = 0; i < 100; i++)
		t_add(&text, "seven77 ");
	t_add(&text, "\nNext.\n");
	cut(&c, text.s, text.len, 100, T_WHOLE);
	ck_assert_str_eq(c.kinds.s, "LccccccccB");
	for (i = 0; i + 1 < c.n; i++) {
		ck_assert_uint_le(c.seen[i].nbody, 100);
		ck_assert_uint_eq(c.seen[i].line, 1);
		ck_assert_int_eq(c.bytes.s[c.seen[i].at + c.seen[i].nbody - 1], ' ');
	}
	ck_assert_uint_eq(c.seen[9].line, 2);
	discard(&c);
	t_clear(&text);
}
END_TEST

START_TEST(a_line_as_long_as_the_limit_is_one_block)
{
	struct t_text text = {0};
	struct collected c;
	size_t i;

	for (i = 0; i < 100 + (size_t)_i; i++)
		t_add(&text, "x");
	t_add(&text, "\r\n");
	cut(&c, text.s, text.len, 100, 1);
	ck_assert_str_eq(c.kinds.s, _i == 0 ? "B" : "Lc");
	discard(&c);
	t_clear(&text);
}
END_TEST

START_TEST(pieces_do_not_cut_a_character)
{
	struct t_text text = {0};
	struct collected c;
	size_t i;

	for (i = 0; i < (size_t)_i; i++)
		t_add(&text, "x");
	for (i = 0; i < 200; i++)
		t_add(&text, i % 2 ? "\xf0\x9f\x98\x80" : "\xe4\xb8\xad");
	cut(&c, text.s, text.len, 64, T_WHOLE);
	ck_assert_uint_gt(c.n, 10);
	for (i = 0; i < c.n; i++)
		ck_assert_uint_ne((unsigned char)c.bytes.s[c.seen[i].at] & 0xc0, 0x80);
	discard(&c);
	t_clear(&text);
}
END_TEST

START_TEST(a_joined_paragraph_stays_within_reason_of_the_limit)
{
	struct t_text text = {0};
	struct collected c;
	size_t i;

	for (i = 0; i < 2000; i++)
		t_add(&text, "and so on to the\n");
	cut(&c, text.s, text.len, 1000, T_WHOLE);
	ck_assert_uint_gt(c.n, 10);
	for (i = 0; i < c.n; i++)
		ck_assert_uint_le(c.seen[i].nbytes, 2000);
	discard(&c);
	t_clear(&text);
}
END_TEST

START_TEST(memory_stays_bounded_whatever_the_line_ends)
{
	static const char *const bits[] = {
		"word ", "\n", " \n", "line\n", "and the\n", "\f", "line\r", "\r"
	};
	struct collected c = {0};
	size_t i, n = 4000000, len = strlen(bits[_i]);
	char buf[4000];

	for (i = 0; i < sizeof(buf); i++)
		buf[i] = bits[_i][i % len];
	opt.max_block = 4096;
	dc_blocks_init(&blocks, &opt, on_block, &c);
	dc_blocks_begin(&blocks, true);
	for (i = 0; i < n; i += sizeof(buf)) {
		ck_assert_int_eq(dc_blocks_push(&blocks, buf, sizeof(buf)), DECLUTTER_OK);
		c.n = c.bytes.len = c.kinds.len = 0;
	}
	ck_assert_int_eq(dc_blocks_end(&blocks), DECLUTTER_OK);
	ck_assert_uint_lt(memory.peak, 400000);
	dc_blocks_clear(&blocks);
	ck_assert_uint_eq(memory.live, 0);
	discard(&c);
}
END_TEST

Suite *
blocks_suite(void)
{
	Suite *s = suite_create("blocks");
	TCase *tc = tcase_create("blocks");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_loop_test(tc, paragraphs_are_blocks, 0, (int)T_LEN(cases));
	tcase_add_loop_test(tc, a_separator_is_a_control_character_or_a_line, 0,
			    (int)T_LEN(separated));
	tcase_add_test(tc, the_rest_of_an_overlong_line_is_no_separator);
	tcase_add_loop_test(tc, all_blocks_in_order_are_the_input, 0, 40);
	tcase_add_loop_test(tc, blocks_do_not_depend_on_how_bytes_arrive, 0, 20);
	tcase_add_test(tc, a_body_ends_before_the_last_line_end_and_blank_lines);
	tcase_add_test(tc, a_line_over_the_limit_comes_in_pieces_cut_at_blanks);
	tcase_add_loop_test(tc, a_line_as_long_as_the_limit_is_one_block, 0, 2);
	tcase_add_loop_test(tc, pieces_do_not_cut_a_character, 0, 8);
	tcase_add_test(tc, a_joined_paragraph_stays_within_reason_of_the_limit);
	tcase_add_loop_test(tc, memory_stays_bounded_whatever_the_line_ends, 0, 8);
	suite_add_tcase(s, tc);
	return s;
}
