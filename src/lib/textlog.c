/* SPDX-License-Identifier: MIT */
#include "textlog.h"

#define GRANULE 16u
#define CHUNK ((size_t)256 * 1024)
#define HEADER_MAX 60u		/* two varints of 5 bytes, four of 10, rounded */
#define FIRST_READ ((size_t)1024)	/* most records whole in one read */
#define END_MAX ((uint64_t)GRANULE << 32)	/* what 32 bits can name */

void
dc_textlog_init(struct dc_textlog *log, const struct declutter_allocator *alloc,
		const struct declutter_store *store, size_t resident)
{
	*log = (struct dc_textlog){
		.alloc = alloc, .store = *store, .resident = resident,
		.end = GRANULE
	};
}

void
dc_textlog_clear(struct dc_textlog *log)
{
	char **chunk = log->chunks.data;
	size_t i;

	for (i = 0; i < log->chunks.len; i++)
		dc_release(log->alloc, chunk[i], CHUNK);
	dc_array_clear(log->alloc, &log->chunks, sizeof(char *));
	dc_array_clear(log->alloc, &log->places, sizeof(uint32_t));
	dc_array_clear(log->alloc, &log->left, sizeof(uint32_t));
	dc_array_clear(log->alloc, &log->scratch, 1);
}

uint32_t
dc_textlog_next(const struct dc_textlog *log)
{
	return (uint32_t)DC_MIN(log->end / GRANULE, UINT32_MAX);
}

uint64_t
dc_textlog_remembered(const struct dc_textlog *log)
{
	return log->end - (uint64_t)log->forgotten * CHUNK;
}

uint64_t
dc_textlog_memory(const struct dc_textlog *log)
{
	return log->bytes + log->chunks.cap * sizeof(char *) +
	       (log->places.cap + log->left.cap) * sizeof(uint32_t);
}

/* Move the next chunk to the store, to a place that was left or a new one. */
static enum declutter_status
put_away(struct dc_textlog *log, const char *chunk)
{
	const uint32_t *left = log->left.data;
	uint32_t *places, place;

	if (!dc_array_reserve(log->alloc, &log->places, 1, sizeof(uint32_t)))
		return DECLUTTER_ENOMEM;
	place = log->left.len > 0 ? left[log->left.len - 1] : log->nplaces;
	if (log->places.len >= log->forgotten) {
		if (log->store.write(log->store.ctx, (uint64_t)place * CHUNK, chunk,
				     CHUNK) != 0)
			return DECLUTTER_ESTORE;
		if (log->left.len > 0)
			log->left.len--;
		else
			log->nplaces++;
	}
	places = log->places.data;
	places[log->places.len++] = place;
	return DECLUTTER_OK;
}

/* Make chunk 'log->chunks.len', recycling one that goes to the store. */
static enum declutter_status
add_chunk(struct dc_textlog *log)
{
	size_t n = log->chunks.len;
	char **chunk, *fresh;

	if (!dc_array_reserve(log->alloc, &log->chunks, 1, sizeof(char *)))
		return DECLUTTER_ENOMEM;
	chunk = log->chunks.data;
	if (log->store.write != NULL && n >= log->resident) {
		char **old = &chunk[n - log->resident];
		enum declutter_status st = put_away(log, *old);

		if (st != DECLUTTER_OK)
			return st;
		fresh = *old;
		*old = NULL;
	} else {
		fresh = dc_resize(log->alloc, NULL, 0, CHUNK);
		if (fresh == NULL)
			return DECLUTTER_ENOMEM;
		if (n == 0)
			memset(fresh, 0, GRANULE);	/* goes to the store */
		log->bytes += CHUNK;
	}
	chunk[n] = fresh;
	log->chunks.len++;
	return DECLUTTER_OK;
}

static enum declutter_status
append_bytes(struct dc_textlog *log, const char *data, size_t len)
{
	while (len > 0) {
		size_t at = (size_t)(log->end % CHUNK), n = DC_MIN(len, CHUNK - at);
		char **chunk;

		if (log->end / CHUNK == log->chunks.len) {
			enum declutter_status st = add_chunk(log);

			if (st != DECLUTTER_OK)
				return st;
		}
		chunk = log->chunks.data;
		memcpy(chunk[log->end / CHUNK] + at, data, n);
		log->end += n;
		data += n;
		len -= n;
	}
	return DECLUTTER_OK;
}

static size_t
put_varint(unsigned char *p, uint64_t v)
{
	size_t n = 0;

	for (; v >= 0x80; v >>= 7)
		p[n++] = (unsigned char)(v | 0x80);
	p[n++] = (unsigned char)v;
	return n;
}

enum declutter_status
dc_textlog_append(struct dc_textlog *log, const struct dc_record *r,
		  uint32_t *pos)
{
	static const char zero[GRANULE];
	unsigned char head[HEADER_MAX];
	enum declutter_status st;
	size_t n = 0;

	*pos = 0;
	if (log->end > END_MAX - r->len - 2 * CHUNK)
		return DECLUTTER_OK;
	n += put_varint(head + n, r->len);
	n += put_varint(head + n, r->ntokens);
	n += put_varint(head + n, r->place.input);
	n += put_varint(head + n, r->place.document);
	n += put_varint(head + n, r->place.block);
	n += put_varint(head + n, r->place.line);
	*pos = dc_textlog_next(log);
	st = append_bytes(log, (const char *)head, n);
	if (st == DECLUTTER_OK)
		st = append_bytes(log, r->text, r->len);
	if (st == DECLUTTER_OK)
		st = append_bytes(log, zero,
				  (GRANULE - (size_t)(log->end % GRANULE)) % GRANULE);
	return st;
}

/*
 * 'len' bytes at 'offset': in place if one chunk in memory holds them, else
 * put together in the scratch array.
 */
static enum declutter_status
fetch(struct dc_textlog *log, uint64_t offset, size_t len, const char **out)
{
	char **chunk = log->chunks.data;
	const uint32_t *places = log->places.data;
	size_t i = (size_t)(offset / CHUNK), at = (size_t)(offset % CHUNK);
	char *to;

	if (chunk[i] != NULL && len <= CHUNK - at) {
		*out = chunk[i] + at;
		return DECLUTTER_OK;
	}
	log->scratch.len = 0;
	if (!dc_array_reserve(log->alloc, &log->scratch, len, 1))
		return DECLUTTER_ENOMEM;
	to = log->scratch.data;
	*out = to;
	while (len > 0) {
		size_t n;

		i = (size_t)(offset / CHUNK);
		at = (size_t)(offset % CHUNK);
		n = DC_MIN(len, CHUNK - at);
		if (chunk[i] != NULL)
			memcpy(to, chunk[i] + at, n);
		else if (log->store.read == NULL || i >= log->places.len ||
			 log->store.read(log->store.ctx, (uint64_t)places[i] *
					 CHUNK + at, to, n) != 0)
			return DECLUTTER_ESTORE;
		to += n;
		offset += n;
		len -= n;
	}
	return DECLUTTER_OK;
}

/* Decode one number; NULL if the bytes are not one. */
static const unsigned char *
get_varint(const unsigned char *p, const unsigned char *end, uint64_t *v)
{
	unsigned shift;

	*v = 0;
	for (shift = 0; p < end && shift < 64; shift += 7) {
		*v |= (uint64_t)(*p & 0x7f) << shift;
		if (*p++ < 0x80)
			return p;
	}
	return NULL;
}

enum declutter_status
dc_textlog_read(struct dc_textlog *log, uint32_t pos, uint32_t max_tokens,
		struct dc_record *r)
{
	uint64_t offset = (uint64_t)pos * GRANULE, v[6];
	const unsigned char *p, *end;
	enum declutter_status st;
	const char *data;
	size_t i, n, head;

	*r = (struct dc_record){0};
	if (offset >= log->end)
		return DECLUTTER_ESTORE;
	n = (size_t)DC_MIN(log->end - offset, FIRST_READ);
	st = fetch(log, offset, n, &data);
	if (st != DECLUTTER_OK)
		return st;
	p = (const unsigned char *)data;
	end = p + n;
	for (i = 0; i < DC_LEN(v) && p != NULL; i++)
		p = get_varint(p, end, &v[i]);
	/* what the store gave back may be anything */
	if (p == NULL || v[0] > log->end - offset || v[1] > v[0])
		return DECLUTTER_ESTORE;
	head = (size_t)(p - (const unsigned char *)data);
	if (v[0] + head > log->end - offset)
		return DECLUTTER_ESTORE;
	r->len = (uint32_t)v[0];
	r->ntokens = (uint32_t)v[1];
	r->place = (struct declutter_place){
		.input = v[2], .document = v[3], .block = v[4], .line = v[5]
	};
	if (r->ntokens > max_tokens)
		return DECLUTTER_OK;
	if (head + r->len > n) {
		st = fetch(log, offset, head + r->len, &data);
		if (st != DECLUTTER_OK)
			return st;
	}
	r->text = data + head;
	return DECLUTTER_OK;
}

bool
dc_textlog_forget(struct dc_textlog *log, uint32_t pos)
{
	size_t last = (size_t)((uint64_t)pos * GRANULE / CHUNK);
	const uint32_t *places = log->places.data;
	char **chunk = log->chunks.data;

	for (; log->forgotten < last; log->forgotten++) {
		size_t i = log->forgotten;

		if (log->store.write == NULL) {
			dc_release(log->alloc, chunk[i], CHUNK);
			chunk[i] = NULL;
			log->bytes -= CHUNK;
		} else if (i < log->places.len &&
			   !dc_array_append(log->alloc, &log->left, &places[i], 1,
					    sizeof(uint32_t))) {
			return false;
		}
	}
	return true;
}
