/* SPDX-License-Identifier: MIT */
/* setup.c - a filter's beginning and end, and what it is told before and after */
#include "built_in.h"
#include "filter.h"

enum declutter_status
declutter_new(struct declutter **out, const struct declutter_options *opt,
	      const struct declutter_sink *sink)
{
	struct declutter_options defaults;
	struct declutter *d;

	*out = NULL;
	declutter_options_init(&defaults);
	if (opt == NULL)
		opt = &defaults;
	if (declutter_options_check(opt) != NULL || sink == NULL ||
	    sink->block == NULL)
		return DECLUTTER_EOPTION;
	d = dc_calloc(&opt->allocator, 1, sizeof(*d));
	if (d == NULL)
		return DECLUTTER_ENOMEM;
	d->opt = *opt;
	if (opt->nseparator > 0)	/* NULL may be given for none */
		memcpy(d->separator, opt->separator, opt->nseparator);
	d->opt.separator = d->separator;
	dc_blocks_init(&d->blocks, &d->opt, dc_filter_block, d);
	d->phrases = dc_phrases_new(&d->opt.allocator, &dc_built_in_phrases);
	dc_intake_init(&d->intake, &d->opt, d->phrases);
	dc_relay_init(&d->read, &d->opt, DECLUTTER_JUDGING, dc_front_take, &d->front);
	dc_front_init(&d->front, &d->opt, &d->judged);
	dc_relay_init(&d->judged, &d->opt, DECLUTTER_MATCHING, dc_back_take, &d->back);
	if (dc_back_init(&d->back, &d->opt, sink) != DECLUTTER_OK ||
	    d->phrases == NULL) {
		declutter_free(d);
		return DECLUTTER_ENOMEM;
	}
	d->back.report.phrases = d->phrases;
	*out = d;
	return DECLUTTER_OK;
}

void
declutter_free(struct declutter *d)
{
	struct declutter_allocator a;

	if (d == NULL)
		return;
	a = d->opt.allocator;
	dc_filter_wait(d);
	dc_blocks_clear(&d->blocks);
	dc_intake_clear(&d->intake);
	dc_relay_clear(&d->read);
	dc_front_clear(&d->front);
	dc_relay_clear(&d->judged);
	dc_back_clear(&d->back);
	dc_phrases_free(d->phrases);
	dc_release(&a, d, sizeof(*d));
}

/* A text that is refused leaves the filter usable. */
static enum declutter_status
settle_text(struct declutter *d, enum declutter_status status)
{
	return status == DECLUTTER_ERULES ? status : dc_settle(d, status);
}

enum declutter_status
declutter_rules(struct declutter *d, const char *text, size_t len,
		struct declutter_rules_error *error)
{
	if (!dc_may_go_on(d, !d->begun))
		return d->status;
	return settle_text(d, dc_phrases_add(d->phrases, text, len, true, error));
}

enum declutter_status
declutter_templates_read(struct declutter *d, const char *text, size_t len,
			 struct declutter_rules_error *error)
{
	if (!dc_may_go_on(d, !d->begun))
		return d->status;
	return settle_text(d, dc_learned_read(&d->front.memory.learned, text, len,
					      d->opt.learn != 0, error));
}

enum declutter_status
declutter_templates_write(struct declutter *d,
			  int (*write)(void *ctx, const char *data, size_t len),
			  void *ctx)
{
	if (!dc_may_go_on(d, d->phase != DC_INSIDE && d->opt.learn))
		return d->status;
	if (declutter_drain(d) != DECLUTTER_OK)
		return d->status;
	return dc_settle(d, dc_learned_write(&d->front.memory.learned, write,
					     ctx));
}

void
declutter_stats(const struct declutter *d, struct declutter_stats *stats)
{
	dc_filter_wait(d);
	*stats = d->back.report.stats;
	dc_dedup_stats(&d->back.dedup, stats);
}
