#!/bin/bash
# y4m.sh - a YUV4MPEG2 stream on standard input is read, or plainly refused.
. "$(dirname "$0")/../lib/sh.sh"
draw() {
	/usr/bin/python3 -W ignore "$ROOT/tests/scanner/draw.py" "$@"
}
scan() {
	timeout 100 "$BUILD/samdepa-scan" --y4m "$@"
}

qrencode -s 4 -o a.png A1
qrencode -s 4 -o b.png B2
draw page 301x201 a.pgm 60,60,a.png	# odd: colours have a pixel more
draw page 301x201 b.pgm 100,80,b.png
for colours in 420 420jpeg 420mpeg2 420paldv 422 444 mono; do
	draw frames "$colours" a.pgm b.pgm >"$colours.y4m"
	expect_same "C$colours" "A1
B2" "$(scan --plain <"$colours.y4m")"
done
expect_same no-byte 'samdepa-scan 1' "$(scan </dev/null)"

# What a first line may say, and what it may not: NAME|LINE|WHAT IS TOLD.
tail -c +"$(($(head -n 1 mono.y4m | wc -c) + 1))" mono.y4m >body
while IFS='|' read -r name line why; do
	{ printf '%s\n' "$line"; cat body; } >try.y4m
	if [ -z "$why" ]; then
		expect_same "$name" "A1
B2" "$(scan --plain <try.y4m)"
		continue
	fi
	expect_status "$name" 1 scan <try.y4m
	expect_text "$name-is-told" "$why" "$T/err"
done <<-'END'
	blanks-and-comments|YUV4MPEG2  W301 H201 XYSCSS=MONO  A1:1 F25:1 Cmono|
	unknown-order-of-lines|YUV4MPEG2 W301 H201 I? Cmono|
	interlaced|YUV4MPEG2 W301 H201 It Cmono|interlaced (It)
	deep-colours|YUV4MPEG2 W301 H201 C420p10|C420p10: only
	no-size|YUV4MPEG2 F30:1 Cmono|no width
	size-zero|YUV4MPEG2 W0 H201 Cmono|width 0
	size-negative|YUV4MPEG2 W-4 H201 Cmono|width -4
	size-huge|YUV4MPEG2 W40000 H40000 Cmono|40000x40000: at most
	size-past-counting|YUV4MPEG2 W99999999999 H2 Cmono|width 99999999999
	other-magic|YUV4MPEG W301 H201 Cmono|not a YUV4MPEG2 stream
	lies-smaller|YUV4MPEG2 W300 H201 Cmono|frame 2: no FRAME line
	lies-larger|YUV4MPEG2 W301 H202 Cmono|frame 2: no FRAME line
END
head -c 2000 mono.y4m >cut.y4m
expect_status cut-first-frame 1 scan <cut.y4m
expect_text cut-first-frame-is-told 'frame 1: the input ends inside it' \
    "$T/err"
head -c -7 mono.y4m >cut.y4m
expect_status cut-second-frame 1 scan <cut.y4m
expect_text cut-second-frame-is-read-before ' A1'
expect_text cut-second-frame-is-told 'frame 2: the input ends' "$T/err"
head -c 9000 /dev/zero >zeros
expect_status no-line 1 scan <zeros
expect_text no-line-is-told 'not a YUV4MPEG2 stream' "$T/err"

# Who watches is told what comes, and sees it.
watched=$(scan --watch=43x40 <444.y4m)
expect_same watch-first 'samdepa-scan 1
source standard input
state open 301x201 Y4M' "$(head -n 3 <<<"$watched")"
expect_same watch-last 'state gone the input has ended' \
    "$(tail -n 1 <<<"$watched")"
echo "$watched" >watched
expect_text watch-shape 'view 43x29 F' watched
expect_same watch-pixels $((43 * 29)) \
    "$(sed -n 's/^view 43x29 //p' <<<"$watched" | head -n 1 | tr -d '\n' |
    wc -c)"
rate=$( (while head -c 90000 /dev/zero 2>/dev/null; do :; done) |
    timeout 100 "$BUILD/samdepa-scan" --raw 300x300 --watch | grep -m 1 ^rate)
read -r _ frames tenths <<<"$rate"
if ((frames > 0 && tenths > 0)); then
	ok watch-rate
else
	not_ok watch-rate "$rate"
fi
finish
