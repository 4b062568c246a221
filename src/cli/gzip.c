/* SPDX-License-Identifier: MIT */
/*
 * gzip.c - to gzip, with zlib
 *
 * zlib writes no name and the time 0 into a member's header, so the same text
 * makes the same file.
 */
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "codecs.h"

#define WINDOW_GZIP (15 + 16)	/* deflateInit2(): gzip format */
#define MEMORY 8		/* zlib's default */

static void *
make(void)
{
	z_stream *z = calloc(1, sizeof(*z));

	if (z != NULL && deflateInit2(z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
				      WINDOW_GZIP, MEMORY,
				      Z_DEFAULT_STRATEGY) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static void
discard(void *state)
{
	deflateEnd(state);	/* says that data is lost, if it is */
	free(state);
}

static bool
step(void *state, const char **in, size_t *nin, enum encoder_step what,
     char *out, size_t nout, size_t *made, bool *more)
{
	static const int flush[] = {
		[ENCODER_GO_ON] = Z_NO_FLUSH, [ENCODER_FLUSH] = Z_SYNC_FLUSH,
		[ENCODER_END] = Z_FINISH
	};
	z_stream *z = state;
	uInt n = *nin < UINT32_MAX ? (uInt)*nin : UINT32_MAX;
	int result;

	/* zlib never writes to its input, whatever its type says */
	z->next_in = (z_const Bytef *)(uintptr_t)*in;
	z->avail_in = n;
	z->next_out = (Bytef *)out;
	z->avail_out = (uInt)nout;
	result = deflate(z, flush[what]);
	*in += n - z->avail_in;
	*nin -= n - z->avail_in;
	*made = nout - z->avail_out;
	*more = what == ENCODER_END ? result != Z_STREAM_END :
				      *nin > 0 || z->avail_out == 0;
	if (result == Z_STREAM_END)
		deflateReset(z);
	return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
}

const struct encoder_calls gzip_calls = {make, discard, step};
