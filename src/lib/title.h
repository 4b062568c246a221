/* SPDX-License-Identifier: MIT */
/* title.h - the title of a page and the headline of its article */
#ifndef DC_TITLE_H
#define DC_TITLE_H
#include "view.h"

#define DC_TITLE_EVIDENCE "headline stands again below"

/* Is it the headline, word for word? */
bool dc_title_is(const struct dc_view *v, const struct dc_view *headline);

/* Is it "Headline | Site" or "Site - Headline"?  The headline has a word at least. */
bool dc_title_wraps(const struct dc_view *v, const struct dc_view *headline);

#endif
