#!/bin/bash
# damage.sh - files that are no store, or no longer: a message and a status,
# never a crash, and nothing written to them.
. "$(dirname "$0")/../lib/sh.sh"

demo_store --items 60
sqlite3 "$STORE" 'pragma wal_checkpoint(truncate)' >/dev/null
rm -f "$STORE-wal" "$STORE-shm"
GOOD=$T/good.db
mv "$STORE" "$GOOD"
size=$(stat -c %s "$GOOD")

# take - puts a good store in place.
take() {
	rm -f "$STORE"*
	cp "$GOOD" "$STORE"
}

# refused NAME STATUS - reading, writing and the screen all say so.
refused() {
	expect_status "$1-search" "$2" ctl search stol
	expect_one_line "$1-one-line"
	expect_status "$1-register" "$2" ctl register --name A --category B
	expect_status "$1-check" "$2" ctl check
	kiosk_status=$2
	[ "$kiosk_status" != 1 ] || kiosk_status=1
	kiosk "$1-kiosk" "exit $kiosk_status"
}

take
truncate -s $((size / 2)) "$STORE"
refused truncated 3

take
printf 'This is a letter, not a store.' >"$STORE"
refused letter 3

take
printf 'x' | dd of="$STORE" bs=1 seek=3 conv=notrunc status=none
refused bent-header 3

# One number more than this version knows.
take
version=$(sqlite3 "$STORE" 'pragma user_version')
sqlite3 "$STORE" "pragma user_version = $((version + 1))"
sum=$(md5sum <"$STORE")
refused newer 1
expect_same newer-untouched "$sum" "$(md5sum <"$STORE")"

# Another program's database.
take
rm "$STORE"
sqlite3 "$STORE" 'create table person(name text)'
refused other-program 3

rm -rf "$STORE"*
expect_status nothing-there 4 ctl search stol
expect_one_line nothing-there-one-line
mkdir "$STORE"
run ctl search stol
[ "$status" = 4 ] || [ "$status" = 3 ] && ok folder || not_ok folder "$status"
rmdir "$STORE"

# Flipped bits anywhere: work or a message, and check finds what matters.
crashed=''
found=0
for ((i = 0; i < 40; i++)); do
	take
	at=$((size * i / 40 + i * 37 % 4096))
	[ $at -lt "$size" ] || at=$((size - 1))
	byte=$(od -An -tu1 -j $at -N 1 "$STORE")
	printf "\\x$(printf %x $((byte ^ 1 << i % 8)))" |
	    dd of="$STORE" bs=1 seek=$at conv=notrunc status=none
	for words in "check" "search stol" "register --name A --category B" \
	    "export events"; do
		# shellcheck disable=SC2086
		run ctl $words
		[ "$status" -le 5 ] || crashed="$crashed $at:$words:$status"
		[ "$words" != check ] || [ "$status" != 3 ] ||
		    found=$((found + 1))
	done
done
expect_same flipped-never-crashes "" "$crashed"
echo "# check found $found of 40 flipped bits"
[ $found -ge 15 ] && ok flipped-are-found ||
    not_ok flipped-are-found "$found of 40"
finish
