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
expect_same several-started "--watch --camera /x/cam0
--watch --camera /x/cam1
--watch --serial /x/tty0" "$(sort called)"

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
