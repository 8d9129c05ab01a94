#!/bin/bash
# Places: made in runs with their labels, renamed, found by name, emptied into
# another; at the kiosk and on the command line.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
badge=$(ctl staff add Anna --role worker)

# kiosk_in LANGUAGE NAME SCRIPT [VTRUN-OPTION...]
kiosk_in() {
	kiosk "$2" "wait F11
$([ "$1" = en ] && echo 'key F12')
scan $badge
wait Anna
$3" "${@:4}"
}
names() {
	sqlite3 "$STORE" "SELECT count(*) || ' ' || min(name) || ' ' ||
	    max(name) FROM place"
}

# ---- A whole rack at once: made, and their labels printed.
kiosk_in sv run "tap Platser
wait Vilken plats
key F8
wait Nya platser
reset
type A-01-1
key Tab
type A-04-3
wait ✓ 12 platser: A-01-1, A-01-2 … A-04-3
key F9
wait Nya platser: 12
see Att skriva ut: 12
key F6
wait Utskrivet: 12"
expect_same run-names '12 A-01-1 A-04-3' "$(names)"
expect_text run-labels 'A-03-2' <(pdftotext print/P-YST1-*.pdf -)
kiosk_in en again "tap Labels
wait Labels
key F8
wait New places
type A-04-2
key Tab
type A-04-1
wait make no run
key F9
wait no run of places
key Backspace
type 4
wait 3 places: A-04-2
key F9
wait New places: 1," -s 16x57
expect_same again-names '13 A-01-1 A-04-4' "$(names)"

# ---- Found by a few letters, renamed, labelled anew, emptied; undone.
place=$(sqlite3 "$STORE" "SELECT code FROM place WHERE name = 'A-02-2'")
for i in 1 2 3; do
	ctl register --name "Stol $i" --category Stol --place A-02-2
done >/dev/null
kiosk_in sv card "tap Platser
wait Vilken plats
type 02-2
wait 3
key Enter
wait Stol 3
key F7
wait ›  Byt namn
key End
type  fönstret
key F9
wait heter A-02-2 fönstret nu
key F6
wait Att skriva ut: 1
key F6
wait Utskrivet: $place
key Esc
wait Stol 3
tap Flytta allt
wait Vilken plats
type 03-1
key Enter
wait 3 saker från A-02-2 fönstret
see Platsen är tom
key F5
wait Ångrat" -s 37x100
expect_same card-undone 3 "$(sqlite3 "$STORE" "SELECT count(*) FROM item i
    JOIN place p ON p.id = i.place WHERE p.name = 'A-02-2 fönstret'")"

# ---- The command line.
run ctl place add B-9..B-11 --to rack.pdf
expect_same ctl-run 3 "$(wc -l <out)"
expect_text ctl-labels 'B-10' <(pdftotext rack.pdf -)
expect_status ctl-again 0 ctl place add B-9..B-11
expect_same ctl-again-makes-none 16 "$(sqlite3 "$STORE" \
    'SELECT count(*) FROM place')"
for bad in B-9..A-11 ..B-1 B-1.. B-1..B-999 B-1..C B-1..B-1-2; do
	expect_status "ctl-no-$bad" 2 ctl place add "$bad"
done
expect_same ctl-move 3 "$(ctl place move "$place" B-10)"
expect_same ctl-moved 3 "$(sqlite3 "$STORE" "SELECT count(*) FROM item i
    JOIN place p ON p.id = i.place WHERE p.name = 'B-10'")"
expect_status ctl-move-itself 1 ctl place move B-10 B-10
ctl check >/dev/null && ok check || not_ok check
finish
