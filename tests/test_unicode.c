/* SPDX-License-Identifier: MIT */
/* test_unicode.c - decoding, classes, folding and NFC of single code points */
#include <check.h>
#include <utf8proc.h>

#include "support.h"
#include "unicode.h"

Suite *unicode_suite(void);

static const struct {
	const char *bytes;
	size_t len;
	uint32_t cp;
	size_t n;
} decodings[] = {
	{"A", 1, 'A', 1},
	{"\xc2\x80", 2, 0x80, 2},
	{"\xdf\xbf", 2, 0x7ff, 2},
	{"\xe0\xa0\x80", 3, 0x800, 3},
	{"\xed\x9f\xbf", 3, 0xd7ff, 3},
	{"\xee\x80\x80", 3, 0xe000, 3},
	{"\xef\xbf\xbf", 3, 0xffff, 3},
	{"\xf0\x90\x80\x80", 4, 0x10000, 4},
	{"\xf4\x8f\xbf\xbf", 4, 0x10ffff, 4},
	{"\xc3\xa9x", 3, 0xe9, 2},
	/* invalid: each takes one byte */
	{"\x80", 1, DC_INVALID | 0x80, 1},
	{"\xc0\x80", 2, DC_INVALID | 0xc0, 1},
	{"\xc1\xbf", 2, DC_INVALID | 0xc1, 1},
	{"\xc3", 1, DC_INVALID | 0xc3, 1},
	{"\xc3(", 2, DC_INVALID | 0xc3, 1},
	{"\xe0\x9f\xbf", 3, DC_INVALID | 0xe0, 1},
	{"\xe2\x82", 2, DC_INVALID | 0xe2, 1},
	{"\xe2(\xa1", 3, DC_INVALID | 0xe2, 1},
	{"\xed\xa0\x80", 3, DC_INVALID | 0xed, 1},
	{"\xed\xbf\xbf", 3, DC_INVALID | 0xed, 1},
	{"\xf0\x8f\xbf\xbf", 4, DC_INVALID | 0xf0, 1},
	{"\xf0\x9f\x98", 3, DC_INVALID | 0xf0, 1},
	{"\xf4\x90\x80\x80", 4, DC_INVALID | 0xf4, 1},
	{"\xf5\x80\x80\x80", 4, DC_INVALID | 0xf5, 1},
	{"\xff", 1, DC_INVALID | 0xff, 1}
};

START_TEST(decoding_takes_valid_utf8_and_one_byte_of_anything_else)
{
	size_t n;

	ck_assert_uint_eq(dc_utf8_decode(decodings[_i].bytes, decodings[_i].len, &n),
			  decodings[_i].cp);
	ck_assert_uint_eq(n, decodings[_i].n);
}
END_TEST

START_TEST(every_code_point_comes_back_from_its_encoding)
{
	uint32_t cp;
	char buf[4];
	size_t n, got;

	for (cp = 0; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp <= 0xdfff)
			continue;
		n = dc_utf8_encode(cp, buf);
		if (dc_utf8_decode(buf, n, &got) != cp || got != n)
			ck_abort_msg("U+%04X", (unsigned)cp);
	}
}
END_TEST

START_TEST(the_ascii_tables_say_what_the_lookup_says)
{
	struct dc_char c;
	uint32_t cp;

	for (cp = 0; cp < 128; cp++) {
		bool gone = dc_ascii_class[cp] == DC_SKIP;

		dc_char_lookup(cp, &c);
		ck_assert_uint_eq(c.class, dc_ascii_class[cp]);
		ck_assert_uint_eq(c.bits, dc_ascii_bits[cp] | (gone ? DC_GONE : 0));
	}
	dc_char_lookup('Q', &c);
	ck_assert_uint_eq(c.nfold, 1);
	ck_assert_int_eq(c.fold[0], 'q');
	ck_assert_uint_eq(dc_ascii_class['\v'], DC_SPACE);
	ck_assert_uint_eq(dc_ascii_class[0x7f], DC_SKIP);
}
END_TEST

static const struct {
	uint32_t cp;
	unsigned class, bits;	/* bits that must be set */
} classes[] = {
	{0xa0, DC_SPACE, 0}, {0x85, DC_SPACE, 0}, {0x2028, DC_SPACE, 0},
	{0x3000, DC_SPACE, 0}, {0x202f, DC_SPACE, 0},
	{0xad, DC_SKIP, DC_GONE}, {0x200b, DC_SKIP, DC_GONE},
	{0xfeff, DC_SKIP, DC_GONE}, {0x202e, DC_SKIP, DC_GONE},
	{0x9f, DC_SKIP, DC_GONE}, {0xfffb, DC_SKIP, DC_GONE},
	{0x64e, DC_SKIP, 0}, {0x640, DC_SKIP, 0}, {0x5b8, DC_SKIP, 0},
	{0x600, DC_SKIP, 0}, {0x6dd, DC_SKIP, 0},
	{0xe9, DC_LETTER, DC_LOWER}, {0xc9, DC_LETTER, DC_UPPER},
	{0x1c5, DC_LETTER, DC_UPPER}, {0x5d0, DC_LETTER, 0},
	{0xac00, DC_LETTER, 0}, {0x905, DC_LETTER, 0},
	{0x661, DC_DIGIT, 0}, {0xb2, DC_DIGIT, 0}, {0xff15, DC_DIGIT, 0},
	{0x301, DC_MARK, DC_NOT_NFC}, {0x93e, DC_MARK, DC_NOT_NFC},
	{0xe01, DC_SOLO, 0}, {0xe31, DC_MARK, 0}, {0x4e2d, DC_SOLO, 0},
	{0x3042, DC_SOLO, 0}, {0x30fc, DC_SOLO, 0}, {0x20000, DC_SOLO, 0},
	{0x1780, DC_SOLO, 0}, {0x1000, DC_SOLO, 0}, {0xff71, DC_SOLO, 0},
	{0xa9, DC_SYMBOL, 0}, {0x2117, DC_SYMBOL, 0},
	{0x3002, DC_PUNCT, DC_TERMINAL}, {0x61f, DC_PUNCT, DC_TERMINAL},
	{0x964, DC_PUNCT, DC_TERMINAL}, {0x589, DC_PUNCT, DC_TERMINAL},
	{0x2026, DC_PUNCT, DC_TERMINAL}, {0xff1f, DC_PUNCT, DC_TERMINAL},
	{0x60c, DC_PUNCT, DC_COMMA}, {0x3001, DC_PUNCT, DC_COMMA},
	{0x201c, DC_PUNCT, DC_QUOTE | DC_OPENER},
	{0x201d, DC_PUNCT, DC_QUOTE | DC_CLOSER},
	{0x300c, DC_PUNCT, DC_OPENER}, {0x300d, DC_PUNCT, DC_CLOSER},
	{0x2014, DC_PUNCT, DC_DASH}, {0x2022, DC_PUNCT, DC_BULLET},
	{0xff1a, DC_PUNCT, DC_COLON}, {0xbb, DC_PUNCT, DC_SEPARATOR},
	{0x20ac, DC_PUNCT, 0}, {0x1f600, DC_PUNCT, 0}, {0xfffd, DC_PUNCT, 0},
	{0x212a, DC_LETTER, DC_UPPER | DC_NOT_NFC}, {0x1161, DC_LETTER, DC_NOT_NFC},
	{DC_INVALID | 0x80, DC_PUNCT, 0}
};

START_TEST(characters_have_their_class)
{
	struct dc_char c;

	dc_char_lookup(classes[_i].cp, &c);
	ck_assert_msg(c.class == classes[_i].class, "U+%04X is class %u, not %u",
		      (unsigned)c.cp, c.class, classes[_i].class);
	ck_assert_msg((c.bits & classes[_i].bits) == classes[_i].bits,
		      "U+%04X has bits %x, not %x", (unsigned)c.cp, c.bits,
		      classes[_i].bits);
	ck_assert(classes[_i].class != DC_SKIP ||
		  (c.bits & DC_GONE) == (classes[_i].bits & DC_GONE));
}
END_TEST

static const struct {
	uint32_t cp;
	const char *fold;
} folds[] = {
	{0xc4, "a\xcc\x88"}, {0xe4, "a\xcc\x88"}, {0xdf, "ss"}, {0x1e9e, "ss"},
	{0xfb01, "fi"}, {0xff21, "a"}, {0xff11, "1"}, {0x216b, "xii"},
	{0x130, "i"}, {0x131, "i"}, {0x3a3, "\xcf\x83"}, {0x3c2, "\xcf\x83"},
	{0xb2, "\xc2\xb2"}, {0x2460, "\xe2\x91\xa0"}, {0x212a, "k"}, {0x410, "\xd0\xb0"},
	{0x622, "\xd8\xa7"}, {0xfb2e, "\xd7\x90"}, {0x4e2d, "\xe4\xb8\xad"},
	{0x2c, ""}, {0xa0, ""}, {0xad, ""}, {0x64e, ""}, {0x1f600, ""}
};

START_TEST(characters_fold_to_their_lower_case_compatible_form)
{
	struct dc_char c;

	dc_char_lookup(folds[_i].cp, &c);
	ck_assert_uint_eq(c.nfold, strlen(folds[_i].fold));
	ck_assert_mem_eq(c.fold, folds[_i].fold, c.nfold);
}
END_TEST

START_TEST(every_fold_fits_and_is_utf8_without_blanks)
{
	struct dc_char c;
	uint32_t cp;
	size_t at, n, longest = 0;

	for (cp = 0x80; cp <= 0x10ffff; cp++) {
		dc_char_lookup(cp, &c);
		longest = c.nfold > longest ? c.nfold : longest;
		for (at = 0; at < c.nfold; at += n) {
			uint32_t d = dc_utf8_decode(c.fold + at, c.nfold - at, &n);

			if (d & DC_INVALID || d == ' ')
				ck_abort_msg("U+%04X", (unsigned)cp);
		}
		if ((c.class == DC_LETTER || c.class == DC_DIGIT) && c.nfold == 0 &&
		    cp != 0x115f && cp != 0x1160 && cp != 0x3164 && cp != 0xffa0 &&
		    !(cp >= 0xfc00 && cp <= 0xfeff))	/* Arabic marks alone */
			ck_abort_msg("letter U+%04X folds to nothing", (unsigned)cp);
	}
	ck_assert_uint_gt(longest, 20);		/* U+FDFA */
	ck_assert_uint_le(longest, DC_FOLD_MAX);
}
END_TEST

START_TEST(the_cache_answers_like_the_lookup)
{
	static struct dc_chars chars;
	static const uint32_t cps[] = {
		0xe9, 0x4e9, 0xe9, 0x4e2d, 0x20000, 0x4e2d, DC_INVALID | 0xe9,
		0xe9, 0x400, 0x800, 0x400, DC_INVALID | 0x80, 0x10ffff
	};
	struct dc_char c;
	size_t i;

	for (i = 0; i < T_LEN(cps); i++) {
		const struct dc_char *got = dc_char_get(&chars, cps[i]);

		dc_char_lookup(cps[i], &c);
		ck_assert_uint_eq(got->cp, c.cp);
		ck_assert_uint_eq(got->class, c.class);
		ck_assert_uint_eq(got->bits, c.bits);
		ck_assert_uint_eq(got->nfold, c.nfold);
		ck_assert_mem_eq(got->fold, c.fold, c.nfold);
	}
}
END_TEST

START_TEST(nothing_without_the_nfc_bit_needs_normalising)
{
	struct dc_char c;
	uint32_t cp;

	for (cp = 0x80; cp <= 0x10ffff; cp++) {
		int32_t buf[8] = {(int32_t)cp};

		dc_char_lookup(cp, &c);
		if (c.bits & DC_NOT_NFC || (cp >= 0xd800 && cp <= 0xdfff))
			continue;
		if (dc_nfc(buf, 1, 8) != 1 || buf[0] != (int32_t)cp)
			ck_abort_msg("U+%04X is not its own NFC", (unsigned)cp);
		if (utf8proc_get_property((int32_t)cp)->combining_class != 0)
			ck_abort_msg("U+%04X may have to move", (unsigned)cp);
	}
}
END_TEST

START_TEST(nfc_orders_and_composes_in_place)
{
	int32_t vietnamese[12] = {'o', 0x302, 0x323};
	int32_t hangul[12] = {0x1112, 0x1161, 0x11ab};
	int32_t excluded[4] = {0x958};
	int32_t none[4] = {0};

	ck_assert_uint_eq(dc_nfc(vietnamese, 3, 12), 1);
	ck_assert_int_eq(vietnamese[0], 0x1ed9);
	ck_assert_uint_eq(dc_nfc(hangul, 3, 12), 1);
	ck_assert_int_eq(hangul[0], 0xd55c);
	ck_assert_uint_eq(dc_nfc(excluded, 1, 4), 2);
	ck_assert_int_eq(excluded[0], 0x915);
	ck_assert_int_eq(excluded[1], 0x93c);
	ck_assert_uint_eq(dc_nfc(none, 0, 4), 0);
}
END_TEST

Suite *
unicode_suite(void)
{
	Suite *s = suite_create("unicode");
	TCase *tc = tcase_create("unicode");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, decoding_takes_valid_utf8_and_one_byte_of_anything_else,
			    0, (int)T_LEN(decodings));
	tcase_add_test(tc, every_code_point_comes_back_from_its_encoding);
	tcase_add_test(tc, the_ascii_tables_say_what_the_lookup_says);
	tcase_add_loop_test(tc, characters_have_their_class, 0, (int)T_LEN(classes));
	tcase_add_loop_test(tc, characters_fold_to_their_lower_case_compatible_form, 0,
			    (int)T_LEN(folds));
	tcase_add_test(tc, every_fold_fits_and_is_utf8_without_blanks);
	tcase_add_test(tc, the_cache_answers_like_the_lookup);
	tcase_add_test(tc, nothing_without_the_nfc_bit_needs_normalising);
	tcase_add_test(tc, nfc_orders_and_composes_in_place);
	suite_add_tcase(s, tc);
	return s;
}
