# Orders, loans, tickets: the way from the asking to the return, by number, by
# QR text and by picture, and each refusal on it.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
U="Skurups bibliotek"
ctl unit add "$U" --kind office >"$T/out"
UNIT=$(cat "$T/out")
ctl unit add "Solrosens förskola" --kind preschool >/dev/null
ctl register --name "Kontorsstol" --category Stol --copies 8 >/dev/null
ctl register --name "Stapelstol" --category Stapelstol --count 60 >"$T/out"
LOT=$(cat "$T/out")

refused() {
	expect_status "$1" 1 "${@:2}"
	expect_one_line "$1-one-line"
}

# order: granted at once and its ticket issued, where it is free.
expect_status order 0 ctl order 1 --unit "$U" --until +14
TICKET=$(cat "$T/out")
expect_same order-prints-the-ticket 1 "$(grep -c '^S-YST1-' "$T/out")"
refused order-taken ctl order 1 --unit "$U" --until +3
refused lend-taken ctl lend 1 --unit "$U" --until +3
expect_status order-later 0 ctl order 1 --unit "$U" --from +20 --until +30
expect_status order-json 0 ctl order 2 --unit "$UNIT" --until +14 --json \
    --why event --note "Kulturnatten" --contact "Kim" --phone 0411-1 \
    --deliver "Storgatan 1"
expect_same order-json-ticket True "$(json 'j["ticket"][:2] == "S-"')"
expect_same order-json-qr True "$(json 'j["qr"][:4] == "SD1:"')"
expect_same order-json-items 1 "$(json 'len(j["items"])')"
expect_same order-json-state granted "$(json 'j["state"]')"
expect_same order-json-delivery "Storgatan 1" "$(json 'j["delivery"]')"
QR=$(json 'j["qr"]')
expect_status order-category 0 ctl order --count 3 --category Stol \
    --unit "$U" --until +7 --json
expect_same order-category-items 3 "$(json 'len(j["items"])')"
refused order-category-too-many ctl order --count 30 --category Stol \
    --unit "$U" --until +7
expect_status order-lot 0 ctl order "$LOT=25" --unit "$U" --until +7 --json
expect_same order-lot-count 25 "$(json 'j["items"][0]["count"]')"
refused order-lot-too-many ctl order "$LOT=36" --unit "$U" --until +7
expect_status order-nothing 2 ctl order --unit "$U" --until +7
refused order-no-item ctl order NIX --unit "$U"
refused order-no-unit ctl order 8 --unit NIX
expect_status order-backwards 2 ctl order 8 --unit "$U" --from +9 --until +2
expect_status order-sentence 2 ctl order 8 --unit "$U" \
    --why "Kim Ek behöver den"
ctl edit 8 --restriction not_preschool >/dev/null
refused order-restricted ctl order 8 --unit "Solrosens förskola" --until +2

# One that waits, and its answers.
expect_status order-wait 0 ctl order 8 --unit "$U" --until +7 --wait --json
expect_same order-wait-state asked "$(json 'j["state"]')"
expect_same order-wait-no-ticket None "$(json 'j["ticket"]')"
N=$(json 'j["order"]')
expect_status orders-asked 0 ctl orders --state asked --json
expect_same orders-asked-one "[$N]" "$(json '[o["order"] for o in j]')"
refused issue-not-granted ctl issue "$N"
expect_status grant 0 ctl grant "$N" --json
expect_same grant-state granted "$(json 'j["state"]')"
refused grant-again ctl grant "$N"
refused refuse-granted ctl refuse "$N" --why shortage
expect_status issue 0 ctl issue "$N" --to "$T/ticket.pdf" --json
expect_same issue-pdf "%PDF" "$(head -c 4 "$T/ticket.pdf")"
refused issue-again ctl issue "$N"
expect_status show-order 0 ctl show "order $N" --json
expect_same show-order-number "$N" "$(json 'j["order"]')"
expect_status cancel 0 ctl cancel "$N" --json
expect_same cancel-state cancelled "$(json 'j["state"]')"
run ctl order 8 --unit "$U" --until +7 --wait
N=$(cat "$T/out")
expect_status refuse 0 ctl refuse "$N" --why shortage --json
expect_same refuse-state refused "$(json 'j["state"]')"
refused order-unknown ctl grant 999
expect_status order-no-number 2 ctl grant tolv

# Tickets: shown, printed, redeemed by number and by QR text, in parts.
expect_status ticket-screen 0 ctl ticket "$TICKET"
expect_text ticket-screen-qr "▀"
LC_ALL=C grep -q "$(printf '\033')" "$T/out" &&
    not_ok ticket-file-no-escapes "colours in a file" ||
    ok ticket-file-no-escapes
expect_status ticket-pdf 0 ctl ticket "$TICKET" --to "$T/t.pdf"
expect_same ticket-pdf-is-one "%PDF" "$(head -c 4 "$T/t.pdf")"
expect_status ticket-png 0 ctl ticket "$TICKET" --to "$T/t.png"
expect_status ticket-folder 4 ctl ticket "$TICKET" --to "file:$T/none/print"
expect_status ticket-no-printer 2 ctl ticket "$TICKET" --to fax:1
expect_status tickets 0 ctl tickets --json
expect_same tickets-list True "$(json "'$TICKET' in [t['ticket'] for t in j]")"
if [ -x "$BUILD/samdepa-scan" ] &&
    "$BUILD/samdepa-scan" --plain "$T/t.png" >"$T/scan" 2>/dev/null &&
    grep -q '^SD1:' "$T/scan"; then
	run ctl redeem - --json <"$T/scan"
	expect_same redeem-from-picture 0 "$status"
else
	skip redeem-from-picture "no scanner that reads here"
	run ctl redeem "$TICKET" --json
fi
expect_same redeem-state used "$(json 'j["state"]')"
expect_same redeem-items out "$(json 'j["items"][0]["state"]')"
refused redeem-again ctl redeem "$TICKET"
refused redeem-again-by-number ctl redeem 1
expect_status redeem-qr 0 ctl redeem "$QR"
refused redeem-qr-again ctl redeem "$QR"
altered=${QR%?}$([ "${QR: -1}" = 0 ] && echo 1 || echo 0)
run ctl redeem "$altered"
case $status in
1|2) ok redeem-altered ;;
*) not_ok redeem-altered "status $status" ;;
esac
run ctl redeem - </dev/null
expect_same redeem-nothing-on-stdin 2 "$status"
refused redeem-unknown ctl redeem S-YST1-000099-2
run ctl redeem "SD1:HELLO"
case $status in
1|2) ok redeem-no-ticket ;;
*) not_ok redeem-no-ticket "status $status" ;;
esac

run ctl order "$LOT=10" --unit "$U" --until +7
PART=$(cat "$T/out")
expect_status redeem-part 0 ctl redeem "$PART" "$LOT=4" --json
expect_same redeem-part-state part "$(json 'j["state"]')"
expect_same redeem-part-out 4 "$(json 'j["out"]')"
refused redeem-part-too-many ctl redeem "$PART" "$LOT=7"
refused redeem-not-on-it ctl redeem "$PART" 8
expect_status redeem-rest 0 ctl redeem "$PART" --json
expect_same redeem-rest-state used "$(json 'j["state"]')"
expect_status undo-redeem 0 ctl undo
expect_status redeem-after-undo 0 ctl redeem "$PART"

run ctl order 8 --unit "$U" --until +7
VOID=$(cat "$T/out")
expect_status void 0 ctl void "$VOID" --why other
refused redeem-void ctl redeem "$VOID"
refused void-again ctl void "$VOID"
refused redeem-too-late env SAMDEPA_NOW=2030-01-01T12:00:00Z \
    "$BUILD/samdepactl" redeem "$TICKET"
run ctl order 8 --unit "$U" --from +30 --until +40
LATE=$(cat "$T/out")
refused redeem-expired env SAMDEPA_NOW=2030-01-01T12:00:00Z \
    "$BUILD/samdepactl" redeem "$LATE"

# lend, return, extend, takeover.
run ctl register --name Lampa --category Lampa --copies 4
read -r L1 L2 L3 L4 <<<"$(tr '\n' ' ' <"$T/out")"
expect_status lend 0 ctl lend "$L1" "$L2" --unit "$U" --until +5 --json
expect_same lend-items "['out', 'out']" "$(json '[i["state"] for i in j["items"]]')"
run ctl show "$L1" --json
expect_same lend-state lent "$(json 'j["state"]')"
expect_same lend-unit "$UNIT" "$(json 'j["unit"]')"
expect_same lend-available 0 "$(json 'j["available"]')"
refused lend-all-or-none ctl lend "$L3" "$L1" --unit "$U" --until +5
run ctl show "$L3" --json
expect_same lend-none in_stock "$(json 'j["state"]')"
expect_status overdue-none 0 ctl overdue --json
expect_same overdue-none-array "[]" "$(json j)"
SAMDEPA_NOW=$(date -u -d '+10 days' +%Y-%m-%dT12:00:00Z) run ctl overdue --json
expect_same overdue-two True "$(json "'$L1' in [b['code'] for b in j]")"
expect_same overdue-days True "$(json 'all(b["days_late"] > 0 for b in j)')"
SAMDEPA_NOW=2001-01-01T12:00:00Z run ctl overdue
expect_same overdue-wrong-clock 4 "$status"
expect_status extend 0 ctl extend "$L1" --until +30 --json
expect_same extend-due "$(TZ=Europe/Stockholm date -d '+30 days' +%F)" \
    "$(json 'j["due"]')"
refused extend-not-out ctl extend "$L3" --until +30
expect_status return 0 ctl return "$L1" --condition broken --json
expect_same return-state in_stock "$(json 'j["state"]')"
expect_same return-who "$UNIT" "$(json 'j["returned"]["unit"]')"
refused return-again ctl return "$L1"
refused lend-broken ctl lend "$L1" --unit "$U" --until +5
expect_status cases 0 ctl cases --json
expect_same broken-opens-a-case "$L1" "$(json 'j[0]["item"]')"
C=$(json 'j[0]["case"]')
refused settle-nonsense ctl settle 999 --outcome keep
expect_status settle-outcome 2 ctl settle "$C" --outcome dans
expect_status settle 0 ctl settle "$C" --outcome keep --json
expect_same settle-closed False "$(json 'j["open"]')"
refused settle-again ctl settle "$C" --outcome keep
expect_status open 0 ctl open --kind other --unit "$U" --note "Ring" --json
expect_same open-note Ring "$(json 'j["note"]')"
run ctl open --kind dans
case $status in
1|2) ok open-kind ;;
*) not_ok open-kind "status $status" ;;
esac
expect_status cases-all 0 ctl cases --all --json
expect_same cases-all-two 2 "$(json 'len(j)')"
expect_status lend-lot 0 ctl lend "$LOT" --count 5 --unit "$U" --until +5
expect_status return-part 0 ctl return "$LOT=2" --json
expect_status takeover 0 ctl takeover "$L3" --unit "$U" --json
expect_same takeover-kind takeover "$(json 'j["kind"]')"
run ctl show "$L3" --json
expect_same takeover-responsible "$UNIT" "$(json 'j["responsible"]')"
expect_same takeover-state in_use "$(json 'j["state"]')"
expect_status take-over 0 ctl take-over "$L4" --unit "$U"
refused takeover-again ctl takeover "$L3" --unit "$U"

# Labels.
expect_status label 0 ctl label "$L1" "$LOT" --to "$T/l.pdf"
expect_same label-pdf "%PDF" "$(head -c 4 "$T/l.pdf")"
expect_status label-next 0 ctl label --next 3 --to "$T/n.pdf" --json
expect_same label-next-codes 3 "$(json 'len(j["codes"])')"
CODE=$(json 'j["codes"][0]')
expect_status label-next-registers 0 ctl register --name a --category b \
    --code "$CODE"
expect_status label-nothing 2 ctl label --to "$T/x.pdf"
refused label-unknown ctl label NIX --to "$T/x.pdf"
[ ! -e "$T/x.pdf" ] && ok label-nothing-written || not_ok label-nothing-written
expect_status whole 0 ctl check
finish
