/* SPDX-License-Identifier: MIT */
/* tables.h - the tables of src/model as bytes, for the tests */
#ifndef TABLES_H
#define TABLES_H
#include "base.h"

extern const struct dc_span t_table_phrases, t_table_words, t_table_weights,
	t_table_pages, t_table_streams;

#endif
