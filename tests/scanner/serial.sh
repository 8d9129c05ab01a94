#!/bin/bash
# serial.sh - scanners on serial ports (ptys here): what ends a scan, what is
# taken off it, what is thrown away, and that they may come and go.
. "$(dirname "$0")/../lib/sh.sh"
player() {
	exec /usr/bin/python3 -u "$ROOT/tests/scanner/hands.py" "$@"
}
# tell COMMAND - to the scanner's player; back when it is done.
tell() {
	echo "$*" >&"${PORT[1]}"
	read -r -t 20 _ <&"${PORT[0]}" || echo "# the player does not answer"
}
# line - the reader's next line; what it says on standard error goes to err.
line() {
	local l
	read -r -t 20 l <&6 || l='no line'
	echo "$l"
}
# next NAME WANTED
next() {
	expect_same "$1" "$2" "$(line)"
}
# sends NAME TEXT WANTED - the next line, when TEXT was sent.
sends() {
	tell send "$2"
	next "$1" "$3"
}
# has FILE TEXT [TIMES] - waits until it has.
has() {
	for ((i = 0; i < 600; i++)); do
		[ "$(grep -cF -- "$2" "$1")" -lt "${3:-1}" ] || break
		read -r -t 0.05 _ <>"$T/never"
	done
}
# says NAME TEXT - on standard error, soon.
says() {
	has err "$2"
	expect_text "$1" "$2" "$T/err"
}

mkfifo never keys lines
: >hung.out	# before anybody looks into it
# Another, whose reader is stopped at once; the end of this file looks at it.
"$BUILD/samdepa-scan" --watch --hid keys >hung.out 2>hung.err &
hung_pid=$!
has hung.out 'state open'
kill -STOP "$(pgrep -P "$hung_pid" samdepa-scan)"

coproc PORT { player port "$T/port"; } 2>player.err
read -r -t 20 _ <&"${PORT[0]}"
"$BUILD/samdepa-scan" --watch --serial "$T/port" >lines 2>err &
scan_pid=$!
exec 6<lines
next hello 'samdepa-scan 1'
next source "source $T/port"
next open 'state open 9600 8N1'

sends ended-by-cr 'A-1\r' 'scan - - strong A-1'
sends ended-by-lf 'A-2\n' 'scan - - strong A-2'
sends ended-by-both 'A-3\r\n' 'scan - - strong A-3'
sends ended-by-tab 'A-4\t' 'scan - - strong A-4'
sends aim-code128 ']C0I-YST1-004217-K\r' \
    'scan Code-128 ]C0 strong I-YST1-004217-K'
sends aim-ean13 ']E07310865004703\r' 'scan EAN-13 ]E0 strong 7310865004703'
sends aim-ean8 ']E473513537\r' 'scan EAN-8 ]E4 strong 73513537'
sends aim-gs1 ']C10112345678901231\x1d21A\r' \
    'scan Code-128 ]C1 strong 0112345678901231%1D21A'
sends aim-unread-here ']d1A\r' 'scan Data-Matrix ]d1 strong A'
sends no-aim-after-a-bracket ']{}x\r' 'scan - - strong ]{}x'
sends aim-alone-is-text ']C0\r' 'scan - - strong ]C0'
sends controls-escaped '\x00\x1b[2J\x7f%\r' \
    'scan - - strong %00%1B[2J%7F%25'
sends utf8-stays 'Samdep\xc3\xa5\r' 'scan - - strong Samdep%C3%A5'
sends latin1 'Samdep\xe5\r' 'scan - - strong Samdep%C3%A5'
sends shift-jis '\x8a\xbf\x8e\x9a\x83e\x83X\x83g\r' \
    'scan - - strong %E6%BC%A2%E5%AD%97%E3%83%86%E3%82%B9%E3%83%88'
sends in-a-burst 'B-1\rB-2\r\n\r\nB-3\r' 'scan - - strong B-1'
next in-a-burst-second 'scan - - strong B-2'
next in-a-burst-third 'scan - - strong B-3'
tell send 'in '
sends in-pieces 'pieces\r' 'scan - - strong in pieces'
long=$(head -c 4000 /dev/zero | tr '\0' x)
sends long "$long\r" "scan - - strong $long"
tell send "$long$long"
sends too-long-is-left-out '\rC-1\r' 'scan - - strong C-1'
says too-long-is-told 'longer than 4096'
tell send 'half a code'
says endless-is-told 'no Enter, Tab, CR or LF came after it'
sends endless-is-left-out 'C-2\r' 'scan - - strong C-2'

# Unplugged inside a scan, and back.
tell send 'D-'
tell unplug
next gone 'state gone was unplugged'
says gone-is-told "$T/port: was unplugged; waiting for it"
tell plug
next back 'state open 9600 8N1'
sends half-a-scan-is-gone '1\r' 'scan - - strong 1'
says back-is-told 'is there again'
# The reader is killed, and another takes its place.
child=$(pgrep -P "$scan_pid" samdepa-scan)
if grep -q 'Seccomp:.2' "/proc/$child/status"; then
	ok behind-the-sandbox
else
	not_ok behind-the-sandbox "$(grep Seccomp "/proc/$child/status")"
fi
kill -KILL "$child"
next killed 'state gone its reader was killed'
next killed-and-back 'state open 9600 8N1'
sends after-a-kill 'E-1\r' 'scan - - strong E-1'
exec 6<&-
tell send 'F-1\r'
wait "$scan_pid" 2>/dev/null
expect_same ends-when-nobody-reads 141 $?
tell unplug

has hung.out 'state open' 2
expect_same hung-reader-is-replaced 'samdepa-scan 1
source keys
state open recorded keys
state gone its reader hung
state open recorded keys' "$(cat hung.out)"
kill "$hung_pid"
wait "$hung_pid" 2>/dev/null

# What cannot be a port.
for bad in '' "$T/port:96000" "$(head -c 300 /dev/zero | tr '\0' x)"; do
	expect_status "usage-of-${#bad}" 2 "$BUILD/samdepa-scan" --serial "$bad"
done
finish
