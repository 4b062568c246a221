/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>

#include "site.h"

/* The bytes of 's' up to one of 'stops'. */
static size_t
until(const char *s, size_t len, const char *stops)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (s[i] != '\0' && strchr(stops, s[i]) != NULL)
			break;
	return i;
}

/* RFC 3986: scheme, "://", user and "@", host, ":" and port. */
static size_t
host_of(const char **text, size_t len)
{
	const char *s = *text;
	size_t n = until(s, len, ":/?#"), user;

	if (len - n < 3 || memcmp(s + n, "://", 3) != 0)
		return 0;
	s += n + 3;
	len = until(s, len - n - 3, "/?#");
	user = until(s, len, "@");
	if (user < len) {
		s += user + 1;
		len -= user + 1;
	}
	n = until(s, len, ":");
	if (len > 0 && s[0] == '[')	/* an IPv6 address holds colons */
		n = until(s, len, "]") + (until(s, len, "]") < len);
	if (n > 0)
		*text = s;
	return n;
}

size_t
site_of(const char *text, size_t len, char site[SITE_MAX])
{
	size_t n = host_of(&text, len), i;
	bool is_url = n > 0;

	if (!is_url)
		n = len;
	if (is_url && n > 4 && (memcmp(text, "www.", 4) == 0 ||
				memcmp(text, "WWW.", 4) == 0)) {
		text += 4;
		n -= 4;
	}
	if (n > SITE_MAX)
		n = SITE_MAX;
	for (i = 0; i < n; i++) {
		bool upper = is_url && text[i] >= 'A' && text[i] <= 'Z';

		site[i] = (char)(upper ? text[i] - 'A' + 'a' : text[i]);
	}
	return n;
}
