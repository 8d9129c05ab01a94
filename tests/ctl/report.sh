# report.sh - what was lent and taken over, by month, category and unit, and
# what that saves: nothing twice, nothing that was undone, each factor shown.
. "$(dirname "$0")/../lib/sh.sh"

cat >factors.conf <<'END'
[share]
loan = 50

[kontorsstol]
co2e_kg = 72,5
kronor = 3000
source = FIRA
year = 2011
END
echo "factors = $T/factors.conf" >>"$SAMDEPA_CONFIG"
now() {
	export SAMDEPA_NOW=$1T10:00:00Z
}
# total KEY - of the whole report.
total() {
	ctl report --json | python3 -c \
	    'import json, sys; print(json.load(sys.stdin)["total"][sys.argv[1]])' \
	    "$1"
}

now 2026-01-10
fresh_store
U=$(ctl unit add "Ystads bibliotek")
ctl category add Kontorsstol >/dev/null
ctl register --name Stol --category Kontorsstol --copies 3 --value 800 |
    sed 's/ .*//' >chairs
ctl register --name Bord --category Bord --value 500 | sed 's/ .*//' >table
expect_same nothing-yet 0 "$(total lent)"
ctl takeover "$(sed -n 1p chairs)" --unit "$U" >/dev/null
ctl takeover "$(cat table)" --unit "$U" >/dev/null
now 2026-03-31
ctl lend "$(sed -n 2p chairs)" --unit "$U" --until +7 >/dev/null
# Two hours before midnight of the depot's own clock it is still March.
SAMDEPA_NOW=2026-03-31T21:59:00Z ctl lend "$(sed -n 3p chairs)" --unit "$U" \
    --until +7 >/dev/null
now 2026-04-02
ctl return "$(sed -n 2p chairs)" >/dev/null
ctl lend "$(sed -n 2p chairs)" --unit "$U" --until +7 >/dev/null
expect_same before-the-undo 3 "$(total lent)"
ctl undo >/dev/null
expect_same undone-is-not-in-it 2 "$(total lent)"
expect_same taken-over 2 "$(total taken_over)"
# 72.5 for the chair for good, half of it for each of the two that were lent.
expect_same climate 145 "$(total co2e_kg)"
# 3000 + 2 * 1500, and the table's own value for want of a price.
expect_same purse 6500 "$(total kronor)"
expect_same without-a-figure 1 "$(total uncounted)"
expect_same by-month "month,lent,taken_over,moved,co2e_kg,kronor,uncounted
2026-01,0,2,0,73,3500,1
2026-03,2,0,0,73,3000,0" "$(ctl report --format csv)"
run ctl report --by category
expect_text by-category-most-first 'Kontorsstol'
expect_same by-unit "code,name,lent,taken_over,moved,co2e_kg,kronor,uncounted
$U,Ystads bibliotek,2,2,0,145,6500,1" "$(ctl report --format csv --by unit)"
expect_same within-days 2 "$(ctl report --from 2026-02-01 --json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["total"]["lent"])')"
expect_same not-that-day "" "$(ctl report --from 2026-02-01 --to 2026-03-30 \
    --format csv | tail -n +2)"
run ctl --lang en report
expect_text in-english 'Saved kg CO2e'
expect_text source-and-year 'FIRA    2011'
expect_text shares 'Of a new one, 100 % counts for what is taken over, 50 %'

# On one page, with the same figures.
ctl report --print report.pdf >/dev/null
expect_same one-page 1 "$(pdfinfo report.pdf | awk '/^Pages/ { print $2 }')"
pdftotext -layout report.pdf report.txt
expect_text page-figure '6 500' report.txt
expect_text page-source 'FIRA, 2011' report.txt
expect_text page-unit 'Ystads bibliotek' report.txt
expect_status no-receipt 1 ctl report --print "escpos:$T/roll"
expect_text no-receipt-says 'PDF' "$T/err"

# The paper says it too.
now 2026-04-03
ORDER=$(ctl order "$(sed -n 2p chairs)" --unit "$U" --kind takeover --json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["ticket"])')
ctl ticket "$ORDER" --to ticket.pdf >/dev/null
expect_text on-the-ticket 'omkring 72 kg CO2e och 3000 kr' \
    <(pdftotext -layout ticket.pdf - | tr '\n' ' ')

# A file that is wrong says where; a ticket is printed all the same.
fault() {
	printf '%s\n' "$2" >factors.conf
	expect_status "fault-$1" 2 ctl report
	expect_text "fault-$1-place" "$3" "$T/err"
}
fault number $'[stol]\nco2e_kg = many' 'factors.conf:2: co2e_kg: not a number'
fault word $'[stol]\nco2 = 1' 'factors.conf:2: unknown: co2'
fault twice $'[a]\nyear = 1\n[b]\nyear = 1\n[a]\nyear = 1' \
    'factors.conf:6: [a] is there twice'
fault share $'[share]\nloan = 101' 'factors.conf:2: loan: not a number'
fault kind $'[share]\ngift = 10' 'factors.conf:2: unknown kind of order'
fault outside 'year = 1' 'factors.conf:1: it belongs to no [category]'
expect_status ticket-all-the-same 0 ctl ticket "$ORDER" --to again.pdf
rm factors.conf
expect_status fault-missing 4 ctl report
expect_status usage-by 2 ctl report --by day
expect_status usage-days 2 ctl report --from 2026-02-01 --to 2026-01-01
finish
