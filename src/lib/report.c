/* SPDX-License-Identifier: MIT */
#include "report.h"

void
dc_report_init(struct dc_report *r, const struct declutter_allocator *alloc,
	       struct dc_chars *chars, const struct declutter_sink *sink)
{
	*r = (struct dc_report){.alloc = alloc, .chars = chars, .sink = *sink};
}

void
dc_report_clear(struct dc_report *r)
{
	dc_canon_clear(&r->canon, r->alloc);
}

/* The canonical text of the item, without its cuts. */
static bool
write_canonical(struct dc_report *r, const struct dc_item *item)
{
	size_t i;

	if (item->continues)
		dc_canon_go_on(&r->canon);
	else
		dc_canon_start(&r->canon);
	for (i = 0; i <= item->cuts.len; i++) {
		struct dc_span s = dc_item_stretch(item, i);

		if (!dc_canon_add(&r->canon, r->alloc, r->chars, s.data, s.len))
			return false;
	}
	return dc_canon_end(&r->canon, r->alloc);
}

static void
count(struct dc_report *r, const struct dc_item *item)
{
	struct declutter_stats *s = &r->stats;
	const struct declutter_cut *cuts = item->cuts.data;
	uint64_t n = item->bytes.len;
	size_t i;

	s->bytes += n;
	s->blocks += item->text;
	s->long_blocks += !item->text && item->nbody > 0 && !item->continues;
	if (item->near.duplicate != DECLUTTER_UNIQUE) {
		s->duplicate_blocks[item->near.duplicate]++;
		s->duplicate_bytes[item->near.duplicate] += n;
	}
	if (!item->removed) {
		s->kept_blocks += item->text;
		for (i = 0; i < item->cuts.len; i++) {
			s->cuts++;
			s->cut_bytes += cuts[i].end - cuts[i].start;
			n -= cuts[i].end - cuts[i].start;
		}
		s->kept_bytes += n;
	} else if (item->chrome.category != DECLUTTER_CONTENT) {
		s->chrome_blocks[item->chrome.category]++;
		s->chrome_bytes[item->chrome.category] += n;
	}
}

/* The cut that takes byte 'at' out, NULL if none does: they are in order. */
static const struct declutter_cut *
cut_at(const struct declutter_block *b, size_t at)
{
	size_t low = 0, high = b->ncuts;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (b->cuts[middle].end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < b->ncuts && b->cuts[low].start <= at ? &b->cuts[low] : NULL;
}

/* Is the rule the reason of the verdict, or of a cut? */
static bool
acts(const struct declutter_block *b, const struct dc_hit *h)
{
	const struct declutter_cut *cut = cut_at(b, h->start);

	return (cut != NULL && cut->evidence == h->phrase) ||
	       (h->rule->strength == DC_PROTECT && h->fits && !h->glued) ||
	       (b->removed && b->evidence == h->phrase);
}

/* Tell of the user's rules that hit the block. */
static enum declutter_status
report_rules(const struct dc_report *r, const struct dc_item *item,
	     const struct declutter_block *b)
{
	const struct dc_hit *h = item->hits.data;
	struct declutter_rule_hit hit = {.prose = dc_reads_as_prose(&item->scan.shape)};
	const struct dc_origin *origin;
	size_t i;

	for (i = 0; i < item->hits.len; i++) {
		origin = dc_phrases_origin(r->phrases, h[i].rule);
		hit.acts = acts(b, &h[i]);
		if (origin == NULL || !((h[i].fits && !h[i].glued) || hit.acts))
			continue;
		hit.text = origin->text;
		hit.line = origin->line;
		if (r->sink.rule(r->sink.ctx, b, &hit) != 0)
			return DECLUTTER_ESINK;
	}
	return DECLUTTER_OK;
}

static void
tell_duplicate(struct declutter_block *b, const struct dc_near_verdict *v)
{
	b->score = DC_MAX(v->containment, v->resemblance);
	b->evidence = declutter_duplicate_name(v->duplicate);
	b->containment = v->containment;
	b->resemblance = v->resemblance;
	b->shared = v->shared;
	b->own = v->own;
	b->nwitnesses = v->nwitnesses;
}

enum declutter_status
dc_report_block(struct dc_report *r, const struct dc_item *item)
{
	const struct declutter_cut *cuts = item->cuts.data;
	const char *bytes = item->bytes.data;
	struct declutter_block b = {
		.place = item->place, .offset = item->offset, .bytes = bytes,
		.nbytes = item->bytes.len, .nbody = item->nbody,
		.cuts = cuts, .ncuts = item->cuts.len,
		.removed = item->removed, .continues = item->continues,
		.category = item->chrome.category,
		.duplicate = item->near.duplicate,
		.score = item->chrome.score, .evidence = item->chrome.evidence,
		.witnesses = item->near.witnesses
	};

	count(r, item);
	if (item->canonical && b.ncuts == 0) {
		b.text = bytes;
		b.ntext = item->nbody;
	} else {
		if (!write_canonical(r, item))
			return DECLUTTER_ENOMEM;
		b.text = r->canon.text.len > 0 ? r->canon.text.data : "";
		b.ntext = r->canon.text.len;
		b.invalid = item->text ? item->invalid : r->canon.invalid;
		r->stats.invalid_bytes += b.invalid;
	}
	if (b.duplicate != DECLUTTER_UNIQUE)
		tell_duplicate(&b, &item->near);
	if (r->sink.block(r->sink.ctx, &b) != 0)
		return DECLUTTER_ESINK;
	return r->sink.rule != NULL ? report_rules(r, item, &b) : DECLUTTER_OK;
}

static enum declutter_status
report_document(struct dc_report *r, const struct dc_item *item)
{
	r->stats.documents++;
	if (r->sink.document != NULL &&
	    r->sink.document(r->sink.ctx, item->place.document, item->separator) != 0)
		return DECLUTTER_ESINK;
	return DECLUTTER_OK;
}

enum declutter_status
dc_report_event(struct dc_report *r, const struct dc_item *item)
{
	switch (item->event) {
	case DC_BEGIN:
		r->stats.inputs++;
		break;
	case DC_NOTE:
		return r->sink.note(r->sink.ctx, item->note) == 0 ? DECLUTTER_OK
								  : DECLUTTER_ESINK;
	case DC_END_DOCUMENT:
		return report_document(r, item);
	case DC_BLOCK:
	case DC_SITE:
	case DC_END_RECORD:
	case DC_END:
		break;
	}
	return DECLUTTER_OK;
}
