/* SPDX-License-Identifier: MIT */
/* fuzz.h - what a fuzz target defines, and how it says that a law is broken */
#ifndef FUZZ_H
#define FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* assert() that NDEBUG does not switch off. */
#define REQUIRE(condition) do { \
	if (!(condition)) { \
		fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, \
			#condition); \
		abort(); \
	} \
} while (0)

#endif
