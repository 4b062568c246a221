/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "resolve.h"

#define LINKS_MAX 40	/* as Linux follows */

/* What the link 'path' says, as seen from here; frees 'path'. */
static char *
follow(char *path)
{
	char target[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	const char *slash = strrchr(path, '/');
	size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	char *to = NULL;

	if (n >= 0) {
		target[n] = '\0';
		if (target[0] == '/')
			folder = 0;
		to = malloc(folder + (size_t)n + 1);
	}
	if (to != NULL) {
		memcpy(to, path, folder);
		memcpy(to + folder, target, (size_t)n + 1);
	}
	free(path);
	return to;
}

char *
resolve(const char *path, bool *exists)
{
	char *to = realpath(path, NULL);
	struct stat st;
	int links;

	*exists = to != NULL;
	if (to != NULL || errno != ENOENT || *path == '\0')
		return to;
	to = strdup(path);
	for (links = 0; links < LINKS_MAX; links++) {
		if (to == NULL || lstat(to, &st) != 0 || !S_ISLNK(st.st_mode))
			return to;
		to = follow(to);
	}
	free(to);
	errno = ELOOP;
	return NULL;
}
