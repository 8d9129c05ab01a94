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

# A sending that is lost with the disk: what was sent has come home again, and
# both depots would think it theirs.
stray=$(at SKU register --name Hylla --category hylla | tail -n 1)
night SKU TRB YST SKU
at SKU backup "$T/backup-2" >"$T/out"
slip=$(at SKU dispatch "$stray" --to TRB1 | tail -n 1)
expect_status came-by-slip 0 at TRB receive --slip "$slip" "$stray"
at SKU restore "$T/backup-2" >"$T/out"
expect_status home-again 0 at SKU arrive "$stray"
far="--unit $school --from +600 --until +610"
expect_status loss-unheard 1 at SKU order "$stray" $far
expect_text loss-unheard-names TRB1 "$T/err"
expect_status stands-here-is-lent 0 at SKU lend "$stray" --unit "$school" \
    --until +5
expect_status stands-here-comes-back 0 at SKU return "$stray"
night SKU YST SKU
expect_status loss-heard-by-one 1 at SKU order "$stray" $far
expect_text loss-heard-names TRB1 "$T/err"
expect_status lost-sending 1 at TRB order "$stray" $far
night TRB YST
expect_status lost-sending-unheard 1 at TRB order "$stray" $far
expect_text lost-sending-why "has come here yet" "$T/err"
night SKU TRB
expect_status lost-sending-heard 0 at TRB order "$stray" $far
night YST SKU TRB

# An order that two lives of a depot answer apart: the yes that was lost with
# the disk stands, others know of it; the no knew nothing of it.
asked=$(at SKU register --name Lampa --category lampa | tail -n 1)
night SKU YST
at YST order "$asked" --unit "$school" --from +620 --until +630 >"$T/order"
number=$(grep -o '[0-9]*$' "$T/order" | head -n 1)
night YST SKU
at SKU backup "$T/backup-3" >"$T/out"
expect_status yes-is-lost 0 at SKU grant "YST1-$number"
night SKU
at SKU restore "$T/backup-3" >"$T/out"
expect_status no-knows-nothing 0 at SKU refuse "YST1-$number" --why shortage
night SKU YST TRB SKU YST TRB
for depot in SKU YST TRB; do
	expect_status "answers-agree-$depot" 0 at $depot check
	[ $depot = TRB ] || expect_same "yes-stands-$depot" granted \
	    "$(at $depot orders --json | grep '"depot": "YST1"' |
	    grep -o '"state": "[a-z]*"' | cut -d '"' -f 4)"
done

# What a closed depot had sent on is its receiver's, and nobody claims it.
leaves=$(at SKU register --name Soffa --category soffa | tail -n 1)
paper=$(at SKU register --name Matta --category matta | tail -n 1)
at SKU dispatch "$leaves" --to TRB1 >"$T/out"
night SKU YST TRB YST
# And what came by its paper alone is promised when all have heard that it came.
slip=$(at SKU dispatch "$paper" --to TRB1 | tail -n 1)
expect_status came-by-paper 0 at TRB receive --slip "$slip" "$paper"
far="--unit $school --from +700 --until +710"
night TRB YST
at YST depot retire SKU1 >"$T/out"
expect_status paper-alone 1 at TRB order "$paper" $far
night YST TRB
expect_status paper-alone-heard 0 at TRB order "$paper" $far

run at YST claim --of SKU1
expect_text claim-one 2
run at TRB claim --of SKU1
expect_text claim-two 2
expect_status sent-on-is-received 0 at TRB receive "$leaves"
expect_status promise-one 1 at YST order "$item" --unit "$school" \
    --from +700 --until +710
expect_text promise-one-why TRB1 "$T/err"
expect_status promise-two 1 at TRB order "$item" --unit "$office" \
    --from +700 --until +710

# The nights tell them: the one whose claim stands may promise, and gives a
# ticket; the other asks it.
night YST TRB YST TRB
at YST order "$item" --unit "$school" --from +700 --until +710 >"$T/tickets"
at TRB order "$item" --unit "$office" --from +700 --until +710 >>"$T/tickets"
expect_same promised-by-one 1 "$(grep -c '^S-' "$T/tickets")"
night YST TRB YST
run at YST cases
expect_text one-case "two depots decided"
expect_no_text no-clash clash
finish
