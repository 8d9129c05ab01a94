#!/bin/bash
# Without signing in: from "I need something" to an order, step by step, its
# number and code, and how it stands when one comes back with them.
. "$(dirname "$0")/../lib/sh.sh"
export SAMDEPA_NOW=2026-03-10T09:00:00Z
cat >rules.conf <<'R'
refuse taken full: category Piano
    "Pianon lånas inte ut."
    "Pianos are not lent."
ask dear: value > 1000 kr
    "Dyra saker går en person igenom."
    "A person looks at dear things."
grant short: kind loan
    "Lån godkänns direkt."
    "Loans are granted at once."
R
echo "rules = $T/rules.conf" >>"$SAMDEPA_CONFIG"
mkdir print
fresh_store
ctl unit add Kulturkontoret --kind office >/dev/null
ctl unit add Bryggeskolan --kind school >/dev/null
for i in 1 2 3; do
	ctl register --name "Stol Kinnarps" --category Stol >/dev/null
done
wide=$(ctl register --name Skrivbord --category Bord --width 1600 --depth 800 \
    --height 720)
ctl register --name Småbord --category Bord --width 700 --depth 700 \
    --height 500 --value 20000 >/dev/null
ctl register --name Piano --category Piano >/dev/null
ctl order "$wide" --unit Kulturkontoret --from 2026-03-10 --until 2026-03-12 \
    --contact Cecilia --phone 0411-999 >/dev/null

home="wait Jag behöver något
tap Jag behöver något
wait Steg 1 av 7"
# choose WORD - what is asked first, up to how many.
choose() {
	echo "$home
type $1
key Enter
wait Steg 2 av 7
tap I dag
wait Steg 3 av 7
tap En vecka
wait Steg 4 av 7"
}
whom="wait Steg 6 av 7
type brygg
wait Bryggeskolan
key Enter
wait Steg 7 av 7"

# ---- The whole way, in each size: by keys alone, and by finger.
n=0
for size in 24x80 37x100 16x57; do
	n=$((n + 1))
	kiosk "granted-$size" "$(choose stol)
key F9
wait Steg 5 av 7
see Stol Kinnarps
see ✓ $((4 - n)) ledig
key Down
key Enter
$whom
see Stol Kinnarps
see 2026-03-10 – 2026-03-17
see Bryggeskolan
key F9
wait är godkänd. Lån godkänns direkt.
see Svaret är ja. Hämta i
wait Utskrivet:
see S-YST1-
key F10" -s $size
	expect_same "paper-$size" $n "$(ls print/*.pdf | wc -l)"
done

# ---- What is too large, too many or taken then is said.
kiosk size "$(choose bord)
see Bredd
key Down
type 100
key F9
wait Småbord
miss Skrivbord
key Esc
wait Steg 4 av 7
key Up
key Backspace
type 9
key F9
wait ✗ bara 1 ledig
key Down
key Enter
wait Bara 1 är lediga. Välj något annat
key Esc
wait Steg 4
key Esc
wait Steg 3
key Esc
wait Steg 2
key Esc
wait Steg 1
key Esc
wait Skanna vad"
kiosk taken-then "$(choose skrivbord)
key F9
wait ✗ Inget är ledigt då.
see Fråga annars personalen"
kiosk nothing-found "$home
type qwxz
wait ✗ Inget heter så.
see personalen"
kiosk another-day "$home
type skrivbord
key Enter
wait Steg 2
tap En annan dag
wait Kalender
key Down
key Enter
wait Steg 3
tap För gott
wait Steg 4
key F9
wait Steg 5
see ✓ 1 ledig
key Down
key Enter
$whom
see 2026-03-17 – för gott"

# ---- It waits: the number is enough to come back with, typed or scanned.
waits="see Beställning 5
see O-YST1-000005-"
kiosk waits "$(choose småbord)
key F9
wait Steg 5
tap Småbord
$whom
key Down
key Down
key Down
type Doris
key F9
wait Beställning 5 väntar på svar.
$waits
see Väntar på svar från depån.
key F8
wait O-YST1-000005
key Esc
wait Din beställning"
code=$(python3 - <<'P'
s, p = "OYST1000005", 36
al = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
for c in s:
    t = (p + al.index(c)) % 36 or 36
    p = t * 2 % 37
print("O-YST1-000005-" + al[(37 - p) % 36])
P
)
kiosk scanned "wait Skanna
scan $code
wait Din beställning
$waits
miss Doris
miss Cecilia"
kiosk typed "wait Följ en
tap Följ en beställning
wait Vilket nummer
type 5
key Enter
wait Din beställning
see Beställning 5
miss O-YST1-"
kiosk typed-granted "wait Följ en
tap Följ en beställning
wait Vilket nummer
type 2
key Enter
wait Svaret är ja. Hämta i YST1 senast
miss S-YST1-
miss Skriv ut"
kiosk none "wait Följ en
tap Följ en beställning
wait Vilket nummer
type 77
key Enter
wait Beställningen finns inte här."
expect_status show 0 ctl show "$code"
expect_text show-order Bryggeskolan

# ---- A rule says no, and a person is asked.
kiosk refused "$(choose piano)
key F9
wait Steg 5
tap Piano
$whom
key F9
wait Beställning 6 är nekad. Pianon lånas inte ut.
see Svaret är nej.
tap Fråga en person
wait En person ser på beställning 6."

# ---- The very name of a category is the category, not what begins so.
ctl register --name Bordslampa --category Lampa >/dev/null
kiosk by-name "$(choose bord)
key F9
wait Småbord
miss Bordslampa"

# ---- Others' orders are not for a visitor; time forgets what one typed.
kiosk others "wait Skanna
miss Beställningar
miss Historik
scan $(ctl unit list --json | python3 -c 'import json, sys
print(json.load(sys.stdin)[0]["code"])')
wait ›  Enhet
tap Beställningar
wait Logga in
key Esc
wait ›  Enhet
tap Historik
wait Logga in"
kiosk english "wait Skanna
key F12
wait Scan anything
tap I need something
wait Step 1 of 7
type chair
key F10
wait Scan
tap Follow an order
wait Which number
type 5
key Enter
wait Your order
see Waiting for an answer"
# idle KEY... - the screen when nobody came for two minutes, then these keys.
idle() {
	printf '%s\n' 'key down' 'key enter' 'type hemligt' "$@" >idle.keys
	run "$BUILD/samdepa" --store "$STORE" --keys idle.keys --dump -
}
idle
expect_text typed-there hemligt
idle 'wait 121000'
expect_text idle-home 'Skanna vad som helst'
idle 'wait 121000' 'key enter'
expect_text idle-again 'Steg 1 av 7'
expect_no_text idle-forgot hemligt
expect_status whole 0 ctl check
finish
