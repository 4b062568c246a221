/* SPDX-License-Identifier: MIT */
/* file.h - a whole file in memory, for the tools of this folder */
#ifndef MODEL_FILE_H
#define MODEL_FILE_H
#include <stdio.h>
#include <stdlib.h>

#include "base.h"

/* Its bytes, never freed; data is NULL if that failed, and errno says why. */
static inline struct dc_span
read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct dc_span s = {NULL, 0};
	char *data = NULL, *grown;
	size_t n = f != NULL;

	for (; n > 0; s.len += n) {
		grown = realloc(data, s.len + 65536);
		if (grown == NULL)
			break;
		data = grown;
		n = fread(data + s.len, 1, 65536, f);
	}
	if (f != NULL && n == 0 && !ferror(f))
		s.data = data;
	if (f != NULL)
		fclose(f);
	return s;
}

#endif
