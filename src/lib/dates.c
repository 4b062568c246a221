/* SPDX-License-Identifier: MIT */
#include "dates.h"

#define PARTS 3
#define YEAR_DIGITS 4

struct part {
	unsigned value, ndigits;
};

/* The digits of the languages that phrases.tsv has, and full-width ones; 10 if it is
   none. */
static unsigned
digit_of(uint32_t cp)
{
	static const uint32_t zero[] = {'0', 0x660, 0x6f0, 0x966, 0xff10};
	size_t i;

	for (i = 0; i < DC_LEN(zero); i++)
		if (cp >= zero[i] && cp - zero[i] < 10)
			return cp - zero[i];
	return 10;
}

/* Read a number of up to four digits; returns the bytes it took. */
static size_t
take_part(const char *s, size_t len, struct part *p)
{
	size_t at = 0, n;

	for (*p = (struct part){0}; at < len && p->ndigits < YEAR_DIGITS; at += n) {
		unsigned digit = digit_of(dc_utf8_decode(s + at, len - at, &n));

		if (digit > 9)
			break;
		p->value = p->value * 10 + digit;
		p->ndigits++;
	}
	return at;
}

static bool
is_day_and_month(const struct part *day, const struct part *month)
{
	return day->ndigits <= 2 && month->ndigits <= 2 &&
	       day->value >= 1 && day->value <= 31 &&
	       month->value >= 1 && month->value <= 12;
}

static bool
is_joint(char c)
{
	return c == '.' || c == '/' || c == '-';
}

bool
dc_is_numeric_date(const char *s, size_t len)
{
	struct part p[PARTS];
	size_t at = 0, n, i;
	char joint = 0;
	bool ends;

	for (i = 0; i < PARTS; i++) {
		at += take_part(s + at, len - at, &p[i]);
		if (p[i].ndigits == 0)
			return false;
		if (i == PARTS - 1)
			break;
		if (at == len || !is_joint(s[at]) ||
		    (i > 0 && s[at] != joint))
			return false;
		joint = s[at++];
	}
	ends = at == len || digit_of(dc_utf8_decode(s + at, len - at, &n)) > 9;
	if (p[0].ndigits == YEAR_DIGITS)
		return ends && is_day_and_month(&p[2], &p[1]);
	if (!is_day_and_month(&p[0], &p[1]) && !is_day_and_month(&p[1], &p[0]))
		return false;
	/* "12.03.26"; "1.2.10" is a section, "10.12.10.12" a computer's address */
	return p[2].ndigits == YEAR_DIGITS ? ends :
	       p[0].ndigits + p[1].ndigits + p[2].ndigits == 6 && at == len;
}
