#!/bin/bash
# run.sh [BUILD] - all of the scanner's tests on the programs in BUILD; where
# it has a variant with sanitizers (BUILD/san), most of them on that one too.
# Status 1 if any failed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
BUILD=$(cd "${1:-$here/../../build}" && pwd) || exit 2
export BUILD
failed=0

# one LABEL COMMAND... - its lines, marked with the label; silence is a fault.
one() {
	local label=$1 out status
	shift
	out=$("$@" 2>&1 </dev/null)
	status=$?
	sed -E "s/^((not )?ok) /\\1 $label-/" <<<"$out"
	[ $status = 0 ] || failed=1
	if [ $status != 0 ] && ! grep -q '^not ok' <<<"$out" ||
	    ! grep -Eq '^(not )?ok' <<<"$out"; then
		echo "not ok $label - exit status $status"
		failed=1
	fi
}

for t in "$here"/test_*.c; do
	t=$(basename "$t" .c)
	one "${t#test_}" "$BUILD/tests/scanner/$t"
done
for t in read alphabets refuse raw y4m closed serial hid list photos; do
	one $t bash "$here/$t.sh"
done
if [ -x "$BUILD/san/samdepa-scan" ]; then
	BUILD=$BUILD/san
	for t in "$here"/test_*.c; do
		t=$(basename "$t" .c)
		case $t in	# of limits that sanitizers have not
		test_filter|test_missing|test_sandbox) continue ;;
		esac
		one "${t#test_}-san" "$BUILD/tests/scanner/$t"
	done
	for t in read refuse raw y4m closed serial hid; do
		one $t-san bash "$here/$t.sh"
	done
fi
exit $failed
