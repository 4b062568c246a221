/* SPDX-License-Identifier: MIT */
/*
 * fuzz_rules.c - any bytes as rules: refused with a line, or they work
 *
 * The same bytes are then filtered by those rules.
 */
#include <string.h>

#include "declutter.h"
#include "fuzz.h"

static int
on_block(void *ctx, const struct declutter_block *b)
{
	uint64_t *bytes = ctx;

	REQUIRE(b->evidence != NULL);
	*bytes += b->nbytes;
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct declutter_rules_error error = {0, NULL};
	uint64_t bytes = 0;
	struct declutter_sink sink = {.block = on_block, .ctx = &bytes};
	enum declutter_status status;
	struct declutter *d;

	REQUIRE(declutter_new(&d, NULL, &sink) == DECLUTTER_OK);
	status = declutter_rules(d, (const char *)data, size, &error);
	fuzz_check_refusal(status, &error, data, size);
	REQUIRE(declutter_begin(d, DECLUTTER_BOUNDED) == DECLUTTER_OK);
	status = declutter_push(d, data, size);
	if (status != DECLUTTER_EUTF16) {
		REQUIRE(status == DECLUTTER_OK);
		REQUIRE(declutter_end(d) == DECLUTTER_OK);
		REQUIRE(declutter_finish(d) == DECLUTTER_OK);
		REQUIRE(bytes == size);
	}
	declutter_free(d);
	return 0;
}
