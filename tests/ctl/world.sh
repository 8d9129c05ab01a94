# The world around: full and read-only disks, many at once, a lock that someone
# keeps, a kill in the middle.  Clear words, and nothing half done.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
ctl unit add Skolan >/dev/null

items() {
	sqlite3 "$STORE" 'SELECT count(*) FROM item'
}

# Ten at once on one store: each is done, none twice.
for i in 1 2 3 4 5 6 7 8 9 10; do
	ctl register --name "Stol $i" --category Stol >"$T/many.$i" \
	    2>"$T/many.$i.err" &
done
wait
expect_same many-done 10 "$(cat "$T"/many.? "$T"/many.?? | sort -u |
    grep -c '^I-')"
expect_same many-items 10 "$(items)"
expect_status many-check 0 ctl check
# Ten lend the same thing: one does.
for i in 1 2 3 4 5 6 7 8 9 10; do
	{ ctl lend 1 --unit Skolan --until +3 >/dev/null 2>&1
	echo $? >"$T/lend.$i"; } &
done
wait
expect_same one-lends "1 9" "$(cat "$T"/lend.* | sort | uniq -c |
    awk '{ printf "%s%s", sep, $1; sep = " " }')"

# Someone keeps the lock: busy, after a while.
mkfifo held
python3 -c 'import fcntl, struct, sys, time
f = open(sys.argv[1], "r+")
fcntl.fcntl(f, 37, struct.pack("hhqqihh", fcntl.F_WRLCK, 0, 0, 0, 0, 0, 0))
print("held", flush=True)
time.sleep(60)' "$STORE.lock" >held &
holder=$!
read -r _ <held
expect_status busy 5 ctl grade 1 --condition worn
expect_one_line busy-one-line
expect_status busy-reads 0 ctl show 1
kill $holder
wait $holder 2>/dev/null

# A kill in the middle of a file: all of it or nothing.
python3 -c 'print("code,name,category")
for i in range(3000): print(f"K-{i},Stol {i},Stol")' >k.csv
for ms in 5 20 60 150 300; do
	before=$(items)
	ctl import items k.csv >/dev/null 2>&1 &
	victim=$!
	python3 -c "import time; time.sleep($ms / 1000)"
	kill -9 $victim 2>/dev/null
	wait $victim 2>/dev/null
	run ctl check
	after=$(items)
	if [ "$status" = 0 ] && { [ "$after" = "$before" ] ||
	    [ "$after" = $((before + 3000)) ]; }; then
		ok "kill-$ms"
	else
		not_ok "kill-$ms" "status $status, $before then $after"
	fi
done

# Small disks.
if [ "$(id -u)" = 0 ] && mkdir disk && mount -t tmpfs -o size=3m none disk \
    2>/dev/null; then
	trap 'umount -l "$T/disk" 2>/dev/null; rm -rf "$T"' EXIT
	STORE=$T/disk/store.db
	fresh_store
	ctl register --name Stol --category Stol --copies 5 >/dev/null
	head -c 4M /dev/zero >disk/fill 2>/dev/null
	run ctl register --name Bord --category Bord --copies 1000
	expect_same full 4 "$status"
	expect_one_line full-one-line
	expect_same full-nothing-half 5 "$(items)"
	expect_status full-reads 0 ctl show 1
	expect_status full-backup 4 ctl backup "$T/disk/copy"
	head -c 4M /dev/zero >disk/fill2 2>/dev/null
	expect_status full-label 4 ctl label 1 --to "$T/disk/l.pdf"
	expect_same full-leaves-no-parts "" "$(find disk -name '*copy*' -o \
	    -name 'l.pdf*')"
	rm disk/fill disk/fill2
	expect_status full-mended 0 ctl register --name Bord --category Bord
	expect_status full-check 0 ctl check
	mount -o remount,ro disk
	expect_status read-only-reads 0 ctl show 1
	expect_status read-only-writes 4 ctl grade 1 --condition worn
	expect_one_line read-only-one-line
	expect_status read-only-check 0 ctl check
	expect_status read-only-doctor 4 ctl doctor
	umount disk
else
	skip small-disks "needs to mount one"
fi
finish
