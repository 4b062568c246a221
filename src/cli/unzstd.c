/* SPDX-License-Identifier: MIT */
/*
 * unzstd.c - from zstd; windows over 128 MiB are refused, as zstd(1) does
 *
 * A call that finds a fault gives nothing of what it made before, so each gets as
 * much as belongs together, a block or a header: what can be had of damaged data does
 * not depend on how it arrives.
 */
#ifdef HAVE_ZSTD
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "codecs.h"

struct unzstd {
	ZSTD_DCtx *z;
	bool inside;		/* a frame */
	bool full;		/* there was no room left: more may wait */
	size_t want;		/* bytes that belong together */
	const char *wrong;	/* once found, for good */
};

/* What the library asks for takes the header of the next block in. */
#define BLOCK_HEADER 3
#define FRAME_START 5

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
	u->full = false;
	u->want = FRAME_START;
	u->wrong = NULL;
}

static const char *
what_is_wrong(size_t result)
{
	ZSTD_ErrorCode code = ZSTD_getErrorCode(result);

	if (code == ZSTD_error_frameParameter_windowTooLarge)
		return "its window is over 128 MiB: use zstd -dc --long=31";
	if (code == ZSTD_error_dictionary_wrong)
		return "it was made with a dictionary: use zstd -dc -D";
	if (code == ZSTD_error_memory_allocation)
		return "out of memory";
	if (code == ZSTD_error_prefix_unknown)
		return "garbage after the last frame";
	return ZSTD_getErrorName(result);
}

/* One call of the library. */
static void
decompress(struct unzstd *u, ZSTD_inBuffer *from, size_t nin, ZSTD_outBuffer *to)
{
	size_t left = nin - from->pos, result;

	from->size = from->pos + (u->full ? 0 : left < u->want ? left : u->want);
	result = ZSTD_decompressStream(u->z, to, from);
	if (ZSTD_isError(result)) {
		u->wrong = what_is_wrong(result);
		if (ZSTD_getErrorCode(result) != ZSTD_error_prefix_unknown)
			from->pos = from->size;
		return;
	}
	u->inside = result != 0;
	u->full = u->inside && to->pos == to->size;
	u->want = result == 0 ? FRAME_START :
		  result > BLOCK_HEADER ? result - BLOCK_HEADER : result;
}

static const char *
step(void *state, const unsigned char *in, size_t nin, size_t *used, char *out,
     size_t nout, size_t *made)
{
	struct unzstd *u = state;
	ZSTD_inBuffer from = {in, 0, 0};
	ZSTD_outBuffer to = {out, nout, 0};
	bool moved = true;

	/* with no input too: the last call may have run out of room */
	while (u->wrong == NULL && moved && to.pos < nout &&
	       (from.pos < nin || u->inside)) {
		size_t before = from.pos + to.pos;

		moved = u->full;
		decompress(u, &from, nin, &to);
		moved = moved || from.pos + to.pos != before;
	}
	*used = from.pos;
	*made = to.pos;
	return u->wrong;
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
