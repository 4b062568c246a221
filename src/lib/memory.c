/* SPDX-License-Identifier: MIT */
#include "memory.h"
#include "hash.h"

void
dc_memory_init(struct dc_memory *m, const struct declutter_allocator *a, bool learns)
{
	m->learns = learns;
	m->nsite = 0;
	m->document = 0;
	dc_templates_init(&m->seen, a);
	dc_templates_init(&m->headlines, a);
	dc_templates_init(&m->known_seen, a);
	dc_templates_init(&m->known_headlines, a);
	dc_learned_init(&m->learned, a, &m->seen, &m->headlines);
}

void
dc_memory_clear(struct dc_memory *m)
{
	dc_templates_clear(&m->seen);
	dc_templates_clear(&m->headlines);
	dc_templates_clear(&m->known_seen);
	dc_templates_clear(&m->known_headlines);
	dc_learned_clear(&m->learned);
}

bool
dc_memory_begin(struct dc_memory *m)
{
	return dc_templates_copy(&m->known_seen, &m->seen) &&
	       dc_templates_copy(&m->known_headlines, &m->headlines);
}

bool
dc_memory_forget(struct dc_memory *m)
{
	return dc_templates_copy(&m->seen, &m->known_seen) &&
	       dc_templates_copy(&m->headlines, &m->known_headlines);
}

void
dc_memory_set_site(struct dc_memory *m, const char *site, size_t len)
{
	m->nsite = dc_learned_site(site, len, m->site);
}

static struct dc_span
site_of(const struct dc_memory *m)
{
	return (struct dc_span){m->site, m->nsite};
}

void
dc_memory_expect(const struct dc_memory *m, uint64_t hash)
{
	dc_templates_expect(&m->seen, hash);
	dc_templates_expect(&m->headlines, hash);
	if (m->nsite > 0)
		dc_templates_expect(&m->seen, dc_learned_key(hash, site_of(m)));
}

uint32_t
dc_memory_count(const struct dc_memory *m, const struct dc_view *v)
{
	uint32_t all = dc_templates_count(&m->seen, v->hash, m->document), here;

	if (m->nsite == 0)
		return all;
	here = dc_templates_count(&m->seen, dc_learned_key(v->hash, site_of(m)),
				  m->document);
	return DC_MAX(all, here);
}

bool
dc_memory_is_headline(const struct dc_memory *m, const struct dc_view *v)
{
	return dc_templates_count(&m->headlines, v->hash, m->document) > 0;
}

/* Note that the text stands on 'site'; once it stands in documents enough, learn
   it.  *now is as in dc_templates_note(). */
static bool
note(struct dc_memory *m, const struct dc_view *v, struct dc_span site, uint32_t *now)
{
	uint64_t key = dc_learned_key(v->hash, site);
	struct dc_span text = {v->bytes, v->nbytes};

	if (!dc_templates_note(&m->seen, key, m->document, now))
		return false;
	return !m->learns || *now != DC_TEMPLATE_DOCUMENTS ||
	       dc_learned_add(&m->learned, DC_LEARNED_TEMPLATE, key, site, text);
}

bool
dc_memory_note(struct dc_memory *m, const struct dc_view *v, bool headline)
{
	struct dc_span nowhere = {NULL, 0}, text = {v->bytes, v->nbytes};
	uint32_t now, first = 0, all;

	if (!note(m, v, site_of(m), &now))
		return false;
	/* one site counts once among all */
	if (m->nsite > 0 && now == 1 && !note(m, v, nowhere, &all))
		return false;
	if (headline &&
	    !dc_templates_note(&m->headlines, v->hash, m->document, &first))
		return false;
	/* a headline is learned when a second document holds it, before or after */
	if (!m->learns || now < 2 || (now > 2 && first != 1) ||
	    dc_templates_count(&m->headlines, v->hash, DC_NO_DOCUMENT) == 0)
		return true;
	return dc_learned_add(&m->learned, DC_LEARNED_HEADLINE, v->hash, nowhere, text);
}
