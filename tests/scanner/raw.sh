#!/bin/bash
# raw.sh - frames on standard input: a label is told once while it is there.
. "$(dirname "$0")/../lib/sh.sh"
draw() {
	/usr/bin/python3 -W ignore "$ROOT/tests/scanner/draw.py" "$@"
}
scan() {
	timeout 100 "$BUILD/samdepa-scan" --raw 400x300 "$@"
}
# frames COUNT PICTURE - the picture so many times.
frames() {
	draw raw "$2" >one.raw
	for ((i = 0; i < $1; i++)); do
		cat one.raw
	done
}

qrencode -s 4 -o a.png A1
qrencode -s 4 -o b.png B2
draw page 400x300 a.pgm 60,60,a.png
draw page 400x300 b.pgm 100,80,b.png
draw page 400x300 ab.pgm 220,60,a.png 20,70,b.png
draw page 400x300 none.pgm
convert a.pgm -negate negative.pgm

hello='samdepa-scan 1'
a='scan QR ]Q1 strong A1'
b='scan QR ]Q1 strong B2'
expect_same one-frame "$hello
$a" "$(frames 1 a.pgm | scan)"
expect_same held-still "$hello
$a" "$(frames 120 a.pgm | scan)"
expect_same two-labels-in-turn "$hello
$a
$b" "$( (frames 10 a.pgm; frames 10 b.pgm; frames 10 a.pgm) | scan)"
expect_same two-labels-at-once "$hello
$b
$a" "$(frames 20 ab.pgm | scan)"
expect_same a-short-gap "$hello
$a" "$( (frames 9 a.pgm; frames 9 none.pgm; frames 9 a.pgm) | scan)"
expect_same gone-a-while "$hello
$a
$a" "$( (frames 5 a.pgm; frames 60 none.pgm; frames 5 a.pgm) | scan)"
expect_same another-pass-at-the-end "$hello
$a" "$(frames 1 negative.pgm | scan)"
expect_same another-pass-in-turn A1 "$(frames 20 negative.pgm | scan --plain)"
expect_same no-frame "$hello" "$(scan </dev/null)"
expect_same nothing-to-see "$hello" "$(frames 20 none.pgm | scan)"

draw page 1280x720 wide.pgm 1100,560,b.png 200,90,a.png
draw raw wide.pgm >wide.raw
expect_same two-labels-in-a-large-frame "$hello
$a
$b" "$(cat wide.raw wide.raw wide.raw |
    timeout 100 "$BUILD/samdepa-scan" --raw 1280x720)"

# Our own labels have their number twice: they are one thing each.
draw code128 I-YST1-004217-K bars.png
qrencode -s 6 -o label.png I-YST1-004217-K
draw page 1280x720 label.pgm 300,100,label.png 300,400,bars.png
draw raw label.pgm >label.raw
label() {
	for ((i = 0; i < $1; i++)); do
		cat label.raw
	done
}
expect_same a-label-in-two-kinds-of-code I-YST1-004217-K "$(label 8 |
    timeout 100 "$BUILD/samdepa-scan" --plain --raw 1280x720)"
expect_same both-are-read 2 \
    "$("$BUILD/samdepa-scan" --plain label.pgm | grep -c I-YST1-004217-K)"

# Beside others: its end is not theirs.
mkfifo keys never
exec 7<>keys
frames 1 a.pgm | "$BUILD/samdepa-scan" --watch=2x2 --raw 400x300 \
    --hid keys >lines 2>err &
for ((i = 0; i < 400; i++)); do
	grep -q 'input has ended' lines && break
	read -r -t 0.02 _ <>never
done
kill -0 $! && ok goes-on-without-its-input ||
    not_ok goes-on-without-its-input 'it has ended'
kill $!
wait $! 2>/dev/null
exec 7>&-
expect_same beside-others 'source keys state open recorded keys
source standard input scan QR ]Q1 strong A1
source standard input state gone the input has ended
source standard input state open 400x300 GREY' \
    "$(sed 1d lines | paste -d ' ' - - | grep -v -e rate -e view |
    LC_ALL=C sort)"

frames 1 a.pgm >cut.raw
head -c 500 one.raw >>cut.raw
expect_status cut-frame 1 scan <cut.raw
expect_text cut-frame-is-read-before "$a"
expect_text cut-frame-is-told \
    'standard input: frame 2: the input ends inside it' "$T/err"

# Other formats than grey, and frames that lie.
as() {
	timeout 100 "$BUILD/samdepa-scan" --raw "$@"
}
for format in GREY YUYV NV12 MJPEG; do
	case $format in
	GREY) draw raw a.pgm b.pgm >"$format" ;;
	*) draw frames "$format" a.pgm b.pgm >"$format" ;;
	esac
	expect_same "as-$format" "$hello
$a
$b" "$(as "400x300:$format" <"$format")"
done
draw frames BARE a.pgm b.pgm >bare
expect_same jpeg-without-its-tables "$hello
$a
$b" "$(as 400x300:mjpg <bare)"
head -c -300 MJPEG >cut.mjpeg
expect_status jpeg-cut 1 as 400x300:MJPEG <cut.mjpeg
expect_text jpeg-cut-is-told 'frame 2: the input ends inside it' "$T/err"
draw page 300x300 small.pgm 60,60,a.png
draw frames MJPEG b.pgm small.pgm b.pgm >lie.mjpeg
expect_status jpeg-of-another-size 1 as 400x300:MJPEG <lie.mjpeg
expect_text jpeg-of-another-size-is-told \
    'frame 2 left out (1 so far): a JPEG picture that is not 400x300' "$T/err"
expect_same jpeg-of-another-size-is-left-out "$hello
$b" "$(as 400x300:MJPEG <lie.mjpeg 2>/dev/null)"
expect_status jpeg-is-none 1 as 400x300:MJPEG <YUYV
expect_text jpeg-is-none-is-told 'frame 1: no JPEG' "$T/err"

# Our own reader knows what zbar leaves out, before anything is told.
draw latin1 'Låda Ö7' latin1.png
draw page 640x480 latin1.pgm 83,160,latin1.png
if [[ $BUILD = */san ]]; then	# the look has 100 ms, too few for these
	skip no-word-before-both-have-looked 'a build with sanitizers'
else
	expect_same no-word-before-both-have-looked "$hello
scan Code-128 ]C0 strong L%C3%A5da %C3%967" "$(frames 2 latin1.pgm |
	    as 640x480)"
fi

# The line is there at once, while the input stays open.
mkfifo pipe
coproc LIVE { exec "$BUILD/samdepa-scan" --raw 400x300 <pipe; }
pid=$LIVE_PID
exec 7>pipe
frames 1 a.pgm >&7
read -r -t 20 first <&"${LIVE[0]}"
read -r -t 20 line <&"${LIVE[0]}"
expect_same told-at-once "$hello $a" "$first $line"
exec 7>&-
wait "$pid"
expect_same ends-with-its-input 0 $?
finish
