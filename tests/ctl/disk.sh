#!/bin/bash
# disk.sh - a disk that is full and one that cannot be written, as small
# mounts, since root writes through permissions.
if [ "${1:-}" != --inside ]; then
	# In a folder that is a root by chroot nothing can be made private.
	for kind in private unchanged; do
		if unshare -m --propagation $kind true 2>/dev/null; then
			exec unshare -m --propagation $kind \
			    bash "$0" --inside
		fi
	done
	echo "ok disk # skip no mounts allowed here"
	exit 0
fi
. "$(dirname "$0")/../lib/sh.sh"

mkdir "$T/small"
if ! mount -t tmpfs -o size=6m none "$T/small" 2>/dev/null; then
	skip disk no mounts allowed here
	finish
fi
trap 'umount "$T/small"; rm -rf "$T"' EXIT
STORE=$T/small/store.db
fresh_store
ctl place add A-01-1 >/dev/null

# fill_up - leaves little room, then registers until it says no.  What was
# acknowledged is in $T/done.
fill_up() {
	local spare
	spare=$(df --output=avail -k "$T/small" | tail -n 1)
	head -c $(((spare - 200) * 1024)) /dev/zero >"$T/small/ballast"
	: >"$T/done"
	while run ctl register --name "Stol" --category Stol; [ $status = 0 ]
	do
		cat "$T/out" >>"$T/done"
	done
}

fill_up
expect_same full-status 4 "$status"
expect_one_line full-one-line
lines=$(wc -l <"$T/done")
[ "$lines" -gt 0 ] && ok full-some-went-in || not_ok full-some-went-in "none"
expect_status full-reads 0 ctl search stol
# The screen says it too, and goes on.
kiosk full-kiosk "wait Skanna
type stol
wait Stol
key C-q
exit 0"
expect_status full-import 4 ctl import units - <<<"$(printf 'name\n%s\n' \
    "$(seq -f 'Enhet %g' 2000)")"
rm "$T/small/ballast"
expect_status full-then-room 0 ctl register --name Bord --category Bord
expect_status full-then-check 0 ctl check
missing=0
while read -r code; do
	ctl show "$code" >/dev/null 2>&1 || missing=$((missing + 1))
done <"$T/done"
expect_same full-nothing-acknowledged-is-lost 0 "$missing"

# Read-only: it is shown, and nothing else.
code=$(tail -n 1 "$T/done")
mount -o remount,ro "$T/small"
expect_status read-only-show 0 ctl show "$code"
expect_status read-only-register 4 ctl register --name Bord --category Bord
expect_one_line read-only-one-line
expect_status read-only-check 0 ctl check
kiosk read-only-kiosk "wait Skanna
scan $code
wait $code
key C-q
exit 0"
mount -o remount,rw "$T/small"
expect_status writable-again 0 ctl register --name Bord --category Bord

# A folder in which no store can be made.
mount -o remount,ro "$T/small"
expect_status read-only-init 4 "$BUILD/samdepactl" --store \
    "$T/small/new.db" init --depot YST1 --name Ystad --organisation YST=Ystad
expect_one_line read-only-init-one-line
mount -o remount,rw "$T/small"
finish
