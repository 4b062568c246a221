/* SPDX-License-Identifier: MIT */
/* digest.c - the only file that knows nettle */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <nettle/nettle-meta.h>

#include "digest.h"

#define CONTEXT_MAX 512		/* nettle's largest of those below is 112 */

/* RFC 4648, without padding. */
static size_t
base32(char *to, const uint8_t *from, size_t n)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	unsigned bits = 0, have = 0;
	size_t i, len = 0;

	for (i = 0; i < n; i++) {
		bits = bits << 8 | from[i];
		for (have += 8; have >= 5; have -= 5)
			to[len++] = letters[bits >> (have - 5) & 31];
	}
	if (have > 0)
		to[len++] = letters[bits << (5 - have) & 31];
	return len;
}

static size_t
base16(char *to, const uint8_t *from, size_t n, const char *letters)
{
	size_t i;

	for (i = 0; i < n; i++) {
		to[2 * i] = letters[from[i] >> 4];
		to[2 * i + 1] = letters[from[i] & 15];
	}
	return 2 * n;
}

static bool
is_upper(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (s[i] >= 'A' && s[i] <= 'F')
			return true;
	return false;
}

void
digest_like(char text[DIGEST_SIZE], const char *like, size_t len,
	    const char *data, size_t ndata)
{
	const struct nettle_hash *const known[] = {
		&nettle_sha1, &nettle_sha256, &nettle_md5
	};
	const struct nettle_hash *hash = known[0];
	union {
		uint64_t align;
		uint8_t bytes[CONTEXT_MAX];
	} context;
	uint8_t digest[64];
	/* as warcio writes them, though the grammar of WARC has no room for it */
	bool padded = len > 0 && like[len - 1] == '=';
	size_t i, n, label;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		n = strlen(known[i]->name);
		if (len > n && like[n] == ':' &&
		    strncasecmp(like, known[i]->name, n) == 0)
			hash = known[i];
	}
	hash->init(&context);
	hash->update(&context, ndata, (const uint8_t *)data);
	hash->digest(&context, hash->digest_size, digest);
	label = strlen(hash->name);
	memcpy(text, hash->name, label);
	text[label++] = ':';
	n = hash->digest_size;
	if (len == label + 2 * n && !padded)
		n = base16(text + label, digest, n, is_upper(like + label, 2 * n) ?
			   "0123456789ABCDEF" : "0123456789abcdef");
	else
		n = base32(text + label, digest, n);
	while (padded && n % 8 != 0)
		text[label + n++] = '=';
	text[label + n] = '\0';
}
