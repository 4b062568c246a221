/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "escape.h"
#include "utf8.h"

void
escape_tsv(struct output *o, const char *text, size_t len)
{
	static const char special[] = "\t\n\r\\", letters[] = "tnr\\";
	size_t i, plain = 0;

	for (i = 0; i < len; i++) {
		const char *p = memchr(special, text[i], sizeof(special) - 1);

		if (p == NULL)
			continue;
		output_write(o, text + plain, i - plain);
		output_printf(o, "\\%c", letters[p - special]);
		plain = i + 1;
	}
	output_write(o, text + plain, len - plain);
}

/* The valid character of 'n' bytes as one escape or a pair of surrogates. */
static void
escape_character(struct output *o, const char *text, size_t n)
{
	const unsigned char *s = (const unsigned char *)text;
	unsigned cp = n == 2 ? s[0] & 0x1f : n == 3 ? s[0] & 0x0f : s[0] & 0x07;
	size_t i;

	for (i = 1; i < n; i++)
		cp = cp << 6 | (s[i] & 0x3f);
	if (cp < 0x10000)
		output_printf(o, "\\u%04x", cp);
	else
		output_printf(o, "\\u%04x\\u%04x", 0xd800 + ((cp - 0x10000) >> 10),
			      0xdc00 + ((cp - 0x10000) & 0x3ff));
}

void
escape_json_part(struct output *o, const char *text, size_t len, bool ascii)
{
	static const char short_forms[] = "\nn\tt\rr\bb\ff\"\"\\\\";
	size_t i, n, plain = 0;

	for (i = 0; i < len; i += n) {
		unsigned char c = (unsigned char)text[i];
		size_t valid = utf8_character(text + i, len - i);
		const char *form;

		n = valid > 0 ? valid : 1;
		if (valid > 0 && c >= 0x20 && c != '"' && c != '\\' && c != 0x7f &&
		    !(ascii && valid > 1))
			continue;
		output_write(o, text + plain, i - plain);
		plain = i + n;
		form = memchr(short_forms, c, sizeof(short_forms) - 1);
		if (valid == 0)
			output_puts(o, ascii ? "\\ufffd" : UTF8_REPLACEMENT);
		else if (valid > 1)
			escape_character(o, text + i, valid);
		else if (form != NULL)
			output_write(o, (char[]){'\\', form[1]}, 2);
		else
			output_printf(o, "\\u%04x", c);
	}
	output_write(o, text + plain, len - plain);
}

void
escape_json(struct output *o, const char *text, size_t len)
{
	output_puts(o, "\"");
	escape_json_part(o, text, len, false);
	output_puts(o, "\"");
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void
escape_line(struct output *o, const char *text, size_t len)
{
	bool first = true;
	size_t i = 0, start;

	for (;;) {
		while (i < len && is_blank(text[i]))
			i++;
		if (i == len)
			return;
		start = i;
		while (i < len && !is_blank(text[i]))
			i++;
		if (!first)
			output_puts(o, " ");
		output_write(o, text + start, i - start);
		first = false;
	}
}

size_t
escape_excerpt(const char *text, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)text[max] & 0xc0) == 0x80)
		max--;
	return max;
}
