/* SPDX-License-Identifier: MIT */
/*
 * gunzip.c - from gzip, with zlib
 *
 * inflate(), not gzread(): gzread() gives the same 0 for the end of a file and
 * for a file cut short, and ignores what follows the last member.
 *
 * ISA-L inflates in a third of the time, but runs would gain 1.15 times; of damaged
 * data it gives out bytes that are none, and does not say what is wrong.
 */
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "codecs.h"

#define WINDOW_GZIP (15 + 16)	/* inflateInit2(): gzip format only */

/*
 *    +--------- 1f ----------+
 *    v                       |
 * INSIDE -- member ends --> BETWEEN -- else --> PADDING -- 00 --+
 *                                                  ^            |
 *                                                  +------------+
 */
enum state {
	INSIDE,		/* a member; zlib has its header or asks for it */
	BETWEEN,	/* a member ended: another one, zeros or nothing */
	PADDING		/* zeros only from here on */
};

struct gunzip {
	z_stream z;
	enum state state;
};

static void *
make(void)
{
	struct gunzip *g = calloc(1, sizeof(*g));

	if (g != NULL && inflateInit2(&g->z, WINDOW_GZIP) != Z_OK) {
		free(g);
		return NULL;
	}
	return g;
}

static void
discard(void *state)
{
	struct gunzip *g = state;

	inflateEnd(&g->z);
	free(g);
}

static void
reset(void *state)
{
	struct gunzip *g = state;

	inflateReset(&g->z);
	g->state = INSIDE;
}

/* One call of inflate(); NULL or what went wrong. */
static const char *
inflate_some(struct gunzip *g)
{
	switch (inflate(&g->z, Z_NO_FLUSH)) {
	case Z_OK:
	case Z_BUF_ERROR:	/* no room or no input: not an error */
		return NULL;
	case Z_STREAM_END:
		g->state = BETWEEN;
		return NULL;
	case Z_MEM_ERROR:
		return "out of memory";
	default:
		return g->z.msg != NULL ? g->z.msg : "invalid data";
	}
}

/* Skip zeros; anything else is not ours. */
static const char *
skip_padding(struct gunzip *g)
{
	while (g->z.avail_in > 0 && *g->z.next_in == 0) {
		g->z.next_in++;
		g->z.avail_in--;
	}
	return g->z.avail_in > 0 ? "garbage after the last member" : NULL;
}

/* Bytes follow a member: the next one, or padding. */
static void
start_next(struct gunzip *g)
{
	if (*g->z.next_in == 0x1f)
		reset(g);
	else
		g->state = PADDING;
}

static const char *
step(void *state, const unsigned char *in, size_t nin, size_t *used, char *out,
     size_t nout, size_t *made)
{
	struct gunzip *g = state;
	const char *wrong = NULL;
	uInt left, room;
	enum state before;
	bool moved;

	/* zlib never writes to its input, whatever its type says */
	g->z.next_in = (z_const Bytef *)(uintptr_t)in;
	g->z.avail_in = (uInt)nin;
	g->z.next_out = (Bytef *)out;
	g->z.avail_out = (uInt)nout;
	do {
		before = g->state;
		left = g->z.avail_in;
		room = g->z.avail_out;
		/* with no input too: the last call may have run out of room */
		if (g->state == INSIDE)
			wrong = inflate_some(g);
		else if (g->state == PADDING)
			wrong = skip_padding(g);
		else if (left > 0)
			start_next(g);
		moved = g->z.avail_in != left || g->z.avail_out != room ||
			g->state != before;
	} while (wrong == NULL && moved && g->z.avail_out > 0);
	*used = nin - g->z.avail_in;
	*made = nout - g->z.avail_out;
	return wrong;
}

static bool
is_complete(const void *state)
{
	const struct gunzip *g = state;

	return g->state != INSIDE;
}

const struct decoder_calls gunzip_calls = {
	make, discard, reset, step, is_complete
};
