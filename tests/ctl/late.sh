# What waits too long for another depot becomes a case, once: an order that is
# not answered, goods that nobody received, an order whose depot was closed.
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/depots.sh"

# day N - the clock of both depots, so many days on.
day() {
	export SAMDEPA_NOW=$((1790000000 + $1 * 86400))
}

# cases DEPOT - the kinds of its open cases.
cases() {
	at "$1" ctl cases --json | python3 -c 'import json, sys
print(" ".join(sorted(c["kind"] for c in json.load(sys.stdin))))'
}

day 0
two_depots
for d in yst trb; do	# no rule answers
	echo "rules =" >>"$d/samdepa.conf"
done
U=$(at trb ctl unit add "Trelleborgs bibliotek" --kind office)
at yst ctl register --name Stol --category Stol --copies 3 | sed 's/ .*//' \
    >chairs
sync_depots >/dev/null
chair() {
	sed -n "$1p" chairs
}

# An order from afar, and goods on their way.
run at trb ctl order "$(chair 1)" --unit "$U" --from +40 --until +50
run at trb ctl order "$(chair 2)" --unit "$U" --from +40 --until +50 --json
ORDER=$(json 'j["order"]')
at yst ctl dispatch "$(chair 3)" --to TRB1 >/dev/null
sync_depots >/dev/null
expect_same nothing-late-yet "" "$(cases trb)$(cases yst)"
day 15
run at trb ctl sync
expect_text late-says "ärenden om det som väntat för länge: 2"
run at yst ctl sync
expect_text late-goods-say "ärenden om det som väntat för länge: 1"
sync_depots >/dev/null
expect_same late-at-trb "difference order order" "$(cases trb)"
expect_same late-at-yst "difference order order" "$(cases yst)"
day 18
sync_depots >/dev/null
expect_same late-once "difference order order" "$(cases trb)"

# An answer settles it; so does a withdrawal, which takes the order back.
run at yst ctl orders --state asked --json
expect_same asked-at-both 2 "$(json 'len(j)')"
FIRST=$(json '[o["order"] for o in j if o["order"] != "'"$ORDER"'"][0]')
expect_status answered 0 at yst ctl grant "$FIRST"
sync_depots >/dev/null
expect_same answered-settles "difference order" "$(cases trb)"
run at trb ctl cases --json
CASE=$(json '[c["number"] for c in j if c["kind"] == "order"][0]')
expect_status withdrawn 0 at trb ctl settle "$CASE" --outcome withdrawn
sync_depots >/dev/null
run at yst ctl orders --state asked --json
expect_same withdrawn-everywhere 0 "$(json 'len(j)')"

# A clock that is plainly wrong makes nobody late: here it was set back.
run at trb ctl order "$(chair 2)" --unit "$U" --from +40 --until +50
at trb ctl sync >/dev/null
day -400
at trb ctl sync >/dev/null
day 19
expect_same wrong-clock-says-nothing difference "$(cases trb)"

# A depot that is closed will never answer.
BORD=$(at trb ctl register --name Bord --category Bord | sed 's/ .*//')
U2=$(at yst ctl unit add "Ystads bibliotek" --kind office)
sync_depots >/dev/null
run at yst ctl order "$BORD" --unit "$U2" --until +9
sync_depots >/dev/null
expect_same not-yet-closed 0 \
    "$(cases yst | grep -o order | wc -l)"
at yst ctl depot retire TRB1 >/dev/null
at yst ctl sync >/dev/null
expect_same closed-never-answers 1 \
    "$(cases yst | grep -o order | wc -l)"
expect_status check-yst 0 at yst ctl check
expect_status check-trb 0 at trb ctl check
finish
