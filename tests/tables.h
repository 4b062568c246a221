/* SPDX-License-Identifier: MIT */
/* tables.h - the tables of src/model as bytes, for the tests */
#ifndef TABLES_H
#define TABLES_H
#include <stddef.h>

extern const char t_table_phrases[];
extern const size_t t_table_phrases_len;
extern const char t_table_words[];
extern const size_t t_table_words_len;
extern const char t_table_weights[];
extern const size_t t_table_weights_len;
extern const char t_table_streams[];
extern const size_t t_table_streams_len;

#endif
