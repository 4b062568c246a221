/* SPDX-License-Identifier: MIT */
/*
 * shim.c - preloaded: the n-th call of a function fails
 *
 *	SHIM_CALL=write SHIM_AT=3 SHIM_ERRNO=28 LD_PRELOAD=shim.so declutter ...
 *
 * SHIM_SHORT=1 lets every read and write move one byte only.  SHIM_LOG=FILE
 * is made when the call failed, so a test knows when it ran out of calls.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static unsigned long calls;

/* ISO C knows no way from an object pointer to a function pointer. */
#define NEXT(name) do { \
	if (next == NULL) { \
		void *found = dlsym(RTLD_NEXT, #name); \
		memcpy(&next, &found, sizeof(next)); \
	} \
} while (0)

/* Is it this call's turn? */
static bool
fails(const char *name)
{
	const char *call = getenv("SHIM_CALL"), *at = getenv("SHIM_AT");
	const char *code = getenv("SHIM_ERRNO"), *log = getenv("SHIM_LOG");

	if (call == NULL || at == NULL || strcmp(call, name) != 0 ||
	    ++calls != strtoul(at, NULL, 10))
		return false;
	if (log != NULL)
		(void)!open(log, O_CREAT | O_WRONLY, 0600);
	errno = code != NULL ? atoi(code) : EIO;
	return true;
}

static size_t
shorten(size_t n)
{
	return n > 0 && getenv("SHIM_SHORT") != NULL ? 1 : n;
}

ssize_t
read(int fd, void *p, size_t n)
{
	static ssize_t (*next)(int, void *, size_t);

	NEXT(read);
	return fails("read") ? -1 : next(fd, p, shorten(n));
}

ssize_t
write(int fd, const void *p, size_t n)
{
	static ssize_t (*next)(int, const void *, size_t);

	NEXT(write);
	return fails("write") ? -1 : next(fd, p, shorten(n));
}

ssize_t
pread64(int fd, void *p, size_t n, off64_t at)
{
	static ssize_t (*next)(int, void *, size_t, off64_t);

	NEXT(pread64);
	return fails("pread") ? -1 : next(fd, p, shorten(n), at);
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	static ssize_t (*next)(int, const void *, size_t, off64_t);

	NEXT(pwrite64);
	return fails("pwrite") ? -1 : next(fd, p, shorten(n), at);
}

int
close(int fd)
{
	static int (*next)(int);

	NEXT(close);
	if (!fails("close"))
		return next(fd);
	next(fd);
	errno = EIO;
	return -1;
}

int
fsync(int fd)
{
	static int (*next)(int);

	NEXT(fsync);
	return fails("fsync") ? -1 : next(fd);
}

int
syncfs(int fd)
{
	static int (*next)(int);

	NEXT(syncfs);
	return fails("syncfs") ? -1 : next(fd);
}

int
rename(const char *from, const char *to)
{
	static int (*next)(const char *, const char *);

	NEXT(rename);
	return fails("rename") ? -1 : next(from, to);
}

/* glibc's own names: dlsym() itself allocates. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);
void *malloc(size_t n);
void *calloc(size_t n, size_t size);
void *realloc(void *p, size_t n);

static void *
no_memory(void)
{
	errno = ENOMEM;	/* glibc itself relies on it */
	return NULL;
}

void *
malloc(size_t n)
{
	return fails("malloc") ? no_memory() : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails("malloc") ? no_memory() : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return fails("malloc") ? no_memory() : __libc_realloc(p, n);
}
