#!/bin/bash
# faults_ticket.sh - tickets that are not good, each refused with its reason
# and with nothing handed out; and printers that are not there.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
ctl unit add Skolan >/dev/null
ctl register --name Stol --category Stol --copies 12 >chairs
ctl staff add "Kim Ek" --role worker >/dev/null

# new_ticket N - an order of the N-th chair with its ticket: $S and $QR.
new_ticket() {
	run ctl order "$(sed -n "$1p" chairs)" --unit Skolan --until +7 --json
	[ "$status" = 0 ] || not_ok "order-$1" "$(cat "$T/err")"
	S=$(json 'j["ticket"]')
	QR=$(json 'j["qr"]')
}

# refused NAME WORDS ARG... - status 1 or 2, one line with the words, and no
# more is out than before.
refused() {
	local before
	before=$(ctl export loans | wc -l)
	run "${@:3}"
	if [ "$status" = 1 ] || [ "$status" = 2 ]; then
		ok "$1"
	else
		not_ok "$1" "status $status: $(head -c 200 "$T/err")"
	fi
	expect_text "$1-says" "$2" "$T/err"
	expect_one_line "$1-one-line"
	expect_same "$1-nothing-out" "$before" "$(ctl export loans | wc -l)"
}

# Each character of the text exchanged for another.
new_ticket 1
redeemed=''
strange=''
letters='0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
n=${#QR}
for ((i = 0; i < n; i += 3)); do
	c=${QR:i:1}
	other=${letters:(i * 7 + 1) % 45:1}
	[ "$c" != "$other" ] || other=${letters:(i * 7 + 2) % 45:1}
	run ctl redeem "${QR:0:i}$other${QR:i+1}"
	case $status in
	0) redeemed="$redeemed $i" ;;
	1|2) ;;
	*) strange="$strange $i:$status" ;;
	esac
done
expect_same altered-none-redeemed "" "$redeemed"
expect_same altered-status "" "$strange"
other=Q
[ "${QR:60:1}" != Q ] || other=R
refused altered "ämtsedel" ctl redeem "${QR:0:60}$other${QR:61}"
refused cut "ämtsedel" ctl redeem "${QR:0:n-9}"
refused longer "ämtsedel" ctl redeem "${QR}ABC"
refused only-the-mark "ämtsedel" ctl redeem SD1:
refused newer "nyare" ctl redeem "SD3:${QR:4}"
refused manifest "följesedel" ctl redeem "SD2:${QR:4}"
refused other-words "ämtsedel" ctl redeem "hello there"
head -c 3000 /dev/urandom >noise
refused noise "" ctl redeem - <noise
refused check-character "felskriven" ctl redeem "${S%?}$([ "${S: -1}" = A ] &&
    echo B || echo A)"
refused no-such "ämtsedel" ctl redeem 4711
refused not-on-it "står inte på" ctl redeem "$S" "$(sed -n 9p chairs)"
expect_status lower-case 0 ctl redeem "$(tr 'A-Z' 'a-z' <<<"$QR")"
refused used "redan" ctl redeem "$QR"
refused used-by-number "redan" ctl redeem "$S"

new_ticket 2
expect_status void 0 ctl void "$S"
refused voided "makulerad" ctl redeem "$QR"

new_ticket 3
later=$(date -d '+40 days' +%Y-%m-%d)T10:00:00Z
SAMDEPA_NOW=$later refused expired "gällde till" ctl redeem "$QR"
SAMDEPA_NOW=$later refused expired-by-number "gällde till" ctl redeem "$S"
expect_status not-yet-expired 0 ctl redeem "$QR"

# Of another depot, and of one that only calls itself ours.
home=$STORE
STORE=$T/other.db
"$BUILD/samdepactl" --store "$STORE" init --depot SKU1 --name Skurup \
    --organisation SKU=Skurup >/dev/null
ctl unit add Biblioteket >/dev/null
run ctl order "$(ctl register --name Bord --category Bord)" \
    --unit Biblioteket --until +7 --json
foreign=$(json 'j["qr"]')
foreign_number=$(json 'j["ticket"]')
STORE=$T/double.db
"$BUILD/samdepactl" --store "$STORE" init --depot YST1 --name Ystad \
    --organisation YST=Ystad >/dev/null
ctl unit add Skolan >/dev/null
for i in 1 2 3; do
	run ctl order "$(ctl register --name Bord --category Bord)" \
	    --unit Skolan --until +7 --json
done
double=$(json 'j["qr"]')
STORE=$home
refused foreign "SKU1" ctl redeem "$foreign"
refused foreign-number "SKU1" ctl redeem "$foreign_number"
refused unknown-key "nyckel" ctl redeem "$double"

# From paper: the picture that the printer made, read by the scanner.
new_ticket 4
expect_status paper 0 ctl ticket "$S" --to "$T/paper.png"
if "$BUILD/samdepa-scan" --plain paper.png >scanned 2>/dev/null; then
	run ctl redeem - <scanned
	expect_same paper-redeemed 0 "$status"
	refused paper-again "redan" ctl redeem - <scanned
else
	skip paper-redeemed "no scanner that reads here"
fi

# Printers that are not there: what was done stands, and the paper says so.
new_ticket 5
expect_status printer-no-folder 4 ctl ticket "$S" --to "file:$T/gone/print"
expect_text printer-no-folder-says "$T/gone" "$T/err"
expect_one_line printer-no-folder-one-line
port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
expect_status printer-no-host 4 ctl ticket "$S" --to "escpos://127.0.0.1:$port"
expect_text printer-no-host-says "127.0.0.1" "$T/err"
expect_one_line printer-no-host-one-line
expect_status printer-no-device 4 ctl ticket "$S" --to escpos:/dev/none
expect_status printer-no-name 4 ctl ticket "$S" \
    --to escpos://no-such-host.invalid:9100
expect_status printer-file-in-no-folder 4 ctl ticket "$S" --to "$T/gone/t.pdf"
run ctl order "$(sed -n 6p chairs)" --unit Skolan --until +7 --wait --json
order=$(json 'j["number"] if "number" in j else j["order"]')
ctl grant "$order" >/dev/null
run ctl issue "$order" --to "escpos://127.0.0.1:$port"
expect_same issue-without-printer 4 "$status"
run ctl tickets --json
expect_same issue-stands 1 \
    "$(json "sum(1 for t in j if t['order'] == $order)")"

# After a restore, what was on paper before needs the one in charge.
new_ticket 7
ctl backup copy.db >/dev/null
expect_status restore 0 ctl restore copy.db
expect_status restore-check 0 ctl check --json
expect_same restore-two-lives 2 "$(json 'len(j["logs"])')"
[ -e "$STORE.before-restore" ] && ok restore-keeps-the-old ||
    not_ok restore-keeps-the-old
refused old-life "före återställningen" ctl --as "Kim Ek" redeem "$QR"
refused old-life-by-number "före återställningen" ctl --as "Kim Ek" redeem "$S"
expect_status old-life-by-staff 0 ctl redeem "$QR"
old=$S

# Nothing is promised until it has been seen, nor before the horizon; what came
# in afterwards is promised as ever.
refused unseen "räkna" ctl order "$(sed -n 9p chairs)" --unit Skolan \
    --until +7
ctl place add A-9 >/dev/null
expect_status seen 0 ctl count A-9 "$(sed -n 9p chairs)"
refused horizon "återställningen" ctl order "$(sed -n 9p chairs)" \
    --unit Skolan --until +7
expect_status lent-after-restore 0 ctl lend "$(sed -n 9p chairs)" \
    --unit Skolan --until +7
ctl register --name Stol --category Stol | sed 's/ .*//' >>chairs
new_ticket "$(wc -l <chairs)"
[ "$S" != "$old" ] && ok new-life-new-numbers || not_ok new-life-new-numbers
expect_status new-life-by-worker 0 ctl --as "Kim Ek" redeem "$QR"
expect_status last-check 0 ctl check
finish
