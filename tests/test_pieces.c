/* SPDX-License-Identifier: MIT */
/* test_pieces.c - the pieces of a line over the limit make its canonical text */
#include <check.h>
#include <string.h>

#include "canon.h"
#include "pieces.h"
#include "support.h"

Suite *pieces_suite(void);

/* All of them may come in a row, and do. */
static const char *const bits[] = {
	" ", "\t", "\xc2\xa0", "  ", "word", "x", "e", "\xcc\x81", "\xcc\xa3", "\xcd\x8f",
	"\xe2\x80\x8d", "\xe2\x80\x8c", "\xc2\xad", "\xe1\x84\x80", "\xe1\x85\xa1",
	"\xe1\x86\xa8", "\xe3\x81\x8b", "\xe3\x82\x99", "\xe4\xb8\xad", "\xd9\x85", "\xff",
	"\xf0\x9f\x91\xa9", "\x01", "-", ".", "\xe2\x84\xab"
};

static void
canonical(const char *s, size_t len, struct t_text *out)
{
	static struct dc_chars chars;
	struct dc_canon canon = {0};

	dc_canon_start(&canon);
	ck_assert(dc_canon_add(&canon, &dc_default_allocator, &chars, s, len));
	ck_assert(dc_canon_end(&canon, &dc_default_allocator));
	t_append(out, canon.text.data, canon.text.len);
	dc_canon_clear(&canon, &dc_default_allocator);
}

static void
check_pieces(const struct t_text *line, uint64_t seed)
{
	struct t_text whole = {0}, joined = {0};
	struct declutter_options opt;
	struct t_run r;
	size_t i;

	declutter_options_init(&opt);
	opt.max_block = 512;
	t_start(&r, &opt);
	t_input(&r, DECLUTTER_RECORDS, line->s, line->len, T_RANDOM);
	t_finish(&r);
	ck_assert_uint_gt(r.nblocks, 5);
	for (i = 0; i < r.nblocks; i++) {
		ck_assert(r.blocks[i].continues == (i > 0));
		t_append(&joined, r.blocks[i].text, r.blocks[i].ntext);
	}
	canonical(line->s, line->len, &whole);
	ck_assert_msg(strcmp(joined.s, whole.s) == 0, "seed %#llx: \"%s\" of \"%s\"",
		      (unsigned long long)seed, joined.s, line->s);
	t_free(&r);
	t_clear(&whole);
	t_clear(&joined);
}

START_TEST(pieces_together_are_the_canonical_line)
{
	uint64_t seed = 0x91ece + (uint64_t)_i, state = seed;
	struct t_text line = {0};
	size_t n;

	/* half of the lines have no blank to be cut at */
	while (line.len < 6000) {
		n = t_below(&state, T_LEN(bits));
		if (_i % 2 == 0 || strchr(bits[n], ' ') == NULL)
			t_add(&line, bits[n]);
	}
	check_pieces(&line, seed);
	t_clear(&line);
}
END_TEST

START_TEST(blanks_longer_than_a_piece_are_one)
{
	struct t_text line = {0};
	size_t i;

	for (i = 0; i < 4500; i++)
		t_add(&line, i == 1500 || i == 3000 ? "word" : _i > 0 ? "\t" : " ");
	check_pieces(&line, 0);
	t_clear(&line);
}
END_TEST

/* What a line of more than 64 bytes has from its 64th on, in part, and how much of it
   is in the first piece. */
static const struct {
	const char *end;
	size_t before;		/* bytes of it before the 64th */
	int more;
} ends[] = {
	{"word", 2, 2}, {"rd \xcc\x81", 3, 3},
	{"e\xcc\x81\xcc\xa3", 1, 0}, {"e\xcc\x81\xcc\xa3", 3, 0}, {"e\x01\xcc\x81", 2, 0},
	{"\xe1\x84\x80\xe1\x85\xa1", 3, 0}, {"\xe3\x81\x8b\xe3\x82\x99", 5, 0},
	{"\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad", 6, 3}
};

START_TEST(a_cut_parts_no_letter_from_its_marks)
{
	char line[128];
	size_t start = 64 - ends[_i].before;

	memset(line, 'x', sizeof(line));
	memcpy(line + start, ends[_i].end, strlen(ends[_i].end));
	ck_assert_int_eq((int)dc_piece_length(line, 64), (int)start + ends[_i].more);
}
END_TEST

Suite *
pieces_suite(void)
{
	Suite *s = suite_create("pieces");
	TCase *tc = tcase_create("pieces");

	tcase_add_loop_test(tc, pieces_together_are_the_canonical_line, 0, 200);
	tcase_add_loop_test(tc, blanks_longer_than_a_piece_are_one, 0, 2);
	tcase_add_loop_test(tc, a_cut_parts_no_letter_from_its_marks, 0,
			    (int)T_LEN(ends));
	suite_add_tcase(s, tc);
	return s;
}
