#!/bin/bash
# A place is counted at the kiosk: what is right, from another place, from
# another depot, missing or unknown; a lot by its count.
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/depots.sh"

two_depots
a=$(at yst ctl place add A-01)
b=$(at yst ctl place add B-02)
for i in 1 2 3; do
	s[i]=$(at yst ctl register --name "Stol $i" --category Stol \
	    --place A-01)
done
moved=$(at yst ctl register --name Bord --category Bord --place B-02)
lot=$(at yst ctl register --name Pallar --category Pall --count 20 \
    --place B-02)
away=$(at trb ctl register --name Piano --category Piano)
sync_depots >/dev/null 2>&1

on yst count "tap Räkna
wait Skanna platsen
reset
scan $a
wait Räkna A-01
see 0 av 3
scan $a
wait tryck F9
reset
scan ${s[1]}
wait Stol 1: ✓ rätt
scan ${s[2]}
wait Stol 2: ✓ rätt
scan $moved
wait → flyttas hit
scan $away
wait ! dök upp
scan HYLLA-99
wait ? okänd
scan $b
wait A-01 är räknad: 2 rätt, 2 kom hit, 1 saknas
see Räkna B-02
actions 6
scan $lot
wait ska vara 20
key C-u
type 18
key Enter
wait 18/20
key F9
wait B-02 är räknad: 1 rätt
key F10
wait Skanna vad
tap Att åtgärda
wait Stol 3
see Pallar
see övrigt"
expect_same counted "A-01 A-01 3" "$(sqlite3 yst/store.db "SELECT
    group_concat(p.name, ' '), (SELECT count(*) FROM cases WHERE kind IN
    ('difference', 'other')) FROM item i JOIN place p ON p.id = i.place
    WHERE i.code IN ('$moved', '$away')" | tr '|' ' ')"

# ---- From the place's own card, in English; the whole of it is one act.
LANGUAGE_OF=en
on yst count-from-card "scan $a
wait A-01
tap Count
wait Count A-01
scan ${s[3]}
wait right
key F9
wait has been counted: 1 right
key F5
wait Undone"

# ---- More than the list holds: said, and not taken for missing.
c=$(at yst ctl place add C-03)
at yst ctl register --name Pall --category Pall --place C-03 --copies 301 \
    >/dev/null
on yst count-too-many "scan $c
wait C-03
tap Count
wait More than 300 things"
at yst ctl check >/dev/null && ok check || not_ok check
finish
