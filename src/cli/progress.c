/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "progress.h"

#define DELAY 1000	/* milliseconds: a short run shows nothing */
#define INTERVAL 200

static uint64_t
now(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		return 0;
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void
progress_start(struct progress *p, struct msg *msg, bool wanted, size_t ninputs)
{
	*p = (struct progress){.msg = msg, .ninputs = ninputs};
	p->shown = wanted && isatty(STDERR_FILENO);
	if (p->shown)
		p->start = now();
	p->next = p->start + DELAY;
}

void
progress_update(struct progress *p, size_t number, uint64_t done,
		uint64_t size)
{
	char line[80];
	uint64_t time;
	double mb;
	int n;

	if (!p->shown || (time = now()) < p->next)
		return;
	p->next = time + INTERVAL;
	mb = (double)p->bytes / 1e6;
	n = snprintf(line, sizeof(line), "%.1f MB, %.1f MB/s", mb,
		     mb * 1000 / (double)(time - p->start));
	if (p->ninputs > 1)
		n += snprintf(line + n, sizeof(line) - (size_t)n,
			      ", input %zu of %zu", number + 1, p->ninputs);
	if (size > 0 && done <= size)
		n += snprintf(line + n, sizeof(line) - (size_t)n, ", %.0f %%",
			      100 * (double)done / (double)size);
	if (p->bytes > 0)
		snprintf(line + n, sizeof(line) - (size_t)n,
			 ", %.1f %% removed",
			 100 * (double)p->removed / (double)p->bytes);
	msg_status(p->msg, line);
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		msg_status(p->msg, NULL);
}
