/* SPDX-License-Identifier: MIT */
/*
 * lint.h - what each rule of the user's files does to a corpus
 *
 * A table with a row a rule, in their order: how often its phrase stood where it
 * wants to, in how many documents, how often it decided, how often it removed
 * what reads like a paragraph, and the first line it hit.
 */
#ifndef CLI_LINT_H
#define CLI_LINT_H
#include <stdbool.h>

#include "declutter.h"
#include "output.h"

struct lint;

/* NULL if memory is out. */
struct lint *lint_new(void);
void lint_free(struct lint *l);

/* The next text of declutter_rules(), from the file 'name', which stays; false if
   memory is out. */
bool lint_rules(struct lint *l, const char *name, const char *text, size_t len);

void lint_hit(struct lint *l, const struct declutter_block *b,
	      const struct declutter_rule_hit *hit);

/* The table, of a corpus of so many blocks. */
void lint_write(const struct lint *l, struct output *o, uint64_t blocks);

#endif
