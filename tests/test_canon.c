/* SPDX-License-Identifier: MIT */
/* test_canon.c - canonical text: blanks, NFC, what goes and what stays */
#include <check.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "canon.h"
#include "scan.h"
#include "support.h"

Suite *canon_suite(void);

static struct t_memory memory;
static struct declutter_allocator alloc;
static struct dc_chars chars;
static struct dc_canon canon;

static void
setup(void)
{
	memory = (struct t_memory){0};
	alloc = t_allocator(&memory);
	chars = (struct dc_chars){0};
	canon = (struct dc_canon){0};
}

static void
teardown(void)
{
	dc_canon_clear(&canon, &alloc);
	ck_assert_uint_eq(memory.live, 0);
	ck_assert(!memory.wrong_size);
}

/* The canonical form of one range, into 'out'. */
static void
canonical(const char *s, size_t len, struct t_text *out)
{
	out->len = 0;
	dc_canon_start(&canon);
	ck_assert(dc_canon_add(&canon, &alloc, &chars, s, len));
	ck_assert(dc_canon_end(&canon, &alloc));
	t_append(out, canon.text.data, canon.text.len);
}

/* "gbwls" and an end, in tags. */
#define WALES "\xf3\xa0\x81\xa7\xf3\xa0\x81\xa2\xf3\xa0\x81\xb7" \
	      "\xf3\xa0\x81\xac\xf3\xa0\x81\xb3\xf3\xa0\x81\xbf"

/* In: out.  Blanks, line ends, joiners, what has no place. */
static const struct {
	const char *in, *out;
	unsigned invalid;
} cases[] = {
	{"", "", 0},
	{"  plain \t text  ", "plain text", 0},
	{"a\xc2\xa0\xc2\xa0\x62\xe2\x80\xaf\x63\xe3\x80\x80\x64", "a b c d", 0},
	{"one\ntwo\r\nthree\rfour", "one two three four", 0},
	{"a\xe2\x80\xa8\x62\xc2\x85\x63", "a b c", 0},
	{"\xef\xbb\xbfHello", "Hello", 0},
	{"He\xef\xbb\xbfllo\xe2\x80\x8b!", "Hello!", 0},
	{"co\xc2\xadoperate", "cooperate", 0},
	{"a\x01\x02\x7f\x1b[0mb", "a[0mb", 0},
	{"\xc2\x9f\xc2\x80x", "x", 0},
	{"\xe2\x80\xaa" "left\xe2\x80\xac", "left", 0},
	/* broken lines */
	{"Google News\n, Twitter", "Google News, Twitter", 0},
	{"end\n.", "end.", 0},
	{"open\n)", "open)", 0},
	{"well-\nknown", "well-known", 0},
	{"Anna-\nMaria", "Anna- Maria", 0},
	{"1914-\nfull", "1914- full", 0},
	{"dash -\nso", "dash - so", 0},
	{"well\xe2\x80\x90\nknown", "well\xe2\x80\x90known", 0},
	{"dash \xe2\x80\x90\nso", "dash \xe2\x80\x90 so", 0},
	{"high\xc2\xad\nest", "highest", 0},
	{"h\xc3\xb6\xc2\xad \r\nher", "h\xc3\xb6her", 0},
	{"high\xc2\xad est", "high est", 0},
	{"high \xc2\xad\nest", "high est", 0},
	{"high\xc2\xad\nEst", "high Est", 0},
	{"hi\xc2\xadgh\nest", "high est", 0},
	{"12\xc2\xad\nest", "12 est", 0},
	{"\xe4\xb8\xad\n\xe6\x96\x87", "\xe4\xb8\xad\xe6\x96\x87", 0},
	{"\xe4\xb8\xad \xe6\x96\x87", "\xe4\xb8\xad \xe6\x96\x87", 0},
	{"\xe4\xb8\xad\nabc", "\xe4\xb8\xad abc", 0},
	{"Wait\n\xe2\x80\xa6 what", "Wait \xe2\x80\xa6 what", 0},
	/* joiners stay beyond ASCII only */
	{"\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae", 0},
	{"a\xe2\x80\x8d\x62", "ab", 0},
	{"\xc3\xa9\xe2\x80\x8d", "\xc3\xa9", 0},
	{"\xe2\x80\x8d\xc3\xa9", "\xc3\xa9", 0},
	{"\xc3\xa9\xe2\x80\x8c \xc3\xa9", "\xc3\xa9 \xc3\xa9", 0},
	{"\xc3\xa9 \xe2\x80\x8c\xc3\xa9", "\xc3\xa9 \xc3\xa9", 0},
	{"\xd9\x85\xe2\x80\x8c\xe2\x80\x8c\xd8\xae", "\xd9\x85\xe2\x80\x8c\xd8\xae", 0},
	{"\xc3\xa9\xe2\x80\x8c\xc3\xa9", "\xc3\xa9\xc3\xa9", 0},	/* as e + acute */
	{"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x8c\xbe",
	 "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x8c\xbe", 0},
	/* tags stay behind a black flag only */
	{"\xf0\x9f\x8f\xb4" WALES " won", "\xf0\x9f\x8f\xb4" WALES " won", 0},
	{"\xf0\x9f\x8f\xb4 " WALES, "\xf0\x9f\x8f\xb4", 0},
	{"\xf0\x9f\x8f\xb3" WALES "a" WALES, "\xf0\x9f\x8f\xb3" "a", 0},
	/* what is printed stays */
	{"\xd8\x80\xd9\xa1", "\xd8\x80\xd9\xa1", 0},
	{"\xd9\x83\xd9\x80\xd8\xa8", "\xd9\x83\xd9\x80\xd8\xa8", 0},
	{"\xef\xbc\xa1\xef\xac\x81\xc2\xb2", "\xef\xbc\xa1\xef\xac\x81\xc2\xb2", 0},
	/* no UTF-8 */
	{"a\xff\xfe\x62", "a\xef\xbf\xbd\xef\xbf\xbd\x62", 2},
	{"\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd", 2},
	{"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 3},
	{"\xef\xbf\xbd", "\xef\xbf\xbd", 0},
	{"caf\xe9 cr\xc3\xa8me", "caf\xef\xbf\xbd cr\xc3\xa8me", 1}
};

START_TEST(text_takes_its_canonical_form)
{
	struct t_text out = {0};

	canonical(cases[_i].in, strlen(cases[_i].in), &out);
	ck_assert_str_eq(out.s, cases[_i].out);
	ck_assert_uint_eq(canon.invalid, cases[_i].invalid);
	t_clear(&out);
}
END_TEST

/* From Python's unicodedata.normalize("NFC", ...), Unicode 14. */
static const char *const nfc[][2] = {
	{"\x65\xcc\x81", "\xc3\xa9"},
	{"\xe2\x84\xab", "\xc3\x85"},
	{"\xe2\x84\xa6", "\xce\xa9"},
	{"\xe1\xba\x9b\xcc\xa3", "\xe1\xba\x9b\xcc\xa3"},
	{"\x71\xcc\x87\xcc\xa3", "\x71\xcc\xa3\xcc\x87"},
	{"\x61\xcc\x82\xcc\xa3", "\xe1\xba\xad"},
	{"\x6f\xcc\x82\xcc\xa3", "\xe1\xbb\x99"},
	{"\xd8\xa7\xd9\x93", "\xd8\xa2"},	/* Arabic: alef, madda */
	{"\xd8\xa7\xd9\x94", "\xd8\xa3"},
	{"\xd9\x88\xd9\x94", "\xd8\xa4"},
	{"\xd9\x84\xd9\x91\xd9\x8e", "\xd9\x84\xd9\x8e\xd9\x91"},
	{"\xef\xac\xac", "\xd7\xa9\xd6\xbc\xd7\x81"},	/* Hebrew */
	{"\xe0\xa5\x98", "\xe0\xa4\x95\xe0\xa4\xbc"},	/* excluded */
	{"\xe0\xa7\x87\xe0\xa6\xbe", "\xe0\xa7\x8b"},
	{"\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8", "\xea\xb0\x81"},	/* Hangul */
	{"\xea\xb0\x80\xe1\x86\xa8", "\xea\xb0\x81"},
	{"\xe0\xb3\x86\xe0\xb3\x82\xe0\xb3\x95", "\xe0\xb3\x8b"},
	{"\xe3\x81\x8b\xe3\x82\x99", "\xe3\x81\x8c"},
	{"\xcd\x84", "\xcc\x88\xcc\x81"},
	{"\xce\xb1\xcc\x93\xcc\x80\xcd\x85", "\xe1\xbe\x82"},
	{"\xf0\x9d\x85\x9e", "\xf0\x9d\x85\x97\xf0\x9d\x85\xa5"},
	{"\xef\xa8\x8e", "\xef\xa8\x8e"},
	{"\xef\xa4\x80", "\xe8\xb1\x88"},
	{"\xe2\xab\x9c", "\xe2\xab\x9d\xcc\xb8"},
	{"\xe0\xbd\xb3", "\xe0\xbd\xb1\xe0\xbd\xb2"},
	{"\x73\xcc\xa3\xcc\x87", "\xe1\xb9\xa9"},
	{"\xe1\xb8\x8b\xcc\xa3", "\xe1\xb8\x8d\xcc\x87"},
	{"\x61\xcc\x95\xcc\x80\xd6\xae\x62", "\xc3\xa0\xd6\xae\xcc\x95\x62"},
	{"\xc3\x85\xcc\xa7", "\xc3\x85\xcc\xa7"},
	{"\xe0\xad\x87\xe0\xac\xbe", "\xe0\xad\x8b"},
	{"\xe1\x80\xa5\xe1\x80\xae", "\xe1\x80\xa6"},
	{"\xcf\x92\xcc\x81", "\xcf\x93"},
	{"\x3c\xcc\xb8", "\xe2\x89\xae"},
	{"\xcd\xbe\xcc\x81", "\x3b\xcc\x81"},
	{"\xe3\x82\xab\xe3\x82\x99\xe3\x82\xab\xe3\x82\x9a",
	 "\xe3\x82\xac\xe3\x82\xab\xe3\x82\x9a"}
};

START_TEST(canonical_text_is_the_nfc_that_python_gives)
{
	struct t_text out = {0};

	canonical(nfc[_i][0], strlen(nfc[_i][0]), &out);
	ck_assert_str_eq(out.s, nfc[_i][1]);
	canonical(nfc[_i][1], strlen(nfc[_i][1]), &out);
	ck_assert_str_eq(out.s, nfc[_i][1]);
	t_clear(&out);
}
END_TEST

/* Characters whose neighbourhood matters. */
static const uint32_t touchy[] = {
	'a', 'Z', 'e', '<', '-', ',', '.', ' ', '\t', '\n', '\r', 0x00, 0x07,
	0xa0, 0xad, 0xc9, 0xe9, 0x300, 0x301, 0x302, 0x323, 0x327, 0x338, 0x345,
	0x315, 0x37e, 0x5b0, 0x5bc, 0x5d0, 0x627, 0x64e, 0x651, 0x653, 0x654,
	0x93c, 0x915, 0x9c7, 0x9be, 0x1100, 0x1161, 0x11a8, 0xac00, 0x1ed9,
	0x200b, 0x200c, 0x200d, 0x2028, 0x212a, 0x2126, 0x2000, 0x2026, 0x3042,
	0x304b, 0x3099, 0x4e2d, 0xfe0f, 0xfeff, 0xfb2c, 0xfffd, 0x1f468,
	0x1d15e, 0x2fa1d, 0x2010, 0x1f3f4, 0xe0067
};

/* A scan that calls bytes canonical must be right: they are then not read again. */
static void
check_flag(const char *s, size_t len, const struct t_text *canonical_text)
{
	struct dc_scan scan = {0};
	bool same = len == canonical_text->len &&
		    memcmp(s, canonical_text->s, len) == 0;

	ck_assert(dc_scan(&alloc, &chars, s, len, &scan));
	ck_assert_msg(same || !scan.shape.canonical, "\"%s\" becomes \"%s\"", s,
		      canonical_text->s);
	dc_scan_clear(&alloc, &scan);
}

static void
check_canonical(const char *s, size_t len, uint64_t seed)
{
	struct t_text once = {0}, twice = {0};
	utf8proc_uint8_t *norm;
	size_t at, n;

	canonical(s, len, &once);
	check_flag(s, len, &once);
	check_flag(once.s, once.len, &once);
	for (at = 0; at < once.len; at += n)
		ck_assert(!(dc_utf8_decode(once.s + at, once.len - at, &n) &
			    DC_INVALID));
	ck_assert(once.len == 0 || (once.s[0] != ' ' && once.s[once.len - 1] != ' '));
	ck_assert_ptr_null(strstr(once.s, "  "));
	ck_assert_ptr_null(strpbrk(once.s, "\t\n\r\v\f"));
	ck_assert_uint_eq(strlen(once.s), once.len);
	canonical(once.s, once.len, &twice);
	ck_assert_msg(once.len == twice.len && memcmp(once.s, twice.s, once.len) == 0,
		      "seed %#llx: not a fixed point: \"%s\", then \"%s\"",
		      (unsigned long long)seed, once.s, twice.s);
	norm = utf8proc_NFC((const utf8proc_uint8_t *)once.s);
	ck_assert_ptr_nonnull(norm);
	ck_assert_msg(strcmp((const char *)norm, once.s) == 0,
		      "seed %#llx: not NFC: \"%s\", should be \"%s\"",
		      (unsigned long long)seed, once.s, (const char *)norm);
	free(norm);
	t_clear(&once);
	t_clear(&twice);
}

START_TEST(canonical_text_is_a_fixed_point_in_nfc)
{
	uint64_t seed = 0xca401 + (uint64_t)_i, state = seed;
	struct t_text in = {0};
	int round;

	for (round = 0; round < 400; round++) {
		in.len = 0;
		t_random_text(&in, &state, 1 + t_below(&state, 40), touchy,
			      T_LEN(touchy));
		check_canonical(in.s, in.len, seed);
	}
	t_clear(&in);
}
END_TEST

START_TEST(canonical_text_of_random_bytes_is_a_fixed_point)
{
	uint64_t seed = 0xb17e5 + (uint64_t)_i, state = seed;
	char in[200];
	size_t i;
	int round;

	for (round = 0; round < 200; round++) {
		size_t n = t_below(&state, sizeof(in) - 1);

		in[n] = '\0';
		for (i = 0; i < n; i++)
			in[i] = (char)t_random(&state);
		check_canonical(in, n, seed);
	}
}
END_TEST

START_TEST(a_run_of_marks_beyond_any_language_is_a_fixed_point_too)
{
	static const uint32_t marks[] = {0x300, 0x301, 0x316, 0x327, 0x345, 0x315};
	uint64_t seed = 0x3a2c5 + (uint64_t)_i, state = seed;
	struct t_text in = {0}, once = {0}, twice = {0};

	t_add(&in, "a");
	if (_i < 5)	/* below, so that one above still meets its letter */
		t_random_text(&in, &state, 62 + (size_t)_i, marks + 2, 1);
	t_random_text(&in, &state, 200, marks, T_LEN(marks));
	canonical(in.s, in.len, &once);
	canonical(once.s, once.len, &twice);
	ck_assert_msg(strcmp(once.s, twice.s) == 0, "seed %#llx: \"%s\"",
		      (unsigned long long)seed, in.s);
	t_clear(&in);
	t_clear(&once);
	t_clear(&twice);
}
END_TEST

START_TEST(ranges_are_set_apart_by_one_blank)
{
	dc_canon_start(&canon);
	ck_assert(dc_canon_add(&canon, &alloc, &chars, " ", 1));
	ck_assert(dc_canon_add(&canon, &alloc, &chars, "The first ", 10));
	ck_assert(dc_canon_add(&canon, &alloc, &chars, "", 0));
	ck_assert(dc_canon_add(&canon, &alloc, &chars, "second", 6));
	ck_assert(dc_canon_add(&canon, &alloc, &chars, "\xcc", 1));
	ck_assert(dc_canon_end(&canon, &alloc));
	ck_assert_uint_eq(canon.text.len, 20);
	ck_assert_mem_eq(canon.text.data, "The first second \xef\xbf\xbd", 20);
	ck_assert_uint_eq(canon.invalid, 1);
}
END_TEST

START_TEST(a_million_marks_on_one_letter_cost_linear_time)
{
	struct t_text in = {0}, out = {0};
	size_t i;

	t_add(&in, "e");
	for (i = 0; i < 500000; i++) {
		t_put_char(&in, 0x301);		/* above */
		t_put_char(&in, 0x323);		/* below: sorts before it */
	}
	canonical(in.s, in.len, &out);
	ck_assert_uint_gt(out.len, 1999990);
	ck_assert_uint_le(out.len, in.len);
	t_clear(&in);
	t_clear(&out);
}
END_TEST

START_TEST(no_memory_is_said_and_leaves_nothing_behind)
{
	static const char text[] = "Re\xcc\x81sume\xcc\x81 of a long enough text";
	size_t n;

	for (n = 1; n < 20; n++) {
		bool ok;

		dc_canon_clear(&canon, &alloc);
		memory.calls = 0;
		memory.fail_at = n;
		dc_canon_start(&canon);
		ok = dc_canon_add(&canon, &alloc, &chars, text, strlen(text)) &&
		     dc_canon_end(&canon, &alloc);
		if (memory.calls < n) {
			ck_assert(ok);
			break;
		}
		ck_assert(!ok);
	}
	ck_assert_uint_gt(n, 2);
	ck_assert_uint_lt(n, 20);
	memory.fail_at = 0;
}
END_TEST

/* A run of plain text is taken at once; zero-width spaces break it, and go. */
START_TEST(a_run_is_what_its_characters_are)
{
	static const uint32_t some[] = {
		'a', 'b', 'C', ' ', ' ', '-', '\n', '.', ',', '\t', 0x200d, 0x301, 0xe9,
		0x4e2d, 0xa0, 'e', ')', 0x7f
	};
	uint64_t state = 0xca7 + (uint64_t)_i;
	struct t_text text = {0}, broken = {0}, want = {0}, got = {0};
	size_t i;

	for (int round = 0; round < 500; round++) {
		text.len = broken.len = 0;
		t_random_text(&text, &state, 1 + t_below(&state, 40), some, T_LEN(some));
		for (i = 0; i < text.len; i++) {
			t_append(&broken, text.s + i, 1);
			if (i + 1 == text.len || (text.s[i + 1] & 0xc0) != 0x80)
				t_add(&broken, "\xe2\x80\x8b");
		}
		canonical(broken.s, broken.len, &want);
		canonical(text.s, text.len, &got);
		ck_assert_msg(want.len == got.len && memcmp(want.s, got.s, want.len) == 0,
			      "%s", text.s);
	}
	t_clear(&text);
	t_clear(&broken);
	t_clear(&want);
	t_clear(&got);
}
END_TEST

Suite *
canon_suite(void)
{
	Suite *s = suite_create("canon");
	TCase *tc = tcase_create("canon");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, text_takes_its_canonical_form, 0, (int)T_LEN(cases));
	tcase_add_loop_test(tc, canonical_text_is_the_nfc_that_python_gives, 0,
			    (int)T_LEN(nfc));
	tcase_add_loop_test(tc, canonical_text_is_a_fixed_point_in_nfc, 0, 20);
	tcase_add_loop_test(tc, canonical_text_of_random_bytes_is_a_fixed_point, 0, 10);
	tcase_add_loop_test(tc, a_run_of_marks_beyond_any_language_is_a_fixed_point_too,
			    0, 10);
	tcase_add_test(tc, ranges_are_set_apart_by_one_blank);
	tcase_add_test(tc, a_million_marks_on_one_letter_cost_linear_time);
	tcase_add_test(tc, no_memory_is_said_and_leaves_nothing_behind);
	tcase_add_loop_test(tc, a_run_is_what_its_characters_are, 0, 4);
	suite_add_tcase(s, tc);
	return s;
}
