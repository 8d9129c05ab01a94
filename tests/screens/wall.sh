#!/bin/bash
# The session on the wall: a real X server, a real xterm, real touches.  No
# click, key, drag or long press leaves the kiosk; one that dies comes back.
. "$(dirname "$0")/../lib/sh.sh"
xorg=/usr/lib/xorg/Xorg
for need in $xorg /usr/lib/xorg/modules/input/inputtest_drv.so \
    /usr/lib/xorg/modules/drivers/dummy_drv.so; do
	[ -e "$need" ] || {
		skip wall "there is no ${need##*/}"
		finish
	}
done
for need in matchbox-window-manager xterm xdotool xwininfo xset setxkbmap; do
	command -v $need >/dev/null || {
		skip wall "there is no $need"
		finish
	}
done

mkfifo never
exec 9<>never
# until_true WHAT... - waits for it, a quarter of a minute at most.
until_true() {
	local end=$((SECONDS + 15))
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		read -rt 0.05 -u 9	# nobody ever writes there
	done
	return 0
}

fresh_store
sed -i /touch/d "$SAMDEPA_CONFIG"
printf 'exit = no\nsound = off\n' >>"$SAMDEPA_CONFIG"
cat >kiosk <<END
#!/bin/sh
n=\$(cat "$T/starts" 2>/dev/null || echo 0)
echo \$((n + 1)) >"$T/starts"
exec "$BUILD/samdepa" --store "$STORE" --record "$T/record-\$((n + 1))"
END
chmod +x kiosk
sed "s|FOLDER|$T|" "$ROOT/tests/session/xorg.conf" >xorg.conf

"$xorg" -displayfd 7 -config "$T/xorg.conf" -novtswitch -sharevts -noreset \
    -nolisten tcp -logfile "$T/xorg.log" 7>display >xorg.out 2>&1 &
server=$!
trap 'kill -9 -$session $FINGER_PID $server 2>/dev/null; wait 2>/dev/null
n=$(cat display); rm -rf "/tmp/.X$n-lock" "/tmp/.X11-unix/X$n" "$T"' EXIT
session=$server FINGER_PID=
until_true test -s display || {
	skip wall "Xorg does not start: $(grep -m 1 EE xorg.log)"
	finish
}
DISPLAY=:$(cat display)
export DISPLAY XDG_RUNTIME_DIR=$T SAMDEPA_KIOSK=$T/kiosk
set -m
"$ROOT/assets/session/samdepa-session" >session.log 2>&1 &
session=$!
set +m

until_true grep -q '^size' record-1 && ok starts || not_ok starts \
    "$(cat session.log)"
windows() {
	xwininfo -root -tree | grep -c ' 0x'
}
until_true xdotool search --class SamdepaKiosk
coproc FINGER { /usr/bin/python3 "$ROOT/tests/session/touch.py" "$T/touch" \
    1280 800; }
finger() {
	echo "$*" >&"${FINGER[1]}"
	read -rt 10 -u "${FINGER[0]}"
}
# recorded WHAT - how often it was written down so far.
recorded() {
	cat record-* 2>/dev/null | grep -o "$1" | wc -l
}
tapped='<0;[0-9]*;[0-9]*m'

# A finger is a finger: twenty taps are twenty, where they were.
finger tap 600 300
until_true grep -q "$tapped" record-1 && ok touch || not_ok touch \
    "$(tail -n 3 record-1)"
before=$(recorded "$tapped")
for i in 1 2 3 4 5 6 7 8 9 10; do
	finger tap 640 210
	finger tap 60 10
done
twenty() {
	[ "$(recorded "$tapped")" = $((before + 20)) ]
}
until_true twenty && ok twenty-taps || not_ok twenty-taps "$(recorded "$tapped")"

# The screen's own size is used to its edges.
size=$(sed -n 's/^size //p' record-1 | head -n 1)
[ "${size%x*}" -ge 100 ] && [ "${size#*x}" -ge 30 ] && ok fills-the-screen ||
    not_ok fills-the-screen "$size"

# Everything that a clever child would try.
alone=$(windows)
for button in 1 2 3 4 5; do
	for held in "" ctrl shift alt "ctrl shift" super; do
		for key in $held; do
			xdotool keydown "$key"
		done
		xdotool mousemove 600 500 mousedown $button mousemove 800 560
		[ "$(windows)" = "$alone" ] ||
		    not_ok "menu-$button-$held" "$(windows) windows"
		xdotool mouseup $button
		for key in $held; do
			xdotool keyup "$key"
		done
	done
done
xdotool key alt+F4 alt+Tab alt+space alt+Escape super ctrl+alt+F1 ctrl+alt+F2 \
    ctrl+alt+BackSpace ctrl+alt+Delete shift+Insert shift+Prior shift+Next \
    ctrl+c ctrl+z ctrl+backslash ctrl+d ctrl+q alt+Return Print Menu \
    shift+KP_Add shift+KP_Subtract ctrl+s alt+F1 alt+F2
finger hold 600 500
finger drag 100 100 900 700
finger drag 1270 400 300 400
finger drag 640 1 640 790
expect_same no-new-window "$alone" "$(windows)"
expect_same still-the-first 1 "$(cat starts)"
before=$(recorded '^key f12')
xdotool key F12
more() {
	[ "$(recorded '^key f12')" -gt "$before" ]
}
until_true more && ok still-answers || not_ok still-answers \
    "$(tail -n 3 record-1)"

# Signs of life, and a new one where one died.
until_true test -e samdepa-alive && ok sign-of-life || not_ok sign-of-life
pkill -9 -f "$BUILD/samdepa --store $STORE"
until_true grep -q '^size' record-2 && ok comes-back || not_ok comes-back \
    "$(cat starts)"
finish
