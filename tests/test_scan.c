/* SPDX-License-Identifier: MIT */
/* test_scan.c - what a token is, what does not count, what is measured */
#include <check.h>

#include "hash.h"
#include "scan.h"
#include "support.h"

Suite *scan_suite(void);

static struct t_memory memory;
static struct declutter_allocator alloc;
static struct dc_chars chars;
static struct dc_scan scan;

static void
setup(void)
{
	memory = (struct t_memory){0};
	alloc = t_allocator(&memory);
	chars = (struct dc_chars){0};
	scan = (struct dc_scan){0};
}

static void
teardown(void)
{
	dc_scan_clear(&alloc, &scan);
	ck_assert_uint_eq(memory.live, 0);
	ck_assert(!memory.wrong_size);
}

static void
read_text(const char *s)
{
	ck_assert(dc_scan(&alloc, &chars, s, strlen(s), &scan));
}

/* The folded tokens, each with '|' behind it. */
static void
fold_text(const char *s, struct t_text *out)
{
	size_t i;

	read_text(s);
	out->len = 0;
	t_append(out, "", 0);
	for (i = 0; i < scan.tokens.len; i++) {
		const struct dc_token *t = &dc_scan_tokens(&scan)[i];

		t_append(out, dc_scan_folded(&scan, t), t->nfolded);
		t_add(out, "|");
	}
}

static const char *const tokens[][2] = {
	{"", ""}, {"   \t\n", ""}, {"!?... -- \xe2\x80\x94", ""},
	{"The Minister RESIGNS", "the|minister|resigns|"},
	{"don't U.S. e-mail", "don|t|u|s|e|mail|"},
	{"a,b c/d", "a|b|c|d|"},
	/* numbers */
	{"1,234.5 2-1 12:30 3/4 1'000", "1,234.5|2-1|12:30|3/4|1'000|"},
	{"2021\xe2\x80\x93" "22 1\xe2\x80\x99" "000", "2021-22|1'000|"},
	{"1, 2. 3", "1|2|3|"}, {"3.", "3|"}, {"12 34", "12|34|"},
	{"1..2 1,,2", "1|2|1|2|"}, {"v1.2", "v1.2|"}, {"covid-19", "covid|19|"},
	{"$5m 40% #3", "5m|40|3|"}, {".5 x.5", ".5|x|5|"},
	{"-$5 -.5 \xe2\x88\x92\xe2\x82\xac" "7 x-$5", "-5|-.5|-7|x|5|"},
	{"rose .5 to $-5. 5", "rose|.5|to|5|5|"},
	{"-5 degrees (-3) 10 -5", "-5|degrees|-3|10|-5|"},
	{"\xe2\x88\x92" "7 \xe2\x80\x93" "7", "-7|7|"}, {"x-5", "x|5|"},
	{"\xef\xbc\x8d" "5 \xe2\x80\x91" "5 (-$5) [\xe2\x88\x92$5]", "-5|-5|-5|-5|"},
	{"\xe4\xb8\xad\xe2\x88\x92" "5", "\xe4\xb8\xad|-5|"},
	{"\xe4\xb8\xad-5", "\xe4\xb8\xad|5|"},
	{"--5", "5|"},
	/* what is not there */
	{"co\xc2\xadop\xe2\x80\x8b" "er\xef\xbb\xbf" "ate", "cooperate|"},
	{"1\xc2\xad" "2", "12|"}, {"a\x01" "b", "ab|"},
	{"\xd9\x83\xd9\x90\xd8\xaa\xd8\xa7\xd8\xa8", "\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa8|"},
	{"\xd9\x83\xd9\x80\xd9\x80\xd8\xaa", "\xd9\x83\xd8\xaa|"},
	{"\xd7\xa9\xd6\xb8\xd7\x9c\xd7\x95\xd6\xb9\xd7\x9d", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d|"},
	/* scripts without spaces */
	{"\xe4\xb8\xad\xe6\x96\x87" "abc\xe5\xad\x97", "\xe4\xb8\xad|\xe6\x96\x87|abc|\xe5\xad\x97|"},
	{"2024\xe5\xb9\xb4" "1\xe6\x9c\x88", "2024|\xe5\xb9\xb4|1|\xe6\x9c\x88|"},
	{"\xe0\xb8\x81\xe0\xb8\xb4\xe0\xb8\x99", "\xe0\xb8\x81\xe0\xb8\xb4|\xe0\xb8\x99|"},
	{"\xed\x95\x9c\xea\xb8\x80 \xeb\xa7\x90", NULL},	/* two tokens */
	/* the copyright sign */
	{"\xc2\xa9 2024 Site\xc2\xa9", "\xc2\xa9|2024|site|\xc2\xa9|"},
	{"\xcc\x81 a", "a|"},
	/* no UTF-8 ends a token */
	{"caf\xe9s", "caf|s|"}
};

START_TEST(text_falls_into_tokens)
{
	struct t_text out = {0};

	fold_text(tokens[_i][0], &out);
	if (tokens[_i][1] == NULL)
		ck_assert_uint_eq(scan.tokens.len, 2);
	else
		ck_assert_str_eq(out.s, tokens[_i][1]);
	t_clear(&out);
}
END_TEST

/* Two spellings of one text. */
static const char *const same[][2] = {
	{"STRASSE", "stra\xc3\x9f" "e"},
	{"caf\xc3\xa9", "cafe\xcc\x81"},
	{"CAF\xc3\x89", "cafe\xcc\x81"},
	{"\xc3\x85ngstr\xc3\xb6m", "A\xcc\x8angstro\xcc\x88m"},
	{"\xed\x95\x9c\xea\xb8\x80",
	 "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf"},
	{"\xe1\xbb\x99", "o\xcc\xa3\xcc\x82"},
	{"\xe1\xbb\x99", "\xc3\xb4\xcc\xa3"},		/* Windows-1258 */
	{"\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\xa3", "abc"},
	{"\xef\xbc\x91\xef\xbc\x92", "12"},
	{"\xef\xbc\x93.\xef\xbc\x95", "3.5"},
	{"\xef\xbc\x93\xef\xbc\x8e\xef\xbc\x95", "3.5"},
	{"\xef\xbc\x91\xef\xbc\x8c\xef\xbc\x90\xef\xbc\x90\xef\xbc\x90", "1,000"},
	{"\xef\xbd\xb6\xef\xbd\xb2", "\xe3\x82\xab\xe3\x82\xa4"},
	{"\xef\xbd\xb6\xef\xbe\x9e", "\xe3\x82\xac"},
	{"\xe3\x82\xab\xe3\x82\x99", "\xe3\x82\xac"},
	{"\xef\xac\x81nd", "find"},
	{"\xe2\x85\xab", "xii"},
	{"\xd8\xa3\xd9\x86", "\xd8\xa7\xd9\x94\xd9\x86"},
	{"\xd9\x84\xd9\x91\xd9\x8e", "\xd9\x84"},
	{"\xd7\xa9\xd7\x81", "\xef\xac\xaa"},
	{"\xce\xa3\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x82",
	 "\xcf\x83\xce\xaf\xcf\x83\xcf\x85\xcf\x86\xce\xbf\xcf\x83"},
	{"it fell to -5 today", "it fell to\n-5 today"},
	{"it fell to -5 today", "it fell to\xc2\xa0-5 today"},
	{"it fell to -5 today", "it fell to\t-5 today"},
	{"\xe2\x80\x9cyes\xe2\x80\x9d", "\"Yes\""}
};

START_TEST(spellings_of_one_text_have_the_same_tokens)
{
	struct t_text a = {0}, b = {0};

	fold_text(same[_i][0], &a);
	fold_text(same[_i][1], &b);
	ck_assert_str_eq(a.s, b.s);
	ck_assert_uint_gt(a.len, 1);
	t_clear(&a);
	t_clear(&b);
}
END_TEST

static const char *const different[][2] = {
	{"12 34", "13 24"}, {"12 34", "1234"}, {"5", "-5"}, {"3.5", "35"},
	{"1,234", "1,235"}, {"2-1", "1-2"}, {"a b", "ab"}, {"10", "100"},
	{"\xe0\xa5\xa9.\xe0\xa5\xab", "\xe0\xa5\xab.\xe0\xa5\xa9"}
};

START_TEST(different_numbers_stay_different)
{
	struct t_text a = {0}, b = {0};

	fold_text(different[_i][0], &a);
	fold_text(different[_i][1], &b);
	ck_assert_str_ne(a.s, b.s);
	t_clear(&a);
	t_clear(&b);
}
END_TEST

START_TEST(a_number_with_separators_is_one_token)
{
	read_text("1.234.567,89");
	ck_assert_uint_eq(scan.tokens.len, 1);
	read_text("\xe0\xa5\xa9.\xe0\xa5\xab");	/* Devanagari 3.5 */
	ck_assert_uint_eq(scan.tokens.len, 1);
}
END_TEST

static const struct {
	const char *word;
	unsigned flags;
} flags[] = {
	{"word", 0}, {"Word", DC_TOKEN_TITLE},
	{"WORD", DC_TOKEN_TITLE | DC_TOKEN_CAPS}, {"W", DC_TOKEN_TITLE},
	{"12", DC_TOKEN_NUMBER}, {"v2", DC_TOKEN_NUMBER}, {"2nd", DC_TOKEN_NUMBER},
	{"NEXTMinister", DC_TOKEN_TITLE | DC_TOKEN_GLUED},
	{"endStart", DC_TOKEN_GLUED}, {"McDonald", DC_TOKEN_TITLE | DC_TOKEN_GLUED},
	{"MPs", DC_TOKEN_TITLE}, {"PhD", DC_TOKEN_TITLE | DC_TOKEN_GLUED},
	{"\xe4\xb8\xad", DC_TOKEN_SOLO}, {"\xc3\x89t\xc3\xa9", DC_TOKEN_TITLE},
	{"\xc3\xa9\xc3\x89", DC_TOKEN_GLUED}, {"\xd9\xa1", DC_TOKEN_NUMBER}
};

START_TEST(tokens_carry_their_flags)
{
	read_text(flags[_i].word);
	ck_assert_uint_eq(scan.tokens.len, 1);
	ck_assert_uint_eq(dc_scan_tokens(&scan)[0].flags, flags[_i].flags);
}
END_TEST

START_TEST(tokens_lie_in_order_inside_the_bytes)
{
	static const uint32_t alphabet[] = {
		'a', 'Z', '5', '.', '-', ' ', '\n', 0xad, 0xe9, 0x301, 0x64e,
		0x4e2d, 0x3042, 0xa9, 0xfdfa, 0x200b, 0xff15, 0x1f600, 0xfb01
	};
	uint64_t seed = 0x70c + (uint64_t)_i, state = seed;
	struct t_text in = {0};
	size_t i, end = 0, folded = 0;

	t_random_text(&in, &state, 500, alphabet, T_LEN(alphabet));
	for (i = 0; i < 20; i++)
		in.s[t_below(&state, in.len)] = (char)t_random(&state);
	ck_assert(dc_scan(&alloc, &chars, in.s, in.len, &scan));
	for (i = 0; i < scan.tokens.len; i++) {
		const struct dc_token *t = &dc_scan_tokens(&scan)[i];

		ck_assert_uint_ge(t->start, end);
		ck_assert_uint_lt(t->start, t->end);
		ck_assert_uint_le(t->end, in.len);
		ck_assert_uint_eq(t->folded, folded);
		ck_assert_uint_gt(t->nfolded, 0);
		ck_assert_uint_eq(t->hash, dc_hash(dc_scan_folded(&scan, t), t->nfolded));
		ck_assert_int_eq(dc_scan_folded(&scan, t)[t->nfolded], ' ');
		end = t->end;
		folded = t->folded + t->nfolded + 1u;
	}
	ck_assert_uint_eq(folded, scan.folded.len);
	t_clear(&in);
}
END_TEST

START_TEST(ranges_hold_the_bytes_of_their_token)
{
	static const char text[] = "\xe2\x80\x9cPrices\xe2\x80\x9d rose 3.5% (-2)";
	const struct dc_token *t;

	read_text(text);
	t = dc_scan_tokens(&scan);
	ck_assert_uint_eq(scan.tokens.len, 4);
	ck_assert_uint_eq(t[0].start, 3);
	ck_assert_uint_eq(t[0].end, 9);
	ck_assert_mem_eq(text + t[2].start, "3.5", 3);
	ck_assert_uint_eq(t[2].end - t[2].start, 3);
	ck_assert_mem_eq(text + t[3].start, "-2", 2);
	ck_assert_uint_eq(t[3].end - t[3].start, 2);
}
END_TEST

START_TEST(a_scan_depends_on_its_text_alone)
{
	struct dc_scan fresh = {0};

	read_text("Something LONG, with 1,000 tokens: \xc2\xa9 \xe4\xb8\xad @x #y.");
	read_text("Short text.");
	ck_assert(dc_scan(&alloc, &chars, "Short text.", 11, &fresh));
	ck_assert_uint_eq(scan.tokens.len, 2);
	ck_assert_mem_eq(&scan.shape, &fresh.shape, offsetof(struct dc_shape, canonical));
	ck_assert(scan.shape.canonical && fresh.shape.canonical);
	ck_assert_uint_eq(scan.folded.len, fresh.folded.len);
	ck_assert_mem_eq(scan.folded.data, fresh.folded.data, fresh.folded.len);
	dc_scan_clear(&alloc, &fresh);
}
END_TEST

START_TEST(a_token_is_cut_at_65535_bytes)
{
	struct t_text in = {0};
	size_t i;

	for (i = 0; i < 70000; i++)
		t_add(&in, "a");
	t_add(&in, " b");
	read_text(in.s);
	ck_assert_uint_eq(scan.tokens.len, 2);
	ck_assert_uint_eq(dc_scan_tokens(&scan)[0].nfolded, 65535);
	ck_assert_uint_eq(dc_scan_tokens(&scan)[0].end, 70000);
	ck_assert_uint_eq(dc_scan_tokens(&scan)[1].folded, 65536);
	t_clear(&in);
}
END_TEST

/* Last characters swapped between two words: "a1 b2" and "a2 b1". */
START_TEST(mixed_hashes_of_swapped_endings_do_not_collide)
{
	static uint64_t h[64], mixed[64 * 64];
	size_t i, k, n = 0;

	for (i = 0; i < 64; i++) {
		char word[2] = {(char)('a' + (char)(i / 10)), (char)('0' + (char)(i % 10))};

		h[i] = dc_hash(word, 2);
	}
	for (i = 0; i < 64; i++)
		for (k = 0; k < 64; k++)
			mixed[n++] = dc_hash_mix(h[i], h[k]);
	for (i = 0; i < n; i++)
		for (k = i + 1; k < n; k++)
			if (mixed[i] == mixed[k])
				ck_abort_msg("pairs %zu and %zu", i, k);
	ck_assert_uint_ne(dc_hash_mix(dc_hash_mix(h[0], h[1]), h[2]),
			  dc_hash_mix(dc_hash_mix(h[0], h[2]), h[1]));
	ck_assert_uint_ne(dc_hash_mix(h[0], h[0]), dc_hash_mix(h[1], h[1]));
}
END_TEST

START_TEST(hashes_are_the_same_on_every_machine)
{
	/* XXH3, 64 bits, seed 0; up to 16 bytes padded with zeros */
	ck_assert_uint_eq(dc_hash("a word of more than sixteen", 27),
			  0xfedec5848ca5ba08u);
	ck_assert_uint_eq(dc_hash("minister", 8), 0x902a68e9cc2c4023u);
	ck_assert_uint_ne(dc_hash("", 0), dc_hash(" ", 1));
}
END_TEST

START_TEST(a_million_tokens_or_marks_cost_linear_time)
{
	struct t_text in = {0};
	size_t i;

	for (i = 0; i < 1000000; i++)
		t_add(&in, _i == 0 ? "a " : _i == 1 ? "\xcc\x81" :
		      _i == 2 ? "\xef\xb7\xba " : "1-");
	read_text(in.s);
	ck_assert_uint_eq(scan.tokens.len, _i == 0 ? 1000000 : _i == 1 ? 0 :
			  _i == 2 ? 1000000 : 31);	/* none holds more than 64 KiB */
	t_clear(&in);
}
END_TEST

START_TEST(no_memory_is_said)
{
	size_t n;

	for (n = 1; n < 30; n++) {
		bool ok;

		dc_scan_clear(&alloc, &scan);
		memory.calls = 0;
		memory.fail_at = n;
		ok = dc_scan(&alloc, &chars, "\xef\xb7\xba\xef\xb7\xba\xef\xb7\xba a b c",
			     15, &scan);
		ck_assert(ok == (memory.calls < n));
		if (ok)
			break;
	}
	ck_assert_uint_gt(n, 2);
	ck_assert_uint_lt(n, 30);
	memory.fail_at = 0;
}
END_TEST

Suite *
scan_suite(void)
{
	Suite *s = suite_create("scan");
	TCase *tc = tcase_create("scan");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, text_falls_into_tokens, 0, (int)T_LEN(tokens));
	tcase_add_loop_test(tc, spellings_of_one_text_have_the_same_tokens, 0,
			    (int)T_LEN(same));
	tcase_add_loop_test(tc, different_numbers_stay_different, 0,
			    (int)T_LEN(different));
	tcase_add_test(tc, a_number_with_separators_is_one_token);
	tcase_add_loop_test(tc, tokens_carry_their_flags, 0, (int)T_LEN(flags));
	tcase_add_loop_test(tc, tokens_lie_in_order_inside_the_bytes, 0, 10);
	tcase_add_test(tc, ranges_hold_the_bytes_of_their_token);
	tcase_add_test(tc, a_scan_depends_on_its_text_alone);
	tcase_add_test(tc, a_token_is_cut_at_65535_bytes);
	tcase_add_test(tc, mixed_hashes_of_swapped_endings_do_not_collide);
	tcase_add_test(tc, hashes_are_the_same_on_every_machine);
	tcase_add_loop_test(tc, a_million_tokens_or_marks_cost_linear_time, 0, 4);
	tcase_add_test(tc, no_memory_is_said);
	suite_add_tcase(s, tc);
	return s;
}
