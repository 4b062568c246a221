/* SPDX-License-Identifier: MIT */
#include <utf8proc.h>

#include "unicode.h"

#define P DC_PUNCT
#define S DC_SPACE
#define L DC_LETTER
#define D DC_DIGIT
#define X DC_SKIP
const uint8_t dc_ascii_class[128] = {
	X, X, X, X, X, X, X, X, X, S, S, S, S, S, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	S, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
	D, D, D, D, D, D, D, D, D, D, P, P, P, P, P, P,
	P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, P,
	P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, X
};
#undef P
#undef S
#undef L
#undef D
#undef X

#define U DC_UPPER
#define L DC_LOWER
#define G DC_GONE
const uint16_t dc_ascii_bits[128] = {
	G, G, G, G, G, G, G, G, G, [0x0e] = G, G, G, G, G, G, G, G, G,
	G, G, G, G, G, G, G, G, G, [0x7f] = G,
	['!'] = DC_TERMINAL, ['.'] = DC_TERMINAL, ['?'] = DC_TERMINAL,
	[','] = DC_COMMA, [':'] = DC_COLON, ['-'] = DC_DASH | DC_BULLET,
	['"'] = DC_QUOTE | DC_CLOSER | DC_OPENER,
	['\''] = DC_QUOTE | DC_CLOSER | DC_OPENER,
	['('] = DC_OPENER, ['['] = DC_OPENER, ['{'] = DC_OPENER,
	[')'] = DC_CLOSER, [']'] = DC_CLOSER, ['}'] = DC_CLOSER,
	['|'] = DC_SEPARATOR, ['>'] = DC_SEPARATOR | DC_BULLET,
	['/'] = DC_SEPARATOR, ['<'] = DC_SEPARATOR, ['*'] = DC_BULLET,
	['A'] = U, U, U, U, U, U, U, U, U, U, U, U, U,
	U, U, U, U, U, U, U, U, U, U, U, U, U,
	['a'] = L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, L, L
};
#undef U
#undef L
#undef G

struct range {
	uint32_t first, last;
};

/* Scripts written without spaces between words (Unicode 15 blocks). */
static const struct range solo[] = {
	{0x0e01, 0x0eff},	/* Thai, Lao */
	{0x1000, 0x109f},	/* Myanmar */
	{0x1780, 0x17ff},	/* Khmer */
	{0x1950, 0x19ff},	/* Tai Le, New Tai Lue, Khmer symbols */
	{0x2e80, 0x2fdf},	/* radicals */
	{0x3005, 0x3007},
	{0x3041, 0x30ff},	/* kana */
	{0x3100, 0x312f},	/* Bopomofo */
	{0x31f0, 0x31ff},
	{0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xf900, 0xfaff},	/* Han */
	{0xaa60, 0xaa7f},
	{0xff66, 0xff9f},	/* half-width kana */
	{0x1b000, 0x1b16f}, {0x20000, 0x3ffff}
};

/* Vowel and cantillation marks that writers leave out at will, tatweel. */
static const struct range optional_marks[] = {
	{0x0591, 0x05bd}, {0x05bf, 0x05bf}, {0x05c1, 0x05c2}, {0x05c4, 0x05c5},
	{0x05c7, 0x05c7}, {0x0610, 0x061a}, {0x0640, 0x0640}, {0x064b, 0x065f},
	{0x0670, 0x0670}, {0x06d6, 0x06dc}, {0x06df, 0x06e8}, {0x06ea, 0x06ed}
};

/* Format characters that are printed: number signs of Arabic and Syriac. */
static const struct range visible_formats[] = {
	{0x0600, 0x0605}, {0x06dd, 0x06dd}, {0x070f, 0x070f}, {0x0890, 0x0891},
	{0x08e2, 0x08e2}, {0x110bd, 0x110bd}, {0x110cd, 0x110cd}
};

struct mark {
	uint32_t cp;
	uint16_t bits;
};

/* Punctuation whose role the category does not tell; sorted by code point. */
static const struct mark marks[] = {
	{0x00a6, DC_SEPARATOR}, {0x00ab, DC_QUOTE | DC_OPENER | DC_CLOSER},
	{0x00b7, DC_SEPARATOR | DC_BULLET},
	{0x00bb, DC_QUOTE | DC_OPENER | DC_CLOSER | DC_SEPARATOR},
	{0x037e, DC_TERMINAL}, {0x055d, DC_COMMA}, {0x0589, DC_TERMINAL},
	{0x060c, DC_COMMA}, {0x061f, DC_TERMINAL}, {0x06d4, DC_TERMINAL},
	{0x0964, DC_TERMINAL}, {0x0965, DC_TERMINAL}, {0x0df4, DC_TERMINAL},
	{0x104a, DC_TERMINAL}, {0x104b, DC_TERMINAL}, {0x1362, DC_TERMINAL},
	{0x1363, DC_COMMA}, {0x17d4, DC_TERMINAL}, {0x17d5, DC_TERMINAL},
	{0x2012, DC_DASH}, {0x2013, DC_DASH | DC_BULLET},
	{0x2014, DC_DASH | DC_BULLET}, {0x2015, DC_DASH | DC_BULLET},
	{0x2022, DC_BULLET | DC_SEPARATOR}, {0x2023, DC_BULLET | DC_SEPARATOR},
	{0x2026, DC_TERMINAL}, {0x203a, DC_QUOTE | DC_CLOSER | DC_SEPARATOR},
	{0x2043, DC_BULLET}, {0x2190, DC_SEPARATOR}, {0x2192, DC_SEPARATOR},
	{0x2212, DC_DASH}, {0x25a0, DC_BULLET}, {0x25aa, DC_BULLET},
	{0x25b6, DC_BULLET | DC_SEPARATOR}, {0x25ba, DC_BULLET | DC_SEPARATOR},
	{0x25cf, DC_BULLET}, {0x25e6, DC_BULLET}, {0x3001, DC_COMMA},
	{0x3002, DC_TERMINAL}, {0x30fb, DC_SEPARATOR | DC_BULLET},
	{0xff01, DC_TERMINAL}, {0xff0c, DC_COMMA}, {0xff0e, DC_TERMINAL},
	{0xff1a, DC_COLON}, {0xff1f, DC_TERMINAL}, {0xff5c, DC_SEPARATOR},
	{0xff61, DC_TERMINAL}, {0xff64, DC_COMMA}
};

static bool
in_ranges(const struct range *r, size_t n, uint32_t cp)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (cp >= r[i].first && cp <= r[i].last)
			return true;
	return false;
}

static uint16_t
mark_bits(uint32_t cp)
{
	size_t lo = 0, hi = DC_LEN(marks);

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (marks[mid].cp == cp)
			return marks[mid].bits;
		if (marks[mid].cp < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 0;
}

static uint8_t
class_of(uint32_t cp, utf8proc_category_t category)
{
	if (cp == 0xa9 || cp == 0x2117)
		return DC_SYMBOL;
	if (cp == 0xff9e || cp == 0xff9f)
		return DC_MARK;		/* half-width voiced sound marks */
	if (in_ranges(optional_marks, DC_LEN(optional_marks), cp))
		return DC_SKIP;
	switch (category) {
	case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return in_ranges(solo, DC_LEN(solo), cp) ? DC_SOLO : DC_LETTER;
	case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return DC_DIGIT;
	case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return DC_MARK;
	case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return DC_SPACE;
	case UTF8PROC_CATEGORY_CC:
		return cp == 0x85 ? DC_SPACE : DC_SKIP;
	case UTF8PROC_CATEGORY_CF:
		return DC_SKIP;
	case UTF8PROC_CATEGORY_CN: case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD: case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE: case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF: case UTF8PROC_CATEGORY_PO:
	case UTF8PROC_CATEGORY_SM: case UTF8PROC_CATEGORY_SC:
	case UTF8PROC_CATEGORY_SK: case UTF8PROC_CATEGORY_SO:
	case UTF8PROC_CATEGORY_CS: case UTF8PROC_CATEGORY_CO:
		break;
	}
	return DC_PUNCT;
}

static uint16_t
bits_of(uint32_t cp, utf8proc_category_t category)
{
	uint16_t bits = mark_bits(cp);

	if (category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT)
		bits |= DC_UPPER;
	else if (category == UTF8PROC_CATEGORY_LL)
		bits |= DC_LOWER;
	else if (category == UTF8PROC_CATEGORY_PI)
		bits |= DC_QUOTE | DC_OPENER | DC_CLOSER;
	else if (category == UTF8PROC_CATEGORY_PF)
		bits |= DC_QUOTE | DC_CLOSER | DC_OPENER;
	else if (category == UTF8PROC_CATEGORY_PS)
		bits |= DC_OPENER;
	else if (category == UTF8PROC_CATEGORY_PE)
		bits |= DC_CLOSER;
	return bits;
}

/* NFKD and case folding of 'cp', without what is no part of a token.  Turkish pairs
   its letters i otherwise than all others do: all four are one, or capitals would not
   meet small letters. */
static void
fold(uint32_t cp, struct dc_char *c)
{
	bool raised = utf8proc_category((utf8proc_int32_t)cp) ==
		      UTF8PROC_CATEGORY_NO;
	utf8proc_int32_t out[32];
	utf8proc_ssize_t n, i;
	int boundary = 0;
	char buf[4];
	size_t len;

	/* "10" with a raised 6 is not 106, nor is 1 and a half 11 by 2 */
	n = utf8proc_decompose_char((utf8proc_int32_t)cp, out, DC_LEN(out),
				    UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
				    UTF8PROC_IGNORE |
				    (raised ? 0 : UTF8PROC_COMPAT), &boundary);
	for (i = 0; i < n && i < (utf8proc_ssize_t)DC_LEN(out); i++) {
		uint32_t d = (uint32_t)out[i];

		if (d == DC_DOTLESS)
			d = 'i';
		if (d == ' ' || (d == DC_DOT_ABOVE && cp == DC_DOTTED) ||
		    in_ranges(optional_marks, DC_LEN(optional_marks), d))
			continue;
		len = dc_utf8_encode(d, buf);
		if (c->nfold + len > DC_FOLD_MAX)
			break;
		memcpy(c->fold + c->nfold, buf, len);
		c->nfold = (uint8_t)(c->nfold + len);
	}
}

/* The canonical combining class; 0 for starters. */
static int
combining_class(int32_t cp)
{
	return utf8proc_get_property(cp)->combining_class;
}

/*
 * Can text with 'cp' differ from its NFC?  Yes if 'cp' alone does, has a
 * combining class or may join the character before it.
 */
static bool
may_change_in_nfc(uint32_t cp, uint8_t class)
{
	int32_t buf[8] = {(int32_t)cp};

	if (cp < 0x300)
		return false;
	return class == DC_MARK || combining_class((int32_t)cp) != 0 ||
	       (cp >= 0x1160 && cp <= 0x11ff) ||
	       dc_nfc(buf, 1, DC_LEN(buf)) != 1 || buf[0] != (int32_t)cp;
}

/* Does the canonical decomposition start in ASCII, as of e-acute and K? */
static bool
has_ascii_base(uint32_t cp)
{
	utf8proc_int32_t out[8];
	int boundary = 0;

	return utf8proc_decompose_char((utf8proc_int32_t)cp, out, DC_LEN(out),
				       UTF8PROC_DECOMPOSE | UTF8PROC_STABLE,
				       &boundary) > 0 && out[0] < 0x80;
}

void
dc_char_lookup(uint32_t cp, struct dc_char *c)
{
	utf8proc_category_t category;

	*c = (struct dc_char){.cp = cp, .class = DC_PUNCT};
	if (cp & DC_INVALID)
		return;
	if (cp < 0x80) {
		dc_char_ascii((unsigned char)cp, c);
		c->fold[0] = (char)(c->bits & DC_UPPER ? cp | 32 : cp);
		c->nfold = c->class == DC_LETTER || c->class == DC_DIGIT;
		return;
	}
	category = utf8proc_category((utf8proc_int32_t)cp);
	c->class = class_of(cp, category);
	c->bits = bits_of(cp, category);
	if (c->class == DC_SKIP &&
	    !in_ranges(optional_marks, DC_LEN(optional_marks), cp) &&
	    !in_ranges(visible_formats, DC_LEN(visible_formats), cp))
		c->bits |= DC_GONE;
	if (may_change_in_nfc(cp, c->class))
		c->bits |= DC_NOT_NFC;
	if (has_ascii_base(cp))
		c->bits |= DC_ASCII_BASE;
	if (c->class != DC_PUNCT && c->class != DC_SPACE && c->class != DC_SKIP)
		fold(cp, c);
}

bool
dc_char_any(const char *s, size_t len, unsigned bits)
{
	struct dc_char c;
	size_t at, n;

	for (at = 0; at < len; at += n) {
		dc_char_lookup(dc_utf8_decode(s + at, len - at, &n), &c);
		if (c.bits & bits)
			return true;
	}
	return false;
}

/* Decompose 'cps' from the back of its room to the front of it. */
static size_t
decompose(int32_t *cps, size_t n, size_t cap)
{
	size_t at = cap - n, len = 0, i;
	int boundary = 0;

	memmove(cps + at, cps, n * sizeof(*cps));
	for (i = at; i < cap; i++) {
		utf8proc_int32_t out[8];
		utf8proc_ssize_t k = utf8proc_decompose_char(cps[i], out, 8,
			UTF8PROC_DECOMPOSE | UTF8PROC_STABLE, &boundary);

		if (k <= 0 || k > 8 || len + (size_t)k > i + 1)
			k = 1, out[0] = cps[i];
		memcpy(cps + len, out, (size_t)k * sizeof(*out));
		len += (size_t)k;
	}
	return len;
}

/* Order one run of marks, stably, by combining class. */
static void
order_run(int32_t *run, size_t n, int32_t *scratch)
{
	size_t place[256] = {0}, i, sum = 0;

	for (i = 0; i < n; i++)
		place[combining_class(run[i])]++;
	for (i = 0; i < DC_LEN(place); i++) {
		size_t count = place[i];

		place[i] = sum;
		sum += count;
	}
	for (i = 0; i < n; i++)
		scratch[place[combining_class(run[i])]++] = run[i];
	memcpy(run, scratch, n * sizeof(*run));
}

/* Canonical order by counting, so that a hostile run of marks costs linear
   time; 'scratch' has room for 'n'. */
static void
order_marks(int32_t *cps, size_t n, int32_t *scratch)
{
	size_t start, i;

	for (start = 0; start < n; start = i + 1) {
		bool ordered = true;

		for (i = start; i < n && combining_class(cps[i]) != 0; i++)
			ordered &= i == start || combining_class(cps[i - 1]) <=
						 combining_class(cps[i]);
		if (!ordered)
			order_run(cps + start, i - start, scratch);
	}
}

#define WORD_MAX 128		/* code points of a word that are put in order */

void
dc_order_marks(char *s, size_t len)
{
	int32_t cps[WORD_MAX], scratch[WORD_MAX];
	size_t n = 0, at, got, i;

	for (at = 0; at < len && n < DC_LEN(cps); at += got)
		cps[n++] = (int32_t)dc_utf8_decode(s + at, len - at, &got);
	order_marks(cps, n, scratch);
	for (i = 0, at = 0; i < n; i++)
		at += dc_utf8_encode((uint32_t)cps[i], s + at);
}

size_t
dc_nfc(int32_t *cps, size_t n, size_t cap)
{
	utf8proc_ssize_t len;

	n = decompose(cps, n, cap / 2);
	order_marks(cps, n, cps + cap / 2);
	len = utf8proc_normalize_utf32(cps, (utf8proc_ssize_t)n,
				       UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	return len < 0 ? n : (size_t)len;
}
