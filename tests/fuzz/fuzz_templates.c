/* SPDX-License-Identifier: MIT */
/*
 * fuzz_templates.c - any bytes as templates: refused with a line, or written again
 *
 * What is written is read, and then written the same.
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

/* Read templates, write those that were good, and filter by them. */
static enum declutter_status
run(const void *data, size_t size, struct text *out)
{
	struct declutter_rules_error error = {0, NULL};
	struct declutter_options opt;
	uint64_t bytes = 0;
	struct declutter_sink sink = {.block = on_block, .ctx = &bytes};
	enum declutter_status status, pushed;
	struct declutter *d;

	declutter_options_init(&opt);
	opt.learn = 1;
	REQUIRE(declutter_new(&d, &opt, &sink) == DECLUTTER_OK);
	status = declutter_templates_read(d, data, size, &error);
	fuzz_check_refusal(status, &error, data, size);
	REQUIRE(declutter_templates_write(d, collect, out) == DECLUTTER_OK);
	REQUIRE(declutter_begin(d, DECLUTTER_BOUNDED) == DECLUTTER_OK);
	pushed = declutter_push(d, data, size);
	if (pushed != DECLUTTER_EUTF16) {
		REQUIRE(pushed == DECLUTTER_OK);
		REQUIRE(declutter_end(d) == DECLUTTER_OK);
		REQUIRE(declutter_finish(d) == DECLUTTER_OK);
		REQUIRE(bytes == size);
	}
	declutter_free(d);
	return status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text once = {0}, again = {0};

	run(data, size, &once);
	REQUIRE(run(once.s, once.len, &again) == DECLUTTER_OK);
	REQUIRE(again.len == once.len && memcmp(again.s, once.s, once.len) == 0);
	free(once.s);
	free(again.s);
	return 0;
}
