#!/bin/bash
# What was done at the kiosk and recorded does the same again: the same
# screen, the same store.  And a key file passes the time as it says.
. "$(dirname "$0")/../lib/sh.sh"
export SAMDEPA_NOW=2026-11-23T09:00:00Z
KIOSK=$BUILD/samdepa

# play FILE - replays it; the last screen is in $T/out.
play() {
	run "$KIOSK" --store "$STORE" --keys "$1" --dump -
}

demo_store
mkdir first && cp store.db* first/
badge=$(sqlite3 "$STORE" "SELECT badge FROM staff WHERE role = 2")
other=$(sqlite3 "$STORE" "SELECT badge FROM staff WHERE role = 1 LIMIT 1")
mapfile -t item < <(sqlite3 "$STORE" "SELECT code FROM item WHERE state = 0
    AND lot = 0 AND condition < 3 AND restriction = '' AND inspect_by = 0
    AND id NOT IN (SELECT item FROM booking) ORDER BY id LIMIT 3")
unit=$(sqlite3 "$STORE" "SELECT code FROM unit WHERE name = 'Gatuenheten'")

# state - a hash of what the store says; free texts have names of their own
# in each play.
state() {
	sqlite3 "$STORE" "SELECT id, code, state, place, holder FROM item;
	    SELECT o.id, number, kind, unit, start, until, state, t.text
	    FROM orders o LEFT JOIN text t ON t.id = o.delivery;
	    SELECT orders, line, item, count, out, back, state FROM booking;
	    SELECT id, code, orders, expires, voided FROM ticket" | sha256sum
}

# ---- A key file does what a person would.
printf '%s\n' "scan $badge" "scan ${item[0]}" "scan ${item[1]}" \
    "scan $unit" >lend.keys
play lend.keys
expect_same replay-status 0 "$status"
expect_text replay-says '✓ Klart  2 saker till Gatuenheten'
expect_text replay-size '-- 80x24 cursor'
run ctl show "${item[1]}" --json
expect_text replay-did '"state": "lent"'
ls print/*.pdf >/dev/null 2>&1 && ok replay-printed ||
    not_ok replay-printed 'no receipt'

# ---- What a person does is recorded, and does the same again: scans amid
# typing, keys, taps, a resize.
cp first/* .
rm -rf print
cat >session <<END
send $badge\r
wait Inloggad
key F7
wait Beställ
key Tab
key Tab
key Tab
key Tab
type dö
wait dö
key End
send ${item[2]}\r
wait ${item[2]}
send $unit\r
wait Gatuenheten
resize 30x100
wait F9 ✓
tap F9
wait Bokat åt Gatuenheten
dump live
key C-q
exit 0
END
if "$BUILD/tests/vtrun" session -- "$KIOSK" --store "$STORE" \
    --record rec.keys >screen 2>screen.err; then
	ok record-session
else
	sed 's/^/# /' screen.err
	not_ok record-session "$(tail -n 1 screen.err)"
fi
first=$(state)
[ -s rec.keys ] && ok record-file || not_ok record-file 'nothing recorded'
expect_text record-scan "scan ${item[2]}" rec.keys
cp first/* .
sed -i '/^key ctrl-q/d' rec.keys
play rec.keys
expect_same record-replays 0 "$status"
expect_text record-same-words 'Bokat åt Gatuenheten'
expect_text record-size '-- 100x30 cursor'
expect_same record-same-store "$first" "$(state)"
run sqlite3 "$STORE" \
    "SELECT text FROM orders o JOIN text t ON t.id = o.delivery \
    ORDER BY o.id DESC LIMIT 1"
expect_same record-field-kept dö "$(cat out)"

# ---- Time passes: a countdown, the lock, and the work is its owner's.
cp first/* .
printf '%s\n' "scan $badge" 'key f8' "scan ${item[0]}" "scan ${item[1]}" \
    'wait 110000' >idle.keys
play idle.keys
expect_text idle-countdown 'Låser om 10 s'
cp first/* .
echo 'wait 11000' >>idle.keys
play idle.keys
expect_text idle-lock 'Låst. Det du höll på med finns kvar'
expect_text idle-home 'Skanna vad som helst'
expect_no_text idle-nobody Birgitta
printf '%s\n' "scan $other" >other.keys
play other.keys
expect_no_text idle-not-for-others "${item[0]}"
printf '%s\n' "scan $badge" >back.keys
play back.keys
expect_text idle-kept "${item[0]}"
expect_text idle-kept-all "${item[1]}"
expect_text idle-kept-where '›  Lägg på plats'

# ---- Undo is offered for ten seconds.
cp first/* .
printf '%s\n' 'wait 9000' >nine.keys
cat lend.keys nine.keys >undo.keys
play undo.keys
expect_text undo-offered 'Ångra  1 s'
cp first/* .
cat lend.keys nine.keys <(echo 'wait 1500') >undo.keys
play undo.keys
expect_no_text undo-over 'F5 ↶'

# ---- What it does not understand it says, with the line.
printf 'scan X\nfly away\n' >bad.keys
play bad.keys
expect_same bad-status 2 "$status"
grep -q 'bad.keys:2' err && ok bad-line || not_ok bad-line "$(cat err)"
run "$KIOSK" --store "$STORE" --keys none.keys --dump -
expect_same bad-missing 4 "$status"
run "$KIOSK" --store "$STORE" --keys lend.keys
expect_same bad-usage 2 "$status"
finish
