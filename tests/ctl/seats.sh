#!/bin/bash
# seats.sh - a seat over SSH: its own printers, its own queue, and no reader
# that is in the depot's computer.
. "$(dirname "$0")/../lib/sh.sh"

demo_store
item=$(sqlite3 "$STORE" "SELECT code FROM item LIMIT 1")
badge=$(sqlite3 "$STORE" "SELECT badge FROM staff WHERE role = 2")
conf() { printf '%s\n' "$@" >"$SAMDEPA_CONFIG"; }
common=("printer = file:$T/own" 'camera = /x/cam0' 'hid_scanner = /x/event0')
conf "${common[@]}" '[seat front]' "printer = file:$T/front" '[seat back]' \
    "label_printer = file:$T/back"
ssh="SSH_CONNECTION=192.0.2.9 22 192.0.2.1 22"

expect_status own 0 ctl label "$item"
SAMDEPA_SEAT=front expect_status front 0 ctl label "$item"
SAMDEPA_SEAT=back expect_status back 0 ctl label "$item"
expect_same each-its-own 'back front own' \
    "$(cd "$T" && ls -d back front own | tr '\n' ' ' | sed 's/ $//')"

# The user's name is the seat's, where it has a section.
conf "${common[@]}" "[seat $(id -un)]" "printer = file:$T/mine"
expect_status user 0 ctl label "$item"
[ -d mine ] && ok user-prints-there || not_ok user-prints-there "no folder"

# wrong NAME TEXT LINE... - a configuration that stops everything.
wrong() {
	conf "${@:3}"
	expect_status "$1" 2 ctl label "$item"
	expect_text "$1-says" "$2" "$T/err"
}
wrong store 'samdepa.conf:2: store' '[seat front]' 'store = /x'
wrong other 'samdepa.conf:2: unknown option: prnter' '[seat x]' 'prnter = y'
wrong section 'samdepa.conf:2: not [seat NAME]' '[front]' 'printer = y'
wrong word 'samdepa.conf:2: not [seat NAME]' '[seat ../x]' 'printer = y'
SAMDEPA_SEAT=gone wrong named 'no [seat gone]' '[seat front]' 'theme = light'

# Over SSH the depot's readers are left alone, and that is said; one that the
# seat itself has is used.
conf "${common[@]}" '[seat front]' 'theme = light' '[seat dock]' \
    'hid_scanner = /x/event9'
export SAMDEPA_SEAT=front
run env "$ssh" "$BUILD/samdepactl" doctor
expect_text doctor '/x/cam0 /x/event0 hör till depåns egen plats'
run ctl doctor
expect_no_text doctor-at-home 'hör till depåns'
kiosk screen "scan $badge
wait ● "'
key F10
wait Skanna vad
key F6
wait nås över SSH: /x/cam0 /x/event0
see läsare som skriver
miss /x/cam0: ' -e "$ssh"
export SAMDEPA_SEAT=dock
run env "$ssh" "$BUILD/samdepactl" doctor
expect_text dock-camera '/x/cam0 hör till depåns egen plats'
expect_text dock-own '/x/event9'

# What waits for a seat waits there alone.
export SAMDEPA_SEAT=front
conf 'printer = file:/x/none' '[seat front]' "printer = file:/x/none" \
    '[seat dock]' "printer = file:$T/dock"
kiosk waits "scan $badge
wait ● 
key F10
wait ▤  Skrivare
tap ▤  Skrivare
wait Skrivare för
key F6
wait ● väntar"
expect_same waits-there front "$(sqlite3 "$STORE" 'SELECT seat FROM print_job')"
SAMDEPA_SEAT=dock kiosk not-here "scan $badge
wait ● 
key F10
wait ▤  Skrivare
tap ▤  Skrivare
wait ✓ redo
miss väntar"
expect_same still-there 1 "$(sqlite3 "$STORE" 'SELECT count(*) FROM print_job')"
finish
