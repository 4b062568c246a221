/* SPDX-License-Identifier: MIT */
/*
 * scan.h - one block's bytes to tokens, hashes and shape
 *
 * A pure function of the bytes: any thread, any order.
 */
#ifndef DC_SCAN_H
#define DC_SCAN_H
#include "token.h"

/*
 * Scan 'len' bytes at 's', at most UINT32_MAX, into 'scan', whose arrays are
 * reused.  False if memory is out.
 */
bool dc_scan(const struct declutter_allocator *a, struct dc_chars *chars,
	     const char *s, size_t len, struct dc_scan *scan);

/* The same where 'room' bytes may be read, 'len' of which are the text: what lies
   behind it does not matter, but DC_SCAN_ROOM more bytes save work. */
#define DC_SCAN_ROOM 80
bool dc_scan_roomy(const struct declutter_allocator *a, struct dc_chars *chars,
		   const char *s, size_t len, size_t room, struct dc_scan *scan);

/* The same without shortcuts, for tests: the result must be the same. */
bool dc_scan_by_character(const struct declutter_allocator *a,
			  struct dc_chars *chars, const char *s, size_t len,
			  struct dc_scan *scan);

void dc_scan_clear(const struct declutter_allocator *a, struct dc_scan *scan);

static inline const struct dc_token *
dc_scan_tokens(const struct dc_scan *scan)
{
	return scan->tokens.data;
}

static inline const char *
dc_scan_folded(const struct dc_scan *scan, const struct dc_token *t)
{
	return (const char *)scan->folded.data + t->folded;
}

#endif
