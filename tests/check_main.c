/* SPDX-License-Identifier: MIT */
/*
 * check_main.c - run every Check suite
 *
 * The Makefile makes suites.h from the names of tests/test_*.c: one line
 * SUITE(X) for 'Suite *X_suite(void)' in test_X.c.
 */
#include <check.h>
#include <stdlib.h>

#define SUITE(name) Suite *name##_suite(void);
#include "suites.h"
#undef SUITE

int
main(void)
{
	SRunner *runner = srunner_create(NULL);
	int failed;

#define SUITE(name) srunner_add_suite(runner, name##_suite());
#include "suites.h"
#undef SUITE
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
