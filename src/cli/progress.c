/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"

#define DELAY 1000	/* milliseconds: a short run shows nothing */
#define INTERVAL 200
#define LINE_INTERVAL 10000

static uint64_t
now(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		return 0;
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void
progress_start(struct progress *p, struct msg *msg, bool wanted, bool always,
	       size_t ninputs)
{
	*p = (struct progress){.msg = msg, .ninputs = ninputs};
	p->lines = !isatty(STDERR_FILENO);
	p->shown = always || (wanted && !p->lines);
	if (p->shown)
		p->start = now();
	p->next = p->start + (p->lines ? LINE_INTERVAL : DELAY);
}

/* The parts that are known, "" of those that are not. */
static void
show(struct progress *p, uint64_t time, const char *input, const char *share)
{
	double mb = (double)p->bytes / 1e6;
	char removed[32] = "", line[160];

	if (p->bytes > 0)
		snprintf(removed, sizeof(removed), ", %.1f %% removed",
			 100 * (double)p->removed / (double)p->bytes);
	snprintf(line, sizeof(line), "%.1f MB, %.1f MB/s, %" PRIu64 " documents"
		 "%s%s%s", mb, time > p->start ?
		 mb * 1000 / (double)(time - p->start) : 0, p->documents, input,
		 share, removed);
	if (p->lines)
		msg_say(p->msg, NULL, "%s", line);
	else
		msg_status(p->msg, line);
}

void
progress_update(struct progress *p, size_t number, uint64_t done,
		uint64_t size)
{
	char input[64] = "", share[16] = "";
	uint64_t time;

	if (!p->shown || (time = now()) < p->next)
		return;
	p->next = time + (p->lines ? LINE_INTERVAL : INTERVAL);
	if (p->ninputs > 1)
		snprintf(input, sizeof(input), ", input %zu of %zu", number,
			 p->ninputs);
	if (size > 0 && done <= size)
		snprintf(share, sizeof(share), ", %.0f %%",
			 100 * (double)done / (double)size);
	show(p, time, input, share);
}

void
progress_end(struct progress *p)
{
	if (!p->shown)
		return;
	if (p->lines)
		show(p, now(), "", "");
	else
		msg_status(p->msg, NULL);
}
