#!/bin/bash
# samdepactl doctor tries each reader of the configuration, and says what to
# do; samdepa-scan is played by a script beside a copy of samdepactl.
. "$(dirname "$0")/../lib/sh.sh"

demo_store
mkdir b
cp "$BUILD/samdepactl" b/
ln -s "$BUILD/locale" b/locale
# The device is a file that says what its reader does; what is printed is read
# by the real one.
cat >b/samdepa-scan <<END
#!/bin/sh
[ "\$1" = --budget-ms ] && exec "$BUILD/samdepa-scan" "\$@"
. "\${3%:640x480}"
END
chmod +x b/samdepa-scan

# doctor NAME STATUS SCRIPT [TEXT...] - what it finds of a camera that does so.
doctor() {
	echo "$3" >cam
	expect_status "$1" "$2" b/samdepactl --store "$STORE" doctor
	local text
	for text in "${@:4}"; do
		grep -qF -- "$text" out || not_ok "$1-says" \
		    "no '$text' in: $(grep kamera out)"
	done
}

echo "camera = $T/cam:640x480" >>"$SAMDEPA_CONFIG"
hello='echo samdepa-scan 1'
doctor open 0 "$hello; echo 'state open YUYV 640x480'; exec sleep 60" \
    '✓' "$T/cam:640x480: YUYV 640x480"
doctor absent 4 "$hello; echo 'state gone is not there'; exec sleep 60" \
    'finns inte' 'Anslut den, eller rätta camera'
doctor forbidden 4 \
    "$hello; echo 'state gone no permission to open it'; exec sleep 60" \
    'får inte öppnas' "sudo adduser ANVÄNDARE $(stat -c %G cam)."
doctor busy 0 \
    "$hello; echo 'state gone another program has it'; exec sleep 60" \
    'ett annat program har den: kiosken'
doctor odd 4 "$hello; echo 'state gone on fire'; exec sleep 60" \
    'on fire' 'Prova den för sig'
doctor dies 4 "$hello; exit 3" 'its reader ends with status 3'
doctor other 4 'echo hello; exec sleep 60' 'not samdepa-scan 1'
doctor ends 4 'exit 2' 'says nothing'

# ---- Several, each on a line of its own; a command is tried as one.
echo "$hello; echo 'state open a'; exec sleep 60" >one
echo "$hello; echo 'state gone was unplugged'; exec sleep 60" >two
sed -i '/^camera/d' "$SAMDEPA_CONFIG"
cat >>"$SAMDEPA_CONFIG" <<END
serial_scanner = $T/one $T/two
scanner = . "$T/one" && true
END
expect_status several 4 b/samdepactl --store "$STORE" --lang en doctor --json
expect_same several-found "True False True" "$(json '" ".join(
    str(c["ok"]) for c in j["checks"] if "'"$T"'/" in c["found"] and
    c["check"] in ("reader on a serial port", "own command"))')"

# ---- samdepa-scan's words for why a device delivers nothing are all known.
texts() {
	sed -n "s/^$2([^\"]*\"\([^\"]*\)\".*/\1/p" "$ROOT/$1" | sort
}
expect_same faults-known '' "$(comm -23 <(texts scanner/gone.def GONE) \
    <(texts tui/reader_faults.def FAULT))"
finish
