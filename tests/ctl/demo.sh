#!/bin/bash
# demo.sh - the made-up depot: lifelike, the same for the same seed, and what
# the README tells people to try is there.
. "$(dirname "$0")/../lib/sh.sh"

# at_least NAME N EXPRESSION COMMAND... - so many in the command's JSON, j.
at_least() {
	local n
	run ctl "${@:4}"
	n=$(json "$3")
	if [ "$status" = 0 ] && [ "${n:-0}" -ge "$2" ]; then
		ok "$1"
	else
		not_ok "$1" "${n:-none}, not $2; $(head -c 300 "$T/err")"
	fi
}

# hash_of STORE - what its tables say, in one word.
hash_of() {
	run "$BUILD/samdepactl" --store "$1" check --json
	json 'j["state_hash"]'
}

demo_store
at_least demo-items 380 'len(j)' export items --format json
at_least demo-categories 40 'len(j)' category list --json
at_least demo-units 36 'len(j)' unit list --json
at_least demo-places 60 'len(j)' place list --json
at_least demo-loans 380 'len(j)' export loans --format json
at_least demo-lent 15 'len([i for i in j if i["state"] == "lent"])' \
    export items --format json
at_least demo-lost 1 'len([i for i in j if i["state"] == "lost"])' \
    export items --format json
at_least demo-overdue 2 'len(j)' overdue --json
at_least demo-orders-waiting 5 'len(j)' orders --state asked --json
at_least demo-tickets 3 'len(j)' tickets --json
at_least demo-cases 3 'len(j)' cases --json
at_least demo-staff 4 'len(j)' staff list --json
expect_status demo-passes-check 0 ctl check

first=$(hash_of "$STORE")
for seed in 1 2; do
	run "$BUILD/samdepactl" --store "$T/$seed.db" demo --seed $seed
done
expect_same demo-same-seed-same-store "$first" "$(hash_of "$T/1.db")"
if [ "$first" != "$(hash_of "$T/2.db")" ]; then
	ok demo-other-seed-other-store
else
	not_ok demo-other-seed-other-store "$first"
fi

expect_status demo-refuses-a-store-in-use 1 ctl demo
expect_one_line demo-refuses-in-a-line
STORE=$T/few.db
expect_status demo-of-nothing-is-wrong-usage 2 ctl demo --items 0
expect_status demo-of-three 0 ctl demo --items 3
expect_status demo-of-three-passes-check 0 ctl check

# The README's way from an order to its ticket's picture and back, as it is
# written there.
printf 'store = %s\n' "$T/way.db" >"$T/way.conf"
sed -n '/^export SAMDEPA_CONFIG/,/^```/p' "$ROOT/README.md" |
    sed -e '/^```/d' -e "s|build/demo/samdepa.conf|$T/way.conf|" \
    -e "s|build/samdepa-scan|$ROOT/build/samdepa-scan|" \
    -e "s|build/samdepactl|$BUILD/samdepactl|" >way.sh
expect_status demo-for-the-readme 0 "$BUILD/samdepactl" --store "$T/way.db" demo
expect_status demo-way-of-the-readme 0 env -u SAMDEPA_STORE bash -e way.sh
expect_text demo-way-reads-the-ticket S-YST1-000008-S

# The README is read on any day of the week: its codes are there on all, once
# the order that it makes is made.
STORE=$T/store.db
codes=$(grep -oE '\b[IPUS]-[A-Z]{3}1?-[0-9]{6}-[0-9A-Z]' "$ROOT/README.md" |
    sort -u)
for day in 2026-03-02 2026-03-05 2026-03-07 2026-12-27; do
	export SAMDEPA_NOW=${day}T09:00:00Z
	demo_store
	run ctl order I-YST1-000002-M --unit Kulturkontoret --until +14
	missing=
	for code in $codes; do
		run ctl show "$code"
		[ "$status" = 0 ] || missing="$missing $code"
	done
	expect_same "demo-has-the-codes-of-the-readme-$day" '' "$missing"
done
finish
