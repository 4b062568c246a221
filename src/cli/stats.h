/* SPDX-License-Identifier: MIT */
/* stats.h - the counters of a run as a table or as one line of JSON, which has
   those of each input too */
#ifndef CLI_STATS_H
#define CLI_STATS_H
#include "account.h"
#include "declutter.h"
#include "output.h"

enum stats_form {
	STATS_NONE = 0,
	STATS_TEXT,
	STATS_JSON
};

void stats_write(struct output *o, enum stats_form form,
		 const struct declutter_stats *s, const struct account *a);

#endif
