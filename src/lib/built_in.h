/* SPDX-License-Identifier: MIT */
/* built_in.h - the tables of src/model as constants, made by src/model/compile.c */
#ifndef DC_BUILT_IN_H
#define DC_BUILT_IN_H
#include "phrases.h"
#include "lexis.h"
#include "weights.h"

extern const struct dc_phrase_table dc_built_in_phrases;
extern const struct dc_weights dc_built_in_weights[];	/* of the model's passes */
extern const struct dc_lexicon dc_built_in_lexicon;

#endif
