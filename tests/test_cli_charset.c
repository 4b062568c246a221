/* SPDX-License-Identifier: MIT */
/* test_cli_charset.c - other encodings in any pieces; what a file is by its start */
#include <check.h>
#include <iconv.h>
#include <string.h>

#include "cli/charset.h"
#include "cli/digest.h"
#include "cli/format.h"
#include "support.h"

Suite *cli_charset_suite(void);

static const char text[] = "K\xc3\xb6nig \xd0\xbc\xd0\xb0\xd1\x8f\xd0\xba "
			   "\xe7\x81\xaf\xe5\x8f\xb0, 12 \xe2\x82\xac.\n";

/* 'text' in another encoding. */
static size_t
encode(const char *name, char *to, size_t size)
{
	char copy[sizeof(text)], *from = copy, *out = to;
	size_t len = sizeof(text) - 1, room = size;
	iconv_t cd = iconv_open(name, "UTF-8");

	memcpy(copy, text, sizeof(text));
	ck_assert(cd != (iconv_t)-1);
	ck_assert(iconv(cd, &from, &len, &out, &room) == 0);
	ck_assert(iconv(cd, NULL, NULL, &out, &room) == 0);
	iconv_close(cd);
	return size - room;
}

/* Convert with 'piece' bytes of input and 'room' of output at a time. */
static void
convert(struct t_text *got, const char *name, const char *in, size_t len,
	size_t piece, size_t room, uint64_t *invalid)
{
	struct charset *c = charset_new(name);
	size_t at = 0, used, made;
	char out[4096];

	ck_assert_ptr_nonnull(c);
	do {
		size_t n = len - at < piece ? len - at : piece;

		charset_step(c, in + at, n, at + n == len, &used, out, room, &made);
		t_append(got, out, made);
		at += used;
	} while (at < len || made > 0);
	*invalid = charset_invalid(c);
	charset_free(c);
}

static const char *const names[] = {
	"UTF-16", "UTF-16LE", "UTF-32BE", "GB18030", "UTF-7", "UTF-8"
};

START_TEST(text_is_the_same_in_any_pieces)
{
	char in[512];
	size_t len = encode(names[_i], in, sizeof(in)), piece, room;
	struct t_text got;
	uint64_t invalid;

	for (piece = 1; piece <= len; piece += 1 + piece / 4) {
		for (room = 64; room < 200; room += 27) {
			got = (struct t_text){0};
			convert(&got, names[_i], in, len, piece, room, &invalid);
			ck_assert_str_eq(got.s, text);
			ck_assert_uint_eq(invalid, 0);
			t_clear(&got);
		}
	}
}
END_TEST

START_TEST(what_is_no_character_is_replaced_and_counted)
{
	static const char in[] = "a\xe9 b \xe7\x81 c\xff\xff d\xf0\x9f\x98";
	static const char want[] = "a\xef\xbf\xbd b \xef\xbf\xbd\xef\xbf\xbd c"
				   "\xef\xbf\xbd\xef\xbf\xbd d\xef\xbf\xbd";
	size_t piece;
	uint64_t invalid;
	struct t_text got;

	for (piece = 1; piece < sizeof(in); piece++) {
		got = (struct t_text){0};
		convert(&got, "UTF-8", in, sizeof(in) - 1, piece, 64, &invalid);
		ck_assert_str_eq(got.s, want);
		ck_assert_uint_eq(invalid, 6);
		t_clear(&got);
	}
}
END_TEST

/* Half of a surrogate pair is a unit of two bytes, a value too large one of four. */
START_TEST(what_is_no_character_leaves_the_rest_in_step)
{
	static const struct {
		const char *name, *in;
		size_t len;
	} wide[] = {
		{"UTF-16LE", "a\0\0\xd8" "b\0\x01\xdc" "c\0", 10},
		{"UTF-16", "\xfe\xff\0a\xd8\0\0b\xdc\x01\0c", 12},
		{"UTF-32BE", "\0\0\0a\1\2\3\4\0\0\0b\0\0\xd8\0\0\0\0c", 20},
	};
	size_t piece;
	uint64_t invalid;
	struct t_text got;

	for (piece = 1; piece <= wide[_i].len; piece++) {
		got = (struct t_text){0};
		convert(&got, wide[_i].name, wide[_i].in, wide[_i].len, piece, 64,
			&invalid);
		ck_assert_str_eq(got.s, "a\xef\xbf\xbd" "b\xef\xbf\xbd" "c");
		ck_assert_uint_eq(invalid, 2);
		t_clear(&got);
	}
}
END_TEST

/* The C library waits behind a letter whether an accent follows. */
START_TEST(the_last_letter_is_there)
{
	struct t_text got = {0};
	uint64_t invalid;

	convert(&got, "CP1255", "a\xe0", 2, 1, 64, &invalid);
	ck_assert_str_eq(got.s, "a\xd7\x90");
	t_clear(&got);
}
END_TEST

START_TEST(an_encoding_is_guessed_or_nothing_is_said)
{
	char name[64], in[512];
	bool able;
	size_t len;

	ck_assert_ptr_null(charset_guess(text, sizeof(text) - 1, name, 64, &able));
	ck_assert_ptr_null(charset_guess(text, sizeof(text) - 4, name, 64, &able));
	ck_assert(able);
	len = encode("UTF-16", in, sizeof(in));
	ck_assert_str_eq(charset_guess(in, len, name, 64, &able), "UTF-16");
	len = encode("UTF-16BE", in, sizeof(in));
	in[0] = '\0';
	in[1] = 'K';
	in[2] = '\0';
	in[3] = 'o';
	ck_assert_str_eq(charset_guess(in, len, name, 64, &able), "UTF-16BE");
}
END_TEST

static const struct {
	const char *in, *name;
} shifted[] = {
	{"From: a\n\n\x1b$B9A$N\x1b(B", "ISO-2022-JP"},
	{"\x1b$@9A$", "ISO-2022-JP"},	/* cut off */
	{"From: a\n\n\x1b(B\x1b[m", NULL},	/* of a terminal */
	{"\x1b$B9A \xe6\xb8\xaf", NULL},
};

START_TEST(japanese_in_seven_bits_is_no_ascii)
{
	const char *in = shifted[_i].in, *got;
	char name[64];
	bool able;

	got = charset_guess(in, strlen(in), name, 64, &able);
	ck_assert(able);
	ck_assert_pstr_eq(got, shifted[_i].name);
}
END_TEST

START_TEST(unknown_encodings_are_refused)
{
	ck_assert_ptr_null(charset_new("nonsense-8"));
}
END_TEST

static const struct {
	const char *start;
	enum format first, last;	/* if more may come; if that is all */
} starts[] = {
	{"", FORMAT_AUTO, FORMAT_TEXT},
	{"Text", FORMAT_TEXT, FORMAT_TEXT},
	{"W", FORMAT_AUTO, FORMAT_TEXT},
	{"Wa", FORMAT_TEXT, FORMAT_TEXT},
	{"WARC/", FORMAT_AUTO, FORMAT_TEXT},
	{"WARC/1", FORMAT_WET, FORMAT_WET},
	{"WARC/x", FORMAT_TEXT, FORMAT_TEXT},
	{"\r\nWARC/1.0", FORMAT_WET, FORMAT_WET},
	{"\xef\xbb", FORMAT_AUTO, FORMAT_TEXT},
	{"\xef\xbb\xbf{\"a\":", FORMAT_JSONL, FORMAT_JSONL},
	{"{", FORMAT_AUTO, FORMAT_TEXT},
	{"{ \"a", FORMAT_AUTO, FORMAT_TEXT},
	{"{\"a\\\"b\" :1", FORMAT_JSONL, FORMAT_JSONL},
	{"{\"a\" b", FORMAT_TEXT, FORMAT_TEXT},
	{"{\n\"a\":1", FORMAT_JSONL, FORMAT_JSONL},
	{"{}", FORMAT_JSONL, FORMAT_JSONL},
	{"{a", FORMAT_TEXT, FORMAT_TEXT},
	{"[1]", FORMAT_TEXT, FORMAT_TEXT},
	{"[", FORMAT_AUTO, FORMAT_TEXT},
	{"[\n {", FORMAT_AUTO, FORMAT_TEXT},
	{"[{\"a\":", FORMAT_JSONL, FORMAT_JSONL},
	{"\xef\xbb\xbf[\r\n\t{ \"a\" :", FORMAT_JSONL, FORMAT_JSONL},
	{"[{a", FORMAT_TEXT, FORMAT_TEXT},
	{"[[{\"a\":", FORMAT_TEXT, FORMAT_TEXT},
};

START_TEST(a_format_is_known_by_its_first_bytes)
{
	const char *s = starts[_i].start;

	ck_assert_int_eq(format_guess(s, strlen(s), false), starts[_i].first);
	ck_assert_int_eq(format_guess(s, strlen(s), true), starts[_i].last);
}
END_TEST

START_TEST(a_long_name_starts_a_record)
{
	static const char fronts[][8] = {"{\"a", "{ ", "\xef\xbb\xbf{\"a", "  ", "{x"};
	static char s[FORMAT_PEEK];
	size_t i, n;

	for (i = 0; i < T_LEN(fronts); i++) {
		n = strlen(fronts[i]);
		memset(s, fronts[i][n - 1], sizeof(s));
		memcpy(s, fronts[i], n);
		ck_assert_int_eq(format_guess(s, sizeof(s) - 1, false), i == 4 ?
				 FORMAT_TEXT : FORMAT_AUTO);
		ck_assert_int_eq(format_guess(s, sizeof(s), false), i > 2 ?
				 FORMAT_TEXT : FORMAT_JSONL);
	}
}
END_TEST

START_TEST(half_an_order_mark_is_not_nothing)
{
	ck_assert(format_is_blank("", 0) && format_is_blank("\r\n \t", 4));
	ck_assert(format_is_blank("\xef\xbb\xbf", 3));
	ck_assert(format_is_blank("\xef\xbb\xbf\n", 4));
	ck_assert(!format_is_blank("\xef\xbb", 2) && !format_is_blank("\xef", 1));
	ck_assert(!format_is_blank("\xef\xbb\n", 3) && !format_is_blank("\0", 1));
}
END_TEST

/* "abc" of FIPS 180, and RFC 1321. */
static const struct {
	const char *like, *want;
} digests[] = {
	{"sha1:", "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"},
	{"", "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"},
	{"blake2:QQ", "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"},
	{"SHA1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
	 "sha1:a9993e364706816aba3e25717850c26c9cd0d89d"},
	{"sha1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
	 "sha1:A9993E364706816ABA3E25717850C26C9CD0D89D"},
	{"sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ",
	 "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ"},
	{"sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ====",
	 "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ===="},
	{"sha1:=", "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"},
	{"md5:d41d8cd98f00b204e9800998ecf8427e",
	 "md5:900150983cd24fb0d6963f7d28e17f72"},
	{"md5:2QOYZWMPACZAJ2MABGMOZ6CCPY======",
	 "md5:SAAVBGB42JH3BVUWH56SRYL7OI======"},
};

START_TEST(a_digest_is_spelled_like_the_one_before)
{
	char got[DIGEST_SIZE];

	digest_like(got, digests[_i].like, strlen(digests[_i].like), "abc", 3);
	ck_assert_str_eq(got, digests[_i].want);
}
END_TEST

Suite *
cli_charset_suite(void)
{
	Suite *s = suite_create("cli/charset");
	TCase *t = tcase_create("charset");

	tcase_add_loop_test(t, text_is_the_same_in_any_pieces, 0, (int)T_LEN(names));
	tcase_add_test(t, what_is_no_character_is_replaced_and_counted);
	tcase_add_loop_test(t, what_is_no_character_leaves_the_rest_in_step, 0, 3);
	tcase_add_test(t, the_last_letter_is_there);
	tcase_add_test(t, an_encoding_is_guessed_or_nothing_is_said);
	tcase_add_loop_test(t, japanese_in_seven_bits_is_no_ascii, 0, T_LEN(shifted));
	tcase_add_test(t, unknown_encodings_are_refused);
	tcase_add_test(t, a_long_name_starts_a_record);
	tcase_add_test(t, half_an_order_mark_is_not_nothing);
	tcase_add_loop_test(t, a_format_is_known_by_its_first_bytes, 0,
			    (int)T_LEN(starts));
	tcase_add_loop_test(t, a_digest_is_spelled_like_the_one_before, 0,
			    (int)T_LEN(digests));
	suite_add_tcase(s, t);
	return s;
}
