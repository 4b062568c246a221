/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "num.h"

/* Leading digits of *text, which moves behind them; saturates. */
static uint64_t
digits(const char **text)
{
	uint64_t value = 0;
	const char *p;

	for (p = *text; *p >= '0' && *p <= '9'; p++) {
		unsigned digit = (unsigned)(*p - '0');

		value = value > (UINT64_MAX - digit) / 10 ?
			UINT64_MAX : value * 10 + digit;
	}
	*text = p;
	return value;
}

const char *
num_unsigned(const char *text, uint64_t min, uint64_t max, uint64_t *out)
{
	const char *end = text;
	uint64_t value = digits(&end);

	if (end == text || *end != '\0')
		return "is not a whole number";
	if (value < min)
		return "is too small";
	if (value > max)
		return "is too large";
	*out = value;
	return NULL;
}

/* Not strtod(): no exponents, no hexadecimal, no locale. */
const char *
num_share(const char *text, double *out)
{
	double value = 0, place = 1;
	size_t ndigits = 0;
	const char *p;

	for (p = text; *p >= '0' && *p <= '9'; p++, ndigits++)
		value = value * 10 + (*p - '0');
	if (*p == '.') {
		double whole = 0;

		for (p++; *p >= '0' && *p <= '9'; p++, ndigits++) {
			if (place > 1e15)
				continue;
			whole = whole * 10 + (*p - '0');
			place *= 10;
		}
		value += whole / place;
	}
	if (ndigits == 0 || *p != '\0')
		return "is not a decimal fraction";
	if (value <= 0)
		return "is too small";
	if (value > 1)
		return "is too large";
	*out = value;
	return NULL;
}

const char *
num_size(const char *text, uint64_t *out)
{
	static const char units[] = "KMGT";
	const char *end = text, *unit;
	uint64_t value = digits(&end);
	unsigned shift = 0;

	if (end == text)
		return "is not a size";
	if (*end != '\0') {
		unit = strchr(units, *end);
		if (unit == NULL || end[1] != '\0')
			return "is not a size";
		shift = 10 * (unsigned)(unit - units + 1);
	}
	if (value > (uint64_t)INT64_MAX >> shift)
		return "is too large";
	*out = value << shift;
	return NULL;
}
