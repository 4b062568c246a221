#!/bin/sh
# SPDX-License-Identifier: MIT
# options.sh - every option is in --help, in the manual and in a golden case
#
# The names come from the option table itself.  Usage: options.sh PROGRAM
set -u
prog=$(realpath "$1") || exit 2
cd "$(dirname "$0")/.." || exit 1
bad=0 count=0

miss() {
	echo "FAIL --$1: $2"
	bad=$((bad + 1))
}

help=$("$prog" --help) || exit 1
words=$(sed -n 's/^	{[^,]*, [^,]*, "\([a-z0-9-]*\)",.*/\1/p' src/cli/table.c)
for word in $words; do
	count=$((count + 1))
	echo "$help" | grep -q -E -e "--$word([ =[]|\$)" ||
		miss "$word" "not in --help"
	grep -q "^\\.It .*Fl Fl $word\\( \\|\$\\)" src/cli/declutter.1 ||
		miss "$word" "no .It in declutter.1"
	cat fixtures/cases/*/args 2>/dev/null |
		grep -q -x -e "--$word\\(=.*\\)\\{0,1\\}" ||
		miss "$word" "in no fixtures/cases/*/args"
done

# The other way round: the manual describes nothing that does not exist.
for word in $(sed -n 's/^\.It .*Fl Fl \([a-z0-9-]*\).*/\1/p' src/cli/declutter.1); do
	echo "$words" | grep -q -x -e "$word" || miss "$word" "in declutter.1 only"
done

# And its list of categories is the library's: ask with a wrong one.
for name in $("$prog" --keep=? 2>&1 | sed -n 's/.*: use //p' | tr -d ,); do
	grep -q "^\\.It Cm $name\$" src/cli/declutter.1 ||
		miss "keep" "category $name not in declutter.1"
done

echo "options: $count options, $bad missing"
[ "$count" -gt 0 ] && [ "$bad" -eq 0 ]
