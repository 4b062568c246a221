/* SPDX-License-Identifier: MIT */
/* pieces.h - where a line over the limit is cut */
#ifndef DC_PIECES_H
#define DC_PIECES_H
#include "base.h"

/*
 * Bytes of the first piece of a line that has more than 'n': up to behind a blank, else
 * before a character that stays itself whatever stood before it, so that the canonical
 * texts of all pieces put together are that of the line.  Looks at no byte behind s[n].
 */
size_t dc_piece_length(const char *s, size_t n);

#endif
