#!/bin/bash
# labels.sh - at the kiosk, what a label means, what is done with one that was
# read poorly (nothing, until somebody looks), and that a code which nobody
# knows makes and books nothing, whatever goes on.
. "$(dirname "$0")/../lib/sh.sh"
export SAMDEPA_NOW=2026-11-23T09:00:00Z
GS=$(printf '\035')
demo_store
badge=$(sqlite3 "$STORE" "SELECT badge FROM staff WHERE role = 2")
mapfile -t item < <(sqlite3 "$STORE" "SELECT code FROM item WHERE state = 0
    AND lot = 0 AND condition < 3 AND restriction = '' AND inspect_by = 0
    AND id NOT IN (SELECT item FROM booking) ORDER BY id LIMIT 6")
unit=$(sqlite3 "$STORE" "SELECT code FROM unit WHERE name = 'Gatuenheten'")
place=$(sqlite3 "$STORE" "SELECT code FROM place LIMIT 1")
ctl --as "$badge" relabel "${item[0]}" --further \
    --code "]C1010731086500470321A/1${GS}10X" >/dev/null
ctl --as "$badge" relabel "${item[5]}" --further \
    --code '(01)07310865004727(21)7' >/dev/null
for i in 1 2; do
	ctl --as "$badge" relabel "${item[$i]}" --further --code 7310865004703 \
	    >/dev/null
done
ticket=$(ctl --as "$badge" order "${item[3]}" --unit "$unit" --until +7 \
    --json | sed -n 's/.*"ticket": "\([^"]*\)".*/\1/p')

# play NAME LINE... - plays it on the store as it was; the last screen is in
# $T/out, and $made says how many events it made.
mkdir first && cp store.db* first/
play() {
	local before
	cp first/* .
	before=$(sqlite3 "$STORE" 'SELECT count(*) FROM event')
	printf '%s\n' "${@:2}" >keys
	run "$BUILD/samdepa" --store "$STORE" --keys keys --dump -
	made=$(($(sqlite3 "$STORE" 'SELECT count(*) FROM event') - before))
	expect_same "$1-plays" 0 "$status"
}
# does NAME EVENTS TEXT - how many it made, and what stands on the screen.
does() {
	expect_same "$1-makes-$2" "$2" "$made"
	expect_text "$1-says" "$3"
}

# ---- What labels mean.
play serial "scan $badge" "scan 010731086500470321A/1${GS}17261231"
does serial 0 "${item[0]}"
play serial-typed "scan $badge" 'type (01)07310865004703(21)A/1' 'key enter'
does serial-typed 0 "${item[0]}"
play address "scan https://depa.example.se/i/${item[4]}"
does address 0 "${item[4]}"
play wedge "scan $badge" "bytes ]C1010731086500470321A/1${GS}10X\\r"
does wedge 0 "${item[0]}"
play kind "scan $badge" 'scan ]E07310865004703'
does kind 0 "${item[1]}"
expect_text kind-lists-both "${item[2]}"
for mode in 'key f3' 'key f4' 'key f8' 'key f7'; do
	play "kind-in-${mode#key }" "scan $badge" "$mode" 'scan 7310865004703'
	does "kind-in-${mode#key }" 0 "${item[2]}"
done
play kind-with-serial "scan $badge" 'scan 7310865004727'
does kind-with-serial 0 "${item[5]}"
play half "scan $badge" "scan 010731086500470321A${GS}${GS}"
does half 0 'tecken som inte'

# ---- Read poorly.
play weak-card "scan $badge" "weak ${item[0]}"
does weak-card 0 'svår att läsa: jämför'
expect_text weak-card-opens '›  Föremål'
play weak-unknown "scan $badge" 'weak 7310865004710'
does weak-unknown 0 'den är nog fel läst'
play weak-unknown-yes "scan $badge" 'weak 7310865004710' 'key f9'
does weak-unknown-yes 0 'En kod som ingen känner'
play weak-badge "weak $badge"
does weak-badge 0 'Tjänstekortet är svårt att läsa'
play weak-ticket "scan $badge" "weak $ticket"
does weak-ticket 0 'Är det den här koden?'
play weak-ticket-yes "scan $badge" "weak $ticket" 'key f9'
does weak-ticket-yes 1 '✓ Klart'
play weak-return "scan $badge" "scan ${item[4]}" "scan $unit" 'key f10' \
    'key f4' "weak ${item[4]}"
does weak-return 3 'Är det den här koden?'
play weak-return-yes "scan $badge" "scan ${item[4]}" "scan $unit" 'key f10' \
    'key f4' "weak ${item[4]}" 'key f9'
does weak-return-yes 4 '✓ Klart'
play weak-return-again "scan $badge" "scan ${item[4]}" "scan $unit" 'key f10' \
    'key f4' "weak ${item[4]}" "scan ${item[4]}"
does weak-return-again 4 '✓ Klart'
play weak-pile "scan $badge" 'key f3' "weak ${item[4]}" 'key f9' "weak $unit"
does weak-pile 0 'Är det den här koden?'
expect_text weak-pile-names-it 'Gatuenheten'
play weak-pile-yes "scan $badge" 'key f3' "weak ${item[4]}" 'key f9' \
    "weak $unit" 'key f9'
does weak-pile-yes 3 '✓ Klart'
play weak-enter-is-no-answer "scan $badge" 'key f3' "weak ${item[4]}" \
    'key enter'
does weak-enter-is-no-answer 0 'Är det den här koden?'

# ---- Unknown, in everything that goes on.
modes=("key f3" "key f4" "key f7" "key f8" "scan $place" "scan $unit"
    "scan ${item[4]}" "scan $ticket")
for mode in "${modes[@]}"; do
	play quiet "scan $badge" "$mode"
	quiet=$made
	play unknown "scan $badge" "$mode" 'scan 7310865004710' \
	    'scan INV-4711' 'scan I-YST1-999999-4' \
	    'scan https://example.org/x' 'weak 7310865004727' \
	    'scan (8004)7350053850019ZZ'
	expect_same "unknown-makes-nothing-${mode// /-}" "$quiet" "$made"
	expect_text "unknown-is-told-${mode// /-}" '(8004)7350053850019ZZ'
done
finish
