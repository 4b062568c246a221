#!/bin/bash
# SPDX-License-Identifier: MIT
# test_cli_io.sh - pipes that wait, links, terminals, progress
#
# Usage: test_cli_io.sh PROGRAM
set -u
prog=$(realpath "$1")
tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT || exit 1
cd "$tmp" || exit 1
export LC_ALL=C
bad=0

fail() {
	echo "FAIL $1"
	bad=$((bad + 1))
}

for i in $(seq 200); do
	printf 'The %s boat of the fleet left the harbour at %s with %s men.\n\n' \
		"$i" "$((i * 7 % 24)):00" "$((i % 9))"
done >text

# What is complete is written while the input waits, not at its end.
mkfifo pipe
"$prog" <pipe >out &
exec 3>pipe
cat text >&3
i=0
until [ "$(wc -l <out)" -ge 100 ]; do
	sleep .02
	[ $((i += 1)) -lt 500 ] || { fail "nothing is written before the end"; break; }
done
exec 3>&-
wait $! || fail "status $?"
"$prog" <text | cmp -s - out || fail "a pause changes the output"

# A reader that is slow and a writer that gives byte by byte change nothing.
head -c 3000 text | while IFS= read -r -n 1 -d '' byte || [ -n "$byte" ]; do
	printf '%s' "$byte"
done | "$prog" >slow
head -c 3000 text | "$prog" | cmp -s - slow || fail "single bytes change the output"

# Nor is it to be seen in compressed text that the writer paused.
for codec in gzip zstd; do
	"$prog" --compress=$codec <text >whole 2>/dev/null || continue
	(head -c 10000 text; sleep .1; tail -c +10001 text) |
		"$prog" --compress=$codec | cmp -s - whole ||
		fail "a pause changes what $codec makes"
done

# Links are followed, one to a file that is not there yet too.
mkdir real
ln -s link link1
ln -s real/new link
ln -s round round
echo "Two lines of text." >short
"$prog" <text >whole
for file in whole short; do
	"$prog" -o link1 $file || fail "an output by links: status $?"
	cmp -s $file real/new || fail "an output by links is not where they lead"
	[ -L link1 ] && [ -L link ] || fail "an output by links replaces a link"
done
"$prog" -o round text 2>err && fail "an output by a link to itself: status 0"
grep -q 'round: cannot' err || fail "an output by a link to itself: no message"

# The longest names that a file may have, of bytes and of characters.
for name in "$(printf '%0255d' 0)" "$(printf '%063d' 0 | sed 's/0/\xf0\x9f\x98\x80/g')abc"; do
	"$prog" -o "$name" text || fail "a long name: status $?"
	cmp -s whole "$name" || fail "a long name: text"
	cp text "$name"
	"$prog" -i "$name" || fail "a long name in place: status $?"
	cmp -s whole "$name" || fail "a long name in place: text"
	rm "$name"
done
"$prog" -o "$(printf '%0256d' 0)" text 2>err
[ $? = 1 ] || fail "too long a name: status is not 1"
grep -q 'cannot open for writing: File name too long' err ||
	fail "too long a name: no message"

# A message is one line whatever the name, written at once.
odd=$'no\nsuch\t\e[31mfile\x7f'
"$prog" "$odd" 2>err
echo 'declutter: no?such??[31mfile?: cannot open: No such file or directory' |
	cmp -s - err || fail "a name with control characters: $(cat -A err)"

# Two outputs are never one file, by whatever names and before it is there.
ln -s real/both both
for two in "-o both --removed real/both" "-o ./real/both --learn both" \
	"-o real/../both --removed real/both"; do
	# shellcheck disable=SC2086 # words
	"$prog" $two text 2>err
	[ $? = 2 ] || fail "$two: status is not 2"
	grep -q 'name the same file' err || fail "$two: no message"
	[ ! -e both ] || fail "$two: written"
done
"$prog" --removed log text >log 2>err
[ $? = 2 ] || fail "--removed in the place of standard output: status is not 2"

# A name of an open descriptor is that descriptor, where it stands.
"$prog" --removed gone text >whole
ln -s /dev/stdout stdout
for name in /dev/stdout /dev/fd/1 /proc/self/fd/1 stdout; do
	{ echo head; "$prog" -o $name text; echo tail; } >out
	{ echo head; cat whole; echo tail; } | cmp -s - out || fail "$name: the file is another"
	echo old >out
	"$prog" -o $name text >>out || fail "$name, appended: status $?"
	{ echo old; cat whole; } | cmp -s - out || fail "$name, appended: text"
	"$prog" -o $name text | cmp -s - whole || fail "$name: a pipe"
	"$prog" --removed $name text >out 2>err
	[ $? = 2 ] || fail "--removed $name: status is not 2"
done
{ echo head; "$prog" --removed /dev/fd/3 text 3>&1 >out; echo tail; } >log
{ echo head; cat gone; echo tail; } | cmp -s - log || fail "--removed /dev/fd/3: text"
cmp -s whole out || fail "--removed /dev/fd/3: standard output"
# not one of ours, and none that is for reading
"$prog" -o out --removed /dev/fd/3 text 3>&- 2>err
[ $? = 1 ] || fail "a closed descriptor: status is not 1"
grep -q '^declutter: /dev/fd/3: cannot open for writing: Bad file' err ||
	fail "a closed descriptor: no message"
"$prog" -o /dev/stdin whole <text 2>err
[ $? = 1 ] || fail "-o /dev/stdin: status is not 1"
cp text copy
"$prog" -i /dev/stdin <copy 2>err
[ $? = 1 ] || fail "-i /dev/stdin: status is not 1"
cmp -s text copy || fail "-i /dev/stdin: the file is another"

# An input that is an output would be read as it grows; the others are done.
refused() {
	[ "$1" = 1 ] || fail "$2 too: status $1"
	grep -q "^declutter: $2: is an output too" err || fail "$2 too: no message"
}
cp text self
timeout 20 "$prog" --no-dedup self short >>self 2>err
refused $? self
{ cat text; "$prog" short; } | cmp -s - self || fail "self too: text"
timeout 20 "$prog" --no-dedup <self >>self 2>err
refused $? -
timeout 20 "$prog" --removed /dev/fd/3 self >out 2>err 3>>self
refused $? self
mkdir tree && cp text tree/a && cp short tree/zz
(cd tree && exec timeout 20 "$prog" --no-dedup -r . >zzout 2>../err)
refused $? ./zzout
"$prog" --no-dedup tree/a tree/zz | cmp -s - tree/zzout || fail "tree/zzout: text"
"$prog" --check -q self >>self || fail "--check, not written to: status $?"
"$prog" -o out self >>self || fail "-o, not written to: status $?"

# A tree is read in bytewise order, deep or not, and links in it lead nowhere.
deep=tree2/b$(printf '/%s' $(seq 40))
mkdir -p "$deep" tree2/a && ln -s .. tree2/a/up && mkfifo tree2/c
for file in "$deep/x" tree2/B tree2/a/z "tree2/a b" tree2/a-; do
	echo "$file" >"$file"
done
ln -s ../text tree2/d
(ulimit -n 20 && exec timeout 20 "$prog" --no-chrome -r tree2/) >out || fail "-r: status $?"
printf '%s\n\n' tree2/B tree2/a/z "tree2/a b" tree2/a- "$deep/x" | sed '$d' |
	cmp -s - out || fail "-r: files or their order"

feed() {
	cat text
	sleep 1.3
	cat text
	sleep .1
}

on_a_terminal() {
	# A terminal on standard input and no FILE: say so at once.
	script -qec "$prog" typed </dev/null >screen 2>&1
	[ $? = 2 ] || fail "terminal as input: status is not 2"
	grep -q 'standard input is a terminal' screen || fail "terminal as input: no message"

	# Progress: on a terminal only, after a second, erased by a message and at the end.
	feed >pipe &
	script -qec "$prog -o out text pipe nowhere" typed </dev/null >screen 2>&1
	wait
	grep -q 'MB/s, 1 documents, input 2 of 3' screen || fail "no progress on a terminal"
	grep -q $'\r \\{20,\\}\rdeclutter: nowhere: cannot open' screen ||
		fail "progress is not erased before a message"
	feed >pipe &
	script -qec "$prog -o out pipe" typed </dev/null >screen 2>&1
	wait
	grep -q $'MB/s.*\r \\{20,\\}\r$' screen ||
		fail "progress is not erased at the end"
	feed >pipe &
	script -qec "$prog -q -o out pipe" typed </dev/null >screen 2>&1
	wait
	! grep -q 'MB/s' screen || fail "progress in spite of -q"
}

if script -qec true typed </dev/null >screen 2>&1; then
	on_a_terminal
else
	echo "cli_io: without a terminal: $(head -n 1 screen)"
fi
feed | "$prog" -o out 2>err
[ ! -s err ] || fail "progress without a terminal"

# One stream, not three: each operand '-' continues with what is left of it.
"$prog" - - <text >out || fail "'-' twice: status $?"
"$prog" <text | cmp -s - out || fail "'-' twice: other text"

echo "cli_io: $bad failed"
[ "$bad" -eq 0 ]
