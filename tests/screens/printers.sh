#!/bin/bash
# printers.sh - a printer that tells how it is, and a queue that outlives the
# kiosk: each paper is printed once, and one that may or may not be printed is
# laid before a person.
. "$(dirname "$0")/../lib/sh.sh"

demo_store
badge=$(sqlite3 "$STORE" "SELECT badge FROM staff WHERE role = 2")
item=$(sqlite3 "$STORE" "SELECT code FROM item LIMIT 1")
mapfile -t free < <(sqlite3 "$STORE" "SELECT code FROM item WHERE state = 0
    AND lot = 0 AND condition < 3 AND restriction = '' AND inspect_by = 0
    AND id NOT IN (SELECT item FROM booking) ORDER BY id LIMIT 3")
unit=$(sqlite3 "$STORE" "SELECT code FROM unit WHERE name = 'Gatuenheten'")

mkdir prn
echo 12121212 >prn/state
python3 "$ROOT/tests/lib/printer.py" prn &
printer=$!
trap 'kill $printer; rm -rf "$T"' EXIT
# until_ COMMAND... - it holds, or some seconds have gone.
until_() {
	for _ in $(seq 200); do
		"$@" && return
		read -rt 0.05 <> <(:)
	done
}
until_ [ -e prn/port ]
echo "printer = escpos://127.0.0.1:$(cat prn/port)" >"$SAMDEPA_CONFIG"
echo "label_printer = file:$T/labels" >>"$SAMDEPA_CONFIG"

signed="scan $badge
wait ● "
printers="$signed
key F10
wait ▤  Skrivare
tap ▤  Skrivare
wait Skrivare för hämtsedlar"
# The printer in state $1; what job $2 was, or "none".
state() { echo "run echo $1 >prn/state.new && mv prn/state.new prn/state"; }
jobs() { ls prn | grep -c '^job-[0-9]*$'; }
has_jobs() { [ "$(jobs)" = "$1" ]; }
# printed NAME N - so many papers came out: the last may still be on its way.
printed() {
	until_ has_jobs "$2"
	expect_same "$1" "$2" "$(jobs)"
}
waiting() { sqlite3 "$STORE" 'SELECT count(*) FROM print_job'; }
lend="$signed
key F3
scan ${free[0]}
wait ${free[0]}
scan $unit
wait ska tillbaka"

# ---- Each state in words, with what to do, and the job is printed once when
# the printer is well again, at once where somebody asks.
kiosk states "$lend
wait utskrivet
$(state 12121272)
key F5
wait Ångrat
$printers
wait ✗ papper slut
see Lägg i papper.
see ✗ hämtsedlar: papper slut
see Skrivare för etiketter
key F6
wait ● väntar
$(state 12161212)
key F7
wait ✗ luckan är öppen
see Stäng luckan.
$(state 12525a12)
key F7
wait ✗ kniven har fastnat
$(state 12525212)
key F7
wait ✗ för varm
$(state 12521212)
key F7
wait ✗ har stannat
$(state 1a121212)
key F7
wait ✗ frånkopplad
$(state 1212121e)
key F7
wait ! papper snart slut
wait Utskrivet: Prov
see ! hämtsedlar: papper snart slut
miss ● väntar
$(state 12121212)
key F7
wait ✓ redo
gone snart slut"
printed states-printed 2
expect_same states-left 0 "$(waiting)"

# at WHEN WHAT - what the printer does then; the kiosk's own name is its store.
at() { echo "run echo '$*' >prn/at"; }
murder="kill ^[^ ]*samdepa --store $STORE"
fresh() { rm -f prn/job-*; sqlite3 "$STORE" 'DELETE FROM print_job'; }

# ---- Killed while a receipt waits for paper: the next kiosk prints it, once.
fresh
kiosk killed-waiting "$(state 12121272)
$lend
wait ✗ hämtsedlar: papper slut
kill 9
exit 137"
expect_same killed-waiting-kept 1 "$(waiting)"
kiosk waiting-is-printed "wait papper slut
$(state 12121212)
$printers
wait utskrivet
miss ● väntar"
printed waiting-once 1

# ---- Killed when the printer has all of it and the store does not know: the
# next kiosk prints nothing by itself, and one touch drops it, or prints it.
for touch in F8=skrivs.inte.ut F7=Utskrivet:.Prov; do
	says=${touch#*=} touch=${touch%=*}
	fresh
	kiosk "killed-sent-$touch" "$(at end "$murder")
$printers
key F6
exit 137"
	kiosk "sent-is-asked-$touch" "wait ! kanske utskrivet
$printers
wait ! kanske utskriven
see Titta i skrivaren
key $touch
wait ${says//./ }
gone kanske"
	expect_same "sent-left-$touch" 0 "$(waiting)"
done
printed sent-again 2

# ---- A connection that broke under the job is no reason to print it again.
fresh
kiosk broken "$(at begin drop)
$printers
key F6
wait Prov är kanske utskriven
wait ! kanske utskriven
key Down
key Down
key F7
wait Utskrivet: Prov"
printed broken-once 1

# ---- What is undone is not printed.
fresh
kiosk undone "$(state 12121272)
${lend//"${free[0]}"/"${free[1]}"}
wait ✗ hämtsedlar: papper slut
key F5
wait Ångrat
$(state 12121212)
$printers
wait ✓ redo
miss väntar"
expect_same undone-left '0 0' "$(waiting) $(jobs)"
finish
