/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "resolve.h"

#define LINKS_MAX 40	/* as Linux follows */

/* Paths are in arrays: where memory is out no answer may be a wrong one. */

static bool
copy(char to[PATH_MAX], const char *path)
{
	size_t len = strlen(path);

	if (len < PATH_MAX) {
		memcpy(to, path, len + 1);
		return true;
	}
	errno = ENAMETOOLONG;
	return false;
}

/* The last part of a path, behind its folder. */
static const char *
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static void
folder_of(const char path[PATH_MAX], char folder[PATH_MAX])
{
	size_t len = (size_t)(base_of(path) - path);

	memcpy(folder, len > 0 ? path : ".", len > 0 ? len : 1);
	folder[len > 0 ? len : 1] = '\0';
}

/* Make of the link 'path' what it says, as seen from here. */
static bool
follow(char path[PATH_MAX])
{
	char target[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	size_t folder = (size_t)(base_of(path) - path);

	if (n < 0)
		return false;
	target[n] = '\0';
	if (target[0] == '/')
		folder = 0;
	if (folder + (size_t)n >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(path + folder, target, (size_t)n + 1);
	return true;
}

/* resolve() into an array. */
static bool
find_place(const char *path, char to[PATH_MAX], bool *exists)
{
	struct stat st;
	int links;

	*exists = realpath(path, to) != NULL;
	if (*exists)
		return true;
	if (errno != ENOENT || *path == '\0' || !copy(to, path))
		return false;
	for (links = 0; links < LINKS_MAX; links++) {
		if (lstat(to, &st) != 0 || !S_ISLNK(st.st_mode))
			return true;
		if (!follow(to))
			return false;
	}
	errno = ELOOP;
	return false;
}

char *
resolve(const char *path, bool *exists)
{
	char to[PATH_MAX];

	return find_place(path, to, exists) ? strdup(to) : NULL;
}

/* N, if 'path' is /proc/self/fd/N by whatever name of the folder; -1 if not. */
static int
descriptor_number(const char path[PATH_MAX])
{
	const char *base = base_of(path);
	size_t n = strspn(base, "0123456789");
	char folder[PATH_MAX], real[PATH_MAX], ours[PATH_MAX];

	if (n == 0 || n > 9 || base[n] != '\0')
		return -1;
	folder_of(path, folder);
	if (realpath(folder, real) == NULL ||
	    realpath("/proc/self/fd", ours) == NULL || strcmp(real, ours) != 0)
		return -1;
	return (int)strtol(base, NULL, 10);
}

int
resolve_descriptor(const char *path)
{
	char to[PATH_MAX];
	struct stat st;
	int links, fd = -1;

	if (!copy(to, path))
		return -1;
	/* what the descriptor's own link says is no name of it any more */
	for (links = 0; links < LINKS_MAX; links++) {
		fd = descriptor_number(to);
		if (fd >= 0 || lstat(to, &st) != 0 || !S_ISLNK(st.st_mode) ||
		    !follow(to))
			break;
	}
	return fd;
}

static bool
look(const char *name, struct stat *st)
{
	return strcmp(name, "-") == 0 ? fstat(STDOUT_FILENO, st) == 0 :
					stat(name, st) == 0;
}

static bool
is_same_inode(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* The same for two paths to files that are not there. */
static bool
is_same_place(const char a[PATH_MAX], const char b[PATH_MAX])
{
	char x[PATH_MAX], y[PATH_MAX];
	struct stat s, t;

	folder_of(a, x);
	folder_of(b, y);
	return strcmp(base_of(a), base_of(b)) == 0 && stat(x, &s) == 0 &&
	       stat(y, &t) == 0 && is_same_inode(&s, &t);
}

bool
resolve_is_same(const char *a, const char *b)
{
	char x[PATH_MAX], y[PATH_MAX];
	bool has_a, has_b;
	struct stat s, t;

	if (strcmp(a, b) == 0)
		return true;
	has_a = look(a, &s);
	has_b = look(b, &t);
	if (has_a || has_b)
		return has_a && has_b && S_ISREG(s.st_mode) &&
		       is_same_inode(&s, &t);
	return find_place(a, x, &has_a) && find_place(b, y, &has_b) &&
	       is_same_place(x, y);
}
