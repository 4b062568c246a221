/* SPDX-License-Identifier: MIT */
/* together.h - which options cannot be had together */
#ifndef CLI_TOGETHER_H
#define CLI_TOGETHER_H
#include <stdbool.h>

#include "msg.h"
#include "table.h"

/* False after a message. */
bool together_check(const struct opts *o, struct msg *msg);

#endif
