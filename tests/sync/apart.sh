#!/bin/bash
# apart.sh - two depots that decide on one thing apart.  Days that one has lost
# go with what it sends: their promises are on paper alone.  And both claim what
# a closed depot had: neither may promise it before it knows of the other.
. "$(dirname "$0")/../lib/sh.sh"

at() {
	"$BUILD/samdepactl" --lang en --store "$T/$1.db" "${@:2}"
}
night() {
	local depot
	for depot; do
		at "$depot" sync >"$T/sync" 2>&1 || not_ok "sync-$depot" \
		    "$(tail -n 1 "$T/sync")"
	done
}

for depot in YST TRB SKU; do
	at $depot init --depot ${depot}1 --name $depot \
	    --organisation $depot=$depot >"$T/init"
done
at YST hub add --init "file:$T/hub" >"$T/out"
for depot in TRB SKU; do
	at YST depot invite ${depot}1 >"$T/invitation"
	at $depot depot join "$(cat "$T/invitation")" >"$T/out"
done
night YST TRB SKU YST TRB SKU
item=$(at SKU register --name Stol --category stol | tail -n 1)
school=$(at YST unit add Skolan --kind school)
office=$(at TRB unit add Kontoret --kind office)
night SKU YST TRB YST

sent=$(at SKU register --name Bord --category bord | tail -n 1)
night SKU YST TRB SKU
at SKU backup "$T/backup" >"$T/out"
at SKU order "$sent" --unit "$school" --from +5 --until +9 >"$T/out"
expect_text promised-and-lost S-SKU1
at SKU restore "$T/backup" >"$T/out"
at SKU dispatch "$sent" --to TRB1 >"$T/out"
night SKU TRB YST SKU TRB
expect_status received-after-loss 0 at TRB receive "$sent"
night TRB SKU TRB
expect_status lost-days-follow 1 at TRB order "$sent" --unit "$office" \
    --from +5 --until +9
expect_status days-after-them 0 at TRB order "$sent" --unit "$office" \
    --from +400 --until +410

night SKU YST TRB YST
at YST depot retire SKU1 >"$T/out"
night YST TRB

run at YST claim --of SKU1
expect_text claim-one 1
run at TRB claim --of SKU1
expect_text claim-two 1
expect_status promise-one 1 at YST order "$item" --unit "$school" \
    --from +40 --until +50
expect_text promise-one-why TRB1 "$T/err"
expect_status promise-two 1 at TRB order "$item" --unit "$office" \
    --from +40 --until +50

# The nights tell them: the one whose claim stands may promise, and gives a
# ticket; the other asks it.
night YST TRB YST TRB
at YST order "$item" --unit "$school" --from +40 --until +50 >"$T/tickets"
at TRB order "$item" --unit "$office" --from +40 --until +50 >>"$T/tickets"
expect_same promised-by-one 1 "$(grep -c '^S-' "$T/tickets")"
night YST TRB YST
run at YST cases
expect_text one-case "two depots decided"
expect_no_text no-clash clash
finish
