# The mirror, as an administrator has it: on, pulled out, put back, restored.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
ctl unit add Skolan >/dev/null
ctl register --name Stol --category Stol --copies 3 >/dev/null
ctl staff add "Kim Ek" --role worker >kim
mkdir second

expect_status none 0 ctl mirror --json
expect_same none-on False "$(json 'j["on"]')"
expect_status by-worker 1 ctl --as "$(cat kim)" mirror second
expect_status no-folder 4 ctl mirror none
expect_status off-before-on 1 ctl mirror off
expect_status on 0 ctl mirror second --json
expect_same on-current True "$(json 'j["current"]')"
expect_text same-disk "samma disk" "$T/err"
expect_status status 0 ctl mirror status --json
expect_same status-current True "$(json 'j["current"]')"
ctl lend 1 --unit Skolan --until +7 >/dev/null
ctl order 2 --unit Skolan --until +9 --json >"$T/out"
TICKET=$(json 'j["ticket"]')
cmp -s "$STORE-wal" second/YST1.mirror-wal && ok byte-by-byte ||
    not_ok byte-by-byte

# Pulled out: the act stands, everybody is told; put back: it catches up.
mv second pulled
expect_status pulled 0 ctl register --name Bord --category Bord
expect_status pulled-status 0 ctl mirror --json
expect_same pulled-stale False "$(json 'j["current"]')"
run ctl doctor --json
expect_same pulled-doctor False \
    "$(json '[c["ok"] for c in j["checks"] if c["check"] == "spegling"][0]')"
mkdir second
expect_status empty-mount-point 0 ctl grade 4 --condition worn
expect_same nothing-written 0 "$(ls second | wc -l)"
rmdir second
mv pulled second
expect_status back 0 ctl grade 4 --condition good
ctl mirror --json >"$T/out"
expect_same back-current True "$(json 'j["current"]')"

# The disk burns.
run ctl check --json
events=$(json 'j["logs"][0]["seq"]')
rm -f "$STORE"*
expect_status restore 0 ctl restore second
expect_text restore-tells "händelse $events" "$T/err"
expect_status whole 0 ctl check
run ctl show 1 --json
expect_same state lent "$(json 'j["state"]')"
expect_status ticket-by-worker 0 ctl --as "$(cat kim)" redeem "$TICKET"
expect_status promises-at-once 0 ctl order 3 --unit Skolan --until +3
expect_status next-number 0 ctl register --name Stol --category Stol
expect_text next-number-is I-YST1-000005-
expect_status renew 0 ctl mirror second

# A day without a word from it, or a person who knows better.
rm -f "$STORE"*
SAMDEPA_NOW=2036-01-01T00:00:00Z expect_status old 0 ctl restore second
expect_text old-tells "inte aktuell" "$T/err"
expect_status old-waits 1 ctl order 5 --unit Skolan --until +3
rm -f "$STORE"*
expect_status whole-by-word 0 ctl restore second --whole
expect_status whole-promises 0 ctl order 5 --unit Skolan --until +3
rm -f "$STORE"*
expect_status lost-by-word 0 ctl restore second --lost
expect_status lost-waits 1 ctl order 5 --unit Skolan --until +3
expect_status no-mirror 4 ctl restore print
cp second/YST1.mirror second/TRB1.mirror
expect_status several 1 ctl restore second
expect_one_line several-one-line
rm second/TRB1.mirror

# The store is still there, and knows that it has more.
expect_status renew-again 0 ctl mirror second
mv second pulled
ctl register --name Bord --category Bord >/dev/null
cp "$STORE" "$STORE-wal" pulled
expect_status has-more 0 ctl restore pulled
expect_text has-more-tells "inte aktuell" "$T/err"

# Made anew while others write: nothing of theirs is missing.
fresh_store
rm -rf second
mkdir second
ctl mirror second >/dev/null 2>&1
for i in $(seq 12); do
	ctl register --name Pall --category Pall --copies 5 >/dev/null || echo no
done >writers &
for i in 1 2 3; do
	expect_status "anew-$i" 0 ctl mirror second
done
wait
expect_same writers "" "$(cat writers)"
ctl mirror --json >"$T/out"
expect_same anew-current True "$(json 'j["current"]')"
rm -f "$STORE"*
expect_status anew-restore 0 ctl restore second
expect_status anew-check 0 ctl check
expect_same anew-all 60 "$(ctl search pall --limit 99 | grep -c I-YST1)"

# A full medium.
if [ "$(id -u)" = 0 ] && mkdir full && mount -t tmpfs -o size=2m none \
    full 2>/dev/null; then
	trap 'umount "$T/full"; rm -rf "$T"' EXIT
	fresh_store
	expect_status full-on 0 ctl mirror full
	cat /dev/zero >full/fill 2>/dev/null
	expect_status full-acts 0 ctl register --name Stol --category Stol \
	    --copies 9
	run ctl mirror --json
	expect_same full-stale False "$(json 'j["current"]')"
	expect_text full-why "full"
	grep -q stale full/YST1.mirror-head && ok full-head || not_ok full-head
	rm full/fill
	ctl register --name Stol --category Stol >/dev/null
	run ctl mirror --json
	expect_same room-again True "$(json 'j["current"]')"
else
	skip full "needs root and tmpfs"
fi
finish
