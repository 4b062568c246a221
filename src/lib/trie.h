/* SPDX-License-Identifier: MIT */
/*
 * trie.h - token sequences as a trie: one hash table of edges
 *
 * An edge leads from a node, by a token's hash or a wildcard, to a node.  Node
 * 0 is the root; a payload, here the first rule, hangs on a node.
 */
#ifndef DC_TRIE_H
#define DC_TRIE_H
#include "mem.h"

/* Edges that are no token: '#' any number, '*' a few tokens. */
#define DC_NUMBER_EDGE 0x6e756d6265720001u
#define DC_STAR_EDGE 0x737461720000002au

struct dc_node {
	uint32_t rule;		/* first rule that ends here, or 0 */
	bool number, star;	/* has such an edge */
};

struct dc_edge {
	uint64_t key;	/* of parent and hash; 0: empty */
	uint32_t child;
};

struct dc_trie {
	const struct declutter_allocator *alloc;
	struct dc_array nodes;	/* struct dc_node */
	struct dc_edge *edges;
	size_t nedges, cap;	/* cap is a power of two */
};

/* A copy of 'from'; false if memory is out.  Clear it in any case. */
bool dc_trie_copy(struct dc_trie *t, const struct declutter_allocator *a,
		  const struct dc_trie *from);
void dc_trie_clear(struct dc_trie *t);

/* The child of 'parent' by 'hash', made if needed; 0 if memory is out. */
uint32_t dc_trie_make(struct dc_trie *t, uint32_t parent, uint64_t hash);

/* The child of 'parent' by 'hash', 0 if there is none. */
uint32_t dc_trie_step(const struct dc_trie *t, uint32_t parent, uint64_t hash);

static inline struct dc_node *
dc_trie_node(const struct dc_trie *t, uint32_t id)
{
	return (struct dc_node *)t->nodes.data + id;
}

#endif
