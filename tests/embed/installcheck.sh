#!/bin/sh
# SPDX-License-Identifier: MIT
# installcheck.sh - install to a scratch root, use it as a stranger, uninstall
#
# Usage: installcheck.sh MAKE CC PKG_CONFIG VERSION
set -eu
make=$1 cc=$2 pkg_config=$3 version=$4
cd "$(dirname "$0")/../.."
root=$PWD/build/root
here=tests/embed

# A prefix of its own as well: nothing may remember the one of the build.
for prefix in /usr /opt/decl; do
	rm -rf "$root"
	"$make" -s install DESTDIR="$root" prefix=$prefix
	export PKG_CONFIG_SYSROOT_DIR="$root"
	export PKG_CONFIG_PATH="$root$prefix/lib/pkgconfig"
	[ "$("$pkg_config" --modversion libdeclutter)" = "$version" ]
	[ "$("$root$prefix/bin/declutter" --version)" = "declutter $version" ]

	# shellcheck disable=SC2046 # flags are words
	$cc -std=c11 -Wall -Werror -o build/embed $here/embed.c \
		$("$pkg_config" --cflags --libs libdeclutter)
	LD_LIBRARY_PATH=$root$prefix/lib build/embed <$here/in 2>build/embed.err |
		cmp - $here/expected
	grep -q 'line 3: cookie-consent' build/embed.err
	grep -q 'line 7: exact' build/embed.err

	# the same with the static library
	# shellcheck disable=SC2046
	$cc -std=c11 -o build/embed $here/embed.c "-I$root$prefix/include" \
		"$root$prefix/lib/libdeclutter.a" \
		$("$pkg_config" --static --libs-only-l libutf8proc) -lm
	build/embed <$here/in 2>build/embed.err | cmp - $here/expected

	"$make" -s uninstall DESTDIR="$root" prefix=$prefix
	left=$(find "$root" ! -type d)
	[ -z "$left" ] || { echo "installcheck: left behind: $left"; exit 1; }
done
echo "installcheck: fine"
