/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grow.h"
#include "hold.h"
#include "inputs.h"

static bool
out_of_memory(struct msg *msg)
{
	msg_say(msg, NULL, "out of memory for the names of the inputs");
	return false;
}

static bool
add(struct inputs *in, const char *name, size_t len, struct msg *msg)
{
	char **names = grow(in->names, in->n, &in->cap, sizeof(*names));

	if (names == NULL)
		return out_of_memory(msg);
	in->names = names;
	in->names[in->n] = strndup(name, len);
	return in->names[in->n++] != NULL || out_of_memory(msg);
}

/* A directory on the way: what is in it, sorted. */
struct level {
	struct dirent **entries;
	size_t n, next;
	size_t len;		/* of its path */
};

struct walk {
	struct hold path;	/* of the entry at hand, with a NUL */
	struct level *levels;
	size_t n, cap;
};

static int
is_entry(const struct dirent *e)
{
	return strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void
cannot_read(struct inputs *in, const char *path, struct msg *msg)
{
	msg_say(msg, path, "cannot read: %s", strerror(errno));
	in->failed = true;
}

/* The directory at w->path is the next level; false if memory is out. */
static bool
enter(struct inputs *in, struct walk *w, struct msg *msg)
{
	struct level *levels = grow(w->levels, w->n, &w->cap, sizeof(*levels));
	struct level level = {.len = w->path.len - 1};
	int n;

	if (levels == NULL)
		return out_of_memory(msg);
	w->levels = levels;
	n = scandir(w->path.data, &level.entries, is_entry, by_name);
	if (n < 0) {
		cannot_read(in, w->path.data, msg);
		return true;
	}
	level.n = (size_t)n;
	levels[w->n++] = level;
	return true;
}

static void
leave(struct walk *w)
{
	struct level *level = &w->levels[--w->n];

	while (level->n > 0)
		free(level->entries[--level->n]);
	free(level->entries);
}

/* The next entry of the last level.  Links are not followed: they may lead round in
   circles or out of the collection. */
static bool
visit(struct inputs *in, struct walk *w, struct msg *msg)
{
	struct level *level = &w->levels[w->n - 1];
	const char *name = level->entries[level->next++]->d_name;
	struct stat st;

	w->path.len = level->len;
	if ((w->path.data[level->len - 1] != '/' && !hold_add(&w->path, "/", 1)) ||
	    !hold_add(&w->path, name, strlen(name) + 1))
		return out_of_memory(msg);
	if (lstat(w->path.data, &st) != 0)
		cannot_read(in, w->path.data, msg);
	else if (S_ISREG(st.st_mode))
		return add(in, w->path.data, w->path.len - 1, msg);
	else if (S_ISDIR(st.st_mode))
		return enter(in, w, msg);
	return true;
}

/* The files below a directory.  Of those on the way there are the names of what is in
   them, and none stays open. */
static bool
walk(struct inputs *in, const char *directory, struct msg *msg)
{
	struct walk w = {0};
	bool ok = hold_add(&w.path, directory, strlen(directory) + 1) ?
		  enter(in, &w, msg) : out_of_memory(msg);

	while (ok && w.n > 0) {
		if (w.levels[w.n - 1].next == w.levels[w.n - 1].n)
			leave(&w);
		else
			ok = visit(in, &w, msg);
	}
	while (w.n > 0)
		leave(&w);
	free(w.levels);
	hold_free(&w.path);
	return ok;
}

static bool
add_operand(struct inputs *in, const char *name, const struct opts *opts,
	    struct msg *msg)
{
	bool is_stdin = strcmp(name, "-") == 0;
	struct stat st;

	if (is_stdin && opts->files_from != NULL &&
	    strcmp(opts->files_from, "-") == 0) {
		msg_say(msg, name, "cannot be the list of inputs and an input");
		return false;
	}
	if (opts->recursive && !is_stdin && stat(name, &st) == 0 &&
	    S_ISDIR(st.st_mode))
		return walk(in, name, msg);
	return add(in, name, strlen(name), msg);
}

/* Names lie between 'end's. */
static bool
read_names(struct inputs *in, FILE *list, char end, const struct opts *opts,
	   struct msg *msg)
{
	char *name = NULL;
	size_t size = 0;
	ssize_t len;
	bool ok = true;

	errno = 0;
	while (ok && (len = getdelim(&name, &size, end, list)) > 0) {
		if (name[len - 1] == end)
			name[--len] = '\0';
		if (strlen(name) < (size_t)len) {
			msg_say(msg, opts->files_from, "has a NUL in a name: -0 "
				"takes names that end at one");
			ok = false;
		} else if (len > 0) {
			ok = add_operand(in, name, opts, msg);
		}
	}
	free(name);
	/* not ferror(): memory may be out too */
	if (!ok || feof(list))
		return ok;
	msg_say(msg, opts->files_from, "cannot read: %s", strerror(errno));
	return false;
}

/* The names that a file lists, or standard input. */
static bool
read_list(struct inputs *in, const struct opts *opts, struct msg *msg)
{
	bool is_stdin = strcmp(opts->files_from, "-") == 0, ok;
	FILE *list = is_stdin ? stdin : fopen(opts->files_from, "r");

	if (list == NULL) {
		msg_say(msg, opts->files_from, "cannot open: %s", strerror(errno));
		return false;
	}
	ok = read_names(in, list, opts->from0 ? '\0' : '\n', opts, msg);
	if (!is_stdin)
		fclose(list);
	return ok;
}

bool
inputs_collect(struct inputs *in, const struct opts *opts, struct msg *msg)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < opts->nfiles && ok; i++)
		ok = add_operand(in, opts->files[i], opts, msg);
	if (ok && opts->files_from != NULL)
		return read_list(in, opts, msg);
	if (ok && opts->nfiles == 0)
		return add(in, "-", 1, msg);
	return ok;
}

bool
inputs_find(const struct inputs *in, struct files *files, struct msg *msg)
{
	size_t i;

	for (i = 0; i < in->n; i++)
		if (!files_add(files, in->names[i]))
			return out_of_memory(msg);
	return true;
}

void
inputs_free(struct inputs *in)
{
	size_t i;

	for (i = 0; i < in->n; i++)
		free(in->names[i]);
	free(in->names);
	*in = (struct inputs){NULL, 0, 0, false};
}
