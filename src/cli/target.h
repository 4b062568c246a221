/* SPDX-License-Identifier: MIT */
/* target.h - the file that an input of its own output is written to */
#ifndef CLI_TARGET_H
#define CLI_TARGET_H
#include <stdbool.h>

#include "codec.h"
#include "files.h"
#include "format.h"
#include "msg.h"
#include "table.h"

/*
 * With -d below that directory, whose folders are made as they are needed; with
 * --suffix beside the input; with -i the input itself.  The name tells another
 * format or compression than the input's by its ending.  To be freed; NULL after
 * a message.
 */
char *target_of(const struct opts *opts, const char *name, bool converts,
		enum codec from, enum codec to, struct msg *msg);

/* Is the file 'path', for the text of the input 'name', another input, what was written
   for one, or one from before that has to stay?  True after a message. */
bool target_is_taken(const char *path, const char *name, const struct opts *opts,
		     const struct files *inputs, const struct files *written,
		     struct msg *msg);

#endif
