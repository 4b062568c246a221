/* SPDX-License-Identifier: MIT */
/* tables.h - the tables of src/model, turned into C at build time */
#ifndef DC_TABLES_H
#define DC_TABLES_H
#include "base.h"

extern const char dc_table_phrases[];
extern const size_t dc_table_phrases_len;
extern const char dc_table_words[];
extern const size_t dc_table_words_len;
extern const char dc_table_weights[];
extern const size_t dc_table_weights_len;

#endif
