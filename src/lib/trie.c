/* SPDX-License-Identifier: MIT */
#include "hash.h"
#include "trie.h"

bool
dc_trie_copy(struct dc_trie *t, const struct declutter_allocator *a,
	     const struct dc_trie *from)
{
	*t = (struct dc_trie){.alloc = a};
	if (!dc_array_append(a, &t->nodes, from->nodes.data, from->nodes.len,
			     sizeof(struct dc_node)))
		return false;
	if (from->cap == 0)
		return true;
	t->edges = dc_calloc(a, from->cap, sizeof(*t->edges));
	if (t->edges == NULL)
		return false;
	memcpy(t->edges, from->edges, from->cap * sizeof(*t->edges));
	t->nedges = from->nedges;
	t->cap = from->cap;
	return true;
}

void
dc_trie_clear(struct dc_trie *t)
{
	dc_array_clear(t->alloc, &t->nodes, sizeof(struct dc_node));
	dc_release(t->alloc, t->edges, t->cap * sizeof(*t->edges));
}

static uint64_t
edge_key(uint32_t parent, uint64_t hash)
{
	uint64_t key = dc_hash_mix(hash, parent);

	return key + (key == 0);
}

static struct dc_edge *
find_edge(const struct dc_trie *t, uint64_t key)
{
	size_t i = (size_t)key & (t->cap - 1);

	while (t->edges[i].key != 0 && t->edges[i].key != key)
		i = (i + 1) & (t->cap - 1);
	return &t->edges[i];
}

static bool
grow(struct dc_trie *t)
{
	size_t cap = t->cap == 0 ? 1024 : t->cap * 2, i;
	struct dc_trie old = *t;
	struct dc_edge *edges;

	if (t->nedges * 2 < t->cap)
		return true;
	edges = dc_calloc(t->alloc, cap, sizeof(*edges));
	if (edges == NULL)
		return false;
	t->edges = edges;
	t->cap = cap;
	for (i = 0; i < old.cap; i++)
		if (old.edges[i].key != 0)
			*find_edge(t, old.edges[i].key) = old.edges[i];
	dc_release(t->alloc, old.edges, old.cap * sizeof(*edges));
	return true;
}

uint32_t
dc_trie_make(struct dc_trie *t, uint32_t parent, uint64_t hash)
{
	uint64_t key = edge_key(parent, hash);
	struct dc_node fresh = {0};
	struct dc_edge *e;

	if (!grow(t))
		return 0;
	e = find_edge(t, key);
	if (e->key == 0) {
		if (!dc_array_append(t->alloc, &t->nodes, &fresh, 1, sizeof(fresh)))
			return 0;
		e->key = key;
		e->child = (uint32_t)t->nodes.len - 1;
		t->nedges++;
		dc_trie_node(t, parent)->number |= hash == DC_NUMBER_EDGE;
		dc_trie_node(t, parent)->star |= hash == DC_STAR_EDGE;
	}
	return e->child;
}

uint32_t
dc_trie_step(const struct dc_trie *t, uint32_t parent, uint64_t hash)
{
	return t->cap == 0 ? 0 : find_edge(t, edge_key(parent, hash))->child;
}
