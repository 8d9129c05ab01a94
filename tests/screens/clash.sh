#!/bin/bash
# What two depots decided apart is one case at both: a page says what happened
# and to whom, and a touch at one of them settles it at the other too.
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/depots.sh"

two_depots
strand=$(at yst ctl unit add Strandskolan --kind school)
brygga=$(at trb ctl unit add Bryggeskolan --kind school)
piano=$(at yst ctl register --name Piano --category Piano)
orgel=$(at yst ctl register --name Orgel --category Orgel)
harpa=$(at yst ctl register --name Harpa --category Harpa)
sync_depots >/dev/null 2>&1
printf '2468\n2468\n' | at trb ctl staff pin Kalle >/dev/null 2>&1

# One is promised at home and handed out away, where it was claimed; two
# turned up away.
{
	at yst ctl order "$piano" --unit "$strand" --from +3 --until +9
	at trb ctl claim "$piano" --second Kalle --why fire <<<2468
	at trb ctl lend "$piano" --unit "$brygga" --until +5
	at trb ctl arrive "$orgel" "$harpa"
	sync_depots
} >"$T/apart.out" 2>&1
for d in yst trb; do
	expect_same "cases-$d" "1 2" "$(sqlite3 $d/store.db "SELECT
	    sum(kind = 'clash'), sum(kind = 'stray') FROM cases" | tr '|' ' ')"
done
expect_same same-cases "$(sqlite3 yst/store.db 'SELECT id FROM cases')" \
    "$(sqlite3 trb/store.db 'SELECT id FROM cases')"

# ---- Where it turned up nobody gives it away; its own depot does.
on trb away-cannot-keep-it "tap Att åtgärda
wait Orgel
tap Orgel
wait Ystad depå avgör
see hämtas hem
miss stannar där
key Esc
wait Piano
tap Piano
wait är lovad två gånger
see Strandskolan
see som har den
see går ändå"
LANGUAGE_OF=en
on yst settle "tap To settle
wait Orgel
tap Orgel
wait Nobody had
tap stays there
wait Done
wait Harpa
tap Harpa
wait Nobody had
tap fetched home
wait Done
wait Piano
tap Piano
wait promised twice
tap the unit has been told
wait nothing to settle"
LANGUAGE_OF=sv
sync_depots >/dev/null 2>&1

# ---- Settled at both, and what each outcome says has become so at both.
for d in yst trb; do
	expect_same "settled-$d" 0 "$(sqlite3 $d/store.db \
	    "SELECT count(*) FROM cases WHERE outcome = ''")"
	expect_same "stays-$d" TRB1 "$(sqlite3 $d/store.db \
	    "SELECT depot FROM item WHERE code = '$orgel'")"
	expect_same "fetched-$d" YST1 "$(sqlite3 $d/store.db \
	    "SELECT depot FROM item WHERE code = '$harpa'")"
	expect_same "yields-$d" "1 0" "$(sqlite3 $d/store.db "SELECT
	    sum(u.code = '$brygga'), sum(u.code = '$strand') FROM booking b
	    JOIN unit u ON u.id = b.unit WHERE b.state < 3" | tr '|' ' ')"
	expect_status "check-$d" 0 at $d ctl check
done
finish
