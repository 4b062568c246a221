/* SPDX-License-Identifier: MIT */
/* from_text.h - plain text: a file is a document, or several with separators */
#ifndef CLI_FROM_TEXT_H
#define CLI_FROM_TEXT_H
#include "job.h"

/* Read the open input to its end; false if that failed or all is over. */
bool from_text(struct job *j);

#endif
