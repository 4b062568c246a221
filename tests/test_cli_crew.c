/* SPDX-License-Identifier: MIT */
/* test_cli_crew.c - the command's threads do what they are given, in order */
#include <check.h>
#include <sched.h>

#include "cli/crew.h"
#include "support.h"

Suite *cli_crew_suite(void);

struct place {
	struct crew *crew;
	size_t *next;		/* of the lane, whose tasks nobody else does meanwhile */
	size_t seen;
	struct place *more;	/* in the other lane, to be started; or NULL */
};

static void
take_place(void *arg)
{
	struct place *p = arg;

	p->seen = (*p->next)++;
	if (p->more != NULL)
		ck_assert(crew_start(p->crew, 1, take_place, p->more));
}

#define PLACES 1000

/* Each of the first lane starts one of the second. */
START_TEST(tasks_run_in_order_and_are_done_when_waited_for)
{
	static struct place first[PLACES], second[PLACES];
	struct crew *c = crew_new((unsigned)_i);
	size_t next[2] = {0, 0}, i;

	ck_assert_ptr_nonnull(c);
	crew_wait(c, 0, 0);
	for (i = 0; i < PLACES; i++) {
		second[i] = (struct place){c, &next[1], SIZE_MAX, NULL};
		first[i] = (struct place){c, &next[0], SIZE_MAX, &second[i]};
		ck_assert(crew_start(c, 0, take_place, &first[i]));
		if (i < 3 || i % 5 > 0)
			continue;
		crew_wait(c, 0, 3);
		ck_assert_uint_eq(first[i - 3].seen, i - 3);
	}
	crew_wait(c, 0, 0);
	crew_wait(c, 1, 0);
	ck_assert_uint_eq(next[0], PLACES);
	ck_assert_uint_eq(next[1], PLACES);
	for (i = 0; i < PLACES; i++)
		ck_assert_uint_eq(second[i].seen, i);
	first[0].more = NULL;
	ck_assert(crew_start(c, 0, take_place, &first[0]));
	crew_free(c);
	ck_assert_uint_eq(first[0].seen, PLACES);
}
END_TEST

START_TEST(without_a_thread_nothing_is_started)
{
	struct crew *c = crew_new(0);

	ck_assert_ptr_nonnull(c);
	ck_assert(!crew_start(c, 0, take_place, NULL));
	crew_wait(c, 0, 0);
	crew_free(c);
}
END_TEST

#ifdef CPU_COUNT
START_TEST(processors_are_those_the_process_may_use)
{
	cpu_set_t all, one;
	size_t i = 0;

	ck_assert_int_eq(sched_getaffinity(0, sizeof(all), &all), 0);
	ck_assert_uint_eq(crew_processors(), (unsigned)CPU_COUNT(&all));
	while (!CPU_ISSET(i, &all))
		i++;
	CPU_ZERO(&one);
	CPU_SET(i, &one);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(one), &one), 0);
	ck_assert_uint_eq(crew_processors(), 1);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(all), &all), 0);
}
END_TEST
#endif

Suite *
cli_crew_suite(void)
{
	Suite *s = suite_create("cli_crew");
	TCase *tc = tcase_create("crew");

	tcase_add_loop_test(tc, tasks_run_in_order_and_are_done_when_waited_for, 1, 4);
	tcase_add_test(tc, without_a_thread_nothing_is_started);
#ifdef CPU_COUNT
	tcase_add_test(tc, processors_are_those_the_process_may_use);
#endif
	suite_add_tcase(s, tc);
	return s;
}
