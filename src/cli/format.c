/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "format.h"
#include "utf8.h"

static size_t
skip_blanks(const char *s, size_t len, size_t at)
{
	while (at < len && strchr(" \t\r\n", s[at]) != NULL && s[at] != '\0')
		at++;
	return at;
}

/* Does {"name": or {} stand at s?  FORMAT_AUTO: it ends too early to say. */
static enum format
guess_object(const char *s, size_t len)
{
	size_t at = skip_blanks(s, len, 1);

	if (at == len)
		return FORMAT_AUTO;
	if (s[at] == '}')
		return FORMAT_JSONL;
	if (s[at] != '"')
		return FORMAT_TEXT;
	for (at++; at < len && s[at] != '"' && s[at] != '\n'; at++)
		at += s[at] == '\\';
	if (at >= len)
		return FORMAT_AUTO;
	at = skip_blanks(s, len, at + 1);
	if (at == len)
		return FORMAT_AUTO;
	return s[at] == ':' ? FORMAT_JSONL : FORMAT_TEXT;
}

/* The same of [ and an object, which no reader of lines takes: better that it says so
   than that all of the objects are read as text. */
static enum format
guess_array(const char *s, size_t len)
{
	size_t at = skip_blanks(s, len, 1);

	if (at == len)
		return FORMAT_AUTO;
	return s[at] == '{' ? guess_object(s + at, len - at) : FORMAT_TEXT;
}

#define NMARK (sizeof(UTF8_MARK) - 1)

/* Where something starts behind an order mark and blanks. */
static size_t
skip_front(const char *data, size_t len)
{
	bool marked = len >= NMARK && memcmp(data, UTF8_MARK, NMARK) == 0;

	return skip_blanks(data, len, marked ? NMARK : 0);
}

bool
format_is_blank(const char *data, size_t len)
{
	return skip_front(data, len) == len;
}

enum format
format_guess(const char *data, size_t len, bool last)
{
	static const char warc[] = "WARC/";
	enum format format = FORMAT_AUTO;
	size_t at = skip_front(data, len), n = strlen(warc);

	if (len > 0 && len < NMARK && memcmp(data, UTF8_MARK, len) == 0)
		return last ? FORMAT_TEXT : FORMAT_AUTO;
	data += at;
	len -= at;
	if (len > 0 && data[0] == '{')
		format = guess_object(data, len);
	else if (len > 0 && data[0] == '[')
		format = guess_array(data, len);
	else if (len > 0 && memcmp(data, warc, len < n ? len : n) != 0)
		format = FORMAT_TEXT;
	else if (len > n)
		format = data[n] >= '0' && data[n] <= '9' ? FORMAT_WET :
							     FORMAT_TEXT;
	if (format != FORMAT_AUTO || last)
		return format != FORMAT_AUTO ? format : FORMAT_TEXT;
	if (at + len < FORMAT_PEEK)
		return FORMAT_AUTO;
	return len > 0 && data[0] == '{' ? FORMAT_JSONL : FORMAT_TEXT;
}

const char *
format_name(enum format format)
{
	static const char *const names[] = {"auto", "text", "jsonl", "wet"};

	return names[format];
}
