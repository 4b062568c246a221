/* SPDX-License-Identifier: MIT */
/* test_cli_crew.c - the command's other thread does what it is given, in order */
#include <check.h>

#include "cli/crew.h"
#include "support.h"

Suite *cli_crew_suite(void);

struct place {
	size_t *next;		/* of this thread's, until waited for */
	size_t seen;
};

static void
take_place(void *arg)
{
	struct place *n = arg;

	n->seen = (*n->next)++;
}

START_TEST(tasks_run_in_order_and_are_done_when_waited_for)
{
	struct crew *c = crew_new();
	struct place places[100];
	size_t next = 0, i;

	ck_assert_ptr_nonnull(c);
	crew_wait(c, 0);
	for (i = 0; i < T_LEN(places); i++) {
		places[i] = (struct place){&next, SIZE_MAX};
		ck_assert(crew_start(c, take_place, &places[i]));
		if (i < 3)
			continue;
		crew_wait(c, 3);
		ck_assert_uint_eq(places[i - 3].seen, i - 3);
	}
	crew_wait(c, 0);
	ck_assert_uint_eq(next, T_LEN(places));
	ck_assert(crew_start(c, take_place, &places[0]));
	crew_free(c);
	ck_assert_uint_eq(places[0].seen, T_LEN(places));
}
END_TEST

Suite *
cli_crew_suite(void)
{
	Suite *s = suite_create("cli_crew");
	TCase *tc = tcase_create("crew");

	tcase_add_test(tc, tasks_run_in_order_and_are_done_when_waited_for);
	suite_add_tcase(s, tc);
	return s;
}
