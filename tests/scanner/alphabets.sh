#!/bin/bash
# alphabets.sh - the texts of QR codes come out as they were meant: alphabets,
# ECI of each kind, kanji, several in one code, FNC1, a text over several codes.
. "$(dirname "$0")/../lib/sh.sh"

utf8='Straße|Größe|Säge|Samdepå|Ängsgatan 5|Öl & ål|Ćevapčići|Łódź|naïve café
|10 €|„Zitat“|Привет|Καλημέρα|日本語|서울|🪑 stol'
latin1='Straße|Größe|Säge|Samdepå|Ängsgatan 5|Öl & ål|GÅRDSFÖRRÅD|naïve café
|déjà vu|señor|½ skåp|20 °C|räksmörgås'
{
	n=0
	while read -r text; do
		echo "utf8-$((++n))||-:utf-8:$text"
	done < <(tr -d '\n' <<<"$utf8" | tr '|' '\n'; echo)
	n=0
	while read -r text; do
		echo "latin1-$((++n))||-:iso8859-1:$text"
	done < <(tr -d '\n' <<<"$latin1" | tr '|' '\n'; echo)
	cat <<'END'
cp1252||-:cp1252:„Größe” 5 €
shift-jis||-:cp932:日本語です
byte-order-mark|Größe|-:utf-8-sig:Größe
eci-1||1:iso8859-1:Größe
eci-2||2:cp437:Größe
eci-3||3:iso8859-1:Größe
eci-4||4:iso8859-2:Łódź žluť
eci-5||5:iso8859-3:Ĉu ŝi
eci-6||6:iso8859-4:Tūkstošiem ķ
eci-7||7:iso8859-5:Привет
eci-8||8:iso8859-6:مرحبا
eci-9||9:iso8859-7:Καλημέρα
eci-10||10:iso8859-8:שלום
eci-11||11:iso8859-9:Işık ğ
eci-12||12:iso8859-10:Ærøskøbing ŋ
eci-13||13:iso8859-11:สวัสดี
eci-15||15:iso8859-13:Ąžuolas
eci-16||16:iso8859-14:Ŵyn ŷ
eci-17||17:iso8859-15:10 € Œuvre
eci-18||18:iso8859-16:Ștefan ț €
eci-20||20:cp932:日本語
eci-22||22:cp1252:„Größe” 5 €
eci-26||26:utf-8:Größe
eci-27||27:ascii:Groesse
two-eci||3:iso8859-1:Größe |9:iso8859-7:Καλη
eci-and-alnum||26:utf-8:Säge |-:alnum:ABC 123
kanji||-:kanji:日本語
kanji-and-digits||-:utf-8:A |-:kanji:東京|-:num:123456
industry|37ABC|fnc1=37|-:alnum:ABC
split||split|-:utf-8:Över flera koder går det här: räksmörgås, Straße, 日本語 och så vidare
END
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
