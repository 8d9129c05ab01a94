#!/bin/bash
# An order from afar, at two kiosks: asked here, answered there, sent, received
# and handed out with the ticket, which says where it is good.
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/depots.sh"

two_depots
school=$(at trb ctl unit add Bryggeskolan --kind school)
one=$(at yst ctl register --name Piano --category Piano)
two=$(at yst ctl register --name Orgel --category Orgel)
sync_depots >/dev/null 2>&1

on trb order-from-afar "scan $one
wait Ystad depå (YST1)
key F7
wait Hämtas i
see ◂ TRB1 ▸
scan $school
wait Bryggeskolan
key F9
wait Ystad depå svarar vid nästa synkning
wait Svarar
miss Godkänn
key F10
wait Skanna
scan $two
wait Orgel
key F7
wait Hämtas i
scan $school
key F9
wait svarar vid nästa
key F10
wait Skanna vad
tap Beställningar
wait Väntar på svar från en annan depå  2
see Väntar på svar  0"
sync_depots >/dev/null 2>&1

# ---- There it stands with who asks; one is granted, one refused.
on yst answer "tap Beställningar
wait Väntar på svar  2
see TRB1 · Bryggeskolan
key Down
key Enter
wait Trelleborgs depå
wait Orgel
key F4
wait Varför nej
tap behövs där den är
wait är nekad
key Esc
wait Väntar på svar  1
key Down
key Enter
wait Piano
see hämtas i Trelleborgs depå
key F3
wait Skicka sakerna till
key Esc
wait Att skicka till TRB1  1
key F10
wait Skanna vad
tap Skicka
wait ○ Piano
see → TRB1 Bryggeskolan
scan $one
wait Piano, till TRB1
key F9
wait Till vilken depå
tap Trelleborgs depå
wait 1 sak på väg till TRB1
wait Utskrivet"
sync_depots >/dev/null 2>&1

# ---- Whose ticket it is, and as of when; a visitor sees no ticket's code.
on yst ticket-there "tap Beställningar
wait Att göra
tap Alla
wait nekad
wait Alla depåer
key Down
key Enter
wait Piano
wait S-YST1-
wait Visa hämtsedel
tap Visa hämtsedel
wait Lämnas ut i Trelleborgs depå: gäller, läget
miss F9"
at trb kiosk visitor-no-code "wait Följ en beställning
wait F12
tap Följ en beställning
wait Vilket nummer
type 1
key Enter
wait Svaret är ja. Hämta i Trelleborgs depå
see Skanna beställningens kod
see Bryggeskolan
miss S-YST1-
miss O-TRB1-"

# ---- Back where it was asked: the answers, the thing, the ticket.
ticket=$(sqlite3 trb/store.db 'SELECT code FROM ticket')
LANGUAGE_OF=en
on trb answered "tap Orders
wait To hand out  1
key Down
key Enter
wait Piano
wait S-YST1-
see granted
key Esc
wait To hand out
tap All
wait refused
key F10
wait Scan anything
tap Receive
wait On the way here: 1
scan $one
wait on its way here
key F9
wait is received
key F10
wait Scan anything
scan $ticket
wait Handed out: 1 thing to Bryggeskolan"
LANGUAGE_OF=sv
on yst ticket-elsewhere "scan $ticket
wait gäller för depå TRB1"
sync_depots >/dev/null 2>&1
expect_same lent-at-both "1 1" "$(for d in yst trb; do
    sqlite3 $d/store.db "SELECT state FROM item WHERE code = '$one'"
    done | xargs)"
for d in yst trb; do
	expect_status "check-$d" 0 at $d ctl check
done
finish
