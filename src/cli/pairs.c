/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "pairs.h"

/* The code unit that the escape at 's' spells, which is \u and four digits; 0 if it
   is another one or cut short. */
static unsigned
unit_of(const char *s, size_t left)
{
	unsigned value = 0;
	size_t i;

	if (left < PAIRS_ESCAPE || s[0] != '\\' || s[1] != 'u')
		return 0;
	for (i = 2; i < PAIRS_ESCAPE; i++) {
		static const char digits[] = "0123456789abcdefABCDEF";
		const char *d = memchr(digits, s[i], sizeof(digits) - 1);

		if (d == NULL)
			return 0;
		value = value << 4 | (unsigned)(d - digits < 16 ? d - digits
								: d - digits - 6);
	}
	return value;
}

size_t
pairs_half(const char *s, size_t at, size_t end)
{
	while (at < end) {
		unsigned unit, low;

		if (s[at] != '\\') {
			at++;
			continue;
		}
		unit = unit_of(s + at, end - at);
		if (unit < 0xd800 || unit > 0xdfff) {
			at += 2;
			continue;
		}
		low = unit < 0xdc00 && end - at > PAIRS_ESCAPE
			? unit_of(s + at + PAIRS_ESCAPE, end - at - PAIRS_ESCAPE) : 0;
		if (low < 0xdc00 || low > 0xdfff)
			return at;
		at += (size_t)2 * PAIRS_ESCAPE;
	}
	return end;
}

void
pairs_mend(char *s, size_t len)
{
	static const char replacement[PAIRS_ESCAPE] = {'\\', 'u', 'f', 'f', 'f', 'd'};
	size_t at = 0;

	while ((at = pairs_half(s, at, len)) < len) {
		memcpy(s + at, replacement, PAIRS_ESCAPE);
		at += PAIRS_ESCAPE;
	}
}
