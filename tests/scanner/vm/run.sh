#!/bin/bash
# run.sh [BUILD] - samdepa-scan with devices, in a guest of QEMU's: cameras
# (vivid), a scanner that types (uinput) and one on a serial port (g_serial).
# The guest is Debian's kernel and a busybox; it says what holds.  Where it
# cannot be had, that is skipped.
set -u
here=$(cd "$(dirname "$0")" && pwd)
BUILD=$(cd "${1:-$here/../../../build}" && pwd) || exit 2
VM=$BUILD/vm
root=$VM/root
modules='vivid uinput evdev dummy_hcd cdc_acm usb_f_acm g_serial'

skip() {
	echo "ok vm # skip $*"
	exit 0
}
draw() {
	/usr/bin/python3 -W ignore "$here/../draw.py" "$@"
}

# The kernel's package, unpacked as far as it is needed; kept.
kernel() {
	local package part
	[ ! -e "$VM/kernel/done" ] || return 0
	package=$(apt-cache depends linux-image-amd64 2>/dev/null |
	    awk '/Depends: linux-image-/ { print $2; exit }')
	[ -n "$package" ] || return 1
	rm -rf "$VM/kernel"
	mkdir -p "$VM/kernel"
	(cd "$VM/kernel" && timeout 180 apt-get -q -o APT::Sandbox::User=root download \
	    "$package" >download.log 2>&1) || return 1
	set -- ./boot/vmlinuz-\*
	for part in lib fs/configfs drivers/media drivers/usb drivers/input \
	    drivers/video drivers/i2c drivers/base sound net; do
		set -- "$@" "./lib/modules/*/kernel/$part/*"
	done
	dpkg-deb --fsys-tarfile "$VM"/kernel/*.deb | tar -x -C "$VM/kernel" \
	    --wildcards "$@" || return 1
	depmod -b "$VM/kernel" "$(ls "$VM/kernel/lib/modules")" 2>/dev/null
	rm "$VM"/kernel/*.deb
	touch "$VM/kernel/done"
}

# program FILE... - and the libraries that it needs.
program() {
	local library
	cp "$@" "$root/bin"
	ldd "$@" | grep -o '/[^ ]*\.so[^ ]*' | sort -u | while read -r library
	do
		mkdir -p "$root${library%/*}"
		cp -Lun "$library" "$root$library"
	done
}

# picture TEXT - frames of 640x480 with a code, in each format.
picture() {
	qrencode -s 6 -o "$VM/qr.png" "$1"
	draw page 640x480 "$VM/qr.pgm" "200,100,$VM/qr.png"
	draw raw "$VM/qr.pgm" >"$root/$1.GREY"
	/usr/bin/python3 - "$root/$1" <<'END'
import sys
y = open(sys.argv[1] + ".GREY", "rb").read()
uyvy = bytearray(b"\x80" * (2 * len(y)))
uyvy[0::2] = y
open(sys.argv[1] + ".YUYV", "wb").write(uyvy)
open(sys.argv[1] + ".NV12", "wb").write(y + b"\x80" * (len(y) // 2))
END
}

# What the same frame shows on this side, to compare bit for bit.
view() {
	"$BUILD/samdepa-scan" --watch=64x48 --raw 640x480 <"$1" | grep '^view'
}

initramfs() {
	local kernel_version
	kernel_version=$(ls "$VM/kernel/lib/modules")
	rm -rf "$root"
	mkdir -p "$root"/{bin,dev,proc,sys,tmp,lib64,modules}
	cp /bin/busybox "$root/bin"
	"$root/bin/busybox" --list | while read -r name; do
		ln -s busybox "$root/bin/$name" 2>/dev/null
	done
	for name in $modules; do
		modprobe -d "$VM/kernel" -S "$kernel_version" --show-depends \
		    "$name" | awk '$1 == "insmod" { print $2 }'
	done | awk '!seen[$0]++' | while read -r file; do
		cp "$file" "$root/modules"
		echo "${file##*/}"
	done >"$VM/order"
	mv "$VM/order" "$root/modules"
	program "$BUILD/samdepa-scan" "$BUILD/tests/scanner/vm/guest" \
	    "$(command -v v4l2-ctl)"
	cp "$here/init" "$root/init"
	picture VM-1
	picture VM-2
	view "$root/VM-1.GREY" >"$root/VM-1.view"
	(cd "$root" && find . | cpio -o -H newc --quiet) >"$VM/initrd"
}

[ "$(uname -m)" = x86_64 ] || skip 'the guest is made for x86-64'
for name in qemu-system-x86_64 busybox depmod cpio v4l2-ctl qrencode; do
	[ -n "$(PATH=$PATH:/sbin:/usr/sbin command -v $name)" ] ||
	    skip "there is no $name"
done
PATH=$PATH:/sbin:/usr/sbin
mkdir -p "$VM"
kernel || skip "Debian's kernel cannot be had"
initramfs || { echo 'not ok vm-initramfs'; exit 1; }
: >"$VM/results"
timeout "${VM_TIMEOUT:-220}" qemu-system-x86_64 -accel tcg -m 512 -nographic \
    -no-reboot -nic none -kernel "$VM"/kernel/boot/vmlinuz-* \
    -initrd "$VM/initrd" -append 'console=ttyS0 quiet panic=-1' \
    -monitor none -serial file:"$VM/console" -serial file:"$VM/results" \
    </dev/null >"$VM/qemu.log" 2>&1
tr -d '\r' <"$VM/results"
if ! grep -q '^ok guest-ended' "$VM/results"; then
	tail -n 30 "$VM/console" "$VM/qemu.log" | tr -d '\r' | sed 's/^/# /'
	echo 'not ok vm-guest - it did not reach its end'
	exit 1
fi
! grep -q '^not ok' "$VM/results"
