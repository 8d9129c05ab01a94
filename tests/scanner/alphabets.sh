#!/bin/bash
# alphabets.sh - the texts of QR codes come out as they were meant: alphabets,
# ECI of each kind, kanji, several in one code, FNC1, a text over several codes.
. "$(dirname "$0")/../lib/sh.sh"

{
	cat "$ROOT/tests/scanner/alphabets.txt"
	# Blocks of each kind, one place for alignment patterns and many.
	for size in 1,0 2,3 5,2 7,1 10,3 14,1 16,0 22,2 27,3 33,0 40,2; do
		words=${size%,*}
		words=$((words > 30 ? 60 : words * words / 12 + 1))
		echo "size-${size/,/-}||size=$size|23:cp1251:$(
		    printf 'Да%.0s' $(seq $words))"
	done
} >cases
/usr/bin/python3 "$ROOT/tests/scanner/alphabets.py" "$T" <cases >wanted ||
    not_ok draw 'not drawn'
cut -f 1 wanted | sed 's/$/.pgm/' >files
xargs "$BUILD/samdepa-scan" <files >scans
# One line a file: its name, what was read in it.
sed -n '2,$p' scans | /usr/bin/python3 -c '
import sys
from urllib.parse import unquote
for f in sys.stdin.read().split("file ")[1:]:
    name, _, scans = f.rstrip("\n").partition("\n")
    print(name[:-4], *(unquote(s.split(" ", 4)[-1])
                       for s in scans.split("\n")), sep="\t")' >read
expect_same as-many-as-drawn "$(wc -l <wanted)" "$(wc -l <read)"
while IFS=$'\t' read -r name text <&3 && IFS=$'\t' read -r name2 got <&4; do
	expect_same "$name" "$name $text" "$name2 $got"
done 3<wanted 4<read

# However it lies, and not quite sharp.
convert eci-23.pgm -background white -rotate 37 turned.png
convert eci-21.pgm -negate negative.png
convert eci-28.pgm -resize 300% -virtual-pixel white -distort Perspective \
    '0,0 20,10 348,0 330,40 348,348 340,330 0,348 5,300' -blur 0x2 leaning.png
expect_same turned-negative-and-leaning 'Привет
Łódź žluť „x”
臺北市' "$("$BUILD/samdepa-scan" --plain turned.png negative.png leaning.png)"

aim() {
	expect_same "$1" "$2" "$(grep -A 1 "^file $3\.pgm" scans |
	    grep -o '\][A-Z][0-9] [a-z]*')"
}
aim plain-is-q1 ']Q1 strong' utf8-1
aim industry-is-q5 ']Q5 strong' industry
expect_same a-part-alone-says-nothing '' \
    "$("$BUILD/samdepa-scan" --plain split-1.pgm)"

# GS1: FNC1 first, and what ends an element of no fixed length.
zint -b QRCODE --gs1 --scale 4 -w 4 --vwhitesp=4 -o alnum.png \
    -d '[01]07310865004703[21]AB[10]X'
zint -b QRCODE --gs1 --scale 4 -w 4 --vwhitesp=4 -o bytes.png \
    -d '[01]07310865004703[21]ab%[10]x'
zint -b GS1_128 --scale 2 -w 10 -o gs1-128.png \
    -d '[01]07310865004703[21]AB[10]X'
expect_same gs1 'scan QR ]Q3 strong 010731086500470321AB%1D10X
scan QR ]Q3 strong 010731086500470321ab%25%1D10x
scan Code-128 ]C1 strong 010731086500470321AB%1D10X' \
    "$("$BUILD/samdepa-scan" alnum.png bytes.png gs1-128.png | grep ^scan)"
finish
