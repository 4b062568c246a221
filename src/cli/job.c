/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "job.h"
#include "site.h"

/* Bad records of one input that get a line each; the rest is counted. */
#define TOLD 20

struct deed *
job_plan(struct job *j, deed_act *act, size_t size)
{
	struct deed *deed = deeds_plan(&j->deeds, act, size);

	if (deed == NULL)
		job_out_of_memory(j);
	return deed;
}

bool
job_give(struct job *j, struct deed *deed)
{
	j->status = declutter_note(j->filter, deed);
	/* before more is read: a giant record is not held beside the next */
	return j->status == DECLUTTER_OK && (!deeds_are_many(&j->deeds) || job_settle(j));
}

bool
job_have(struct job *j, deed_act *act, const void *data, size_t size)
{
	struct deed *deed = job_plan(j, act, size);

	if (deed == NULL)
		return false;
	memcpy(deed_data(deed), data, size);
	return job_give(j, deed);
}

bool
job_settle(struct job *j)
{
	j->status = declutter_drain(j->filter);
	return j->status == DECLUTTER_OK;
}

/* Whoever waits for us gets what there is before we wait; false if all is over. */
static bool
hand_out(struct job *j)
{
	bool ok = job_settle(j);

	outputs_flush(&j->outputs);
	return ok;
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
	progress_update(&j->progress, j->ninputs, input_offset(j->input),
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

/* Of a record that begins or ends. */
struct mark {
	struct origin origin;
	uint64_t len;		/* of its text, at the end */
	bool has_id;
	size_t nid;
	char id[];
};

static bool
begin_record(void *ctx, void *data)
{
	struct job *j = ctx;
	const struct mark *m = data;

	if (!origins_record(&j->origins, j->progress.documents, m->origin.line)) {
		msg_say(j->msg, m->origin.name, "out of memory");
		return false;
	}
	return outputs_begin_record(&j->outputs, m->has_id ? m->id : NULL, m->nid);
}

bool
job_begin_record(struct job *j, const struct job_record *r)
{
	char site[SITE_MAX];
	size_t len = r->site != NULL ? site_of(r->site, r->nsite, site) : 0;
	struct deed *deed = job_plan(j, begin_record, sizeof(struct mark) + r->nid);
	struct mark *m;

	if (deed == NULL)
		return false;
	m = deed_data(deed);
	m->origin = (struct origin){j->name, r->number, true};
	m->has_id = r->id != NULL;
	m->nid = r->nid;
	if (m->has_id)
		memcpy(m->id, r->id, r->nid);
	j->status = declutter_site(j->filter, site, len);
	return j->status == DECLUTTER_OK && job_give(j, deed);
}

static bool
end_record(void *ctx, void *data)
{
	struct job *j = ctx;
	const struct mark *m = data;

	outputs_end_record(&j->outputs, &m->origin, m->len);
	return !outputs_failed(&j->outputs);
}

bool
job_end_record(struct job *j, uint64_t number, uint64_t len)
{
	struct mark m = {.origin = {j->name, number, true}, .len = len};

	j->status = declutter_end_record(j->filter);
	return j->status == DECLUTTER_OK && job_have(j, end_record, &m, sizeof(m));
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
