#!/bin/bash
# sim.sh [FIRST LAST] - the simulation (sim.c) over many seeds, half of them a
# process; then each planted fault must be found.  SEEDS=N does that many.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=$PWD/build	# the sanitizers' variant has a few seeds of its own
failed=0
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# seeds NAME PROGRAM FIRST LAST - in two processes; a bad seed is printed.
seeds() {
	local half=$((($3 + $4) / 2)) a b
	"$2" "$3" "$half" >"$out/a" 2>&1 &
	a=$!
	"$2" $((half + 1)) "$4" >"$out/b" 2>&1 &
	b=$!
	wait $a && wait $b && {
		echo "ok $1"
		return
	}
	wait $b
	failed=1
	sed 's/^/# /' "$out/a" "$out/b"
	echo "not ok $1 - $(cat "$out/a" "$out/b" | tail -n 1)"
}

# planted NAME NUMBER - the fault is found in one of the first seeds.
planted() {
	timeout 120 "$build/tests/sync/sim" 1 40 "$2" >"$out/a" 2>&1
	if [ $? = 3 ]; then
		echo "ok $1"
		echo "# $(tail -n 1 "$out/a")"
	else
		failed=1
		echo "not ok $1 - it was not found"
	fi
}

if [ $# = 2 ]; then
	seeds "sim-$1-$2" "$build/tests/sync/sim" "$1" "$2"
	exit $failed
fi
seeds sim-200-seeds "$build/tests/sync/sim" 1 200
[ ! -x build/san/tests/sync/sim ] ||
    seeds sim-sanitized "$PWD/build/san/tests/sync/sim" 201 206
one=$("$build/tests/sync/sim" 7) two=$("$build/tests/sync/sim" 7)
if [ -n "$one" ] && [ "$one" = "$two" ]; then
	echo "ok sim-one-seed-one-history"
else
	failed=1
	echo "not ok sim-one-seed-one-history - $one / $two"
fi
planted sim-finds-a-lost-receive 1
planted sim-finds-a-double-grant 2
planted sim-finds-a-skipped-segment 3
exit $failed
