#!/bin/bash
# SPDX-License-Identifier: MIT
# fault.sh - no lost byte is silent: whatever fails, a message and status 1
#
# Usage: fault.sh PROGRAM SHIM MODE
set -u
prog=$(realpath "$1") shim=$(realpath "$2") mode=$3
tmp=$(mktemp -d) && trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT || exit 1
cd "$tmp" || exit 1
mkdir tmp && export TMPDIR=$tmp/tmp LC_ALL=C
ran=0 bad=0

fail() {
	echo "FAIL $1"
	[ ! -s err ] || sed 's/^/     /' err | head -n 5
	bad=$((bad + 1))
}

# expect NAME STATUS PATTERN: of the run that left $? in $status and err
expect() {
	ran=$((ran + 1))
	[ "$status" = "$2" ] || fail "$1: status $status, not $2"
	if [ -z "$3" ]; then
		[ ! -s err ] || fail "$1: standard error is not empty"
	else
		grep -q -e "$3" err || fail "$1: no message like '$3'"
		! grep -v -q -e '^declutter: ' -e "^try 'decl" err ||
			fail "$1: a line without 'declutter: '"
	fi
	[ -z "$(ls tmp)" ] || fail "$1: temporary files left: $(ls tmp)"
}

run() {
	"$prog" "$@" >out 2>err
	status=$?
}

# Enough different prose to fill the buffers a few times over.
awk 'BEGIN { for (i = 0; i < 4000; i++) { s = "Paragraph"
	for (j = 0; j < 40; j++) { seed = (seed * 1103515245 + 12345) % 2147483648
		s = s sprintf(" %c%c%d", 97 + seed % 26, 97 + (seed / 31) % 26, seed % 9973) }
	print s ".\n" } }' >big
head -n 20 big >small
gzip -c small >small.gz

# --- what the system refuses --------------------------------------------
"$prog" big 2>err >/dev/full; status=$?
expect "full disk" 1 "standard output: cannot write: No space"
"$prog" --explain big small 2>err >/dev/full; status=$?
expect "full disk, records" 1 "standard output: cannot write: No space"
"$prog" --help 2>err >/dev/full; status=$?
expect "full disk, help" 1 "standard output: cannot write: No space"
"$prog" small 2>err >&-; status=$?
expect "closed standard output" 1 "standard output: cannot write: Bad file"
"$prog" 2>err >out <&-; status=$?
expect "closed standard input" 1 "-: cannot read"
"$prog" small >out 2>&-; status=$?; : >err
expect "closed standard error" 0 ""
"$prog" big 2>err | head -n 1 >out; status=${PIPESTATUS[0]}
expect "reader gone" 141 ""
mkdir gone && "$prog" --removed gone/removed big 2>err | head -n 1 >out
status=${PIPESTATUS[0]}
expect "reader gone, a file open" 141 ""
[ -z "$(ls -A gone)" ] || fail "reader gone: $(ls -A gone) is left"
{ (ulimit -f 1; exec "$prog" -o gone/text big); status=$?; } 2>err; : >err
expect "file size limit" $((128 + $(kill -l XFSZ))) ""
[ -z "$(ls -A gone)" ] || fail "file size limit: $(ls -A gone) is left"
(trap '' PIPE; "$prog" big 2>err; echo $? >status) | head -n 1 >out
status=$(cat status)
expect "reader gone, signal ignored" 1 "standard output: cannot write: Broken pipe"
run --removed /dev/full --rules /dev/null -o text big small small
expect "full disk, --removed" 1 "/dev/full: cannot write: No space"
cp small own && run -i --removed /dev/full own
expect "full disk, --removed in place" 1 "/dev/full: cannot write: No space"
cmp -s own small || fail "full disk, --removed in place: the input is lost"
run nowhere; expect "missing file" 1 "nowhere: cannot open: No such file"
run .; expect "directory" 1 "\\.: is a directory"
run - <.; expect "directory as input" 1 "-: is a directory"
run nowhere small
expect "go on after a missing file" 1 "nowhere: cannot open"
[ -s out ] || fail "go on after a missing file: no text"
cp small locked && chmod 0 locked && chmod 755 .
as=; [ "$(id -u)" != 0 ] || as="setpriv --reuid=65534 --clear-groups"
# shellcheck disable=SC2086 # words
if $as test -x "$prog"; then
	$as "$prog" locked >out 2>err; status=$?
	expect "unreadable file" 1 "locked: cannot open: Permission"
fi
run -o /nonexistent/x small
expect "no place for -o" 1 "/nonexistent/x: cannot open for writing"
TMPDIR=/nonexistent run --memory 8M big
expect "no place for temporary files" 1 "/nonexistent: cannot make a temporary"
run --rules nowhere small
expect "missing rules" 2 "nowhere: cannot open"

# --- output files are whole or not there ---------------------------------
run -o text small; expect "output file" 0 ""
run small; cmp -s out text || fail "output file: not the same text"
echo old >text
run -o text small nowhere
expect "failed input, output file" 1 "text: not written"
[ "$(cat text)" = old ] || fail "failed input: the old file is gone"
cp small own && run -o own own && run small
expect "output over the input" 0 ""
cmp -s own out || fail "output over the input: wrong text"
ln -s text link && chmod 640 text && run -o link small
expect "output through a link" 0 ""
[ -L link ] && [ "$(stat -c %a text)" = 640 ] ||
	fail "output through a link: link or mode is gone"
run -o /dev/null small; expect "output to a device" 0 ""
[ -c /dev/null ] || fail "output to a device: no longer a device"
rm -f text own link
for signal in INT TERM HUP QUIT; do
	mkfifo pipe
	# a shell starts background jobs with SIGINT ignored
	env --default-signal=$signal "$prog" -o text pipe 2>err &
	pid=$!
	exec 3>pipe
	cat small >&3
	i=0
	until ls text.?????? >listing 2>&1 || [ $((i += 1)) -gt 500 ]; do
		sleep .01
	done
	kill -s $signal $pid
	wait $pid 2>listing
	status=$?
	exec 3>&-
	expect "signal $signal" $((128 + $(kill -l $signal))) ""
	[ -z "$(ls text* 2>listing)" ] || fail "signal $signal: $(ls text*) is left"
	rm -f pipe
done

# --- gzip -----------------------------------------------------------------
run small && mv out want
run small.gz; expect "gzip" 0 ""
cmp -s out want || fail "gzip: not the same text"
run - <small.gz; expect "gzip on standard input" 0 ""
cat small small >twice && run twice && mv out want
cat small.gz small.gz >two.gz && run two.gz; expect "two members" 0 ""
cmp -s out want || fail "two members: not the same text"
{ cat small.gz; head -c 3000 /dev/zero; } >zeros.gz && run zeros.gz
expect "zeros behind" 0 ""
size=$(wc -c <small.gz)
for n in 2 3 9 10 11 $((size / 2)) $((size - 9)) $((size - 8)) $((size - 4)) \
	$((size - 1)); do
	head -c $n small.gz >cut.gz
	run cut.gz
	expect "gzip cut at $n" 1 "cut.gz: truncated gzip data at byte $n: "
done
head -c $((size * 2 - 5)) two.gz >cut.gz && run cut.gz
expect "second member cut" 1 "truncated gzip data at byte $((size * 2 - 5))"
{ cat small.gz; printf junk; } >junk.gz && run junk.gz
expect "junk behind" 1 "junk.gz: damaged gzip data at byte $size: garbage"
run small && mv out want && run junk.gz
cmp -s out want || fail "junk behind: the text before it is not there"
{ head -c $((size - 8)) small.gz; printf '\1\2\3\4'; tail -c 4 small.gz; } >crc.gz
run crc.gz small
expect "wrong checksum" 1 "crc.gz: damaged gzip data at byte .*incorrect data check"
{ head -c $((size / 2)) small.gz; head -c 200 /dev/zero | tr '\0' '\377'
	tail -c $((size / 2)) small.gz; } >broken.gz
run broken.gz; expect "broken data" 1 "broken.gz: damaged gzip data at byte"
printf '\037\213\001\001' >method.gz && run method.gz
expect "broken header" 1 "method.gz: damaged gzip data"

# --- encodings --------------------------------------------------------------
for code in UTF-16 UTF-16LE UTF-16BE UTF-32; do
	iconv -f UTF-8 -t $code small >wide
	run wide small
	expect "$code" 1 "wide: is UTF-.*--encoding=auto reads it"
	[ -s out ] || fail "$code: the other file is not there"
	"$prog" --encoding=auto --verbatim --no-chrome --no-dedup wide |
		cmp -s - small || fail "$code: what the message says does not help"
done

# --- the n-th call fails -----------------------------------------------------
# nth CALL STATUS ARGS...: until it does not happen any more.  Without threads, so
# that it is the same call each time; a thread that cannot be had is done without.
nth() {
	call=$1 at=1
	shift
	while :; do
		rm -f log text removed
		echo old >text
		SHIM_CALL=$call SHIM_AT=$at SHIM_LOG=log LD_PRELOAD=$shim \
			"$prog" -j 1 "$@" >out 2>err
		status=$?
		[ -e log ] || break
		expect "$call $at" 1 "cannot\\|memory\\|No space"
		[ "$(cat text)" = old ] || [ "$call" = close ] ||
			fail "$call $at: the old file was replaced"
		[ "$(ls text*)" = text ] || fail "$call $at: left $(ls text*)"
		at=$((at + 1))
		[ $at -lt 3000 ] || { fail "$call: never ends"; break; }
	done
	[ $at -gt 1 ] || fail "$call: never called"
	expect "$call, none" 0 ""
}
if [ "$mode" = release ] || [ "$mode" = cov ]; then
	nth read -o text small big
	nth write -o text --removed removed small big
	nth fsync -o text --removed removed small
	nth rename -o text small
	# many files are synced together, but where they replace others
	mkdir many && for i in $(seq 20); do cp small many/$i; done
	SHIM_CALL=fsync SHIM_AT=17 SHIM_LOG=log LD_PRELOAD=$shim run --no-dedup -r -d whole many
	expect "many files" 0 ""
	[ ! -e log ] || fail "many files: each is synced"
	rm -rf whole
	SHIM_CALL=syncfs SHIM_AT=1 LD_PRELOAD=$shim run --no-dedup -r -d whole many
	expect "many files, sync fails" 1 "cannot write to the disk all"
	echo old >whole/many/9
	SHIM_CALL=fsync SHIM_AT=20 LD_PRELOAD=$shim run --no-dedup -f -r -d whole many
	expect "many files replaced" 1 "whole/many/9: cannot write"
	[ "$(cat whole/many/9)" = old ] || fail "many files replaced: the old one is gone"
	rm -rf many whole
	nth pwrite -o text --memory 8M big
	nth malloc -o text small.gz
	SHIM_ERRNO=4 SHIM_CALL=read SHIM_AT=1 LD_PRELOAD=$shim run small
	expect "interrupted read" 0 ""
	SHIM_ERRNO=4 SHIM_CALL=write SHIM_AT=1 LD_PRELOAD=$shim run small
	expect "interrupted write" 0 ""
	run small big && mv out want
	SHIM_SHORT=1 LD_PRELOAD=$shim run small.gz && mv out got
	run small && cmp -s out got || fail "short reads and writes: other text"
	# close of the input may fail unseen, close of the output may not
	SHIM_CALL=close SHIM_AT=1 LD_PRELOAD=$shim run - <small
	expect "close of standard output" 1 "standard output: cannot write"
fi
echo "fault: $ran runs, $bad failed"
[ "$bad" -eq 0 ]
