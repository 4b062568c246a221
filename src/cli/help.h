/* SPDX-License-Identifier: MIT */
/* help.h - what --help prints: the option table, grouped, with its defaults */
#ifndef CLI_HELP_H
#define CLI_HELP_H
#include "output.h"

void help_write(struct output *out);

#endif
