#!/bin/bash
# refuse.sh - what cannot be read is refused with its name and a reason, in
# little time and memory, and the other files are still read.
. "$(dirname "$0")/../lib/sh.sh"
qrencode -s 4 -o good.png GOOD-1
convert good.png good.jpg
convert good.png good.pgm

# refused NAME WORD FILE - status 1, one line "samdepa-scan: FILE: ... WORD".
refused() {
	run timeout 60 "$BUILD/samdepa-scan" --plain "$3" good.png
	if [ "$status" = 1 ] && [ "$(cat "$T/out")" = GOOD-1 ] &&
	    [ "$(wc -l <"$T/err")" = 1 ] &&
	    grep -q "^samdepa-scan: $3: .*$2" "$T/err"; then
		ok "$1"
	else
		not_ok "$1" "status $status, '$(tr '\n' '|' <"$T/err")'," \
		    "'$(tr '\n' '|' <"$T/out")'"
	fi
}

# png W H - a PNG of that size, one bit a pixel, all of it really there.
png() {
	/usr/bin/python3 - "$@" <<'END'
import struct, sys, zlib
w, h = int(sys.argv[1]), int(sys.argv[2])
def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data +
            struct.pack(">I", zlib.crc32(kind + data)))
rows = zlib.compressobj()
data = b"".join(rows.compress(bytes((w + 7) // 8 + 1)) for _ in range(h))
sys.stdout.buffer.write(b"\x89PNG\r\n\x1a\n" +
    chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 1, 0, 0, 0, 0)) +
    chunk(b"IDAT", data + rows.flush()) + chunk(b"IEND", b""))
END
}

: >empty.png
echo 'not a picture' >text.png
head -c 300 /dev/urandom >noise.png
mkdir folder.png
mkfifo pipe.png
head -c $(($(stat -c %s good.png) / 2)) good.png >cut.png
head -c $(($(stat -c %s good.jpg) / 2)) good.jpg >cut.jpg
head -c $(($(stat -c %s good.pgm) / 2)) good.pgm >cut.pgm
head -c 20 good.jpg >cut-header.jpg
{ head -c 60 good.png; head -c 40 /dev/zero; tail -c +101 good.png; } >bent.png
printf 'P5\n40000 40000\n255\n' >huge.pgm
printf 'P5\n2000 2000\n255\nab' >lying.pgm
printf 'P5\n0 5\n255\n' >none.pgm
printf 'P5\n99999999999999999999 1\n255\nx' >over.pgm
printf 'P5\n4 4\n70000\n................' >depth.pgm
printf 'P2\n2 2\n9\n1 2 3 10\n' >range.pgm
printf 'P6\n2 2\n255\n............' >colour.ppm
png 40000 40000 >huge.png
{ head -c 16 good.png; printf '\377\377\377\377'; tail -c +21 good.png; } \
    >lying.png
/usr/bin/python3 -c 'import sys
d = bytearray(open("good.jpg", "rb").read())
i = d.index(b"\xff\xc0")
d[i + 5:i + 9] = b"\xea\x60\xea\x60"
open("huge.jpg", "wb").write(d)'
truncate -s 65M long.png

refused empty 'empty' empty.png
refused no-picture 'not a PNG, JPEG or PGM' text.png
refused noise 'not a PNG, JPEG or PGM' noise.png
refused colour-ppm 'not a PNG, JPEG or PGM' colour.ppm
refused folder 'is a directory' folder.png
refused missing 'No such file' missing.png
refused pipe-without-a-writer 'empty' pipe.png
refused device 'not a file' /dev/zero
refused cut-png 'truncated' cut.png
refused cut-jpeg 'truncated' cut.jpg
refused cut-pgm 'truncated' cut.pgm
refused cut-jpeg-header 'JPEG' cut-header.jpg
refused bent-png 'broken PNG' bent.png
refused huge-png '40000x40000 pixels' huge.png
refused huge-pgm '40000x40000 pixels' huge.pgm
refused huge-jpeg '60000x60000 pixels' huge.jpg
refused lying-png 'broken PNG' lying.png
refused lying-pgm 'truncated' lying.pgm
refused no-pixels '0x5 pixels' none.pgm
refused overflowing-size 'broken PGM header' over.pgm
refused wrong-depth 'broken PGM header' depth.pgm
refused number-out-of-range 'broken PGM numbers' range.pgm
refused too-many-bytes 'larger than' long.png

# Many more, all in one run: each says why, and none keeps from the next.
convert good.png -interlace JPEG progressive.jpg
convert good.png -colorspace CMYK cmyk.jpg
/usr/bin/python3 "$ROOT/tests/scanner/hostile.py" good.png good.jpg >hostile
run timeout 60 "$BUILD/samdepa-scan" $(cut -f 1 hostile) good.png
expect_same hostile-status 1 "$status"
expect_same hostile-leaves-the-others 'scan QR ]Q1 strong GOOD-1' \
    "$(tail -n 1 "$T/out")"
while IFS=$'\t' read -r name wanted; do
	said=$(grep "^samdepa-scan: $name: " "$T/err")
	read=$(grep -A 1 "^file $name\$" "$T/out" | grep -c GOOD-1)
	case $wanted in
	=) [ -z "$said" ] && [ "$read" = 1 ] ;;
	-) [[ $said != *'stopped its reader'* ]] ;;
	*) grep -q -- ": .*$wanted" <<<"$said" && [ "$read" = 0 ] ;;
	esac && ok "hostile-$name" || not_ok "hostile-$name" "'$said', $read"
done <hostile
expect_same hostile-a-line-each "$(wc -l <"$T/err")" \
    "$(cut -d : -f 2 "$T/err" | sort -u | wc -l)"

# A bomb within the limits costs what the limits say.
png 16000 4000 >wide.png
run timeout 60 "$BUILD/samdepa-scan" --plain wide.png good.png
expect_same a-wide-empty-png "0 GOOD-1" "$status $(cat "$T/out")"

# One that takes its reader's time away, here a second of it, takes nothing
# from the others: a field of finder patterns, each of which could be a QR.
/usr/bin/python3 - <<'END'
from PIL import Image
tile = Image.new("L", (9, 9), 255)
for margin, grey in (0, 0), (1, 255), (2, 0):
    tile.paste(grey, (margin, margin, 7 - margin, 7 - margin))
field = Image.new("L", (1593, 1593), 255)
for y in range(0, 1593, 9):
    for x in range(0, 1593, 9):
        field.paste(tile, (x, y))
field.save("field.png")
END
run bash -c "ulimit -t 1; '$BUILD/samdepa-scan' --plain --budget-ms 20000 \
    field.png good.png"
expect_same slow-picture-leaves-the-others "1 GOOD-1" \
    "$status $(cat "$T/out")"
expect_text slow-picture-is-told 'field.png: ' "$T/err"

# Hostile names are shown, not obeyed.
run "$BUILD/samdepa-scan" "$(printf 'a\033[2Jb\nc')"
expect_text hostile-name 'a%1B[2Jb%0Ac: No such file' "$T/err"
expect_one_line hostile-name-one-line

# Wrong usage.
while read -r name args; do
	# shellcheck disable=SC2086
	expect_status "usage-$name" 2 "$BUILD/samdepa-scan" $args
done <<'END'
nothing
unknown-option --no-sandbox good.png
plain-alone --plain
size-missing --raw
size-without-x --raw 640
size-zero --raw 0x5
size-too-large --raw 40000x40000
size-with-more --raw 6x6x6
files-with-raw --raw 6x6 good.png
files-with-y4m --y4m good.png
raw-with-y4m --raw 6x6 --y4m
format-unknown --raw 6x6:H264
format-empty --raw 6x6:
width-odd --raw 5x6:YUYV
watch-size --raw 6x6 --watch=64
watch-too-large --raw 6x6 --watch=64x49
watch-of-a-file --watch good.png
watch-plain --raw 6x6 --plain --watch
watch-zero --raw 6x6 --watch=0x49
budget-zero --budget-ms 0 good.png
budget-word --budget-ms fast good.png
itf-odd --itf 7 good.png
itf-comma --itf 8, good.png
END
expect_status help 0 "$BUILD/samdepa-scan" --help
expect_text help-names-the-options '--budget-ms N'
expect_status version 0 "$BUILD/samdepa-scan" --version
expect_text version-says-it 'samdepa-scan 0.'
expect_status output-gone 4 bash -c "'$BUILD/samdepa-scan' good.png >/dev/full"
finish
