/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "utf8.h"
#include "wet.h"
#include "wethead.h"

#define HEAD_MAX ((size_t)1 << 20)
#define VERSION "WARC/"
#define NVERSION (sizeof(VERSION) - 1)

static bool
keep(struct wet *w, const char *data, size_t len)
{
	w->out_of_memory = !hold_add(&w->hold, data, len);
	return !w->out_of_memory;
}

/* Something is wrong: look for the next head, or stop. */
static bool
get_lost(struct wet *w, const char *what)
{
	w->state = WET_LOST;
	w->open = w->held = false;
	w->nline = 0;
	hold_clear(&w->hold);
	return w->wrong(w->ctx, w->number, w->start, what);
}

/* The head is complete. */
static bool
end_head(struct wet *w)
{
	w->nhead = w->hold.len;
	if (!wethead_length(w->hold.data, w->nhead, &w->left))
		return get_lost(w, "has no valid Content-Length");
	w->text = wethead_is_text(w->hold.data, w->nhead);
	w->held = w->left <= w->max_record;
	w->state = WET_BLOCK;
	if (w->held)
		return true;
	if (w->text)
		return get_lost(w, "is larger than --max-document");
	if (!w->pass(w->ctx, w->hold.data, w->nhead))
		return false;
	hold_clear(&w->hold);
	return true;
}

/* The held record is complete. */
static bool
give(struct wet *w)
{
	const char *s = w->hold.data;
	struct wet_record r = {
		.hold = &w->hold, .head = s, .nhead = w->nhead, .body = s + w->nhead,
		.nbody = w->nbody, .tail = s + w->nhead + w->nbody,
		.ntail = w->hold.len - w->nhead - w->nbody,
		.number = w->number, .offset = w->start
	};

	w->held = false;
	if (!(w->text ? w->record(w->ctx, &r) : w->pass(w->ctx, s, w->hold.len)))
		return false;
	hold_clear(&w->hold);
	return true;
}

#define WRONG_LENGTH "does not end where its Content-Length says"

/* Two line ends stand behind the held block: both of one kind? */
static bool
end_held(struct wet *w)
{
	const char *tail = w->hold.data + w->nhead + w->nbody;
	size_t n = w->hold.len - w->nhead - w->nbody;

	if ((n == 2 && memcmp(tail, "\n\n", n) == 0) ||
	    (n == 4 && memcmp(tail, "\r\n\r\n", n) == 0))
		return give(w);
	return get_lost(w, WRONG_LENGTH);
}

static bool
end_record(struct wet *w)
{
	bool open = w->open;

	w->open = false;
	return (!w->held || give(w)) && (!open || w->end(w->ctx, w->nends >= 2));
}

#define NMARK (sizeof(UTF8_MARK) - 1)

/* An order mark may start a file, and is left out: readers of WARC know none. */
static bool
is_mark(struct wet *w, char c)
{
	if (w->offset >= NMARK || w->nmark != w->offset || c != UTF8_MARK[w->nmark])
		return false;
	w->nmark++;
	return true;
}

/* A head starts here, or did with what only seemed to become an order mark. */
static bool
begin_head(struct wet *w)
{
	size_t n = w->nmark < NMARK ? w->nmark : 0;

	w->state = WET_HEAD;
	w->open = true;
	w->number++;
	w->start = w->offset - n;
	w->nline = n;
	w->nmark = NMARK;
	return keep(w, UTF8_MARK, n);
}

/*
 * Line ends behind a block, two of which complete a record; the first other
 * byte starts a head.  Returns how many bytes it took, 0 to stop.
 */
static size_t
between(struct wet *w, const char *data, size_t len)
{
	size_t n = 0;

	if (is_mark(w, data[0]))
		return 1;
	if (w->nmark > 0 && w->nmark < NMARK)
		return begin_head(w) ? len + 1 : 0;
	while (n < len && (data[n] == '\r' || data[n] == '\n') &&
	       !(w->held && w->nends == 2))
		w->nends += data[n++] == '\n';
	if (n > 0 && w->held)
		return keep(w, data, n) && (w->nends < 2 || end_held(w)) ? n : 0;
	if (n > 0)
		return w->pass(w->ctx, data, n) ? n : 0;
	if (w->open && w->nends < 2)
		return get_lost(w, WRONG_LENGTH) ? len + 1 : 0;
	return end_record(w) && begin_head(w) ? len + 1 : 0;
}

/* What there is of a head cannot be the start of one. */
static const char *
fault_of_head(const struct wet *w)
{
	size_t n = w->hold.len < NVERSION ? w->hold.len : NVERSION;

	if (memcmp(w->hold.data, VERSION, n) != 0)
		return "does not start with WARC/1";
	return w->hold.len > HEAD_MAX ? "has a head of over 1 MiB" : NULL;
}

/* One line of a head, or its start. */
static size_t
head(struct wet *w, const char *data, size_t len)
{
	const char *lf, *fault;
	size_t n;

	if (len > HEAD_MAX + 1 - w->hold.len)
		len = HEAD_MAX + 1 - w->hold.len;
	lf = memchr(data, '\n', len);
	n = lf != NULL ? (size_t)(lf - data) + 1 : len;
	if (!keep(w, data, n))
		return 0;
	w->nline += n;
	fault = fault_of_head(w);
	if (fault != NULL) {
		n = get_lost(w, fault) ? n : 0;
		w->nline = lf == NULL;	/* where it looks on: inside a line */
		return n;
	}
	if (lf == NULL)
		return n;
	/* an empty line, whatever its parts were cut into */
	if (w->nline == 1 || (w->nline == 2 && w->hold.data[w->hold.len - 2] == '\r'))
		return end_head(w) ? n : 0;
	w->nline = 0;
	return n;
}

static size_t
block(struct wet *w, const char *data, size_t len)
{
	size_t n = len < w->left ? len : (size_t)w->left;

	if (w->left == 0) {
		w->state = WET_BETWEEN;
		w->nends = 0;
		w->nbody = w->hold.len - w->nhead;
		return len + 1;
	}
	w->left -= n;
	return (w->held ? keep(w, data, n) : w->pass(w->ctx, data, n)) ? n : 0;
}

/* Behind an error: a line that starts with WARC/ and a digit starts a record. */
static size_t
lost(struct wet *w, const char *data, size_t len)
{
	const char *lf;
	size_t n;

	if (w->hold.len <= NVERSION && w->nline == w->hold.len) {
		char c = data[0];
		bool fits = w->hold.len < NVERSION ? c == VERSION[w->hold.len] :
						     c >= '0' && c <= '9';

		if (fits && w->hold.len == NVERSION) {
			w->state = WET_HEAD;
			w->open = true;
			w->number++;
			w->start = w->offset - NVERSION;
			return len + 1;
		}
		if (fits) {
			w->nline++;
			return keep(w, data, 1) ? 1 : 0;
		}
	}
	hold_clear(&w->hold);
	lf = memchr(data, '\n', len);
	n = lf != NULL ? (size_t)(lf - data) + 1 : len;
	w->nline = lf != NULL ? 0 : w->nline + n;
	return n;
}

bool
wet_push(struct wet *w, const char *data, size_t len)
{
	while (len > 0) {
		size_t n = 0;

		switch (w->state) {
		case WET_BETWEEN:
			n = between(w, data, len);
			break;
		case WET_HEAD:
			n = head(w, data, len);
			break;
		case WET_BLOCK:
			n = block(w, data, len);
			break;
		case WET_LOST:
			n = lost(w, data, len);
			break;
		}
		if (n == 0)
			return false;
		if (n > len)	/* no byte taken, another state */
			continue;
		data += n;
		len -= n;
		w->offset += n;
	}
	return true;
}

bool
wet_end(struct wet *w)
{
	if (w->nmark > 0 && w->nmark < NMARK && !begin_head(w))
		return false;
	switch (w->state) {
	case WET_BETWEEN:
		return end_record(w);
	case WET_HEAD:
		return w->wrong(w->ctx, w->number, w->start, "ends in its head");
	case WET_BLOCK:
		if (w->left == 0) {
			w->state = WET_BETWEEN;
			w->nends = 0;
			w->nbody = w->hold.len - w->nhead;
			return end_record(w);
		}
		return w->wrong(w->ctx, w->number, w->start, "ends in its block");
	case WET_LOST:
		break;
	}
	return true;
}

void
wet_free(struct wet *w)
{
	hold_free(&w->hold);
}
