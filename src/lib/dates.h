/* SPDX-License-Identifier: MIT */
/* dates.h - dates in digits: "12.03.2026", "3/12/2026", "2026-03-12T11:30" */
#ifndef DC_DATES_H
#define DC_DATES_H
#include "utf8.h"

/* Does the number start with a date?  Prices ("1,227.00"), addresses and the numbers of
   telephones and versions are none, and neither is a date without its year. */
bool dc_is_numeric_date(const char *s, size_t len);

#endif
