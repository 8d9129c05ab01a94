#!/bin/bash
# hid.sh - scanners that type, as key events from a FIFO: what they mean, and
# what is thrown away.  A real device is in vm/.
. "$(dirname "$0")/../lib/sh.sh"
keys() {
	/usr/bin/python3 "$ROOT/tests/scanner/hands.py" keys
}
# typed NAME WANTED [WHY] - what comes of the commands on standard input.
typed() {
	keys >recorded
	"$BUILD/samdepa-scan" --hid keys >out 2>err &
	local pid=$! got
	cat recorded >keys
	for ((i = 0; i < 400; i++)); do
		grep -q 'was unplugged' err && break
		read -r -t 0.02 _ <>never
	done
	kill "$pid"
	wait "$pid" 2>/dev/null
	got=$(sed 1d out | cut -d ' ' -f 2- | tr '\n' '|')
	expect_same "$1" "$2" "${got%|}"
	[ $# -lt 3 ] || expect_text "$1-is-told" "$3" "$T/err"
}
mkfifo keys never

typed letters-and-digits '- - strong I-YST1-004217-K' <<'END'
type I-YST1-004217-K
tap enter
END
typed every-sign '- - strong abcXYZ0189 !"#$%25&'\''()*+,-./:;<=>?@[\]^_`{|}~' \
    <<'END'
type abcXYZ0189 !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~
tap enter
END
typed aim 'Code-128 ]C0 strong DEPOT-000123' <<'END'
type ]C0DEPOT-000123
tap enter
END
typed terminators '- - strong A|- - strong B|- - strong C|- - strong D' <<'END'
type A
tap enter
type B
tap tab
type C
tap kpenter
type D
tap enter enter tab
END
typed keypad '- - strong 0123456789.-+*/' <<'END'
tap kp0 kp1 kp2 kp3 kp4 kp5 kp6 kp7 kp8 kp9 83 74 78 55 98
tap enter
END
typed repetition-is-no-key '- - strong Aa' <<'END'
type A
hold 30
repeat 30
repeat 30
let 30
tap enter
END
typed shift-of-both-sides '- - strong aAA' <<'END'
type a
hold rshift
tap 30
hold shift
let rshift
tap 30
let shift
tap enter
END
typed alt-and-ctrl '- - strong 01%1D21%1D%C3%A9' <<'END'
type 01
alt 029
type 21
hold ctrl
type ]
let ctrl
alt 0233
tap enter
END
typed alt-return '- - strong A|- - strong B' <<'END'
type A
alt 013
type B
tap enter
END
typed other-keys-type-nothing '- - strong AB' <<'END'
tap f1
type A
tap f1 58 113
type B
tap enter
END
typed another-layout '- - strong OK' 'US layout' <<'END'
type user
hold altgr
type q
let altgr
type depot
tap enter
type OK
tap enter
END
typed unknown-alt-code '- - strong OK' 'US layout' <<'END'
type A
alt 130
tap enter
type OK
tap enter
END
typed a-pause-inside '- - strong 12' <<'END'
type 1
pause 950
type 2
tap enter
END
typed long-pause-throws-away '- - strong 2' <<'END'
type 1
pause 1100
type 2
tap enter
END
typed no-end '- - strong 2' <<'END'
type 2
tap enter
type 1
END
typed dropped-until-the-end '- - strong OK' 'faster than they were read' <<'END'
type I-YST1-00
dropped
type 4217-K
tap enter
type OK
tap enter
END
typed dropped-before-the-first '- - strong OK' <<'END'
dropped
type 4217-K
tap enter
type OK
tap enter
END
typed dropped-until-a-pause '- - strong OK' <<'END'
type I-YST1-00
dropped
type 4217
pause 1100
type OK
tap enter
END
typed dropped-with-shift-held '- - strong a' <<'END'
hold shift
type B
dropped
type C
tap enter
type a
tap enter
END
typed events-until-the-report-are-lost '- - strong OK' <<'END'
dropped
tap enter
type 1
tap enter
type OK
tap enter
END

# Cut in any place, an event is still one.
printf 'type CUT-1\ntap enter\n' | keys >recorded
"$BUILD/samdepa-scan" --hid keys >out 2>err &
exec 6>keys
/usr/bin/python3 -c 'import os
data = open("recorded", "rb").read()
for i in range(0, len(data), 7):
    os.write(6, data[i:i + 7])'
for ((i = 0; i < 400; i++)); do
	grep -q scan\ - out && break
	read -r -t 0.02 _ <>never
done
expect_text events-in-pieces 'scan - - strong CUT-1'
exec 6>&-
kill $!
wait $! 2>/dev/null

# What is no such device: said once, and waited for, together with others.
"$BUILD/samdepa-scan" --watch --hid "$T/none" --hid /dev/null \
    --serial "$T/recorded" --hid keys >out 2>err &
for ((i = 0; i < 400; i++)); do
	grep -q 'state open' out && [ "$(wc -l <err)" -ge 3 ] && break
	read -r -t 0.02 _ <>never
done
printf 'type KEY-1\ntap enter\n' | keys >keys
for ((i = 0; i < 400; i++)); do
	[ "$(grep -c 'state gone' out)" -ge 4 ] && break
	read -r -t 0.02 _ <>never
done
kill $!
wait $! 2>/dev/null
expect_same hello-whatever-is-there 'samdepa-scan 1' "$(head -n 1 out)"
expect_same each-block-names-its-source "source /dev/null state gone is no such device
source $T/none state gone is not there
source $T/recorded state gone is no such device
source keys scan - - strong KEY-1
source keys state gone was unplugged
source keys state open recorded keys" \
    "$(sed 1d out | paste -d ' ' - - | LC_ALL=C sort)"
expect_same each-is-told-once "/dev/null: is no such device; waiting for it
$T/none: is not there; waiting for it
$T/recorded: is no such device; waiting for it
keys: was unplugged; waiting for it" \
    "$(sed 's/^samdepa-scan: //' err | LC_ALL=C sort)"
finish
