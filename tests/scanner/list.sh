#!/bin/bash
# list.sh - what --list makes of what the kernel tells, with folders of our own
# in the place of /sys and /dev, which only this process sees.  Real devices
# are in vm/.
. "$(dirname "$0")/../lib/sh.sh"

# tty NAME DRIVER [TYPE] - a port on USB device 1-2.
tty() {
	mkdir -p "/sys/devices/usb1/1-2/$1" "/sys/class/tty/$1" \
	    "/sys/bus/drivers/$2"
	ln -s "../../../devices/usb1/1-2/$1" "/sys/class/tty/$1/device"
	ln -s "/sys/bus/drivers/$2" "/sys/devices/usb1/1-2/$1/driver"
	[ $# -lt 3 ] || echo "$3" >"/sys/class/tty/$1/type"
	mknod -m 600 "/dev/$1" c 1 3
}
# event N NAME VENDOR PRODUCT KEYS
event() {
	mkdir -p "/sys/class/input/event$1/device"/{id,capabilities}
	printf '%s\n' "$2" >"/sys/class/input/event$1/device/name"
	echo "$3" >"/sys/class/input/event$1/device/id/vendor"
	echo "$4" >"/sys/class/input/event$1/device/id/product"
	echo "$5" >"/sys/class/input/event$1/device/capabilities/key"
	mknod -m 600 "/dev/input/event$1" c 1 3
}

inside() {
	mount -t tmpfs tmpfs /sys && mount -t tmpfs tmpfs /dev || exit 9
	mknod -m 666 /dev/null c 1 3
	"$BUILD/samdepa-scan" --list >none
	mkdir -p /sys/class/{tty/{tty0,ptmx},video4linux} /dev/input/by-id \
	    /dev/serial/by-id /sys/devices/usb1/1-2
	echo 05f9 >/sys/devices/usb1/1-2/idVendor
	echo 4204 >/sys/devices/usb1/1-2/idProduct
	echo 'PSC Scanning' >/sys/devices/usb1/1-2/manufacturer
	printf 'Gryphon \033[2J\n' >/sys/devices/usb1/1-2/product
	tty ttyACM10 cdc_acm
	tty ttyACM2 cdc_acm
	tty ttyS0 serial 4
	tty ttyS1 serial 0
	ln -s ../../ttyACM2 /dev/serial/by-id/usb-PSC_Gryphon-if00
	full='10000 0 0 0 1000000000007 ff800000000007ff fe'
	full='7 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe'
	event 0 'Power Button' 0000 0001 '10000000000000 0'
	event 1 'AT Translated Set 2 keyboard' 0001 0001 "$full"
	event 2 'Honeywell 1450g' 0c2e 0bc1 "$full"
	event 3 'HID 1234:5678' 1234 5678 '3ffffffffffffff'
	ln -s ../event2 /dev/input/by-id/usb-Honeywell-event-kbd
	mkdir -p /sys/class/video4linux/video0
	echo 'Front Camera' >/sys/class/video4linux/video0/name
	mknod -m 000 /dev/video0 c 81 0
	"$BUILD/samdepa-scan" --list >all
	setpriv --reuid 65534 --regid 65534 --clear-groups \
	    "$BUILD/samdepa-scan" --list >nobody
}

export -f tty event inside
[ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null || {
	skip list "only root can set folders in the place of /sys"
	finish
}
chmod 755 .
export BUILD
unshare -m bash -c inside
expect_same nothing-there 'Cameras
  none is there
Serial ports
  none is there
Keyboards, and scanners that type
  none is there' "$(cat none)"
expect_same ports-by-number "  --serial /dev/ttyACM2         PSC Scanning Gryphon ?[2J (cdc_acm, USB 05f9:4204)
      also --serial /dev/serial/by-id/usb-PSC_Gryphon-if00
  --serial /dev/ttyACM10        PSC Scanning Gryphon ?[2J (cdc_acm, USB 05f9:4204)
  --serial /dev/ttyS0           PSC Scanning Gryphon ?[2J (serial, USB 05f9:4204)" \
    "$(grep -A 1 -e --serial all | grep -v -e ^-- -e Keyb)"
expect_no_text no-ghost-port ttyS1 "$T/all"
expect_no_text no-power-button 'Power Button' "$T/all"
expect_text a-keyboard-is-one \
    'AT Translated Set 2 keyboard (0001:0001)' "$T/all"
expect_no_text a-keyboard-is-no-scanner '(0001:0001):' "$T/all"
expect_text scanner-by-name \
    'Honeywell 1450g (0c2e:0bc1): looks like a scanner' "$T/all"
expect_text a-name-that-stays \
    'also --hid /dev/input/by-id/usb-Honeywell-event-kbd' "$T/all"
expect_text scanner-by-keys \
    'HID 1234:5678 (1234:5678): looks like a scanner' "$T/all"
expect_text camera-group 'join the group video' "$T/nobody"
expect_text port-group 'join the group dialout' "$T/nobody"
expect_text keys-group 'join the group input' "$T/nobody"
finish
