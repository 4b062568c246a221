#!/bin/sh
# SPDX-License-Identifier: MIT
# style.sh - what the eye would stumble over: long files and lines, stray blanks
cd "$(dirname "$0")/.." || exit 1
status=0

fail() {
	echo "$@"
	status=1
}

# check LINES COLUMNS FILE...
check() {
	lines=$1 columns=$2
	shift 2
	for file; do
		[ "$(wc -l <"$file")" -le "$lines" ] ||
			fail "$file: $(wc -l <"$file") lines, $lines at most"
		head -n 1 "$file" | grep -q 'SPDX-License-Identifier: MIT' ||
			fail "$file: no SPDX line"
		long=$(expand "$file" | LC_ALL=C.UTF-8 grep -n ".\{$columns\}." |
			cut -d : -f 1)
		[ -z "$long" ] ||
			fail "$file: over $columns columns, line $(echo "$long" | tr "\n" " ")"
	done
}

check 400 90 include/*.h src/lib/*.[ch] src/cli/*.[ch]
# tables of sample text may be wider, and suites longer
check 500 110 tests/*.[ch] tests/*/*.[ch]

# shellcheck disable=SC2046 # no blanks in our names
grep -n '[[:blank:]]$' Makefile .ci/run $(find include src tests \
	-name '*.[ch]' -o -name '*.sh' -o -name '*.[13]' -o -name '*.py') &&
	fail "blanks at line ends"
exit $status
