#!/bin/bash
# labels.sh - what labels carry, on the command line: one thing is found under
# everything that its label can be read as, a kind is not taken for a thing, and
# a code that nobody knows makes and books nothing.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
SOON=$(date +%F)
GS=$(printf '\035')
ctl place add A-1 >/dev/null
UNIT=$(ctl unit add "Skolan" --kind school)
register() {
	ctl register --name "$1" --category Stol --place A-1 "${@:2}"
}
state_hash() {
	ctl check --json | sed -n 's/.*"state_hash": "\(.*\)".*/\1/p'
}
events() {
	sqlite3 "$STORE" 'SELECT count(*) FROM event'
}
# finds NAME CODE WORD... - each word is the thing that is called by CODE.
finds() {
	local name=$1 wanted=$2 word
	for word in "${@:3}"; do
		expect_same "$name-${word//[^A-Za-z0-9()]/.}" "\"$wanted\"" \
		    "$(ctl show "$word" --json | sed -n \
		    's/^ *"code": \(.*\),$/\1/p' | head -n 1)"
	done
}

# A kind: whichever of its bars is read.
CHAIR=$(register "Blå stol" --also 7310865004703)
finds ean "$CHAIR" 7310865004703 07310865004703 ']E07310865004703' \
    0107310865004703 '(01)07310865004703' \
    https://id.gs1.org/01/7310865004703 ']C10107310865004703'
PLATE=$(register "Tallrik" --also 036000291452)
finds upc-a "$PLATE" 036000291452 0036000291452 ']E0036000291452'
SMALL=$(register "Liten" --also ']E001234565')
finds upc-e "$SMALL" 01234565 012345000065 ']E00012345000065'
expect_same kept-as-14-digits '"07310865004703"' \
    "$(ctl show "$CHAIR" --json | grep -o '"0*7310865004703"')"
expect_same searched-by-its-beginning "$CHAIR" \
    "$(ctl search 731086 --json | grep -o 'I-YST1-[0-9]*-.' | head -n 1)"

# A further code goes and comes back, under whichever form.
expect_status drop 0 ctl relabel "$CHAIR" --further --code OLD-1 \
    --drop 7310865004703
expect_status dropped 1 ctl show 7310865004703
expect_status add 0 ctl relabel "$CHAIR" --further --code 7310865004703
expect_status but-not-twice 1 ctl relabel "$CHAIR" --further \
    --code 07310865004703

# A kind that several things are of is none of them.
GREEN=$(register "Grön stol" --also 7310865004703)
before=$(state_hash)
expect_status a-kind-is-not-lent 1 ctl lend 7310865004703 --unit "$UNIT" \
    --until "$SOON"
expect_text and-says-so 'flera' "$T/err"
expect_status a-kind-is-counted-as-several 0 ctl count A-1 \
    "$CHAIR" "$GREEN" "$PLATE" "$SMALL" 7310865004703 --json
expect_text several '"several"'

# With a serial number it is one thing, and nobody else's.
ONE=$(register "Nr 1" --also "]C1010731086500470321A/1${GS}10X")
TWO=$(register "Nr 2" --also '(01)07310865004703(21)A2')
finds serial "$ONE" "]d2010731086500470321A/1" \
    "010731086500470321A/1${GS}17261231" '(01)07310865004703(21)A/1' \
    https://x.se/p/01/07310865004703/21/A%2F1
finds serial-2 "$TWO" 010731086500470321A2
expect_status only-one-has-it 1 register "Nr 3" --also 010731086500470321A2
expect_same a-kind-finds-them-too 4 "$(ctl search 7310865004703 --json |
    grep -c '"code"')"
LAMP=$(register Lampa --also ']Q380047350053850019AB')
finds giai "$LAMP" '(8004)7350053850019AB' 80047350053850019AB \
    https://x.se/8004/7350053850019AB
CRATE=$(register Back --also 800307350053850019A1)
finds grai "$CRATE" ']C1800307350053850019A1' \
    https://x.se/8003/07350053850019A1
finds address "$LAMP" "https://depa.example.se/i/$LAMP"

# Half a label is no label.
expect_status not-half-with-gs 2 ctl show "010731086500470321A2${GS}${GS}"
expect_no_text gs-is-not-shown "$GS" "$T/err"
for word in ']C1010731086500470321' '(01)07310865004703(21' \
    https://x.se/01/07310865004704/21/A2 \
    ]C10107310865004704; do
	expect_status "not-half-${word//[^A-Za-z0-9()]/.}" 1 ctl show "$word"
done

# A batch scanner's file, with prefixes; and the same list in a CSV, twice.
printf '%s\r\n' ']C0'"$CHAIR" ']C0'"$GREEN" "]C1010731086500470321A/1${GS}10X" \
    '(01)07310865004703(21)A2' ]Q380047350053850019AB \
    "https://x.se/$CRATE" "]E00036000291452" ']E001234565' 4711 >count
expect_same count-file 8 "$(ctl count A-1 --file count --json |
    grep -c '"right"')"
cat >list.csv <<'END'
code,name,category
7310865004710,Bord,Bord
https://x.se/01/7310865004727/21/7,Bord,Bord
]C1010731086500472721B,Bord,Bord
END
expect_status import 0 ctl import items list.csv
sed -i '2s/7310865004710/07310865004710/' list.csv
sed -i '3s/.*/(01)07310865004727(21)7,Bord,Bord/' list.csv
before=$(events)
expect_status import-again 0 ctl import items list.csv
expect_same import-again-changes-nothing "$before" "$(events)"

# Unknown codes.
before=$(events)$(state_hash)
for code in 7310865004734 010731086500473421X '(8004)7350053850019ZZ' \
    https://x.se/nowhere I-YST1-999999-4; do
	name=${code//[^A-Za-z0-9()]/.}
	expect_status "no-show-$name" 1 ctl show "$code"
	expect_status "no-lend-$name" 1 ctl lend "$code" --unit "$UNIT" \
	    --until "$SOON"
	expect_status "no-return-$name" 1 ctl return "$code"
	expect_status "no-order-$name" 1 ctl order "$code" --unit "$UNIT" \
	    --from "$SOON" --until "$SOON"
	expect_status "no-shelve-$name" 1 ctl shelve "$code" --place A-1
	expect_status "no-lose-$name" 1 ctl lose "$code"
done
expect_same unknown-codes-change-nothing "$before" "$(events)$(state_hash)"

# What an import says once more in another form is the same.
cat >again.csv <<END
code,name,category,codes
$CHAIR,Blå stol,Stol,"7310865004703,OLD-1"
$LAMP,Lampa,Stol,80047350053850019AB
$ONE,Nr 1,Stol,https://x.se/01/07310865004703/21/A%2F1
END
before=$(events)
expect_status import-other-forms 0 ctl import items again.csv
expect_same import-other-forms-changes-nothing "$before" "$(events)"

# Codes that an earlier version kept as they were read (the tables say so here,
# the log does not).
sqlite3 "$STORE" "DELETE FROM item_code WHERE item = (SELECT item FROM item_code
    WHERE code = '$GREEN') AND code = '07310865004703';
    UPDATE item_code SET code = '7310865004703' WHERE code = '07310865004703';
    UPDATE item_code SET code = '8004' || substr(code, 7)
    WHERE code LIKE '(8004)%'"
finds ean-kept-as-read "$CHAIR" 7310865004703 07310865004703
expect_status import-kept-as-read 0 ctl import items again.csv
finds giai-kept-as-read "$LAMP" ']C180047350053850019AB'
expect_status drop-as-read 0 ctl relabel "$CHAIR" --further --code OLD-2 \
    --drop 07310865004703
expect_status dropped-as-read 1 ctl show 7310865004703
finish
