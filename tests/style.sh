#!/bin/sh
# SPDX-License-Identifier: MIT
# style.sh - what the eye would stumble over: long files and lines, stray blanks
cd "$(dirname "$0")/.." || exit 1
status=0

fail() {
	echo "$1"
	status=1
}

for file in include/*.h src/lib/*.[ch] src/cli/*.[ch] tests/*.c tests/*/*.c; do
	[ -e "$file" ] || continue
	lines=$(wc -l <"$file")
	[ "$lines" -le 400 ] || fail "$file: $lines lines, 400 at most"
	head -n 1 "$file" | grep -q 'SPDX-License-Identifier: MIT' ||
		fail "$file: no SPDX line"
	expand "$file" | LC_ALL=C.UTF-8 grep -n '.\{91\}' |
		sed "s|^\\([0-9]*\\):.*|$file:\\1: over 90 columns|" | grep . &&
		status=1
done
# shellcheck disable=SC2046 # no blanks in our names
grep -n '[[:blank:]]$' Makefile .ci/run $(find include src tests \
	-name '*.[ch]' -o -name '*.sh' -o -name '*.[13]' -o -name '*.py') &&
	fail "blanks at line ends"
exit $status
