#!/bin/bash
# faults.sh - stores of odd names and broken company, copies that are no good,
# an answer nobody can read, a clock that is wrong and words that mean harm.
. "$(dirname "$0")/../lib/sh.sh"
demo_store --items 40
admin=$(sqlite3 "$STORE" "select badge from staff where role = 3 limit 1")
# Something that stands in the WAL alone; sqlite3 above took the rest over.
ctl place add L-0 >/dev/null
ctl check --json >"$T/good.json"
hash_of() {
	python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["state_hash"])' "$1"
}
GOOD=$(hash_of good.json)

# clone DIR - the store as it lies there, in a folder of its own.
clone() {
	mkdir -p "$1"
	cp "$STORE" "$STORE-wal" "$1/"
}

# whole NAME FILE - it checks, and says what the good one says.
whole() {
	expect_status "$1" 0 "$BUILD/samdepactl" --store "$2" check --json
	expect_same "$1-same" "$GOOD" "$(hash_of "$T/out")"
}

# Names.
for name in 'with blank' 'per%41cent' 'what?mode=memory' 'ha#sh' "quo'te" \
    'å ä ö' "$(printf 'x%.0s' {1..200})"; do
	clone "$T/$name"
	whole "name-${name:0:12}" "$T/$name/store.db"
done
ln -s "$STORE" link.db
whole link "$T/link.db"
"$BUILD/samdepactl" --store link.db place add L-1 >/dev/null
[ ! -e link.db.lock ] && ok link-shares-the-lock ||
    not_ok link-shares-the-lock
ctl check --json >good.json
GOOD=$(hash_of good.json)
long=$(printf 'y%.0s' {1..3000})
expect_status long-name 4 "$BUILD/samdepactl" --store "$long" check
expect_one_line long-name-one-line
expect_status longer-name 2 "$BUILD/samdepactl" --store "$long$long" check
expect_status loop 4 bash -c "ln -s a.db b.db; ln -s b.db a.db
    exec '$BUILD/samdepactl' --store a.db check"

# Company: the index may be anything, the WAL may be gone where it is empty.
clone shm
head -c 40000 /dev/urandom >shm/store.db-shm
whole shm-garbage shm/store.db
clone shm2
: >shm2/store.db-shm
whole shm-empty shm2/store.db
clone nowal
head -c 70000 /dev/urandom >nowal/store.db-wal
run "$BUILD/samdepactl" --store nowal/store.db check
[ "$status" = 0 ] || [ "$status" = 3 ] && ok wal-garbage ||
    not_ok wal-garbage "$status"
clone lock
rm -f lock/store.db.lock
mkdir lock/store.db.lock
expect_status lock-is-a-folder 4 "$BUILD/samdepactl" --store lock/store.db \
    place add L-2
expect_one_line lock-is-a-folder-one-line

# What is no store stays as it is.
: >empty.db
sqlite3 other.db 'create table a(b); insert into a values(1)'
sqlite3 wal.db 'pragma journal_mode=wal; create table a(b)' >/dev/null
head -c 5000 /dev/urandom >noise.db
for f in empty other wal noise; do
	sum=$(md5sum <$f.db)
	expect_status "$f" 3 "$BUILD/samdepactl" --store $f.db check
	expect_one_line "$f-one-line"
	expect_status "$f-writes" 3 "$BUILD/samdepactl" --store $f.db \
	    place add L-2
	expect_same "$f-untouched" "$sum" "$(md5sum <$f.db)"
	expect_status "$f-kiosk" 3 "$BUILD/samdepa" --store $f.db \
	    --keys /dev/null --dump -
done
mkdir folder.db
expect_status folder 3 "$BUILD/samdepactl" --store folder.db check

# A store in which neither file nor folder can be written, its index lost: the
# newest acts stand in the WAL, and are seen.
if [ "$(id -u)" = 0 ]; then
	clone frozen
	chown -R 65534 frozen
	chmod 555 frozen
	chmod 444 frozen/*
	chmod 711 "$T"
	expect_status frozen 0 setpriv --reuid 65534 --clear-groups \
	    "$BUILD/samdepactl" --store "$T/frozen/store.db" check --json
	expect_same frozen-same "$GOOD" "$(hash_of "$T/out")"
	expect_status frozen-writes 4 setpriv --reuid 65534 --clear-groups \
	    "$BUILD/samdepactl" --store "$T/frozen/store.db" --as "$admin" \
	    place add L-2
	chmod 0 frozen/store.db
	expect_status locked-away 4 setpriv --reuid 65534 --clear-groups \
	    "$BUILD/samdepactl" --store "$T/frozen/store.db" check
	expect_text locked-away-says "ehörighet" "$T/err"
else
	skip frozen "needs to become somebody else"
fi

# Copies.
expect_status backup 0 ctl backup copy.db
mode=$(stat -c %a copy.db)
expect_same backup-is-private 600 "$mode"
expect_status backup-no-folder 4 ctl backup none/copy.db
expect_status backup-on-a-folder 4 ctl backup folder.db
mknod null c 1 3 2>/dev/null || mkfifo null
expect_status backup-on-a-device 4 ctl backup null
[ ! -f null ] && ok device-is-left || not_ok device-is-left
expect_status backup-onto-itself 1 ctl backup "$STORE"
expect_status backup-onto-itself-check 0 ctl check
size=$(stat -c %s copy.db)
head -c $((size / 2)) copy.db >half.db
head -c $((size - 1)) copy.db >almost.db
cp copy.db bent.db
python3 - <<'P'
import re
d = bytearray(open("bent.db", "rb").read())
at = d.find(b'"name":"')
d[at + 8] ^= 1
open("bent.db", "wb").write(d)
P
for f in half almost bent noise empty other; do
	expect_status "restore-$f" 3 ctl restore $f.db
	expect_one_line "restore-$f-one-line"
done
expect_status restore-missing 4 ctl restore none.db
expect_status restore-folder 4 ctl restore folder.db
ctl check --json >after.json
expect_same restore-refused-nothing-changed "$GOOD" "$(hash_of after.json)"
[ ! -e "$STORE.before-restore" ] && [ -z "$(ls "$T" | grep '\.new\|\.restore$')" ] &&
    ok restore-leaves-no-parts || not_ok restore-leaves-no-parts

# An answer that nobody can read is no success.
if [ -e /dev/full ]; then
	for words in "show 1" "check" "check --json" "export items" "--help" \
	    "search stol" "history" "doctor" "commands"; do
		# shellcheck disable=SC2086
		ctl $words >/dev/full 2>"$T/err"
		expect_same "full-answer-${words// /-}" 4 $?
		# shellcheck disable=SC2086
		ctl $words >&- 2>"$T/err"
		expect_same "closed-answer-${words// /-}" 4 $?
	done
fi
ctl check <&- >/dev/null 2>&1
expect_same closed-input 0 $?

# A clock that is a year slow, or far ahead: nothing is refused for it.
code=$(sqlite3 "$STORE" "select code from item where state = 0 and lot = 0
    and condition < 3 and restriction = '' and inspect_by = 0 and id not in
    (select item from booking where state < 3) limit 1")
unit=$(sqlite3 "$STORE" 'select code from unit limit 1')
year=$(($(date +%Y) - 1))
export SAMDEPA_NOW=$year-06-01T10:00:00Z
expect_status slow-lend 0 ctl lend "$code" --unit "$unit" --until +14
expect_status slow-return 0 ctl return "$code"
expect_status slow-register 0 ctl register --name Bord --category Bord
run ctl doctor
expect_same slow-doctor 4 "$status"
grep -qi 'klocka' "$T/out" && grep -q '✗.*klocka\|klocka.*✗' "$T/out" &&
    ok slow-doctor-says || not_ok slow-doctor-says "$(grep -i klocka "$T/out")"
expect_status slow-check 0 ctl check
unset SAMDEPA_NOW
expect_status clock-right-again 0 ctl lend "$code" --unit "$unit" --until +14
expect_status clock-right-check 0 ctl check
SAMDEPA_NOW=rubbish expect_status clock-rubbish 2 ctl check
finish
