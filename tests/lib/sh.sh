# sh.sh - what the shell tests share.  Source it:
#     . "$(dirname "$0")/../lib/sh.sh"
# It puts the test into a fresh folder ($T), with the store's name in $STORE,
# and leaves nothing behind.  A test says "ok NAME" or "not_ok NAME WHY" and
# ends with "finish".

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BUILD=${BUILD:-$ROOT/build}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
cd "$T" || exit 2
export LANG=C.UTF-8 TZ=Europe/Stockholm HOME=$T STORE=$T/store.db
export SAMDEPA_STORE=$STORE SAMDEPA_CONFIG=$T/samdepa.conf
unset LC_ALL LANGUAGE SSH_CONNECTION SAMDEPA_SEAT
# These scripts tap on words of the layout for a keyboard, which a touch alone
# would change; that for a finger is tried by touch.c and sizes.c.
printf '%s\n' "printer = file:$T/print" 'touch = never' >"$SAMDEPA_CONFIG"
FAILED=0

ok() {
	echo "ok $1"
}

not_ok() {
	echo "not ok $1 - ${*:2}"
	FAILED=$((FAILED + 1))
}

skip() {
	echo "ok $1 # skip ${*:2}"
}

finish() {
	exit $((FAILED > 0))
}

# ctl ARG... - samdepactl on the test's store.
ctl() {
	"$BUILD/samdepactl" --store "$STORE" "$@"
}

# fresh_store - an empty depot YST1 in place of what was there.
fresh_store() {
	rm -rf "$STORE"*
	ctl init --depot YST1 --name "Ystad depå" \
	    --organisation YST="Ystads kommun" >"$T/init.out" 2>&1 || {
		not_ok fresh-store "$(cat "$T/init.out")"
		finish
	}
}

# demo_store [ARG...] - the made-up depot; the same arguments, the same store.
demo_store() {
	rm -rf "$STORE"*
	ctl demo "$@" >"$T/demo.out" 2>&1 || {
		not_ok demo-store "$(cat "$T/demo.out")"
		finish
	}
}

# run COMMAND... - its output goes to $T/out and $T/err, its status to $status.
run() {
	"$@" >"$T/out" 2>"$T/err"
	status=$?
}

# expect_status NAME WANTED COMMAND... - runs it and compares the status.
expect_status() {
	run "${@:3}"
	if [ "$status" = "$2" ]; then
		ok "$1"
	else
		not_ok "$1" "status $status, not $2: $(head -c 300 "$T/err" |
		    tr '\n' ' ')"
	fi
}

# expect_text NAME TEXT [FILE] - TEXT stands in FILE (the last output).
expect_text() {
	if grep -qF -- "$2" "${3:-$T/out}"; then
		ok "$1"
	else
		not_ok "$1" "no '$2' in: $(head -c 300 "${3:-$T/out}" |
		    tr '\n' ' ')"
	fi
}

# expect_no_text NAME TEXT [FILE] - it does not.
expect_no_text() {
	if grep -qF -- "$2" "${3:-$T/out}"; then
		not_ok "$1" "'$2' stands in $(basename "${3:-$T/out}")"
	else
		ok "$1"
	fi
}

# expect_same NAME WANTED SEEN
expect_same() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "'$3' instead of '$2'"
	fi
}

# expect_one_line NAME [FILE] - what a refusal says is one line.
expect_one_line() {
	local n
	n=$(wc -l <"${2:-$T/err}")
	[ "$n" = 1 ] && ok "$1" || not_ok "$1" "$n lines"
}

# json FILTER... - the last output through python's json: prints the value of
# a Python expression on j, the parsed output.
json() {
	python3 -c 'import json, sys
j = json.load(open(sys.argv[1]))
print(eval(sys.argv[2]))' "$T/out" "$1"
}

# kiosk NAME SCRIPT [VTRUN-OPTION...] - plays a script to the kiosk on the
# test's store; ok if all of it held.
kiosk() {
	if "$BUILD/tests/vtrun" "${@:3}" - -- "$BUILD/samdepa" \
	    --store "$STORE" <<<"$2" >"$T/screen" 2>"$T/screen.err"; then
		ok "$1"
	else
		sed 's/^/# /' "$T/screen.err"
		not_ok "$1" "$(grep -m 1 'does not hold' "$T/screen.err")"
	fi
}
