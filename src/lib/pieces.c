/* SPDX-License-Identifier: MIT */
#include "pieces.h"
#include "unicode.h"

/* How far back it looks for a better place. */
#define CUT_BACK 4096

/* May what follows 'cp', or is it, change what stands before? */
static bool
leans_back(uint32_t cp)
{
	struct dc_char c;

	dc_char_lookup(cp, &c);
	return c.class == DC_MARK || c.class == DC_SKIP ||
	       (c.bits & (DC_NOT_NFC | DC_GONE)) != 0;
}

size_t
dc_piece_length(const char *s, size_t n)
{
	size_t back = DC_MIN(n / 2, CUT_BACK), i, at, len;
	uint32_t cp;

	for (i = 0; i < back; i++)
		if (s[n - i - 1] == ' ')
			return n - i;
	for (i = 0; i < 3 && dc_utf8_is_inside(s[n - i]); i++)
		;
	n -= i;
	if (s[n] > ' ' && s[n] < 0x7f)
		return n;
	/* of what stands at 'n' only a byte is known */
	for (at = n; n - at + 4 < back;) {
		cp = dc_utf8_last(s, at, &len);
		at -= len;
		if (!leans_back(cp))
			return at;
	}
	return n;
}
