/* SPDX-License-Identifier: MIT */
/* built_in.h - the tables of src/model as constants, made by src/model/compile.c */
#ifndef DC_BUILT_IN_H
#define DC_BUILT_IN_H
#include "phrases.h"
#include "trained.h"

extern const struct dc_phrase_table dc_built_in_phrases;
extern const struct dc_trained dc_built_in_model;

#endif
