/* SPDX-License-Identifier: MIT */
/* test_shortcuts.c - the scan's shortcuts: equal to the way by characters */
#include <check.h>

#include "canon.h"
#include "hash.h"
#include "letters.h"
#include "scan.h"
#include "support.h"

Suite *shortcuts_suite(void);

static struct t_memory memory;
static struct declutter_allocator alloc;
static struct dc_chars chars;
static struct dc_scan scan, slow;

static void
setup(void)
{
	memory = (struct t_memory){0};
	alloc = t_allocator(&memory);
	chars = (struct dc_chars){0};
	scan = slow = (struct dc_scan){0};
}

static void
teardown(void)
{
	dc_scan_clear(&alloc, &scan);
	dc_scan_clear(&alloc, &slow);
	ck_assert_uint_eq(memory.live, 0);
}

/* What letters.h says of 64 bytes, one by one, by eights and by sixteens. */
START_TEST(masks_say_which_bytes_are_letters)
{
	static const char near_letters[] = "AZaz@[`{ \x00\x7f\x80\xc1\xe1\xff\xa0";
	uint64_t state = 0x1e77 + (uint64_t)_i;
	int round, k;

	for (round = 0; round < 2000; round++) {
		struct dc_letters want = {0, 0, 0}, plain, fast;
		char s[64];

		for (k = 0; k < 64; k++) {
			unsigned char c;
			bool letter;

			c = (unsigned char)(round % 2 ? t_below(&state, 256) : (uint64_t)
				near_letters[t_below(&state, sizeof(near_letters))]);
			letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
			s[k] = (char)c;
			want.letters |= (uint64_t)letter << k;
			want.upper |= (uint64_t)(letter && c <= 'Z') << k;
			want.blanks |= (uint64_t)(c == ' ') << k;
		}
		plain = dc_letters_plain(s);
		fast = dc_letters(s);
		ck_assert_uint_eq(plain.letters, want.letters);
		ck_assert_uint_eq(plain.blanks, want.blanks);
		ck_assert_uint_eq(plain.upper & plain.letters, want.upper);
		ck_assert_uint_eq(fast.letters, want.letters);
		ck_assert_uint_eq(fast.blanks, want.blanks);
		ck_assert_uint_eq(fast.upper & fast.letters, want.upper);
	}
}
END_TEST

START_TEST(masks_say_where_columns_start)
{
	static const char some[] = " \t\n\r\v\f\x1f!a\x7f\x80\xbf\xc0\xc3\xe2\xff";
	uint64_t state = 0xc01 + (uint64_t)_i;
	int round, k;

	for (round = 0; round < 2000; round++) {
		struct dc_columns want = {0, 0}, plain, fast;
		char s[64];

		for (k = 0; k < 64; k++) {
			s[k] = round % 2 ? (char)t_below(&state, 256) :
			       some[t_below(&state, sizeof(some))];
			want.blanks |= (uint64_t)dc_is_blank(s[k]) << k;
			want.chars |= (uint64_t)((s[k] & 0xc0) != 0x80) << k;
		}
		plain = dc_columns_plain(s);
		fast = dc_columns(s);
		ck_assert_uint_eq(plain.blanks, want.blanks);
		ck_assert_uint_eq(plain.chars, want.chars);
		ck_assert_uint_eq(fast.blanks, want.blanks);
		ck_assert_uint_eq(fast.chars, want.chars);
	}
}
END_TEST

/* The scan by shortcuts and the one by characters, and nothing between them. */
static void
compare_scans(const char *text)
{
	const struct dc_scan *a = &scan, *b = &slow;
	size_t i;

	ck_assert_msg(memcmp(&a->shape, &b->shape,
			     offsetof(struct dc_shape, canonical)) == 0, "%s", text);
	ck_assert_msg(a->shape.canonical == b->shape.canonical, "%s", text);
	ck_assert_msg(a->shape.invalid == b->shape.invalid, "%s", text);
	ck_assert_msg(a->tokens.len == b->tokens.len, "%s", text);
	ck_assert_msg(a->folded.len == b->folded.len, "%s", text);
	ck_assert_msg(a->folded.len == 0 || memcmp(a->folded.data, b->folded.data,
						   a->folded.len) == 0, "%s", text);
	for (i = 0; i < a->tokens.len; i++) {
		const struct dc_token *x = &dc_scan_tokens(a)[i];
		const struct dc_token *y = &dc_scan_tokens(b)[i];

		ck_assert_msg(x->hash == dc_hash(dc_scan_folded(a, x), x->nfolded) &&
			      x->hash == y->hash && x->start == y->start &&
			      x->end == y->end && x->folded == y->folded &&
			      x->nfolded == y->nfolded && x->flags == y->flags,
			      "token %zu of %s", i, text);
	}
}

/* Both ways through the text, also where letters lie behind it. */
static void
compare(struct t_text *t)
{
	static const char behind[] = "letters and a blank, a blank and letters, and a "
				     "stop. And again, and many of them";
	size_t len = t->len;
	uint32_t invalid;

	static_assert(sizeof(behind) > DC_SCAN_ROOM, "fills the room");
	ck_assert(dc_scan(&alloc, &chars, t->s, len, &scan));
	ck_assert(dc_scan_by_character(&alloc, &chars, t->s, len, &slow));
	compare_scans(t->s);
	ck_assert(dc_canon_check(&chars, t->s, len, &invalid) == slow.shape.canonical);
	ck_assert_uint_eq(invalid, slow.shape.invalid);
	t_append(t, behind, DC_SCAN_ROOM);
	ck_assert(dc_scan_roomy(&alloc, &chars, t->s, len, t->len, &scan));
	compare_scans(t->s);
	t->len = len;
}

/* Words, joints, what ends a run; then letters of two bytes, some of which fold to
   four, marks, ideographs and what may follow them; then bytes. */
static const uint32_t alphabets[][24] = {
	{'a', 'b', 'z', 'A', 'Z', 'a', 'e', ' ', ' ', '.', ',', 'n', 't', '(', '"', '-',
	 ':', '/', 0x2019, 0x201c, 0x2013, 0x2026, 0x2020, '5'},
	{'a', 'A', 'N', ' ', '.', ',', '5', '-', '\n', '"', 0xe9, '@', '[', '`', '{',
	 '#', ':', '?', ';', 0x2019, 0x416, 0x4e2d, 0xa0, 0xad},
	{0x436, 0x416, 0x439, 0x419, 0x3b1, 0x391, 0x1c5, 0x627, 0x623, 0x64e, 0x5d0,
	 0x301, ' ', '.', '5', 'a', 'A', 0xe9, 0x130, 0x3c2, 0x2014, 0xa9, 0x149, 1},
	{0x4e2d, 0x4e00, 0x9fef, 0x9ff0, 0x3005, 0x301, 0x3099, 0x3002, 0xff0c, ' ',
	 'a', '5', 1, 0xad, 0x436, 0xac00, 0x30ab, 0x20000, '.', 0x200d, 0xa9, 0x300}
};

START_TEST(shortcuts_change_nothing)
{
	uint64_t seed = 0x50f7 + (uint64_t)_i, state = seed;
	struct t_text text = {0};
	int round;

	for (round = 0; round < 500; round++) {
		const uint32_t *alphabet = alphabets[round % (int)T_LEN(alphabets)];
		size_t n = 1 + t_below(&state, round % 5 ? 60 : 400), used = 24;

		while (alphabet[used - 1] == 0)
			used--;
		text.len = 0;
		t_random_text(&text, &state, n, alphabet, used);
		if (round % 7 == 0)	/* invalid bytes, characters cut short */
			text.s[t_below(&state, text.len)] = (char)t_below(&state, 256);
		compare(&text);
	}
	t_clear(&text);
}
END_TEST

/* Every code point alone, in a word, behind an ideograph. */
START_TEST(no_code_point_makes_shortcuts_differ)
{
	uint32_t cp;

	for (cp = 1; cp < 0x11000; cp++) {
		struct t_text text = {0};

		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		t_put_char(&text, cp);
		t_add(&text, " a");
		t_put_char(&text, cp);
		t_add(&text, "b \xd0\xb6");
		t_put_char(&text, cp);
		t_add(&text, " \xe4\xb8\xad");
		t_put_char(&text, cp);
		compare(&text);
		t_clear(&text);
	}
}
END_TEST

/* What the shortcut takes for granted, for any version of utf8proc. */
START_TEST(ideographs_are_nothing_but_themselves)
{
	uint32_t cp;

	for (cp = 0x4e00; dc_is_ideograph(cp); cp++) {
		struct dc_char c;
		char bytes[4];

		dc_char_lookup(cp, &c);
		ck_assert_uint_eq(c.class, DC_SOLO);
		ck_assert_uint_eq(c.bits, 0);
		ck_assert_uint_eq(c.nfold, dc_utf8_encode(cp, bytes));
		ck_assert_mem_eq(c.fold, bytes, c.nfold);
	}
	ck_assert_uint_gt(cp, 0x9000);
}
END_TEST

Suite *
shortcuts_suite(void)
{
	Suite *s = suite_create("shortcuts");
	TCase *tc = tcase_create("shortcuts");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, masks_say_which_bytes_are_letters, 0, 5);
	tcase_add_loop_test(tc, masks_say_where_columns_start, 0, 5);
	tcase_add_loop_test(tc, shortcuts_change_nothing, 0, 20);
	tcase_add_test(tc, no_code_point_makes_shortcuts_differ);
	tcase_add_test(tc, ideographs_are_nothing_but_themselves);
	suite_add_tcase(s, tc);
	return s;
}
