/* SPDX-License-Identifier: MIT */
#include "title.h"

#define SITE_TOKENS 6		/* longest site name by a headline */

/* Do the tokens of 'a' from 'at' on begin with all tokens of 'b'? */
static bool
same_tokens(const struct dc_view *a, size_t at, const struct dc_view *b)
{
	size_t i;

	for (i = 0; i < b->ntokens; i++)
		if (a->tokens[at + i].hash != b->tokens[i].hash)
			return false;
	return true;
}

/* A separator stands between tokens k - 1 and k of the block. */
static bool
separated(const struct dc_view *v, size_t k)
{
	const struct dc_token *t = v->tokens;
	const char *s = v->bytes + t[k - 1].end;
	size_t len = t[k].start - t[k - 1].end;

	return dc_char_any(s, len, DC_SEPARATOR | DC_DASH) ||
	       memchr(s, ':', len) != NULL;
}

bool
dc_title_is(const struct dc_view *v, const struct dc_view *headline)
{
	return v->ntokens == headline->ntokens && same_tokens(v, 0, headline);
}

bool
dc_title_wraps(const struct dc_view *v, const struct dc_view *headline)
{
	size_t n = headline->ntokens, site = v->ntokens - n;

	if (v->ntokens <= n || site > SITE_TOKENS)
		return false;
	return (same_tokens(v, 0, headline) && separated(v, n)) ||
	       (same_tokens(v, site, headline) && separated(v, site));
}
