#!/bin/bash
# The readers of the configuration at the kiosk: several at once, each a child
# that a script plays here beside a copy of the kiosk.
. "$(dirname "$0")/../lib/sh.sh"

demo_store
badge=$(sqlite3 "$STORE" "SELECT badge FROM staff WHERE role = 1 LIMIT 1")
mapfile -t item < <(sqlite3 "$STORE" "SELECT code FROM item WHERE state = 0
    AND lot = 0 AND condition < 3 AND restriction = '' AND inspect_by = 0
    AND id NOT IN (SELECT item FROM booking) ORDER BY id LIMIT 3")
lot=$(sqlite3 "$STORE" "SELECT code FROM item WHERE state = 0 AND lot = 1
    AND count > 5 AND id NOT IN (SELECT item FROM booking) LIMIT 1")
name=$(sqlite3 "$STORE" "SELECT substr(name, 1, 8) FROM item
    WHERE code = '$lot'")

# Its device's name is that of a FIFO, which its lines come from.
mkdir -p b/tests
cp "$BUILD/samdepa" b/
ln -s "$BUILD/locale" b/locale
ln -s "$BUILD/tests/vtrun" b/tests/vtrun
cat >b/samdepa-scan <<'END'
#!/bin/sh
echo "$@" >>called
if [ "$1" = --list ]; then
	cat devices
	exit
fi
echo samdepa-scan 1
exec cat <>"${3##*/}"
END
chmod +x b/samdepa-scan
mkfifo cam0 cam1 tty0 own

# readers NAME SCRIPT [VTRUN-OPTION...] - the kiosk beside that script.
readers() {
	local real=$BUILD
	BUILD=$T/b
	kiosk "$1" "$(printf '%s\n' 'wait Skanna vad' "$2")" "${@:3}"
	BUILD=$real
}

cat >>"$SAMDEPA_CONFIG" <<END
camera = /x/cam0 /x/cam1
serial_scanner = /x/tty0
scanner = echo samdepa-scan 1; cat <>own
END

# ---- All are read from, in one queue.
readers several "run echo 'scan Code-128 - strong ${item[0]}' >cam0
wait ${item[0]}
run echo 'scan Code-128 - strong ${item[1]}' >cam1
wait ${item[1]}
run echo 'scan Code-128 - strong ${item[2]}' >tty0
wait ${item[2]}
run echo 'scan Code-128 - strong $badge' >own
wait ● "
expect_same several-started "--watch=64x48 --camera /x/cam0
--watch=64x48 --camera /x/cam1
--watch=64x48 --serial /x/tty0" "$(sort called)"

# ---- What a camera and a scanner that types read at the same moment was
# scanned once; what is scanned again counts again.
readers once "scan $badge
wait ● 
key F3
wait ›  Låna ut
run echo 'scan Code-128 ]C0 strong $lot' >cam0
wait 1   $name
scan $lot
next
see ✓ Klart  $name
see 1   $name
scan $lot
wait 2   $name
run echo 'scan Code-128 ]C0 strong $lot' >cam1
run echo 'scan Code-128 ]C0 strong ${item[0]}' >cam1
wait ${item[0]}
see 2   $name
key F10
wait undanlagt"

# ---- The screen that tries them: what is read is shown and does nothing else.
events() {
	sqlite3 "$STORE" "SELECT count(*) FROM event"
}
before=$(events)
readers try "key F6
wait ›  Läsare
wait kamera cam0
wait läsare på serieport tty0
wait eget kommando echo
run echo 'state open YUYV 640x480' >cam0
wait ✓ öppen: YUYV 640x480
run printf '%s\n' 'rate 298 123' rubbish >cam0
wait 29,8 bilder/s, 12,3 ms per bild
wait 0 lästa, 1 trasiga rader
run echo 'scan Code-128 ]C0 weak ${item[0]}' >cam0
wait Code-128 ]C0, osäker, för
see ${item[0]}
run echo 'scan QR - strong $badge' >own
wait QR, säker, för
see 1 lästa: QR 1
see $badge
scan ${item[1]}
wait ✓ Det togs som en skanning.
see ${item[1]}
see 15 tecken
send abc\\x1b[Zdef\\r
wait ✗ Koden innehåller tecken
key F12
wait ✗ The code holds characters
see Trial: what is read is shown here
key Home
wait Code-128 ]C0, uncertain
key Esc
wait Scan anything
key F6
wait ✓ open: YUYV 640x480
miss ${item[0]}
key F10
wait Scan anything
run echo 'scan Code-128 - strong ${item[2]}' >cam0
wait ${item[2]}" -e LANGUAGE=sv
expect_same try-does-nothing "$before" "$(events)"

# ---- The way to it takes nothing else's place on a small screen.
readers small "wait F11  Logga in
key F6
wait ›  Läsare
wait kamera cam0" -s 16x57

# ---- What it sees, as large as the screen has it, in greys, shades, letters.
px() {
	printf 'view 8x4 '
	printf '%s' 00000000 04080C0F FFFFFFFF 00000000
	echo
}
{ echo 'state open GREY'; px; } >view
cat >look <<'END'
key F6
run cat view >cam0
wait ✓ öppen
END
readers view "$(cat look)
wait ▀
key F8
wait ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
resize 37x100
wait ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀
resize 16x57
next
key Esc
wait kamera cam0
wait GREY
see ▀
run echo 'state gone unplugged' >cam0
wait ✗ borta: unplugged
miss ▀"
readers view-shades "$(cat look)
wait ▒" -e TERM=xterm
cp "$SAMDEPA_CONFIG" config
echo 'theme = mono' >>"$SAMDEPA_CONFIG"
readers view-letters "$(cat look)
wait :::::     +++++     #####     @@@@@"
cp config "$SAMDEPA_CONFIG"

# ---- A reader is paused, by who may; and goes on.
rm called
readers pause "key F6
wait kamera cam0
key F6
wait Skanna ditt tjänstekort
scan $badge
wait ‖ pausad
wait ! läsare pausad: cam0
key F10
wait ! läsare pausad: cam0
key F6
wait ‖ pausad
key F6
wait ✓ igång
gone pausad:
key F10
wait Skanna vad
run echo 'scan Code-128 - strong ${item[2]}' >cam0
wait ${item[2]}"
expect_same pause-restarts 2 "$(grep -c cam0 called)"

# ---- What the computer has is shown to whoever may change it.
admin=$(sqlite3 "$STORE" "SELECT badge FROM staff WHERE role = 3 LIMIT 1")
seq -f 'camera /dev/video%g' 0 30 >devices
readers devices "key F6
wait kamera cam0
key F7
wait Skanna ditt tjänstekort
scan $admin
wait camera /dev/video9
miss video30
key PageDown
key PageDown
wait camera /dev/video30
key Esc
wait kamera cam0"

# ---- The pace of one that types: why it was no scan, and what to set.
cat >keys <<END
key f6
bytes A
wait 60
bytes B
wait 140
bytes C
wait 64
bytes D
wait 60
bytes \r
dump
bytes 7
wait 10
bytes \r
dump
bytes 7310865004703\r
END
run "$BUILD/samdepa" --store "$STORE" --keys keys --dump -
expect_text pace-slow 'sätt burst_gap_ms, nu 50, högre än 62.'
expect_text pace-figures '4 tecken: 62 ms emellan i medel, som mest 140 ms'
expect_text pace-text '  ABCD'
expect_text pace-short 'en kod har minst fyra'
expect_text pace-scan '✓ Det togs som en skanning.'
echo 'scan_prefix = ^B' >>"$SAMDEPA_CONFIG"
readers pace-prefix "key F6
wait läsare som skriver
send 7310865004703\\r
wait ✗ Det togs som skrivet: scan_prefix (^B) kom inte före.
send \\x027310865004703\\r
wait ✓ Det togs som en skanning.
see 7310865004703"
cp config "$SAMDEPA_CONFIG"

# ---- The bar names the one that does not answer, or has gone.
cat >>"$SAMDEPA_CONFIG" <<END
hid_scanner = /y/event9
END
mkfifo event9
readers bar-gone "run echo 'state gone No such device' >event9
wait ✗ läsare borta: event9
key F12
wait ✗ reader gone: event9
run echo 'state open USB keyboard' >event9
gone event9"
sed -i 's/^scanner.*/scanner = \/x\/none.sh --now/' "$SAMDEPA_CONFIG"
readers bar-down 'wait ✗ läsare svarar inte: none'

# ---- What cannot be, it says at the start.
echo 'camera = a b a' >>"$SAMDEPA_CONFIG"
expect_status twice 2 "$BUILD/samdepa" --store "$STORE"
grep -q 'a is named twice' err && ok twice-says || not_ok twice-says "$(<err)"
finish
