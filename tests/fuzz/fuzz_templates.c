/* SPDX-License-Identifier: MIT */
/*
 * fuzz_templates.c - any bytes as templates: refused with a line, or written again
 *
 * What is written is read, and then written the same; so is what is learned of the
 * bytes as documents.
 */
#include <string.h>

#include "declutter.h"
#include "fuzz.h"

struct text {
	char *s;
	size_t len;
};

static int
collect(void *ctx, const char *data, size_t len)
{
	struct text *t = ctx;

	t->s = realloc(t->s, t->len + len);
	REQUIRE(t->s != NULL);
	memcpy(t->s + t->len, data, len);
	t->len += len;
	return 0;
}

static int
on_block(void *ctx, const struct declutter_block *b)
{
	uint64_t *bytes = ctx;

	*bytes += b->nbytes;
	return 0;
}

/* A filter that learns, and counts bytes in '*bytes'. */
static struct declutter *
make(uint64_t *bytes)
{
	struct declutter_sink sink = {.block = on_block, .ctx = bytes};
	struct declutter_options opt;
	struct declutter *d;

	declutter_options_init(&opt);
	opt.learn = 1;
	REQUIRE(declutter_new(&d, &opt, &sink) == DECLUTTER_OK);
	return d;
}

/* Read templates and write those that were good. */
static enum declutter_status
rewrite(const void *data, size_t size, struct text *out)
{
	struct declutter_rules_error error = {0, NULL};
	uint64_t bytes = 0;
	struct declutter *d = make(&bytes);
	enum declutter_status status = declutter_templates_read(d, data, size, &error);

	fuzz_check_refusal(status, &error, data, size);
	REQUIRE(declutter_templates_write(d, collect, out) == DECLUTTER_OK);
	declutter_free(d);
	return status;
}

/* Write what is learned of a document that comes 'n' times; its templates, if it has
   some, are known. */
static void
learn(const void *data, size_t size, int n, struct text *out)
{
	enum declutter_status status = DECLUTTER_OK;
	uint64_t bytes = 0;
	struct declutter *d = make(&bytes);
	int i;

	declutter_templates_read(d, data, size, NULL);
	for (i = 0; i < n && status == DECLUTTER_OK; i++) {
		REQUIRE(declutter_begin(d, DECLUTTER_BOUNDED) == DECLUTTER_OK);
		status = declutter_push(d, data, size);
		if (status == DECLUTTER_OK)
			status = declutter_end(d);
	}
	REQUIRE(status == DECLUTTER_OK || status == DECLUTTER_EUTF16);
	if (status == DECLUTTER_OK) {
		REQUIRE(bytes == size * (uint64_t)n);
		REQUIRE(declutter_templates_write(d, collect, out) == DECLUTTER_OK);
	}
	declutter_free(d);
}

static void
check_text(const struct text *t)
{
	struct text again = {0};

	REQUIRE(rewrite(t->s, t->len, &again) == DECLUTTER_OK);
	REQUIRE(again.len == t->len && memcmp(again.s, t->s, t->len) == 0);
	free(again.s);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text read = {0}, learned = {0};

	rewrite(data, size, &read);
	check_text(&read);
	learn(data, size, 3, &learned);
	if (learned.len > 0)
		check_text(&learned);
	free(read.s);
	free(learned.s);
	return 0;
}
