/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unsynced.h"

/* POSIX has only sync(), which need not wait, nor say that it failed. */
#ifdef __linux__
#define CAN_SYNC_ALL 1
#define sync_all(fd) syncfs(fd)
#else
#define CAN_SYNC_ALL 0
#define sync_all(fd) fsync(fd)
#endif

bool
unsynced_add(struct unsynced *u, int fd)
{
	struct stat st;

	if (!CAN_SYNC_ALL || fstat(fd, &st) != 0)
		return false;
	if (u->any && st.st_dev == u->device)
		return true;
	unsynced_sync(u);
	u->fd = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	u->device = st.st_dev;
	u->any = u->fd >= 0;
	return u->any;
}

bool
unsynced_sync(struct unsynced *u)
{
	if (u->any && sync_all(u->fd) != 0 && u->error == 0)
		u->error = errno;
	if (u->any)
		close(u->fd);
	u->any = false;
	errno = u->error;
	return u->error == 0;
}
