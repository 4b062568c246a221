/* SPDX-License-Identifier: MIT */
/* words.h - the shortcut of a scan: plain words, single blanks, punctuation */
#ifndef DC_WORDS_H
#define DC_WORDS_H
#include "token.h"

/*
 * Take what stands at 'at', where no token is open: words of at most 15 ASCII
 * letters, with single blanks and plain punctuation between them.  Returns where
 * something else begins, 'at' if that is here; the result is what the
 * characters one by one would have given.
 */
size_t dc_scan_words(struct dc_scanner *s, const char *text, size_t len, size_t at);

#endif
