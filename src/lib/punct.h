/* SPDX-License-Identifier: MIT */
/* punct.h - punctuation: what joins digits, ends sentences, marks addresses */
#ifndef DC_PUNCT_H
#define DC_PUNCT_H
#include "token.h"

/* Punctuation of 'n' bytes at 'at': joins digits, signs a number, or closes the
   token. */
void dc_scan_punct(struct dc_scanner *s, const char *text, size_t len, size_t at,
		   size_t n, const struct dc_char *c);

/* Count a character of punctuation that ends before byte 'next'. */
void dc_punct_count(struct dc_scanner *s, const char *text, size_t len, size_t next,
		    uint32_t cp, unsigned bits);

#endif
