#!/bin/bash
# crowd.sh - two kiosks and ten commands at once on one store; and commands
# that are killed at any moment.
. "$(dirname "$0")/../lib/sh.sh"
WRITERS=10
EACH=10

demo_store --items 60
run ctl export items --format json
before=$(json 'len(j)')
code=$(json '[i["code"] for i in j if i["state"] == "in_stock"][0]')

# write_some N - registers EACH things and keeps what was acknowledged.
write_some() {
	local i
	for ((i = 0; i < EACH; i++)); do
		ctl register --name "Skrivbord $1 $i" --category Skrivbord \
		    >>"$T/acked.$1" 2>>"$T/refused.$1" || return
	done
}

# look_around N - a kiosk that is used until the commands are done.
look_around() {
	{
		echo 'wait Skanna'
		for ((i = 0; i < 20; i++)); do
			printf '%s\n' "scan $code" "wait $code" 'key Esc' \
			    'wait Skanna'
		done
		printf '%s\n' 'key C-q' 'exit 0'
	} | "$BUILD/tests/vtrun" - -- "$BUILD/samdepa" --store "$STORE" \
	    >"$T/kiosk.$1" 2>&1
}

pids=()
for ((n = 0; n < WRITERS; n++)); do
	write_some $n &
	pids+=($!)
done
for n in 1 2; do
	look_around $n &
	pids+=($!)
	watchers+=($!)
done
for pid in "${pids[@]}"; do
	wait "$pid" || failed="${failed:-} $pid"
done
expect_same crowd-none-failed "" "${failed:-}"
[ -z "${failed:-}" ] ||
    cat "$T"/refused.* "$T"/kiosk.* | head -n 40 | sed 's/^/# /'
expect_status crowd-check 0 ctl check
expect_same crowd-each-label-once $((WRITERS * EACH)) \
    "$(cat "$T"/acked.* | sort -u | wc -l)"
run ctl export items --format json
expect_same crowd-all-there $((before + WRITERS * EACH)) "$(json 'len(j)')"

# Killed at any moment: what was said to be done is done, the rest is whole.
: >"$T/killed"
for ((n = 1; n <= 60; n++)); do
	timeout -s KILL "0.0$((n % 40 + 5))" "$BUILD/samdepactl" \
	    --store "$STORE" register --name Pall --category Pall \
	    --count 3 >>"$T/killed"
done 2>/dev/null	# the shell tells of each kill
missing=0
while read -r code; do
	ctl show "$code" >/dev/null 2>&1 || missing=$((missing + 1))
done <"$T/killed"
echo "# $(wc -l <"$T/killed") of 60 were done before the kill"
expect_same killed-nothing-acknowledged-is-lost 0 "$missing"
expect_status killed-check 0 ctl check
expect_status killed-and-on 0 ctl register --name Pall --category Pall
finish
