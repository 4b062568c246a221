/* SPDX-License-Identifier: MIT */
/* digest.h - the labelled digests of WARC: "sha1:" and 32 letters of base 32 */
#ifndef CLI_DIGEST_H
#define CLI_DIGEST_H
#include <stddef.h>

#define DIGEST_SIZE 96	/* for any label, amply */

/*
 * The digest of 'data' in the manner of the label 'like' of 'len' bytes: its
 * algorithm (sha1, sha256, md5; else sha1) and its base (32, padded or not, or 16
 * in either case by its length and letters).  'text' is NUL-terminated.
 */
void digest_like(char text[DIGEST_SIZE], const char *like, size_t len,
		 const char *data, size_t ndata);

#endif
