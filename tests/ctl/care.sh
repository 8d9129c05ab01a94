# Care of the store: proof, copies, tables anew, and what the doctor finds.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
ctl unit add Skolan >/dev/null
ctl register --name Stol --category Stol --copies 5 >/dev/null
ctl lend 1 --unit Skolan --until +7 >/dev/null

state_hash() {
	ctl check --json | sed -n 's/.*"state_hash": "\(.*\)".*/\1/p'
}

expect_status check 0 ctl check
expect_status check-json 0 ctl check --json
expect_same check-ok True "$(json 'j["ok"]')"
expect_same check-problems "[]" "$(json 'j["problems"]')"
expect_same check-hash 64 "$(json 'len(j["state_hash"])')"
expect_same check-log "['hash', 'log', 'seq']" "$(json 'sorted(j["logs"][0])')"
before=$(state_hash)

expect_status rebuild 0 ctl rebuild
expect_same rebuild-same "$before" "$(state_hash)"

expect_status backup 0 ctl backup "$T/copy"
expect_status backup-checks 0 "$BUILD/samdepactl" --store "$T/copy" check
expect_status backup-no-folder 4 ctl backup "$T/no/such/copy"
ctl return 1 >/dev/null
expect_status restore 0 ctl restore "$T/copy"
expect_status restored-checks 0 ctl check --json
expect_same restored-new-life 2 "$(json 'len(j["logs"])')"
run ctl show 1 --json
expect_same restored-state lent "$(json 'j["state"]')"
[ -e "$STORE.before-restore" ] && ok restore-keeps || not_ok restore-keeps
expect_status restored-works 0 ctl return 1
expect_status restore-missing 4 ctl restore "$T/none"
head -c 100000 /dev/urandom >"$T/noise"
run ctl restore "$T/noise"
case $status in
1|3|4) ok restore-noise ;;
*) not_ok restore-noise "status $status" ;;
esac
expect_status restore-noise-harmless 0 ctl check
expect_status restore-by-worker 1 ctl --as Nix restore "$T/copy"

# A table that no longer says what the log says, and a log that was changed.
cp "$STORE" "$T/bent.db"
python3 -c 'import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute("UPDATE item SET condition = 3 WHERE code = (SELECT min(code) FROM item)")
c.commit()' "$T/bent.db"
expect_status check-bent 3 "$BUILD/samdepactl" --store "$T/bent.db" check \
    --json
expect_same check-bent-says False "$(json 'j["ok"]')"
expect_same check-bent-problem True "$(json 'len(j["problems"]) > 0')"
expect_status rebuild-mends 0 "$BUILD/samdepactl" --store "$T/bent.db" rebuild
expect_status check-mended 0 "$BUILD/samdepactl" --store "$T/bent.db" check
python3 -c 'import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute("UPDATE event SET time = time + 1 WHERE id = (SELECT max(id) - 2 FROM event)")
c.commit()' "$T/bent.db"
expect_status check-forged 3 "$BUILD/samdepactl" --store "$T/bent.db" check

# The doctor: everything in order, then one thing after the other wrong.
mkdir print
cat >good.conf <<F
store = $STORE
printer = file:$T/print
F
cp good.conf samdepa.conf
expect_status doctor-restored 1 ctl doctor --json
expect_same doctor-restored-says True \
    "$(json 'any("4 föremål" in c["found"] for c in j["checks"])')"
expect_status seen-again 0 ctl grade 2 3 4 5 --condition slitet
expect_status doctor-well 0 ctl doctor --json
expect_same doctor-well-ok True "$(json 'j["ok"]')"
wrong() {
	run ctl doctor --json
	expect_same "doctor-$1" "$2" "$status"
	expect_same "doctor-$1-advice" True \
	    "$(json 'all(c["ok"] or c["advice"] for c in j["checks"])')"
	expect_same "doctor-$1-not-ok" False "$(json 'j["ok"]')"
	cp good.conf samdepa.conf
}
echo "idle_s = bort" >>samdepa.conf
wrong configuration 2
echo "scanner = /no/such/scanner" >>samdepa.conf
wrong scanner-missing 4
echo "scanner = /bin/true" >>samdepa.conf
wrong scanner-silent 4
echo "scanner = /bin/echo hello" >>samdepa.conf
wrong scanner-other 4
sed -i 's|^printer.*|printer = escpos:/no/such/printer|' samdepa.conf
wrong printer 4
good=$STORE
STORE=$T/none.db
wrong store-missing 4
STORE=$good
export SAMDEPA_NOW=yesterday
wrong clock-nonsense 2
export SAMDEPA_NOW=2001-01-01T00:00:00Z
wrong clock-back 4
unset SAMDEPA_NOW
cat >scan <<'F'
#!/bin/sh
echo samdepa-scan 1
exec sleep 60
F
chmod +x scan
echo "scanner = $T/scan" >>samdepa.conf
expect_status doctor-scanner 0 ctl doctor
finish
