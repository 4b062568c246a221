/* SPDX-License-Identifier: MIT */
/* zstd.c - to zstd, with a checksum a frame */
#ifdef HAVE_ZSTD
#include <stdlib.h>
#include <zstd.h>

#include "codecs.h"

static void *
make(void)
{
	ZSTD_CCtx *z = ZSTD_createCCtx();

	if (z != NULL && ZSTD_isError(ZSTD_CCtx_setParameter(z,
						ZSTD_c_checksumFlag, 1))) {
		ZSTD_freeCCtx(z);
		return NULL;
	}
	return z;
}

static void
discard(void *state)
{
	ZSTD_freeCCtx(state);
}

static bool
step(void *state, const char **in, size_t *nin, enum encoder_step what,
     char *out, size_t nout, size_t *made, bool *more)
{
	static const ZSTD_EndDirective end[] = {
		[ENCODER_GO_ON] = ZSTD_e_continue, [ENCODER_FLUSH] = ZSTD_e_flush,
		[ENCODER_END] = ZSTD_e_end
	};
	ZSTD_inBuffer from = {*in, *nin, 0};
	ZSTD_outBuffer to = {out, nout, 0};
	size_t left = ZSTD_compressStream2(state, &to, &from, end[what]);

	*in += from.pos;
	*nin -= from.pos;
	*made = to.pos;
	*more = *nin > 0 || (what != ENCODER_GO_ON && left > 0);
	return !ZSTD_isError(left);
}

const struct encoder_calls zstd_calls = {make, discard, step};
#else
typedef int zstd_is_not_built;	/* a file may not be empty */
#endif
