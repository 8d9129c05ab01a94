#!/bin/bash
# run.sh [BUILD [NAME...]] - the scanner's tests, all or those named, on the
# programs in BUILD; those that end in -san on the variant with sanitizers
# (BUILD/san), where there is one.  run.sh list gives the names.  Status 1 if
# any failed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
failed=0

names() {
	local t
	for t in "$here"/test_*.c; do
		t=$(basename "$t" .c)
		echo "${t#test_}"
		case $t in
		# of limits that sanitizers have not
		test_filter|test_missing|test_sandbox) ;;
		# twenty seconds of drawing: its fuzz target has sanitizers
		test_bars) ;;
		*) echo "${t#test_}-san" ;;
		esac
	done
	printf '%s\n' photos read read-san raw raw-san refuse refuse-san \
	    serial serial-san hid hid-san y4m y4m-san closed closed-san \
	    alphabets list
}

# one NAME - its lines, marked with the name; silence is a fault.
one() {
	local name=${1%-san} out status
	local BUILD=$build${1:${#name}}
	export BUILD=${BUILD/%-san//san}
	if [ -e "$here/test_$name.c" ]; then
		set -- "$1" "$BUILD/tests/scanner/test_$name"
	else
		set -- "$1" bash "$here/$name.sh"
	fi
	out=$("${@:2}" 2>&1 </dev/null)
	status=$?
	sed -E "s/^((not )?ok) /\\1 $1-/" <<<"$out"
	[ $status = 0 ] || failed=1
	if [ $status != 0 ] && ! grep -q '^not ok' <<<"$out" ||
	    ! grep -Eq '^(not )?ok' <<<"$out"; then
		echo "not ok $1 - exit status $status"
		failed=1
	fi
}

if [ "${1:-}" = list ]; then
	names
	exit
fi
build=$(cd "${1:-$here/../../build}" && pwd) || exit 2
[ $# = 0 ] || shift
if [ $# = 0 ]; then
	mapfile -t all < <(names)
	[ -x "$build/san/samdepa-scan" ] || all=("${all[@]/%*-san/}")
	set -- "${all[@]}"
fi
for name; do
	[ -z "$name" ] || one "$name"
done
exit $failed
