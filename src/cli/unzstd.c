/* SPDX-License-Identifier: MIT */
/* unzstd.c - from zstd; windows over 128 MiB are refused, as zstd(1) does */
#ifdef HAVE_ZSTD
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "codecs.h"

struct unzstd {
	ZSTD_DCtx *z;
	bool inside;		/* a frame */
};

static void *
make(void)
{
	struct unzstd *u = calloc(1, sizeof(*u));

	if (u == NULL)
		return NULL;
	u->z = ZSTD_createDCtx();
	if (u->z == NULL) {
		free(u);
		return NULL;
	}
	return u;
}

static void
discard(void *state)
{
	struct unzstd *u = state;

	ZSTD_freeDCtx(u->z);
	free(u);
}

static void
reset(void *state)
{
	struct unzstd *u = state;

	ZSTD_DCtx_reset(u->z, ZSTD_reset_session_only);
	u->inside = true;	/* nothing at all is no zstd file */
}

static const char *
what_is_wrong(size_t result)
{
	ZSTD_ErrorCode code = ZSTD_getErrorCode(result);

	if (code == ZSTD_error_frameParameter_windowTooLarge)
		return "its window is over 128 MiB: use zstd -dc --long=31";
	if (code == ZSTD_error_memory_allocation)
		return "out of memory";
	if (code == ZSTD_error_prefix_unknown)
		return "garbage after the last frame";
	return ZSTD_getErrorName(result);
}

static const char *
step(void *state, const unsigned char *in, size_t nin, size_t *used, char *out,
     size_t nout, size_t *made)
{
	struct unzstd *u = state;
	ZSTD_inBuffer from = {in, nin, 0};
	ZSTD_outBuffer to = {out, nout, 0};
	const char *wrong = NULL;
	size_t result, moved;

	do {
		moved = from.pos + to.pos;
		/* with no input too: the last call may have run out of room */
		if (from.pos == nin && !u->inside)
			break;
		result = ZSTD_decompressStream(u->z, &to, &from);
		if (ZSTD_isError(result))
			wrong = what_is_wrong(result);
		else
			u->inside = result != 0;
	} while (wrong == NULL && from.pos + to.pos != moved && to.pos < nout);
	*used = from.pos;
	*made = to.pos;
	return wrong;
}

static bool
is_complete(const void *state)
{
	const struct unzstd *u = state;

	return !u->inside;
}

const struct decoder_calls unzstd_calls = {
	make, discard, reset, step, is_complete
};
#else
typedef int unzstd_is_not_built;	/* a file may not be empty */
#endif
