#!/bin/bash
# run.sh [GROUP...] - builds both variants and runs the suite: two tests at a
# time, each with a limit, without a terminal and without standard input.
# Groups: build unit ctl screens sync scanner vm fuzz crash model layers.  The
# last line is "N passed, N failed"; the status is 1 if any failed.
#
# A test is a program or a script that prints a line "ok NAME" for what holds
# and "not ok NAME - why" for what does not (cmocka does so too here); "# skip
# why" after an ok says that it could not be tried.
set -u
cd "$(dirname "$0")/.." || exit 2
exec </dev/null
export BUILD=${BUILD:-$PWD/build/san} LANG=C.UTF-8 TZ=Europe/Stockholm
export CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:${ASAN_OPTIONS:-}
export UBSAN_OPTIONS=print_stacktrace=1:${UBSAN_OPTIONS:-}
unset LC_ALL LANGUAGE MAKEFLAGS MFLAGS MAKELEVEL SAMDEPA_STORE \
    SSH_CONNECTION SAMDEPA_SEAT

# How one test is run; the limit is in seconds.
command_of() {
	case $1 in
	unit/*|screens/*.c|sync/*.c) echo "240 $BUILD/tests/${1%.c}" ;;
	ctl/*|screens/*.sh|sync/*.sh) echo "240 bash tests/$1" ;;
	scanner/*) echo "240 bash tests/scanner/run.sh $PWD/build ${1#*/}" ;;
	vm) echo "240 bash tests/scanner/vm/run.sh $PWD/build" ;;
	# through its corpus and a little further; make fuzz is for finding
	fuzz/*) echo "60 bash tests/fuzz/run.sh 2 ${1#fuzz/}" ;;
	crash) echo "120 bash tests/crash/run.sh 20" ;;
	model) echo "300 bash tests/model/run.sh" ;;
	layers) echo "30 bash tests/layers.sh" ;;
	esac
}

# Every test of a group that there is, one a line.
tests_of() {
	local f
	case $1 in
	unit) set -- tests/unit/test_*.c ;;
	ctl) set -- tests/ctl/*.sh ;;
	screens) set -- tests/screens/*.c tests/screens/*.sh ;;
	sync) set -- tests/sync/test_*.c tests/sync/*.sh ;;
	scanner|fuzz) bash "tests/$1/run.sh" list | sed "s|^|$1/|"; return ;;
	*) echo "$1"; return ;;
	esac
	for f; do
		[ ! -e "$f" ] || echo "${f#tests/}"
	done
}

# Runs one test into $OUT/NAME.log and adds what a crash, a time-out or
# silence leaves unsaid.
run_one() {
	local name=$1 log=$OUT/${1//\//-}.log start=$EPOCHREALTIME status words
	read -ra words <<<"$(command_of "$name")"
	timeout -k 5 "${words[0]}" "${words[@]:1}" >"$log" 2>&1
	status=$?
	if [ $status = 124 ] || [ $status = 137 ]; then
		echo "not ok $name - not done in ${words[0]} s" >>"$log"
	elif ! grep -q '^not ok' "$log"; then
		[ $status = 0 ] ||
		    echo "not ok $name - exit status $status" >>"$log"
		grep -q '^ok' "$log" || [ $status != 0 ] ||
		    echo "not ok $name - it tried nothing" >>"$log"
	fi
	printf '%-32s %4d passed %3d failed %6.1f s\n' "$name" \
	    "$(grep -c '^ok' "$log")" "$(grep -c '^not ok' "$log")" \
	    "$(seconds "$EPOCHREALTIME" "$start")"
}

# The difference of two times with microseconds, without bc.
seconds() {
	local us=$((${1/./} - ${2/./}))
	printf '%d.%06d' $((us / 1000000)) $((us % 1000000))
}

# build_one NAME COMMAND... - a build is a test too; what does not compile does
# not keep the rest from being tried.
build_one() {
	local log=$OUT/$1.log start=$EPOCHREALTIME
	if "${@:2}" >"$log" 2>&1; then
		echo "ok $1" >>"$log"
	else
		echo "not ok $1" >>"$log"
	fi
	! grep -q 'warning:' "$log" || echo "not ok $1-warns" >>"$log"
	printf '%-32s %s %.1f s\n' "$1" "$(tail -n 1 "$log")" \
	    "$(seconds "$EPOCHREALTIME" "$start")"
}

build() {
	build_one build make -k -j"$(nproc)" all plain-tests
	build_one build-san make -k -j"$(nproc)" SAN=1 all tests
	build_one build-fuzz bash tests/fuzz/run.sh build
}

if [ "${1:-}" = --one ]; then
	run_one "$2"
	exit 0
fi

OUT=$(mktemp -d)
export OUT TMPDIR=$OUT/tmp
mkdir "$TMPDIR"
chmod 755 "$OUT"	# a test may act as another user
trap 'rm -rf "$OUT"' EXIT
[ $# -gt 0 ] || set -- build sync vm model scanner screens crash fuzz unit \
    ctl layers
SECONDS=0
for group; do
	[ "$group" != build ] || build
done
for group; do
	[ "$group" = build ] || tests_of "$group"
done | xargs -r -P 2 -n 1 "$0" --one

failures=$(grep -h '^not ok' "$OUT"/*.log)
if [ -n "$failures" ]; then
	for log in "$OUT"/*.log; do
		grep -q '^not ok' "$log" || continue
		echo "---- $(basename "$log" .log)"
		grep -vE '^ok|^gcc |^clang |^ar ' "$log" | tail -n 40
	done
	echo '---- failed'
	echo "$failures"
fi
grep -hi '^ok.*# *skip' "$OUT"/*.log | sed 's/^ok/skipped/'
passed=$(grep -hv '# *[Ss][Kk][Ii][Pp]' "$OUT"/*.log | grep -c '^ok')
failed=$(grep -h '^not ok' "$OUT"/*.log | wc -l)
echo "$SECONDS s"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
