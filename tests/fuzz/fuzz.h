/* SPDX-License-Identifier: MIT */
/* fuzz.h - what a fuzz target defines, and how it says that a law is broken */
#ifndef FUZZ_H
#define FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "declutter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* assert() that NDEBUG does not switch off. */
#define REQUIRE(condition) do { \
	if (!(condition)) { \
		fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, \
			#condition); \
		abort(); \
	} \
} while (0)

/* A text was refused, or not: does it say why, and in which of its lines? */
static inline void
fuzz_check_refusal(enum declutter_status status,
		   const struct declutter_rules_error *error, const void *data, size_t size)
{
	const char *s = data;
	uint64_t lines = 1;	/* an unfinished one, too */
	size_t i;

	REQUIRE(status == DECLUTTER_OK || status == DECLUTTER_ERULES);
	if (status == DECLUTTER_OK)
		return;
	for (i = 0; i < size; i++)
		lines += s[i] == '\n';
	REQUIRE(error->what != NULL && error->what[0] != '\0');
	REQUIRE(error->line >= 1 && error->line <= lines);
}

#endif
