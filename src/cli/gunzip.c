/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#include "gunzip.h"

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

struct gunzip *
gunzip_new(void)
{
	struct gunzip *g = calloc(1, sizeof(*g));

	if (g != NULL && inflateInit2(&g->z, WINDOW_GZIP) != Z_OK) {
		free(g);
		return NULL;
	}
	return g;
}

void
gunzip_free(struct gunzip *g)
{
	if (g != NULL)
		inflateEnd(&g->z);
	free(g);
}

void
gunzip_reset(struct gunzip *g)
{
	inflateReset(&g->z);
	g->state = INSIDE;
}

bool
gunzip_is_magic(const unsigned char *p, size_t len)
{
	return len >= 2 && p[0] == 0x1f && p[1] == 0x8b;
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
		gunzip_reset(g);
	else
		g->state = PADDING;
}

const char *
gunzip_step(struct gunzip *g, const unsigned char *in, size_t nin,
	    size_t *used, char *out, size_t nout, size_t *made)
{
	const char *wrong = NULL;
	uInt left, room;
	enum state state;
	bool moved;

	/* zlib never writes to its input, whatever its type says */
	g->z.next_in = (z_const Bytef *)(uintptr_t)in;
	g->z.avail_in = (uInt)nin;
	g->z.next_out = (Bytef *)out;
	g->z.avail_out = (uInt)nout;
	do {
		state = g->state;
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
			g->state != state;
	} while (wrong == NULL && moved && g->z.avail_out > 0);
	*used = nin - g->z.avail_in;
	*made = nout - g->z.avail_out;
	return wrong;
}

bool
gunzip_is_complete(const struct gunzip *g)
{
	return g->state != INSIDE;
}
