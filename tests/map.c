/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "map.h"

void *
need(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

void
add(struct list *l, uint32_t v)
{
	if (l->len == l->cap) {
		l->cap = l->cap * 2 + 16;
		l->at = need(realloc(l->at, l->cap * sizeof(*l->at)));
	}
	l->at[l->len++] = v;
}

static uint32_t
hash_of(const char *s, size_t len)
{
	uint32_t h = 0;
	size_t k;

	for (k = 0; k < len; k++)
		h = h * 31 + (unsigned char)s[k];
	return h ^ h >> 15;
}

static void
grow(struct map *m)
{
	size_t i;

	m->cap = m->cap * 2 + 256;
	m->string = need(realloc(m->string, m->cap * sizeof(*m->string)));
	m->hash = need(realloc(m->hash, m->cap * sizeof(*m->hash)));
	m->next = need(realloc(m->next, m->cap * sizeof(*m->next)));
	m->blocks = need(realloc(m->blocks, m->cap * sizeof(*m->blocks)));
	free(m->bucket);
	m->bucket = need(calloc(m->cap, sizeof(*m->bucket)));
	for (i = 0; i < m->len; i++) {
		size_t h = m->hash[i] % m->cap;

		m->next[i] = m->bucket[h];
		m->bucket[h] = (uint32_t)i + 1;
	}
}

uint32_t
number_of(struct map *m, const char *s, size_t len)
{
	uint32_t i, hash = hash_of(s, len);
	size_t h;

	if (m->len == m->cap)
		grow(m);
	h = hash % m->cap;
	for (i = m->bucket[h]; i != 0; i = m->next[i - 1])
		if (m->hash[i - 1] == hash && strlen(m->string[i - 1]) == len &&
		    memcmp(m->string[i - 1], s, len) == 0)
			return i - 1;
	m->string[m->len] = need(calloc(len + 1, 1));
	memcpy(m->string[m->len], s, len);
	m->blocks[m->len] = (struct list){0};
	m->hash[m->len] = hash;
	m->next[m->len] = m->bucket[h];
	m->bucket[h] = (uint32_t)++m->len;
	return (uint32_t)m->len - 1;
}

void
free_map(struct map *m)
{
	size_t i;

	for (i = 0; i < m->len; i++) {
		free(m->string[i]);
		free(m->blocks[i].at);
	}
	free(m->string);
	free(m->blocks);
	free(m->bucket);
	free(m->next);
	free(m->hash);
}
