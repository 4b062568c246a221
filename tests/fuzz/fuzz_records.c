/* SPDX-License-Identifier: MIT */
/*
 * fuzz_records.c - any bytes as JSON lines and as a WARC file
 *
 * What the readers make of them does not depend on how they are pushed; every
 * byte of a good file but an order mark comes out; the places of JSON values lie
 * in their record.
 */
#include <stdint.h>
#include <string.h>

#include "cli/json.h"
#include "cli/jsonl.h"
#include "cli/utf8.h"
#include "cli/wet.h"
#include "fuzz.h"

/* All that a reader told of, hashed, and its bytes counted. */
struct told {
	uint64_t hash, bytes, wrong;
};

static void
tell(struct told *t, const void *data, size_t len)
{
	const unsigned char *s = data;
	size_t i;

	for (i = 0; i < len; i++)
		t->hash = (t->hash ^ s[i]) * 0x100000001b3u;
}

static void
check_values(const struct json *j, size_t len)
{
	size_t i;

	REQUIRE(j->record.start < j->record.end && j->record.end <= len);
	for (i = 0; i < JSON_PATHS; i++) {
		const struct json_value *v = &j->values[i];

		if (v->kind == JSON_ABSENT)
			continue;
		REQUIRE(v->start > j->record.start && v->start < v->end);
		REQUIRE(v->end < j->record.end);
		REQUIRE(v->kind != JSON_STRING || v->len <= v->end - v->start - 2);
	}
}

static bool
on_line(void *ctx, const struct jsonl_line *line)
{
	struct json j = {.paths = {"a", "b.a", NULL, NULL}};
	struct json_error error = {0, ""};
	struct told *t = ctx;

	tell(t, line->bytes, line->nbytes);
	tell(t, &line->offset, sizeof(line->offset));
	t->bytes += line->nbytes;
	if (json_read(&j, line->bytes, line->len, &error))
		check_values(&j, line->len);
	else
		REQUIRE(error.what[0] != '\0' && error.offset <= line->len);
	json_free(&j);
	return true;
}

static bool
on_record(void *ctx, const struct wet_record *r)
{
	struct told *t = ctx;

	tell(t, r->head, r->nhead);
	tell(t, "<", 1);
	tell(t, r->body, r->nbody);
	tell(t, ">", 1);
	tell(t, r->tail, r->ntail);
	t->bytes += r->nhead + r->nbody + r->ntail;
	return true;
}

static bool
on_pass(void *ctx, const char *data, size_t len)
{
	struct told *t = ctx;

	tell(t, data, len);
	t->bytes += len;
	return true;
}

static bool
on_end(void *ctx, bool whole)
{
	tell(ctx, whole ? "|" : "/", 1);
	return true;
}

static bool
on_wrong(void *ctx, uint64_t number, uint64_t offset, const char *what)
{
	struct told *t = ctx;

	tell(t, &number, sizeof(number));
	tell(t, &offset, sizeof(offset));
	tell(t, what, strlen(what));
	t->wrong++;
	return true;
}

static struct told
read_all(const char *data, size_t size, size_t piece)
{
	struct told lines = {0}, told = {0};
	struct jsonl j = {.line = on_line, .ctx = &lines, .max_line = 4096};
	struct wet w = {.record = on_record, .pass = on_pass, .end = on_end,
			.wrong = on_wrong, .ctx = &told, .max_record = 64};
	size_t at, n, mark;

	for (at = 0; at < size; at += n) {
		n = size - at < piece ? size - at : piece;
		REQUIRE(jsonl_push(&j, data + at, n));
		REQUIRE(wet_push(&w, data + at, n));
	}
	REQUIRE(jsonl_end(&j) && wet_end(&w));
	REQUIRE(lines.bytes <= size && told.bytes <= size);
	mark = size >= 3 && memcmp(data, UTF8_MARK, 3) == 0 ? 3 : 0;
	REQUIRE(told.wrong > 0 || told.bytes + mark == size);
	jsonl_free(&j);
	wet_free(&w);
	told.hash ^= lines.hash;
	told.bytes += lines.bytes;
	return told;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told whole = read_all((const char *)data, size, size + 1);
	struct told parts = read_all((const char *)data, size,
				     size > 0 ? 1 + data[0] % 5 : 1);

	REQUIRE(whole.hash == parts.hash && whole.bytes == parts.bytes);
	return 0;
}
