#!/bin/bash
# run.sh [all] - the model of custody, checked by SPIN: each setting that must
# hold is searched through to its end, and each that lacks a remedy must be
# refused.  One program is built; what it lacks comes from the environment.
# all: larger bounds as well, which take minutes and two gigabytes.
set -u
cd "$(dirname "$0")" || exit 2
MODEL=$PWD/custody.pml
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
cd "$T" || exit 2
FAILED=0

if ! command -v spin >/dev/null; then
	echo "ok model # skip there is no spin"
	exit 0
fi
spin -a "$MODEL" >spin.out 2>&1 &&
    gcc -O2 -w -DSAFETY -DNOREDUCE -DCOLLAPSE -DVECTORSZ=1024 -o pan pan.c ||
    { echo "not ok model-builds - $(head -n 1 spin.out)"; exit 1; }
echo "ok model-builds"

# try NAME WANTED SETTING... - searches; WANTED is holds or fails.
try() {
	local name=$1 wanted=$2 found n
	shift 2
	env "STARTS=1" "$@" ./pan -m20000 -w20 >out 2>&1
	n=$(awk '/states, stored/ { print $1; exit }' out)
	if ! grep -q 'errors:' out || grep -q 'max search depth' out; then
		found="did not end"
	elif grep -q 'assertion violated' out; then
		found=fails
	elif grep -q 'errors: 0' out; then
		found=holds
	else
		found="stops: $(grep -m 1 '^pan:1' out)"
	fi
	if [ "$found" = "$wanted" ]; then
		echo "ok model-$name # $wanted, $n states"
	else
		echo "not ok model-$name - it $found: $*"
		FAILED=1
	fi
}

# Sent to and fro, carried off by others; with its paper and without.
try sent holds STARTS=7 MOVES=2 EVENTS=5 STRAYS=1
try sent-without-paper holds STARTS=7 MOVES=2 EVENTS=5 NO_SLIP=1
try sent-gap-ignored fails STARTS=7 MOVES=2 EVENTS=5 STRAYS=1 NO_GAP=1
try sent-undone fails MOVES=1 EVENTS=4 UNDOS=1 UNDO_DISPATCH=1
try sent-timed-out fails MOVES=1 EVENTS=4 TIME_OUT=1

# Claimed: one depot after another, and two at once.
try claimed holds STARTS=7 MOVES=1 EVENTS=5 STRAYS=1 CLAIMS=1
try claimed-twice holds MOVES=1 EVENTS=5 STRAYS=2 CLAIMS=2
try claim-promises fails EVENTS=4 STRAYS=1 CLAIMS=1 CLAIM_AT_ONCE=1
try claim-heard-by-one fails MOVES=1 EVENTS=5 STRAYS=1 CLAIMS=1 OLD_CLAIM=1
try claim-void-receive fails MOVES=1 EVENTS=5 STRAYS=2 CLAIMS=2 RECEIVE_ANY=1

# A depot burned down, and what it had is claimed by the others.
try closed holds STARTS=7 MOVES=1 EVENTS=4 STRAYS=1 CLOSES=1 CLAIMS=2
try closed-heard-by-none fails STARTS=7 MOVES=1 EVENTS=4 STRAYS=1 CLOSES=1 \
    CLAIMS=2 OLD_CLAIM=1
try closed-sending fails MOVES=1 EVENTS=4 STRAYS=1 CLOSES=1 CLAIMS=1 \
    CLOSED_GAP_OPEN=1

# It stays where it turned up.
try stays holds STARTS=7 EVENTS=5 STRAYS=2 STAYS=1
try stays-unnamed fails STARTS=7 MOVES=1 EVENTS=5 STRAYS=2 STAYS=1 \
    STAYS_BLIND=1

# A disk is lost: near, what may have been promised in the lost days; far,
# what cannot have been.
try lost holds MOVES=1 EVENTS=4 RESTORES=7
try lost-far holds MOVES=1 EVENTS=3 STRAYS=1 RESTORES=7 FAR_SLOT=1
try lost-no-horizon fails EVENTS=4 RESTORES=7 NO_HORIZON=1
try lost-horizon-stays fails MOVES=1 EVENTS=4 RESTORES=7 HORIZON_STAYS=1 \
    NO_ROUND=1
try lost-unseen fails MOVES=1 EVENTS=4 RESTORES=7 FAR_SLOT=1 NO_ROUND=1 \
    NO_SUSPEND=1
try lost-no-round fails MOVES=1 EVENTS=4 STRAYS=1 RESTORES=1 FAR_SLOT=1 \
    NO_ROUND=1
try lost-sending fails MOVES=1 EVENTS=4 STRAYS=1 RESTORES=1 FAR_SLOT=1 \
    LOST_GAP_OPEN=1
try lost-closed holds MOVES=1 EVENTS=4 CLOSES=1 RESTORES=1
try mirror holds MOVES=1 EVENTS=4 RESTORES=7 MIRROR=1
try mirror-stale fails EVENTS=4 RESTORES=7 MIRROR=2

# What holds is not empty: these states are reached.
for state in 1 2 3 4 5 6 7 8; do
	try "reached-$state" fails STARTS=7 MOVES=1 EVENTS=5 STRAYS=2 CLAIMS=1 \
	    STAYS=1 CLOSES=1 RESTORES=7 "REACH=$state"
done
try reached-9 fails MOVES=1 EVENTS=3 STRAYS=1 CLOSES=1 REACH=9
try reached-10 fails MOVES=1 EVENTS=3 RESTORES=1 FAR_SLOT=1 REACH=10

if [ "${1:-}" = all ]; then
	try sent-more holds STARTS=7 MOVES=3 EVENTS=6 STRAYS=1
	try claimed-more holds STARTS=7 MOVES=1 EVENTS=5 STRAYS=2 CLAIMS=2
	try stays-more holds STARTS=7 MOVES=1 EVENTS=5 STRAYS=2 STAYS=2
	try lost-more holds MOVES=1 EVENTS=4 STRAYS=1 RESTORES=1
	try lost-far-more holds MOVES=1 EVENTS=4 STRAYS=1 RESTORES=1 \
	    FAR_SLOT=1
	try lost-claimed holds MOVES=1 EVENTS=3 STRAYS=1 CLAIMS=1 RESTORES=1
	try lost-claimed-far holds MOVES=1 EVENTS=3 STRAYS=1 CLAIMS=1 \
	    RESTORES=1 FAR_SLOT=1
	try lost-closed-far holds MOVES=1 EVENTS=4 STRAYS=1 CLOSES=1 \
	    RESTORES=1 FAR_SLOT=1
	# Known: sent, lost with the disk and come home, then sent elsewhere, while
	# the first sending is still on a hub and comes to some and not to others.
	try lost-sent-twice fails MOVES=2 EVENTS=4 STRAYS=1 RESTORES=1 \
	    FAR_SLOT=1
	try lost-stays holds EVENTS=4 STRAYS=1 STAYS=1 RESTORES=1 FAR_SLOT=1
fi
exit $FAILED
