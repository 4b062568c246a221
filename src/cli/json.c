/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "cleanup.h"
#include "json.h"
#include "pairs.h"
#include "utf8.h"

/* A parse on its way: where it is, and how much of each path lies above it. */
struct parse {
	struct json *j;
	yajl_handle yajl;
	const char *record;
	size_t last;		/* end of the last token */
	size_t depth;		/* open objects and arrays */
	size_t matched[JSON_PATHS];	/* names of the path that lead here */
	size_t names[JSON_PATHS];	/* names in the path */
	struct json_error *error;
	bool failed;		/* 'error' has been filled in */
	bool is_whole;		/* yajl reads no half of a surrogate pair */
	bool has_half;		/* but should not read on: there is one */
};

static int
fail(struct parse *p, size_t offset, const char *what, const char *name)
{
	p->error->offset = offset;
	snprintf(p->error->what, sizeof(p->error->what), "%s%s", what, name);
	p->failed = true;
	return 0;
}

/* The token just read: its end is where yajl is, its start the first byte
   behind the token before it that is no blank, colon or comma. */
static size_t
token_start(struct parse *p)
{
	size_t at = p->last;

	p->last = yajl_get_bytes_consumed(p->yajl);
	while (at < p->last && strchr(" \t\r\n:,", p->record[at]) != NULL)
		at++;
	return at;
}

/* Is the value here that of path 'i'? */
static bool
is_wanted(const struct parse *p, size_t i)
{
	return p->names[i] > 0 && p->depth == p->names[i] &&
	       p->matched[i] == p->names[i];
}

/* Note the value that starts at 'start' where it is wanted. */
static int
note(struct parse *p, enum json_kind kind, size_t start)
{
	size_t i;

	if (p->depth == 0) {
		if (kind != JSON_OBJECT)
			return fail(p, start, "a record is an object: {...}", "");
		p->j->record = (struct json_value){.kind = kind, .start = start,
						   .is_empty = true};
	}
	for (i = 0; i < JSON_PATHS; i++) {
		struct json_value *v = &p->j->values[i];

		if (!is_wanted(p, i))
			continue;
		if (v->kind != JSON_ABSENT)
			return fail(p, start, "there is a second value of ",
				    p->j->paths[i]);
		*v = (struct json_value){.kind = kind, .start = start,
					 .end = p->last, .is_empty = true};
	}
	return 1;
}

static int
on_other(void *ctx)
{
	return note(ctx, JSON_OTHER, token_start(ctx));
}

static int
on_boolean(void *ctx, int value)
{
	(void)value;
	return on_other(ctx);
}

static int
on_number(void *ctx, const char *number, size_t len)
{
	(void)number;
	(void)len;
	return on_other(ctx);
}

static void
count_halves(const char *s, size_t at, size_t end, struct json_value *v)
{
	while ((at = pairs_half(s, at, end)) < end) {
		if (v->nhalves++ == 0)
			v->half = at;
		at += PAIRS_ESCAPE;
	}
}

static int
on_string(void *ctx, const unsigned char *text, size_t len)
{
	struct parse *p = ctx;
	size_t start = token_start(p), i, valid;

	if (!note(p, JSON_STRING, start))
		return 0;
	for (i = 0; i < JSON_PATHS; i++) {
		struct json_value *v = &p->j->values[i];
		struct hold *hold = &p->j->texts[i];

		if (!is_wanted(p, i))
			continue;
		v->text = p->record + start + 1;
		v->len = p->last - start - 2;
		/* yajl lets surrogates and overlong forms pass */
		valid = utf8_valid(v->text, v->len);
		if (valid < v->len)
			return fail(p, start + 1 + valid, "invalid UTF-8 in ",
				    p->j->paths[i]);
		if (memchr(v->text, '\\', v->len) == NULL)
			continue;
		count_halves(p->record, start + 1, p->last - 1, v);
		if (v->nhalves > 0 && !p->is_whole) {
			p->has_half = true;
			return 0;
		}
		hold_clear(hold);
		if (!hold_add(hold, (const char *)text, len))
			return fail(p, start, "out of memory", "");
		v->text = hold->data;
		v->len = hold->len;
	}
	return 1;
}

static int
open_value(struct parse *p, enum json_kind kind)
{
	if (!note(p, kind, token_start(p)))
		return 0;
	p->depth++;
	return 1;
}

/* An object or array ends: those noted get their end. */
static int
on_close(void *ctx)
{
	struct parse *p = ctx;
	size_t i;

	token_start(p);
	p->depth--;
	for (i = 0; i < JSON_PATHS; i++)
		if (is_wanted(p, i))
			p->j->values[i].end = p->last;
	if (p->depth == 0)
		p->j->record.end = p->last;
	return 1;
}

static int
on_open_object(void *ctx)
{
	return open_value(ctx, JSON_OBJECT);
}

static int
on_open_array(void *ctx)
{
	struct parse *p = ctx;

	if (p->depth == 0)
		return fail(p, token_start(p), "a record is an object: jq -c '.[]' "
			    "makes lines of an array", "");
	return open_value(p, JSON_OTHER);
}

/* Is 'key' the n-th name, from 0, of the path? */
static bool
is_name(const char *path, size_t n, const char *key, size_t len)
{
	size_t end;

	for (; n > 0; n--)
		path += strcspn(path, ".") + 1;
	end = strcspn(path, ".");
	return end == len && memcmp(path, key, len) == 0;
}

static bool
is_marked(const struct parse *p, const char *key, size_t len)
{
	size_t n = p->j->prefix != NULL ? strlen(p->j->prefix) : 0;

	return n > 0 && len >= n && memcmp(key, p->j->prefix, n) == 0;
}

static int
on_key(void *ctx, const unsigned char *bytes, size_t len)
{
	const char *key = (const char *)bytes;
	struct parse *p = ctx;
	size_t i;

	token_start(p);
	if (p->depth == 1)
		p->j->record.is_empty = false;
	for (i = 0; i < JSON_PATHS; i++) {
		/* a value noted one level up is an object with members */
		if (p->depth == p->names[i] + 1 && p->matched[i] == p->names[i]) {
			p->j->values[i].is_empty = false;
			p->j->values[i].is_marked |= is_marked(p, key, len);
		}
		if (p->matched[i] >= p->depth)
			p->matched[i] = p->depth - 1;
		if (p->names[i] >= p->depth && p->matched[i] == p->depth - 1 &&
		    is_name(p->j->paths[i], p->depth - 1, key, len))
			p->matched[i] = p->depth;
	}
	return 1;
}

static const yajl_callbacks callbacks = {
	on_other, on_boolean, NULL, NULL, on_number, on_string, on_open_object,
	on_key, on_close, on_open_array, on_close
};

static size_t
count_names(const char *path)
{
	size_t n = 1;

	for (; *path != '\0'; path++)
		n += *path == '.';
	return n;
}

/* What yajl says, without its first words, its full stop and its line end. */
static void
yajl_says(struct parse *p, size_t offset)
{
	unsigned char *text = yajl_get_error(p->yajl, 0, NULL, 0);
	const char *what = text != NULL ? (const char *)text : "out of memory";
	const char *colon = strstr(what, ": ");
	size_t n;

	fail(p, offset, colon != NULL ? colon + 2 : what, "");
	n = strcspn(p->error->what, "\n");
	p->error->what[n - (n > 0 && p->error->what[n - 1] == '.')] = '\0';
	if (strcmp(p->error->what, "premature EOF") == 0)
		strcpy(p->error->what, "the line ends inside the record: jq -c . "
		       "puts each on one");
	if (text != NULL)
		yajl_free_error(p->yajl, text);
}

/* yajl writes to what it asked for without a look. */
static void *
resize(void *ctx, void *old, size_t size)
{
	void *p = realloc(old, size);

	(void)ctx;
	if (p == NULL)
		cleanup_out_of_memory();
	return p;
}

static void *
get(void *ctx, size_t size)
{
	return resize(ctx, NULL, size);
}

static void
release(void *ctx, void *p)
{
	(void)ctx;
	free(p);
}

/* Have yajl read 'bytes', which are p->record or look like it. */
static bool
parse(struct parse *p, const char *bytes, size_t len)
{
	yajl_alloc_funcs memory = {get, resize, release, NULL};
	yajl_status status;

	memset(p->j->values, 0, sizeof(p->j->values));
	p->yajl = yajl_alloc(&callbacks, &memory, p);
	status = yajl_parse(p->yajl, (const unsigned char *)bytes, len);
	if (status != yajl_status_ok && !p->failed)
		yajl_says(p, yajl_get_bytes_consumed(p->yajl));
	if (status == yajl_status_ok) {
		/* a number ends only here */
		status = yajl_complete_parse(p->yajl);
		if (status != yajl_status_ok && !p->failed)
			yajl_says(p, len);
	}
	yajl_free(p->yajl);
	return status == yajl_status_ok;
}

bool
json_read(struct json *j, const char *record, size_t len,
	  struct json_error *error)
{
	struct parse start = {.j = j, .record = record, .error = error}, p;
	size_t i;

	for (i = 0; i < JSON_PATHS; i++)
		start.names[i] = j->paths[i] != NULL ? count_names(j->paths[i]) : 0;
	p = start;
	if (parse(&p, record, len))
		return true;
	if (!p.has_half)
		return false;
	p = start;
	p.is_whole = true;
	hold_clear(&j->whole);
	if (!hold_add(&j->whole, record, len))
		return fail(&p, 0, "out of memory", "") != 0;
	pairs_mend(j->whole.data, len);
	return parse(&p, j->whole.data, len);
}

void
json_free(struct json *j)
{
	size_t i;

	for (i = 0; i < JSON_PATHS; i++)
		hold_free(&j->texts[i]);
	hold_free(&j->whole);
}
