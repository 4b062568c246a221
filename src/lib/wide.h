/* SPDX-License-Identifier: MIT */
/* wide.h - the other shortcut of a scan: letters of two bytes, ideographs */
#ifndef DC_WIDE_H
#define DC_WIDE_H
#include "token.h"

/*
 * Take what stands at 'at': a run of letters of two bytes (Greek, Cyrillic,
 * Hebrew, Arabic...), or of ideographs.  Returns where it ends, 'at' if none is
 * there; the result is what the characters one by one would have given.  A
 * run may need DC_FOLD_MAX bytes of room more than twice its own.
 */
size_t dc_scan_wide(struct dc_scanner *s, const char *text, size_t len, size_t at);

#endif
