/* SPDX-License-Identifier: MIT */
/*
 * canon.h - canonical text: UTF-8, NFC, one line, single spaces
 *
 * Gone are BOM, soft hyphens, control and zero-width characters; the joiners
 * stay between two characters beyond ASCII, where Persian, Indic scripts and
 * emoji need them, and the tags that make a flag that of Scotland.  Invalid bytes
 * become U+FFFD.  Canonical text is a fixed point.
 */
#ifndef DC_CANON_H
#define DC_CANON_H
#include "mem.h"
#include "unicode.h"

struct dc_canon {
	struct dc_array text;	/* char: the result */
	struct dc_array cps;	/* int32_t: scratch of the normalisation */
	bool space;		/* a blank is due before the next character */
	bool broken;		/* and it was a line end */
	bool not_nfc;
	uint32_t joiner;	/* a joiner is due if the next character wants it */
	struct dc_char last;	/* the last character put, 0: none was */
	bool in_word;		/* a hyphen, soft or not, stands right behind a letter */
	bool joinable;		/* the letter it belongs to is beyond ASCII */
	uint64_t invalid;	/* bytes replaced */
};

/* Are the bytes their own canonical text?  The same as a scan says (scan.h), without
   its tokens; *invalid: bytes that are no UTF-8. */
bool dc_canon_check(struct dc_chars *chars, const char *s, size_t len,
		    uint32_t *invalid);

/* Start a new text. */
void dc_canon_start(struct dc_canon *c);
/* Start what follows on the text that ended: a blank that is due comes first in it. */
void dc_canon_go_on(struct dc_canon *c);
/* Add a range; successive ranges are set apart by a blank. */
bool dc_canon_add(struct dc_canon *c, const struct declutter_allocator *a,
		  struct dc_chars *chars, const char *s, size_t len);
/* Finish 'text'. */
bool dc_canon_end(struct dc_canon *c, const struct declutter_allocator *a);
void dc_canon_clear(struct dc_canon *c, const struct declutter_allocator *a);

#endif
