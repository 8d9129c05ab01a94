#!/bin/bash
# kill.sh [all | N] - a sync is killed at its system calls: all of them, or an
# even sample of N in each direction (30 in the suite).  One depot has 1,000
# events to leave on the hub, or to fetch from there; after each kill
#   - check finds nothing wrong with the store that was killed,
#   - the other depot syncs and finds nothing wrong with what lies on the hub,
#   - the next sync is done, and after it both stores are, event for event,
#     what they are when nothing happens.
# Nothing here is about memory: the plain build is taken where there is one.
TMPDIR=/dev/shm
[ -w $TMPDIR ] && export TMPDIR || unset TMPDIR
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/night.sh"
KILLAT=$BUILD/tests/sync/killat
[ ! -x "$ROOT/build/samdepactl" ] || BUILD=$ROOT/build
export ASAN_OPTIONS=detect_leaks=0
SAMPLE=${1:-30}

# try DIRECTION VICTIM OTHER N - prints what went wrong, if anything did.
try() {
	local d=$1 victim=$2 other=$3 n=$4
	again $d
	"$KILLAT" "$n" "$BUILD/samdepactl" --store "$T/$d/now/$victim.db" \
	    sync >"$d/at" 2>&1
	[ $? -lt 2 ] || echo "call $n: not run: $(cat "$d/at")"
	on $d $victim check >"$d/said" 2>&1 ||
	    echo "call $n: check: $(head -n 3 "$d/said")"
	quiet $d $other || echo "call $n: the other: $(cat "$d/said")"
	quiet $d $victim || echo "call $n: the next: $(cat "$d/said")"
	quiet $d $other || echo "call $n: the other after: $(cat "$d/said")"
	ends $d >"$d/ends" 2>&1
	cmp -s "$d/ends" "$d/wanted" || echo "call $n: they end otherwise"
}

# direction NAME VICTIM OTHER
direction() {
	local d=$1 calls n step tried=0
	mkdir -p "$d/now/hub"
	prepare $d "file:$T/$d/now/hub" $d >"$T/$d.out" 2>&1
	undisturbed $d || {
		not_ok kill-$d-prepared "$(tail -n 3 "$T/$d.out" "$d/said")"
		return
	}
	again $d
	calls=$("$KILLAT" 0 "$BUILD/samdepactl" --store "$T/$d/now/$2.db" \
	    sync | tail -n 1 | cut -d ' ' -f 1)
	step=1
	[ "$SAMPLE" = all ] || step=$(((calls + SAMPLE - 1) / SAMPLE))
	for ((n = 1 + step / 2; n <= calls; n += step)); do
		try $d $2 $3 $n >>"$d/wrong"
		tried=$((tried + 1))
	done
	echo "# $d: killed at $tried of $calls system calls"
	sed 's/^/# /' "$d/wrong" | head -n 40
	if [ $tried -gt 0 ] && [ ! -s "$d/wrong" ]; then
		ok kill-$d
	else
		not_ok kill-$d "$(grep -c '^call' "$d/wrong") of $tried"
	fi
}

if [ "$SAMPLE" = all ]; then
	direction push yst trb >push.tap &
	direction pull trb yst >pull.tap
	wait
	cat push.tap pull.tap
	! grep -q '^not ok' push.tap pull.tap || FAILED=1
else
	direction push yst trb
	direction pull trb yst
fi
finish
