/* SPDX-License-Identifier: MIT */
/* main.c - parse, run, exit status */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "help.h"
#include "run.h"

/*
 * Take up descriptors 0, 1 and 2 if they are closed, so that no file of ours
 * gets their number.  The wrong mode keeps them useless: a write to a closed
 * standard output fails as it should.
 */
static void
occupy_standard_descriptors(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY :
							   O_RDONLY) != fd)
			_exit(EXIT_FAILED);
}

/* --help and --version. */
static enum exit_status
tell(const struct opts *opts, struct msg *msg)
{
	struct output *out = output_open("-", CODEC_NONE, msg);

	if (out == NULL)
		return EXIT_FAILED;
	if (opts->help)
		help_write(out);
	else
		output_printf(out, "declutter %s\n", declutter_version());
	return output_close(out, true) ? EXIT_DONE : EXIT_FAILED;
}

int
main(int argc, char **argv)
{
	enum exit_status status = EXIT_USAGE;
	struct msg msg = {0};
	struct opts opts;

	occupy_standard_descriptors();
	if (!opts_parse(&opts, argc, argv, &msg))	/* or memory is out */
		status = opts.templates.name != NULL ? EXIT_USAGE : EXIT_FAILED;
	else if (opts.help || opts.version)
		status = tell(&opts, &msg);
	else if (opts.nfiles == 0 && opts.files_from == NULL && isatty(STDIN_FILENO))
		msg_usage(&msg, NULL, "no FILE given, and standard input is a "
			  "terminal");
	else
		status = run(&opts, &msg);
	opts_clear(&opts);
	return (int)status;
}
