#!/bin/bash
# concurrency.sh - acts of several hands on one store: a writer that stands
# still, kills between lend, return and import, copies while others write, and
# a store that is put back under a running program.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
ctl unit add Skolan >/dev/null
ctl register --name Stol --category Stol --copies 30 >"$T/chairs"

# A writer that was stopped holds its turn: the others say so and end.
mkfifo rows
"$BUILD/samdepactl" import items - <rows >"$T/slow.out" 2>&1 &
slow=$!
exec 3>rows
printf 'code,name,category\n' >&3
python3 -c 'for i in range(8000): print(f"L-{i},Stol {i},Stol")' >&3 &
exec 3>&-
# Until it has the turn: then the second byte of the lock is taken.
taken() {
	python3 -c 'import fcntl, struct, sys
f = open(sys.argv[1], "r+")
r = fcntl.fcntl(f, 36, struct.pack("hhqqihh", fcntl.F_WRLCK, 0, 1, 1, 0, 0, 0))
sys.exit(struct.unpack("hhqqihh", r)[0] == fcntl.F_UNLCK)' "$STORE.lock"
}
for ((i = 0; i < 300; i++)); do
	taken && break
done
kill -STOP $slow
if taken; then
	SECONDS=0
	expect_status stopped-busy 5 ctl register --name Bord --category Bord
	expect_text stopped-says "upptaget" "$T/err"
	expect_one_line stopped-one-line
	[ $SECONDS -lt 30 ] && ok stopped-in-time ||
	    not_ok stopped-in-time "$SECONDS s"
	expect_status stopped-reads 0 ctl search stol
	expect_status stopped-backup 0 ctl backup "$T/while-stopped.db"
else
	skip stopped "it was done before it could be stopped"
fi
kill -CONT $slow
wait $slow
expect_same stopped-goes-on 0 $?
expect_status stopped-check 0 ctl check

# Loops that lend and return until they are killed.  A number that was printed
# is an act that is there; at most one act more was done without its number.
lend_and_return() {
	local code
	while read -r code; do
		echo "lend $code" >>"$T/try.$1"
		ctl lend "$code" --unit Skolan --until +7 >/dev/null 2>&1 ||
		    return
		echo "lend $code" >>"$T/done.$1"
		echo "return $code" >>"$T/try.$1"
		ctl return "$code" >/dev/null 2>&1 || return
		echo "return $code" >>"$T/done.$1"
	done
}
import_on() {
	local i
	for i in 1 2 3 4 5 6 7 8 9; do
		printf 'code,name,category\n' >"$T/in.$1.$i"
		seq -f "M-$1-$i-%g,Matta,Matta" 50 >>"$T/in.$1.$i"
		ctl import items "$T/in.$1.$i" >/dev/null 2>&1 || return
		echo "M-$1-$i" >>"$T/imported.$1"
	done
}
export -f lend_and_return import_on ctl
export BUILD STORE T
: >done.0
: >imported.0
for n in 1 2 3 4 5 6; do
	sed -n "$((n * 4 - 3)),$((n * 4))p" "$T/chairs" >mine.$n
	: >"$T/done.$n" >"$T/try.$n" >"$T/imported.$n"
	setsid bash -c "lend_and_return $n <mine.$n & import_on $n & wait" &
	group=$!
	timeout 0.$((n * 13 % 8 + 2)) tail -f /dev/null
	kill -9 -- -$group
	wait $group 2>/dev/null
done 2>/dev/null
expect_status killed-check 0 ctl check
lost=''
acts=0
for n in 1 2 3 4 5 6; do
	# What the last act of each thing was, and what may have come after.
	while read -r code; do
		want=$(grep " $code\$" "$T/done.$n" | tail -n 1)
		may=$(grep " $code\$" "$T/try.$n" | tail -n 1)
		[ -n "$may" ] || continue
		acts=$((acts + 1))
		run ctl show "$code" --json
		case $(json 'j["state"]') in
		lent) is="lend $code" ;;
		*) is="return $code" ;;
		esac
		[ "$is" = "$want" ] || [ "$is" = "$may" ] ||
		    { [ -z "$want" ] && [ "$is" = "return $code" ]; } ||
		    lost="$lost $is/$want/$may"
	done <mine.$n
	while read -r file; do
		acts=$((acts + 1))
		ctl show "$file-50" >/dev/null 2>&1 || lost="$lost $file"
	done <"$T/imported.$n"
done
expect_same killed-nothing-lost "" "$lost"
[ $acts -ge 6 ] && ok killed-some-acts || not_ok killed-some-acts "$acts"
half=$(sqlite3 "$STORE" "select count(*) from (select
    rtrim(rtrim(code, '0123456789'), '-') f, count(*) n from item_code
    where code like 'M-%' group by f having n != 50)")
expect_same killed-all-rows-or-none 0 "$half"

# Copies while others write are whole.
for n in 1 2; do
	(for i in 1 2 3 4 5 6 7 8; do
		ctl register --name "Hylla $n $i" --category Hylla ||
		    echo failed
	done >"$T/shelf.$n" 2>&1) &
done
for i in 1 2 3; do
	expect_status "backup-while-writing-$i" 0 ctl backup "$T/copy$i.db"
	STORE=$T/copy$i.db expect_status "backup-is-whole-$i" 0 ctl check
done
wait
expect_same writers-while-copied 16 "$(cat "$T"/shelf.? | grep -c '^I-')"
expect_status copied-check 0 ctl check

# Put back under a program that runs: it does not go on in the old file.
mkfifo rows2
"$BUILD/samdepactl" import items - <rows2 >"$T/late.out" 2>"$T/late.err" &
late=$!
exec 3>rows2
printf 'code,name,category\n' >&3
for ((i = 0; i < 2000; i++)); do
	ls -l /proc/$late/fd 2>/dev/null | grep -q "$STORE" && break
done
ctl restore "$T/copy1.db" >/dev/null 2>"$T/err" && ok restore-beside ||
    not_ok restore-beside "$(cat "$T/err")"
printf 'R-1,Ram,Ram\n' >&3
exec 3>&-
wait $late
late=$?
if [ $late = 4 ] || ctl show R-1 >/dev/null 2>&1; then
	ok replaced-not-into-the-old
else
	not_ok replaced-not-into-the-old "status $late: $(cat "$T/late.err")"
fi
expect_status restored-check 0 ctl check --json
expect_same restored-lives 2 "$(json 'len(j["logs"])')"
[ -e "$STORE.before-restore" ] && ok restored-old-is-kept ||
    not_ok restored-old-is-kept
finish
