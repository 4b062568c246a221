/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "lexis.h"
#include "row.h"

#define PASS 0			/* its rows of the table */
#define LONG_BYTES 4		/* folded: shorter words say little of a topic */
#define TIMES_MAX 6		/* a word counts no more */
#define WEIGHT_MAX 127
#define KEY_UNITS 160		/* longer texts have no key */

#define BUCKETS (1u << DC_LEXICON_BITS)
#define SLOTS (1u << DC_MENTION_BITS)

static uint32_t
tag_of(uint64_t hash)
{
	return (uint32_t)(hash >> DC_LEXICON_BITS) & 0xff;
}

/* The weight in that half of the word's bucket which has its tag, else 0. */
static inline int32_t
weight_of(const struct dc_lexicon *l, uint64_t hash)
{
	uint32_t b = l->bucket[hash & (BUCKETS - 1)];
	uint32_t other = b ^ tag_of(hash) * 0x01000100u, half = 0;

	if (other >> 24 == 0)
		half = b >> 16;
	if ((other & 0xff00) == 0)
		half = b;
	return (int8_t)(half & 0xff);
}

static bool
put(struct dc_lexicon *l, uint64_t hash, int weight)
{
	uint32_t *b = &l->bucket[hash & (BUCKETS - 1)];
	uint32_t half = tag_of(hash) << 8 | ((uint32_t)weight & 0xff);

	if ((*b & 0xffff) == 0)
		*b |= half;
	else if (*b >> 16 == 0 && (*b >> 8 & 0xff) != tag_of(hash))
		*b |= half << 16;
	else
		return false;
	return true;
}

const char *
dc_lexicon_read(struct dc_lexicon *l, struct dc_span table)
{
	struct dc_row row = dc_row_before(table, NULL, 0);
	struct dc_span word;
	int pass, weight;

	*l = (struct dc_lexicon){0};
	while (dc_row_next(&row)) {
		if (!dc_row_number(&row, &pass) || !dc_row_take(&row, '\t'))
			return "expected a pass";
		if (pass != PASS)
			continue;
		word = dc_row_word(&row, '\t');
		if (word.len == 0 || !dc_row_take(&row, '\t') ||
		    !dc_row_number(&row, &weight) || weight == 0 ||
		    weight > WEIGHT_MAX || weight < -WEIGHT_MAX || !dc_row_at_end(&row))
			return "expected a word and a weight";
		put(l, dc_hash(word.data, word.len), weight);
	}
	return NULL;
}

/* 4096 / sqrt(n + 1) */
static const uint16_t per_root[DC_LEXIS_TOKENS + 1] = {
	4096, 2896, 2365, 2048, 1832, 1672, 1548, 1448, 1365, 1295, 1235, 1182,
	1136, 1095, 1058, 1024, 993, 965, 940, 916, 894, 873, 854, 836, 819, 803,
	788, 774, 761, 748, 736, 724, 713
};

uint64_t
dc_text_key(const struct dc_view *v, size_t ntokens)
{
	uint64_t key = 1;
	size_t i;

	if (v->shape.units >= KEY_UNITS || ntokens == 0)
		return 0;
	for (i = 0; i < ntokens; i++)
		key = dc_hash_mix(key, v->tokens[i].flags & DC_TOKEN_NUMBER ?
				       1 : v->tokens[i].hash);
	return key;
}

/* Here and below there are no branches that a word decides: half of them would go
   the other way. */
void
dc_lexis_read(const struct dc_lexicon *l, struct dc_view *v)
{
	uint32_t n = DC_MIN(v->ntokens, DC_LEXIS_TOKENS), nlong = 0, i;
	int32_t sum = 0;

	for (i = 0; i < n; i++) {
		const struct dc_token *t = &v->tokens[i];

		sum += weight_of(l, t->hash);
		v->long_hash[nlong] = t->hash;
		nlong += (uint32_t)(t->nfolded >= LONG_BYTES) &
			 (uint32_t)!(t->flags & DC_TOKEN_NUMBER);
	}
	v->key = dc_text_key(v, v->ntokens);
	v->lean = sum * per_root[n] / 256;
	v->nlong = nlong;
}

void
dc_mentions_begin(struct dc_mentions *m, uint64_t document)
{
	m->salt = (uint32_t)dc_hash_mix(document, 1);
}

static uint32_t
mention_tag(const struct dc_mentions *m, uint64_t hash)
{
	return (uint32_t)(hash >> 32) ^ m->salt;
}

void
dc_mentions_add(struct dc_mentions *m, const struct dc_view *v, uint64_t i,
		bool first, bool prose)
{
	uint32_t n = first || prose ? v->nlong : 0, k;
	uint16_t last = (uint16_t)i;

	for (k = 0; k < n; k++) {
		struct dc_mention *s = &m->slot[v->long_hash[k] & (SLOTS - 1)];
		uint32_t tag = mention_tag(m, v->long_hash[k]);
		uint32_t known = s->tag == tag;
		uint32_t count = s->count * known;
		uint32_t is_new = (s->last != last) | (known ^ 1);

		*s = (struct dc_mention){
			.tag = tag, .last = last,
			.count = (uint8_t)(count + (prose & is_new &
						    (count < UINT8_MAX))),
			.title = (uint8_t)((s->title * known) | first)
		};
	}
}

struct dc_topic
dc_mentions_ask(const struct dc_mentions *m, const struct dc_view *v, bool prose)
{
	uint32_t n = v->nlong, k;
	struct dc_topic topic = {.words = n};

	for (k = 0; k < n; k++) {
		const struct dc_mention *s = &m->slot[v->long_hash[k] & (SLOTS - 1)];
		uint32_t known = s->tag == mention_tag(m, v->long_hash[k]);
		uint32_t times = (s->count - (uint32_t)(prose & (s->count > 0))) * known;

		topic.shared += times > 0;
		topic.times += DC_MIN(times, TIMES_MAX);
		topic.title += s->title * known;
	}
	return topic;
}
