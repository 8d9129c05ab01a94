#!/bin/bash
# The calendar: which days a thing is free, walked by keys and by finger, from
# the card to an order with those days; and a day for the order form.
. "$(dirname "$0")/../lib/sh.sh"
export SAMDEPA_NOW=2026-03-10T09:00:00Z
mkdir print
fresh_store
U=$(ctl unit add "Ystads bibliotek")
chair=$(ctl register --name Stol --category Stol)
lot=$(ctl register --name Stapelstol --category Stapelstol --count 20)
ctl order "$chair" --unit "$U" --from 2026-03-12 --until 2026-03-13 >/dev/null
ctl order "$lot" --unit "$U" --from 2026-03-12 --until 2026-03-13 --count 15 \
    >/dev/null 2>&1 || ctl lend "$lot=15" --unit "$U" --until 2026-03-13 \
    >/dev/null
badge=$(ctl staff add Anna --role staff)

open="wait Skanna
scan $badge
wait Inloggad
scan $chair
wait Kalender
tap Kalender
wait mars 2026"
for size in 24x80 37x100 16x57; do
	kiosk "shown-$size" "$open
see [10]
see 2026-03-10: ledig
key Right
key Right
wait 2026-03-12: Ystads bibliotek, till 2026-03-13
key F8
wait april 2026
wait 2026-04-12: ledig
key F7
wait mars 2026
tap ▸
wait april 2026
key F7
wait mars 2026" -s $size
done
kiosk ordered "$open
key Down
wait 2026-03-17: ledig
key Enter
wait Välj nu den sista dagen
key Right
key Enter
wait Till enhet
wait 2026-03-18
see 2026-03-17
see Stol
type Ystads
wait U-YST
key Enter
wait lån
key F9
wait Bokat åt Ystads bibliotek"
expect_same its-days "2026-03-17 2026-03-18" "$(ctl orders --json | python3 -c 'import json, sys
o = json.load(sys.stdin)[0]
print(o["from"], o["until"])')"
expect_status whole 0 ctl check
kiosk the-lot "wait Skanna
scan $lot
wait Kalender
tap Kalender
wait mars 2026
key Right
key Right
wait 2026-03-12: 5 av 20 lediga
key Right
key Right
wait 2026-03-14: 20 av 20 lediga"
kiosk a-day-for-the-form "wait Skanna
scan $badge
wait Inloggad
key F7
wait Ska tillbaka
tap Ska tillbaka
wait Kalender
key Down
key Enter
wait 2026-03-31"
kiosk english "wait Skanna
key F12
wait Scan
scan $chair
wait Calendar
tap Calendar
wait March 2026
see Mon
wait 2026-03-10: available"
finish
