/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "temporary.h"

#define SUFFIX ".XXXXXX"
/* Bytes of the old name in the new one.  Most file systems take 255 in all, eCryptfs
   143. */
#define KEPT 120

/* Give the temporary file the owner and mode of the file that it replaces, or the
   mode that open() would.  Who may not give files away remains the owner. */
static int
take_place(int fd, const char *path)
{
	struct stat was, is;
	mode_t mask, mode;

	if (fstat(fd, &is) != 0)
		return -1;
	if (stat(path, &was) != 0) {
		mask = umask(0);
		umask(mask);
		return fchmod(fd, 0666 & ~mask);
	}
	mode = was.st_mode & 07777;
	if ((was.st_uid != is.st_uid || was.st_gid != is.st_gid) &&
	    fchown(fd, was.st_uid, was.st_gid) != 0 &&
	    fchown(fd, (uid_t)-1, was.st_gid) != 0)
		mode &= 0777;	/* rights that were another's */
	return fchmod(fd, mode);
}

/* As much of 'path' as a name with more behind it can hold, in whole characters. */
static size_t
kept(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	size_t len = strlen(path + folder);

	if (len <= KEPT)
		return folder + len;
	for (len = KEPT; len > 1 && (path[folder + len] & 0xc0) == 0x80; len--)
		continue;
	return folder + len;
}

int
temporary_open(const char *path, char **name)
{
	size_t len = kept(path);
	int fd, error;

	*name = malloc(len + sizeof(SUFFIX));
	if (*name == NULL)
		return -1;
	memcpy(*name, path, len);
	memcpy(*name + len, SUFFIX, sizeof(SUFFIX));
	fd = cleanup_mkstemp(*name);
	if (fd >= 0 && take_place(fd, path) == 0)
		return fd;
	error = errno;
	if (fd >= 0) {
		close(fd);
		unlink(*name);
		cleanup_forget(*name);
	}
	free(*name);
	*name = NULL;
	errno = error;
	return -1;
}
