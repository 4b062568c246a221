/* SPDX-License-Identifier: MIT */
/* site.h - the site that a URL, or the name of a site, stands for */
#ifndef CLI_SITE_H
#define CLI_SITE_H
#include <stddef.h>

#define SITE_MAX 255	/* RFC 1035: the longest name of a host */

/*
 * The host of a URL in lower case, without user, port and "www."; what is no URL
 * is a name and stays.  Returns its length, 0 if there is none.
 */
size_t site_of(const char *text, size_t len, char site[SITE_MAX]);

#endif
