/* SPDX-License-Identifier: MIT */
/* names.c - what numbers of the public interface are called */
#include "base.h"

const char *
declutter_version(void)
{
	return DC_TEXT_OF(DECLUTTER_VERSION_MAJOR) "."
	       DC_TEXT_OF(DECLUTTER_VERSION_MINOR) "."
	       DC_TEXT_OF(DECLUTTER_VERSION_PATCH);
}

const char *
declutter_strerror(enum declutter_status status)
{
	switch (status) {
	case DECLUTTER_OK: return "success";
	case DECLUTTER_ENOMEM: return "out of memory";
	case DECLUTTER_EOPTION: return "an option is out of range";
	case DECLUTTER_ERULES: return "malformed text of rules or templates";
	case DECLUTTER_ESINK: return "the output stopped";
	case DECLUTTER_ESTORE: return "the temporary store failed";
	case DECLUTTER_EUTF16: return "not UTF-8 but UTF-16 or UTF-32";
	case DECLUTTER_EUSE: return "calls out of order, or no such bounds";
	}
	return "unknown status";
}

static const char *const categories[DECLUTTER_NCATEGORIES] = {
	[DECLUTTER_CONTENT] = "content",
	[DECLUTTER_COOKIE_CONSENT] = "cookie-consent",
	[DECLUTTER_FOLLOW_US] = "follow-us",
	[DECLUTTER_NEWSLETTER] = "newsletter",
	[DECLUTTER_SHARE] = "share",
	[DECLUTTER_RELATED] = "related",
	[DECLUTTER_ADVERTISEMENT] = "advertisement",
	[DECLUTTER_NAVIGATION] = "navigation",
	[DECLUTTER_LOGIN_PAYWALL] = "login-paywall",
	[DECLUTTER_APP] = "app",
	[DECLUTTER_COMMENTS] = "comments",
	[DECLUTTER_COUNTERS] = "counters",
	[DECLUTTER_BYLINE_DATE] = "byline-date",
	[DECLUTTER_CREDIT] = "credit",
	[DECLUTTER_CAPTION] = "caption",
	[DECLUTTER_TAGS] = "tags",
	[DECLUTTER_LEGAL] = "legal",
	[DECLUTTER_PAGE_TITLE] = "page-title",
	[DECLUTTER_PLACEHOLDER] = "placeholder",
	[DECLUTTER_BROWSER_NOTICE] = "browser-notice",
	[DECLUTTER_CONTACT] = "contact",
	[DECLUTTER_BIO] = "bio",
	[DECLUTTER_WIRE_SLUG] = "wire-slug",
	[DECLUTTER_MEDIA_PLAYER] = "media-player",
	[DECLUTTER_TEMPLATE] = "template",
	[DECLUTTER_FURNITURE] = "furniture"
};

const char *
declutter_category_name(unsigned category)
{
	return category < DC_LEN(categories) ? categories[category] : NULL;
}

static const char *const duplicates[DECLUTTER_NDUPLICATES] = {
	[DECLUTTER_UNIQUE] = "unique", [DECLUTTER_EXACT] = "exact",
	[DECLUTTER_NEAR] = "near", [DECLUTTER_CONTAINED] = "contained",
	[DECLUTTER_STITCHED] = "stitched", [DECLUTTER_SHORT] = "short",
	[DECLUTTER_EXTENDS] = "extends", [DECLUTTER_NUMBERS] = "template"
};

const char *
declutter_duplicate_name(unsigned kind)
{
	return kind < DC_LEN(duplicates) ? duplicates[kind] : NULL;
}
