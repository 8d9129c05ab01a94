#!/bin/bash
# damage.sh - what lies on the hub is damaged: sync says so and goes on with
# what is whole, and who has the whole thing puts it there again.  Two syncs at
# once; a sync while others write; a dry run changes nothing anywhere.
TMPDIR=/dev/shm
[ -w $TMPDIR ] && export TMPDIR || unset TMPDIR
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/night.sh"
EACH=20
mkdir -p d/now/hub
HUB=$T/d/now/hub

# A third depot, whose log nothing happens to.
third() {
	on d sku init --depot SKU1 --name "Skurups depå" \
	    --organisation SKU="Skurups kommun"
	on d sku depot join "$(on d yst depot invite SKU1)"
	on d yst sync
	on d sku unit add Biblioteket
	on d sku sync
}
prepare d "file:$HUB" pull >"$T/d.out" 2>&1
third >>"$T/d.out" 2>&1
rm -rf d/before
cp -a d/now d/before

# The names of yst's segments, in order of their events.
segments() {
	ls "$HUB"/logs/YST1-*/*.seg | sort -t / -k "$(tr -cd / <<<"$HUB" |
	    wc -c | awk '{ print $1 + 4 }')" -V
}
# flip FILE OFFSET - one bit of it.
flip() {
	python3 -c 'import sys
f = open(sys.argv[1], "r+b")
f.seek(int(sys.argv[2]))
c = f.read(1)[0]
f.seek(-1, 1)
f.write(bytes([c ^ 4]))' "$1" "$2"
}
note() {	# NAME - the last sync's notes have it
	grep -q "\"note\": \"$1\"" "$T/out"
}
count() {	# DEPOT - how many units it knows
	on d "$1" export units | tail -n +2 | wc -l
}
# whole NAME - all three are one, quietly, after at most so many syncs.
whole() {
	local i d
	for ((i = 0; i < 2; i++)); do
		for d in yst trb sku; do
			on d $d sync >/dev/null 2>&1
		done
	done
	if quiet d yst && quiet d trb && quiet d sku; then
		ok "$1-quiet"
	else
		not_ok "$1-quiet" "$(cat "$T/d/said")"
	fi
	expect_same "$1-one" 1 "$(for d in yst trb sku; do
		on d $d check --json | grep state_hash
	done | uniq | wc -l)"
}

# later COMMAND... - a minute on: what is said then is newer than what was said
# in this second.
later() {
	SAMDEPA_NOW=$(date -u -d '+1 minute' +%Y-%m-%dT%H:%M:%SZ) "$@"
}

# --- one segment of several ---

mapfile -t seg < <(segments)
[ ${#seg[@]} -ge 4 ] && ok damage-segments ||
    not_ok damage-segments "${#seg[@]}: $(tail -n 3 "$T/d.out")"
for way in flipped short empty other; do
	again d
	bad=${seg[2]}
	case $way in
	flipped) flip "$bad" $(($(stat -c %s "$bad") - 10)) ;;
	short) truncate -s -1 "$bad" ;;
	empty) : >"$bad" ;;
	other) cp "${seg[1]}" "$bad" ;;
	esac
	expect_status $way-status 0 later on d trb sync --json
	note segment_bad && ok $way-named || not_ok $way-named "$(cat "$T/out")"
	expect_status $way-check 0 on d trb check
	run on d trb depot list --json
	expect_same $way-others-read True "$(json '[d["events"] > 0
	    for d in j if d["code"] == "SKU1"][0]')"
	# Its owner was never told, and mends it all the same.
	expect_status $way-owner 0 on d yst sync --json
	note segment_bad && ok $way-owner-sees ||
	    not_ok $way-owner-sees "$(cat "$T/out")"
	expect_status $way-again 0 on d trb sync --json
	note segment_bad && not_ok $way-mended "$(cat "$T/out")" ||
	    ok $way-mended
	whole $way
done

# --- who else has it mends it where its owner cannot ---

again d
on d sku sync >/dev/null 2>&1
flip "${seg[1]}" 300
mv "$T/d/now/yst.db" "$T/d/now/gone.db"
on d trb sync >/dev/null 2>&1
on d sku sync >/dev/null 2>&1
expect_status relayed 0 on d trb sync --json
note segment_bad && not_ok relayed-mended "$(cat "$T/out")" ||
    ok relayed-mended
mv "$T/d/now/gone.db" "$T/d/now/yst.db"
whole relayed

# --- heads, the registry, an answer ---

again d
for f in "$HUB"/logs/*/head "$HUB/registry"; do
	flip "$f" 40
done
expect_status heads-status 0 on d trb sync --json
note head_bad && ok heads-named || not_ok heads-named "$(cat "$T/out")"
note registry_bad && ok registry-named || not_ok registry-named
whole heads
again d
truncate -s 300 "$HUB/registry"
head -c 300000 /dev/zero >"$HUB/joins/YST2"
on d yst depot invite YST2 >/dev/null
expect_status answer-status 0 on d yst sync --json
note join_wrong && ok answer-named || not_ok answer-named "$(cat "$T/out")"
rm "$HUB/joins/YST2"
whole answer

# --- a dry run ---

again d
everything() {
	(cd "$T/d/now" && find . -type f ! -name '*-shm' | LC_ALL=C sort |
	    xargs sha256sum; ls -lR --time-style=full-iso hub)
}
everything >"$T/was"
for d in yst trb sku; do
	expect_status dry-$d 0 on d $d sync --dry-run
done
expect_text dry-tells "Skulle synka"
everything >"$T/is"
cmp -s "$T/was" "$T/is" && ok dry-changes-nothing ||
    not_ok dry-changes-nothing "$(diff "$T/was" "$T/is" | head -n 5)"

# --- two at once, and others that write ---

# A server that says nothing holds the first.
python3 -c 'import socket, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(4)
print(s.getsockname()[1], flush=True)
c = s.accept()[0]
print("asked", flush=True)
c.recv(4096)
sys.stdin.read()' >"$T/port" < <(exec tail --pid=$$ -f /dev/null) &
silent=$!
until [ -s "$T/port" ]; do
	kill -0 $silent || break
done
on d trb sync --hub "postgresql://a@127.0.0.1:$(head -n 1 "$T/port")/x" \
    >"$T/first" 2>&1 &
first=$!
until grep -q asked "$T/port"; do
	kill -0 $first 2>/dev/null || break
done
expect_status second-busy 5 on d trb sync
expect_text second-says "En synkning pågår redan" "$T/err"
expect_one_line second-one-line
# The first does not keep the counter waiting.
expect_status meanwhile-writes 0 on d trb unit add Torget
kill $silent
wait $first
expect_same first-ends 4 $?
expect_status second-then 0 on d trb sync

again d
writes() {
	local i
	for ((i = 0; i < 15; i++)); do
		on d trb unit add "Enhet $1-$i" >/dev/null 2>>"$T/w.err" ||
		    return
		echo "Enhet $1-$i" >>"$T/w.done"
	done
}
on d trb sync >/dev/null
before=$(count trb)
writes 1 &
one=$!
writes 2 &
two=$!
syncs=0
while kill -0 $one 2>/dev/null || kill -0 $two 2>/dev/null; do
	on d trb sync >>"$T/s.out" 2>&1 || echo "status $?" >>"$T/s.wrong"
	syncs=$((syncs + 1))
done
wait
echo "# $syncs syncs while 30 units were added"
[ ! -s "$T/s.wrong" ] && ok busy-syncs || not_ok busy-syncs "$(tail "$T/s.out")"
[ ! -s "$T/w.err" ] && ok busy-writes || not_ok busy-writes "$(cat "$T/w.err")"
expect_same busy-none-lost $((before + 30)) "$(count trb)"
whole busy
expect_same busy-all-there $((before + 30)) "$(count yst)"
finish
