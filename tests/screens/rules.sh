#!/bin/bash
# A visitor orders at the kiosk: a rule says yes and the ticket prints, or no
# and a person is asked, who may overrule it; each with the rule's sentence.
. "$(dirname "$0")/../lib/sh.sh"
cat >rules.conf <<'R'
refuse taken full: free taken
    "Det är upptaget då."
    "It is taken then."
ask dear: value > 1000 kr
    "Dyra saker går en person igenom."
grant short: kind loan
    "Lån godkänns direkt."
    "Loans are granted at once."
R
echo "rules = $T/rules.conf" >>"$SAMDEPA_CONFIG"
mkdir print
fresh_store
ctl unit add Kulturkontoret --kind office >/dev/null
chair=$(ctl register --name Stol --category Stol)
piano=$(ctl register --name Piano --category Piano --value 20000)
boss=$(ctl staff add Birgitta --role staff)

order() {	# order CODE - the script up to Done
	echo "wait Skanna
key F7
wait Till enhet
type Kultur
wait Kulturkontoret
key Enter
wait ◂ lån
scan $1
wait $1
key F9"
}
kiosk granted "$(order "$chair")
wait Beställning 1 är godkänd. Lån godkänns direkt.
wait Utskrivet:
see ✓ godkänd
see Regel       Lån godkänns direkt.
miss Fråga en person"
expect_same granted-paper 1 "$(ls print/*.pdf 2>/dev/null | wc -l)"
kiosk left "$(order "$piano")
wait Beställning 2 väntar på svar. Dyra saker går en person igenom.
see ● väntar på svar
see Regel       Dyra saker går en person igenom."
kiosk refused "$(order "$chair")
wait Beställning 3 är nekad. Det är upptaget då.
see ✗ nekad: upptagen då
miss Godkänn
key F12
wait Rule        It is taken then.
key F12
wait Fråga en person
tap Fråga en person
wait En person ser på beställning 3.
see ● en person ser på det
miss Fråga en person"
kiosk at-small "$(order "$chair")
wait Beställning 4 är nekad.
wait Fråga en person
see Det är upptaget då." -s 16x57
kiosk listed "wait Skanna
scan $boss
wait Inloggad
tap Beställningar
wait Regel: Dyra saker går en person igenom.
key Down
wait Att lämna ut
wait Regel: Det är upptaget då."
kiosk overruled "wait Skanna
scan $boss
wait Inloggad
scan U-YST-000001-V
wait Kulturkontoret
tap Beställningar
wait nekad
tap ✗ nekad
wait Regel       Det är upptaget då.
see Godkänn
key F3
wait är bokad för Kulturkontoret
key F10"
ctl cancel 1 >/dev/null
kiosk overruled-when-free "wait Skanna
scan $boss
wait Inloggad
tap Beställningar
wait Alla
key Right
wait ✗ nekad
tap ✗ nekad
wait Regel       Det är upptaget då.
key F3
wait Beställning 4 är godkänd.
miss upptaget då."
printf 'grant\n' >rules.conf
kiosk broken "$(order "$piano")
wait Beställning 5 väntar på svar"
expect_status whole 0 ctl check
finish
