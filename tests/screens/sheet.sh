#!/bin/bash
# Labels at the kiosk: new numbers beforehand, on a sheet that is half used, a
# test, things and places that get theirs anew; and a label that was lost.  On
# the command line too.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
badge=$(ctl staff add Anna --role worker)
place=$(ctl place add A-01-1)
chair=$(ctl register --name Stol --category Stol)
table=$(ctl register --name Bord --category Bord)

# codes FILE - what is read on the pages of a PDF, each once.
codes() {
	rm -f page*
	pdftoppm -r 150 -png "$1" page
	zbarimg -q --raw page*.png 2>/dev/null | sort -u
}
# kiosk_in LANGUAGE NAME SCRIPT [VTRUN-OPTION...]
kiosk_in() {
	kiosk "$2" "wait F11
$([ "$1" = en ] && echo 'key F12')
scan $badge
wait Anna
$3" "${@:4}"
}
open='tap Etiketter
wait i förväg'

# ---- Beforehand: the sheet's first free place is touched; the next run goes
# on where this one ends, and each number is given out once.
kiosk_in sv run "$open
see Redan använda
tap 6 60
next
reset
type 3
key F6
wait Utskrivet: 3 etiketter
actions 2
see 10
type 1
wait 1
key F6
wait Utskrivet: I-YST1"
expect_same run-numbers 4 "$(find print -name '*.pdf' -exec pdftotext {} - \; |
    grep -o "I-YST1-[0-9]*-." | wc -l)"
expect_same run-once "4" "$(find print -name '*.pdf' -exec pdftotext {} - \; |
    grep -o "I-YST1-[0-9]*-." | sort -u | wc -l)"

# ---- What there is, and a test; what is not printed waits for its owner.
rm -rf print
kiosk_in en again "tap Labels
wait beforehand
scan $place
wait A-01-1 gets a label
scan $chair
wait To be printed: 2
scan $chair
wait in it already
key F7
wait test label is printed
key F11
wait Låst
scan $badge
wait Att skriva ut: 2
key F6
wait Utskrivet: 2" -s 16x57
expect_same again-codes "$(printf '%s\n' "$chair" "$place")" \
    "$(codes print/"$place"_*.pdf)"
expect_text again-test 'Test label' <(pdftotext print/PROV-*.pdf -)

# ---- A printer that is gone: the numbers wait, and are printed once.
echo "label_printer = file:$T/none/print" >>"$SAMDEPA_CONFIG"
kiosk_in sv printer-gone "$open
type 2
key F6
wait ✗
see Väntar på att skrivas ut: 2
run mkdir none
key F6
wait Utskrivet: 2 etiketter" -s 37x100
# ---- On the roll there is no sheet.
echo "label_printer = escpos:$T/roll.bin" >"$SAMDEPA_CONFIG"
kiosk_in sv roll "$open
miss Redan använda
type 1
key F6
wait Utskrivet: I-YST1"
expect_status roll-skip 2 ctl label "$chair" --skip 3

# ---- A label that is lost; one that is torn.
echo "printer = file:$T/print" >"$SAMDEPA_CONFIG"
lost="tap Ny etikett
wait Det gamla?
tap slutar gälla
wait har en ny etikett
wait Utskrivet"
kiosk_in sv lost "scan $chair
wait Stol
reset
$lost
actions 2"
expect_status lost-old 1 ctl show "$chair"
kiosk_in sv torn "scan $table
wait Bord
tap Ny etikett
wait Det gamla?
tap gäller också
wait har en ny etikett
key F5
wait Ångrat"
expect_text torn-undone "$table" <(ctl show "$table")

# ---- The command line: the same places of the sheet stay empty.
ctl label "$table" "$place" --skip 23 --to two.pdf >/dev/null
expect_same skip-pages 2 "$(pdfinfo two.pdf | sed -n 's/^Pages: *//p')"
expect_same skip-codes "$(printf '%s\n' "$table" "$place" | sort)" \
    "$(codes two.pdf)"
expect_status skip-most 2 ctl label "$table" --skip 24 --to two.pdf
expect_status test 0 ctl label --test --to test.pdf
expect_status test-alone 2 ctl label "$table" --test --to test.pdf
ctl check >/dev/null && ok check || not_ok check
finish
