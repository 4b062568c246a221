/* SPDX-License-Identifier: MIT */
#include "job.h"
#include "site.h"

/* Bad records of one input that get a line each; the rest is counted. */
#define TOLD 20

/* Whoever waits for us gets what there is before we wait; false if all is over. */
static bool
hand_out(struct job *j)
{
	j->status = declutter_drain(j->filter);
	outputs_flush(&j->outputs);
	return j->status == DECLUTTER_OK;
}

bool
job_read(struct job *j, const char **data, size_t *len, bool *failed)
{
	enum input_status status;

	*failed = true;
	if (input_pauses(j->input) && !hand_out(j))
		return false;
	status = input_read(j->input, data, len);
	*failed = status == INPUT_FAILED;
	if (status != INPUT_DATA)
		return false;
	j->progress.bytes += *len;
	progress_update(&j->progress, j->origins.nfiles, input_offset(j->input),
			input_size(j->input));
	return true;
}

bool
job_push(struct job *j, const char *text, size_t len)
{
	j->nbytes += len;
	j->status = declutter_push(j->filter, text, len);
	return j->status == DECLUTTER_OK;
}

bool
job_begin_record(struct job *j, const struct job_record *r)
{
	char site[SITE_MAX];
	size_t len = r->site != NULL ? site_of(r->site, r->nsite, site) : 0;

	if (!origins_record(&j->origins, j->progress.documents, r->number))
		return job_out_of_memory(j);
	j->status = declutter_site(j->filter, site, len);
	outputs_begin_record(&j->outputs, r->id, r->nid);
	return j->status == DECLUTTER_OK;
}

bool
job_end_record(struct job *j, uint64_t number, uint64_t len)
{
	struct origin origin = {j->name, number, true};

	j->status = declutter_end_record(j->filter);
	if (j->status == DECLUTTER_OK)
		j->status = declutter_drain(j->filter);
	if (j->status != DECLUTTER_OK)
		return false;
	outputs_end_record(&j->outputs, &origin, len);
	return !outputs_failed(&j->outputs);
}

bool
job_skip(struct job *j, uint64_t number, uint64_t offset, const char *what)
{
	uint64_t told = j->account.open.skipped++;

	if (!j->opts->keep_going || told < TOLD)
		msg_say(j->msg, j->name, "%s %llu at byte %llu: %s",
			j->format == FORMAT_WET ? "record" : "line",
			(unsigned long long)number, (unsigned long long)offset,
			what);
	else if (told == TOLD)
		msg_say(j->msg, j->name, "more bad records are only counted");
	return j->opts->keep_going;
}

bool
job_out_of_memory(struct job *j)
{
	msg_say(j->msg, j->name, "out of memory");
	return false;
}
