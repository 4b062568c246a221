#!/bin/sh
# SPDX-License-Identifier: MIT
# law.sh - kept plus removed is the input, byte for byte
#
# For every text under fixtures and for all of them together.
# Usage: law.sh PROGRAM RESTORE
set -u
prog=$(realpath "$1") restore=$(realpath "$2") || exit 2
cd "$(dirname "$0")/../fixtures" || exit 1
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT || exit 1
ran=0 bad=0

fail() {
	echo "FAIL $1: $2"
	bad=$((bad + 1))
}

# law NAME FILE...: the run on FILEs, with whatever $options holds
law() {
	name=$1 && shift
	ran=$((ran + 1))
	# shellcheck disable=SC2086 # options are words
	"$prog" $options --verbatim --removed "$tmp/removed" "$@" >"$tmp/kept" || {
		fail "$name $options" "status $?"
		return
	}
	"$restore" "$tmp/kept" "$tmp/removed" >"$tmp/again" ||
		fail "$name $options" "cannot be restored"
	cat "$@" | cmp -s - "$tmp/again" ||
		fail "$name $options" "restored text differs"
	# nothing invented: with all halves off nothing changes at all
	"$prog" --no-chrome --no-dedup --verbatim "$@" >"$tmp/kept" ||
		fail "$name" "status $? with nothing to remove"
	cat "$@" | cmp -s - "$tmp/kept" ||
		fail "$name" "changed with nothing to remove"
}

# law_of_record FILE: the same for a JSON record that holds the text
law_of_record() {
	ran=$((ran + 1))
	# shellcheck disable=SC2086 # options are words
	jq -Rs '{text: .}' "$1" | jq -c . | "$prog" $options --format=jsonl \
		--verbatim --removed "$tmp/removed" | jq -j .text >"$tmp/kept"
	cp "$tmp/kept" "$tmp/again"
	# a record that lost nothing has no end either
	[ ! -s "$tmp/removed" ] ||
		"$restore" "$tmp/kept" "$tmp/removed" >"$tmp/again" ||
		fail "${1##*/} as JSON $options" "cannot be restored"
	cmp -s "$1" "$tmp/again" ||
		fail "${1##*/} as JSON $options" "restored text differs"
}

# Sometimes the bytes are no text: the law does not care.
head -c 20000 "$prog" | tr -d '\000' >"$tmp/binary"
printf 'a\r\nb\rc\n\n\n\f\n\fd\n \n' >"$tmp/ends"
printf '\357\273\277bom\n\nno newline at the end' >"$tmp/bom"
: >"$tmp/empty"

for options in "" "--strict" "--safe --extends=drop --templates=drop"; do
	for file in articles/*.txt traps/*.txt "$tmp"/binary "$tmp"/ends \
		"$tmp"/bom "$tmp"/empty; do
		[ ! -e "$file" ] || law "${file##*/}" "$file"
	done
	law "all articles" articles/*.txt "$tmp/bom" "$tmp/ends"
	if command -v jq >/dev/null; then
		for file in articles/*.txt traps/a*.txt "$tmp"/ends "$tmp"/bom; do
			law_of_record "$file"
		done
	fi
done

# What was read of an input that is cut short counts as one.
options=
cat articles/*.txt | gzip | head -c 8000 >"$tmp/cut"
gzip -dc "$tmp/cut" >"$tmp/read" 2>"$tmp/err"
"$prog" -k --verbatim --removed "$tmp/removed" "$tmp/cut" "$tmp/bom" \
	>"$tmp/kept" 2>"$tmp/err"
"$restore" "$tmp/kept" "$tmp/removed" >"$tmp/again" &&
	cat "$tmp/read" "$tmp/bom" | cmp -s - "$tmp/again" ||
	fail "cut short" "restored text differs"
echo "law: $ran runs, $bad failed"
[ "$ran" -gt 0 ] && [ "$bad" -eq 0 ]
