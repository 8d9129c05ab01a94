#!/bin/bash
# Two depots at their kiosks: what one dispatches the other receives, with the
# slip alone, and what does not come or comes unasked is laid before a person.
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/depots.sh"

two_depots
at yst ctl place add A-01 >/dev/null
place=$(at trb ctl place add T-01)
for i in 1 2 3 4 5 6; do
	item[i]=$(at yst ctl register --name "Stol $i" --category Stol \
	    --place A-01)
done

# ---- Dispatch: scanned, the depot touched, the paper with its code.
on yst dispatch "tap Skicka
wait Inget är lovat
reset
scan ${item[1]}
scan ${item[2]}
scan ${item[3]}
wait 3 saker
scan ${item[1]}
wait är redan med
key F9
wait Till vilken depå
tap Trelleborgs depå
wait 3 saker på väg till TRB1
actions 6
wait Utskrivet
scan ${item[1]}
wait är på väg till depå TRB1"
slip=$(read_slip yst)
expect_same slip-is-read "$(at yst ctl slip "${item[2]}" --json |
    sed -n 's/.*"qr": "\(.*\)".*/\1/p')" "$slip"
rm yst/print/*
on yst reprint "scan ${item[2]}
wait Stol 2
key F6
wait Utskrivet"
expect_same reprint-is-the-same "$slip" "$(read_slip yst)"

# ---- Receive: no sync has told of the chairs; one does not come.
on trb receive-by-slip "scan ${item[1]}
wait Etiketten är från depå YST1
scan $slip
wait från Ystad depå
reset
scan ${item[1]}
wait 1 av 3
scan ${item[3]}
wait 2 av 3
scan $place
wait 2 saker är mottagna. 1 sak kom inte
actions 3
scan $slip
wait mottagen förut
see ○ väntas"
expect_same custody-moved "2 1" "$(at trb sqlite3 "$T/trb/store.db" \
    "SELECT (SELECT count(*) FROM event WHERE kind = 'receive'),
    (SELECT count(*) FROM cases WHERE kind = 'difference')" | tr '|' ' ')"
sync_depots >/dev/null 2>&1
for d in yst trb; do
	expect_same "both-know-$d" "TRB1 TRB1" "$(sqlite3 "$T/$d/store.db" \
	    "SELECT group_concat(depot, ' ') FROM item
	    WHERE code IN ('${item[1]}', '${item[3]}')")"
	expect_status "check-$d" 0 at "$d" ctl check
done

# ---- In English, without a slip: one that was dispatched, broken on the way,
# and one that nobody sent.
at yst ctl dispatch "${item[4]}" --to TRB1 --print "$T/late.png" >/dev/null
expect_text dispatch-prints SD2: <(zbarimg -q --raw late.png 2>/dev/null)
sync_depots >/dev/null 2>&1
LANGUAGE_OF=en
on trb receive-loose "tap Receive
wait On the way here: 2.
scan ${item[4]}
wait on its way here
tap Grade
wait What condition
tap broken
wait came, broken
scan ${item[5]}
wait turned up
key F9
wait 1 thing is received. 1 thing turned up
key F10
wait Scan anything
tap To settle
wait damaged"
LANGUAGE_OF=sv

# ---- A manifest of 24 things is read too, and a touch says that all came.
codes=$(at yst ctl register --name Pall --category Pall --copies 24)
at yst ctl dispatch $codes --to TRB1 --print "$T/long.png" >/dev/null
long=$(zbarimg -q --raw long.png 2>/dev/null)
SIZE=16x57 on trb receive-all "scan $long
wait 0 av 24
tap Allt har kommit
wait 24 av 24
key F9
wait 24 saker är mottagna"
at yst kiosk not-for-us "scan ${badge[yst]}
wait Inloggad
scan $long
wait gäller till depå TRB1"
sync_depots >/dev/null 2>&1
expect_same long-custody 24 "$(sqlite3 yst/store.db "SELECT count(*) FROM item
    WHERE name = 'Pall' AND depot = 'TRB1'")"

# ---- What turned up, and is claimed where it stands: two sign, a reason, and
# the thing in hand last.
for name in Kalle Karin; do
	[ $name = Kalle ] || second=$(at trb ctl staff add Karin --role staff)
	printf '2468\n2468\n' | at trb ctl staff pin $name >/dev/null 2>&1
done
on trb arrive-and-claim "scan ${item[6]}
wait Ystad depå (YST1)
tap Dök upp
wait Uppskrivet att den dök upp
wait Dök upp i
key F5
wait Ångrat
tap Överta ansvar
wait Varför kan depån inte svara
tap brand eller olycka
wait Den andra skriver under
scan $second
wait Karin: skriv pinkoden
type 2468
key Enter
wait Skanna nu den
scan ${item[1]}
wait Det var en annan sak
tap Överta ansvar
wait Varför kan
tap brand eller olycka
wait Den andra skriver under
type 2468
key Enter
wait Skanna nu den
scan ${item[6]}
wait Ansvaret är övertaget från YST1
wait Övertagen
tap Historik
wait brand eller olycka"
expect_same claimed "TRB1 1" "$(sqlite3 trb/store.db "SELECT depot, (SELECT
    count(*) FROM event WHERE kind = 'claim') FROM item
    WHERE code = '${item[6]}'" | tr '|' ' ')"

# ---- Owner by touch, and two things that change places between two units.
for name in Ekskolan Almskolan; do
	at trb ctl unit add $name --kind school >/dev/null
done
one=$(at trb ctl register --name Tavla --category Tavla --responsible Ekskolan)
two=$(at trb ctl register --name Matta --category Matta --responsible Almskolan)
on trb transfer-and-swap "scan $one
wait Tavla
tap Ägarbyte
wait Vilken kommun
tap Ystads kommun
wait Varför byter den ägare
tap skänkt
wait Ägare är nu YST
key F5
wait Ångrat
tap Ägarbyte
wait Vilken kommun
tap Ystads kommun
wait Varför byter
tap mot ett pris
wait Hur många kronor
type 250
key Enter
wait Ägare är nu YST
tap Byte
wait Sök
scan $two
wait Bytt: Tavla finns nu hos Almskolan"

# ---- After a restore what is scanned where it stands is seen again.
at yst ctl backup "$T/copy" >/dev/null
at yst ctl register --name Ny --category Ny >/dev/null
at yst ctl restore "$T/copy" >/dev/null
last=$(sqlite3 yst/store.db "SELECT code FROM item WHERE depot = 'YST1'
    AND bound = '' AND state = 0 ORDER BY id LIMIT 1")
at yst kiosk suspended "scan $last
wait Räkna först
scan ${badge[yst]}
wait Inloggad
scan $last
wait är sedd efter återställningen"
finish
