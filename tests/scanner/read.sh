#!/bin/bash
# read.sh - drawn codes of every kind are read back, and zbarimg agrees.
. "$(dirname "$0")/../lib/sh.sh"
draw() {
	/usr/bin/python3 -W ignore "$ROOT/tests/scanner/draw.py" "$@"
}
scan() {
	"$BUILD/samdepa-scan" "$@"
}
# reads NAME WANTED-LINE FILE - the only scan line of the file.
reads() {
	expect_same "$1" "$2" "$(scan "$3" 2>&1 | grep -v \
	    -e '^samdepa-scan 1$' -e '^file ')"
}
# second NAME WANTED FILE - what another program reads in it.
second() {
	expect_same "$1-by-zbarimg" "$2" \
	    "$(zbarimg -q --raw -Supca.enable=1 "$3" 2>/dev/null)"
}

# Bars, in each format.
while read -r kind text line; do
	draw "$kind" "$text" "$kind.png"
	draw "$kind" "$text" "$kind.jpg"
	draw "$kind" "$text" "$kind.pgm"
	for format in png jpg pgm; do
		reads "$kind-$format" "scan $line" "$kind.$format"
	done
	second "$kind" "$text" "$kind.png"
done <<'END'
code128 I-YST1-004217-K Code-128 ]C0 strong I-YST1-004217-K
code39 INV-0815 Code-39 ]A0 strong INV-0815
ean13 7310865004703 EAN-13 ]E0 strong 7310865004703
ean8 73513537 EAN-8 ]E4 strong 73513537
upca 036000291452 UPC-A ]E0 strong 036000291452
itf 15400141288763 ITF ]I0 strong 15400141288763
END

draw gs1 '10AB~211234' gs1.png
reads gs1-128 'scan Code-128 ]C1 strong 10AB%1D211234' gs1.png

# FNC4, which zbar leaves out.
draw latin1 'Låda Ö7' latin1.png
reads code128-latin1 'scan Code-128 ]C0 strong L%C3%A5da %C3%967' latin1.png

# ITF counts where it is seen whole, or in the lengths that are set; and
# GTIN-14 with its check digit.
draw itf 00123456 itf8.png
reads itf-of-8-when-whole 'scan ITF ]I0 strong 00123456' itf8.png
convert itf8.png -gravity west -chop 60x0 itf8-cut.png
reads itf-cut-off '' itf8-cut.png
expect_same itf-of-8-when-another-is-set '' "$(scan --plain --itf 6 itf8.png)"
expect_same itf-of-8-when-set 00123456 "$(scan --plain --itf 6,8 itf8.png)"
expect_same itf-of-14-when-not-set '' "$(scan --plain --itf 8 itf.png)"
draw itf 15400141288764 itf-bad.png
reads itf-of-14-with-a-wrong-check '' itf-bad.png

# QR: our own texts, and other alphabets.
qrencode -s 4 -o qr.png 'I-YST1-004217-K'
reads qr 'scan QR ]Q1 strong I-YST1-004217-K' qr.png
second qr I-YST1-004217-K qr.png
qrencode -8 -s 4 -o qr-utf8.png 'Samdepå, Ängsgatan 5'
reads qr-utf8 \
    'scan QR ]Q1 strong Samdep%C3%A5, %C3%84ngsgatan 5' qr-utf8.png
printf 'Samdep\345' | qrencode -8 -s 4 -o qr-latin1.png
reads qr-latin1 'scan QR ]Q1 strong Samdep%C3%A5' qr-latin1.png
qrencode -8 -s 4 -o qr-percent.png "100 % $(printf 'a\tb\033[2J')"
reads qr-controls-escaped \
    'scan QR ]Q1 strong 100 %25 a%09b%1B[2J' qr-percent.png
expect_same plain "Samdepå, Ängsgatan 5" "$(scan --plain qr-utf8.png)"
script -qec "$BUILD/samdepa-scan --plain qr-percent.png" /dev/null \
    </dev/null | tr -d '\r' >terminal
expect_same plain-on-a-terminal-is-printable '100 % a?b?[2J' "$(cat terminal)"
head -c 2000 /dev/zero | tr '\0' 'x' | qrencode -8 -s 3 -o qr-long.png
reads qr-long "scan QR ]Q1 strong $(head -c 2000 /dev/zero | tr '\0' x)" \
    qr-long.png
head -c 2000 /dev/zero | tr '\0' '\1' | qrencode -8 -s 3 -o qr-wide.png
run scan qr-wide.png
expect_no_text qr-too-wide-for-a-line 'scan QR'
expect_text qr-too-wide-is-told 'too long' "$T/err"
for size in 1 2 12; do
	qrencode -s $size -o "qr-$size.png" 'SD1:3F8KA0'
	reads "qr-$size-pixels-a-module" 'scan QR ]Q1 strong SD1:3F8KA0' \
	    "qr-$size.png"
done

# What the ways of drawing do not matter to.
convert qr.png -transparent white qr-clear.png
convert qr.png -interlace PNG qr-interlaced.png
convert qr.png -depth 16 -type TrueColor PNG48:qr-16bit.png
convert qr.png -interlace JPEG qr-progressive.jpg
convert qr.png -compress none qr-letters.pgm
convert qr.png -depth 16 qr-16bit.pgm
convert qr.png -negate qr-negative.png
convert code128.png -background white -rotate 45 turned.png
convert qr.png -background white -gravity center -extent 4000x3000 \
    -scale 200% qr-large.jpg
for f in qr-clear.png qr-interlaced.png qr-16bit.png qr-progressive.jpg \
    qr-letters.pgm qr-16bit.pgm qr-negative.png turned.png; do
	expect_same "reads-$f" I-YST1-004217-K "$(scan --plain "$f")"
done
expect_same reads-qr-large.jpg I-YST1-004217-K \
    "$(scan --plain --budget-ms 5000 qr-large.jpg)"

# Several codes, in reading order; several files, each under its name.
qrencode -s 3 -o a.png A1
qrencode -s 3 -o b.png B2
qrencode -s 3 -o c.png C3
draw page 1000x700 page.png 600,20,a.png 40,40,b.png 60,300,code128.png \
    800,320,c.png
expect_same reading-order 'B2 A1 I-YST1-004217-K C3' \
    "$(scan --plain page.png | paste -sd ' ')"
cp a.png 'a å%.png'
expect_same several-files "samdepa-scan 1
file a %C3%A5%25.png
scan QR ]Q1 strong A1
file c.png
scan QR ]Q1 strong C3" "$(scan 'a å%.png' c.png)"

# Pictures one after the other on standard input, and how far is looked.
a='scan QR ]Q1 strong A1'
draw page 200x200 a.pgm 40,40,a.png
draw page 300x100 none.pgm
convert a.pgm -depth 16 a16.pgm
expect_same standard-input "samdepa-scan 1
file -
$a
file -
file -
$a
file -
$a" "$(cat a.pgm none.pgm a16.pgm a.png | scan -)"
run scan - < <(cat a.pgm; echo "no picture"; cat a.pgm)
expect_same standard-input-broken "1 samdepa-scan 1 file - $a file -" \
    "$status $(paste -sd ' ' out)"
expect_status standard-input-huge 1 scan - <<<'P5 40000 40000 255'
expect_text standard-input-huge-says '-: 40000x40000 pixels: at most' err
convert b.png -negate negative.png
draw page 400x200 both.pgm 40,40,a.png 240,40,negative.png
expect_same not-told-how-many 'A1 B2' "$(scan --plain both.pgm | paste -sd ' ')"
expect_same told-there-is-one A1 "$(scan --plain --codes 1 both.pgm)"
expect_same looks-for-both 'A1 B2' \
    "$(scan --plain --codes 2 both.pgm | paste -sd ' ')"

draw page 300x300 empty.png
expect_status nothing-in-the-picture 0 scan empty.png
expect_same nothing-in-the-picture-says-so "samdepa-scan 1
file empty.png" "$(cat "$T/out")"
finish
