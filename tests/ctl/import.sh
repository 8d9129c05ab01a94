# Files in and out: real ones, faults with their places, all rows or none, the
# same file again, and what is exported reads back.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store

state_hash() {
	ctl check --json | sed -n 's/.*"state_hash": "\(.*\)".*/\1/p'
}

# twice NAME MADE ARG... - reads a file in, then again: nothing changes.
twice() {
	local before
	expect_status "$1" 0 ctl import "${@:3}" --json
	expect_same "$1-made" "$2" "$(json 'j["made"]')"
	before=$(state_hash)
	expect_status "$1-again" 0 ctl import "${@:3}" --json
	expect_same "$1-again-made" "0 0" \
	    "$(json 'str(j["made"]) + " " + str(j["changed"])')"
	expect_same "$1-again-hash" "$before" "$(state_hash)"
}

# Other systems' files, as they are.
DATA=$ROOT/../shared/data
if [ -e "$DATA/shelf-import.csv" ]; then
	twice shelf 4 items "$DATA/shelf-import.csv" --map title=name \
	    --map location=place --map valuation=value \
	    --map barcode_Code128=codes
	expect_status shelf-code 0 ctl show MBP005678 --json
	expect_same shelf-value 2500.0 "$(json 'j["value"]')"
	expect_same shelf-place "Dutch office" "$(json 'j["place_name"]')"
	run ctl search "office pens" --json
	expect_same shelf-lot 500 "$(json 'j[0]["count"]')"
	expect_status snipe 0 ctl import items "$DATA/snipe-it-header.csv" \
	    --map "DESCRIPTION=name" --json
	expect_same snipe-empty 0 "$(json 'j["rows"]')"
	(cat "$DATA/snipe-it-header.csv"
	echo 'A-1, Desk,2020-01-01,IKEA,1 200,X,1,Desks,IT,Room 1,,,,,,') \
	    >snipe.csv
	twice snipe-row 1 items snipe.csv --map DESCRIPTION=name
	run ctl show A-1 --json
	expect_same snipe-name Desk "$(json 'j["name"]')"
	expect_same snipe-value 1200.0 "$(json 'j["value"]')"
else
	skip shelf "no files of other systems here"
fi

# Encodings, delimiters, marks, quotes, blanks in the heading, decimals.
printf '\357\273\277Namn ; Kategori;Antal; Värde ;Skick;Bredd\r\n"Bord\r\nmed ""lock""";Bord;3;1 234,50;bra;1 200 mm\r\n' >bom.csv
twice bom-semicolon 1 items bom.csv
run ctl search lock --json
expect_same bom-name 'Bord med "lock"' "$(json 'j[0]["name"]')"
expect_same bom-value 1234.5 "$(json 'j[0]["value"]')"
expect_same bom-width 1200 "$(json 'j[0]["width"]')"
printf 'kod\tnamn\tkategori\nGÅS-1\tGås\tFågel\n' | iconv -t latin1 >latin1.csv
expect_status latin1-not-told 1 ctl import items latin1.csv
expect_text latin1-not-told-place "latin1.csv:2:" "$T/err"
twice latin1 1 items latin1.csv --latin1
expect_status latin1-encoding 0 ctl import items latin1.csv --encoding latin1
expect_status latin1-found 0 ctl show GÅS-1
printf 'code,name,category\nK-1,a;b,c\n' >comma.csv
twice comma 1 items comma.csv --delimiter ,
run ctl show K-1 --json
expect_same comma-kept "a;b" "$(json 'j["name"]')"
expect_status stdin 0 ctl import items - <comma.csv

# Every fault, with line and column, in one run; nothing is read in.
cat >faults.csv <<'F'
code,name,category,count,condition,value,width,owner,responsible,restriction,inspect_by
F-1,Stol,Stol,1,bra,10,1,,,,
F-2,,Stol,noll,fint,dyr,bred,XXX,Ingen,flyger,sen
F-1,Bord,,1,good,1,1,,,,
F-3,"Bord,Bord,1
F
before=$(state_hash)
expect_status faults 1 ctl import items faults.csv
for place in 3:5 3:11 3:16 3:21 3:25 3:30 3:34 3:40 3:47 4:1 4:10 5:; do
	expect_text "fault-$place" "faults.csv:$place" "$T/err"
done
expect_same faults-nothing-read "$before" "$(state_hash)"
expect_status faults-no-item 1 ctl show F-1
expect_status faults-dry 1 ctl import items faults.csv --dry-run
printf 'code,name,category\nD-1,Stol,Stol\n' >dry.csv
expect_status dry-run 0 ctl import items dry.csv --dry-run --json
expect_same dry-run-would "1 True" \
    "$(json 'str(j["made"]) + " " + str(j["dry_run"])')"
expect_same dry-run-nothing "$before" "$(state_hash)"
expect_status no-column 1 ctl import items dry.csv --map name=note
expect_text no-column-says "name" "$T/err"
expect_status map-unknown-theirs 1 ctl import items dry.csv --map x=name
expect_status map-unknown-ours 2 ctl import items dry.csv --map name=x
expect_status map-no-form 2 ctl import items dry.csv --map name
expect_status kind-unknown 2 ctl import ghosts dry.csv
expect_status file-missing 4 ctl import items none.csv
: >empty.csv
expect_status file-empty 1 ctl import items empty.csv
printf 'code,name,category,name\n1,2,3,4\n' >double.csv
expect_status heading-twice 1 ctl import items double.csv
head -c 3000 /dev/urandom >noise.csv
run ctl import items noise.csv
case $status in
1|2) ok noise ;;
*) not_ok noise "status $status" ;;
esac
printf 'code,name,category\nI-YST1-000001-X,Stol,Stol\n' >check.csv
expect_status wrong-check-character 1 ctl import items check.csv
printf 'code,name,category\nE-1,a\033[31mb,Stol\n' >escape.csv
expect_status control-character 1 ctl import items escape.csv
LC_ALL=C grep -q "$(printf '\033')" "$T/err" &&
    not_ok control-character-drawn || ok control-character-drawn

# A changed row is an edit; the others stay.
printf 'code,name,category,condition\nC-1,Stol,Stol,bra\nC-2,Bord,Bord,bra\n' >c.csv
ctl import items c.csv >/dev/null
sed -i 's/Bord,Bord,bra/Stort bord,Bord,slitet/' c.csv
expect_status changed 0 ctl import items c.csv --json
expect_same changed-one "0 1 1" "$(json \
    '"%d %d %d" % (j["made"], j["changed"], j["same"])')"
run ctl show C-2 --json
expect_same changed-name "Stort bord" "$(json 'j["name"]')"
expect_same changed-condition worn "$(json 'j["condition"]')"
# Rows without a code are known again also where they are alike.
printf 'name,category\nPall,Stol\nPall,Stol\nPall,Stol\n' >alike.csv
twice alike 3 items alike.csv
ctl unit add Skolan >/dev/null
ctl lend C-1 --unit Skolan --until +3 >/dev/null
printf 'code,name,category,place\nC-1,Stol,Stol,Hylla 9\n' >lent.csv
expect_status lent-again 0 ctl import items lent.csv --json
expect_same lent-stays lent "$(ctl show C-1 --json | python3 -c \
    'import json, sys; print(json.load(sys.stdin)["state"])')"

# Units, places, staff.
printf 'Namn;Kommun;Slag;Adress\nSkurups bibliotek;YST;office;Storgatan 1\nÅkerskolan;Ystads kommun;school;\n' >units.csv
twice units 2 units units.csv
printf 'namn;kommun\nX;ZZZ\nY;YST\nY;YST\n' >units-bad.csv
expect_status units-faults 1 ctl import units units-bad.csv
expect_text units-fault-owner "units-bad.csv:2:3" "$T/err"
expect_text units-fault-twice "units-bad.csv:4:1" "$T/err"
printf 'plats\nB-01-1\nB-01-2\n' >places.csv
twice places 2 places places.csv
printf 'name,role,login\nKim Ek,worker,kim\nEbba Ås,staff,ebba\n' >staff.csv
twice staff 2 staff staff.csv
printf 'name,role\nUlla,worker\nKim Ek,chef\n' >staff-bad.csv
expect_status staff-faults 1 ctl import staff staff-bad.csv
run ctl staff list --json
expect_same staff-all-or-none False "$(json '"Ulla" in [s["name"] for s in j]')"
expect_status staff-by-worker 1 ctl --as "Kim Ek" import staff staff.csv

# Out, and back into an empty store.
for kind in items units places loans tickets cases ledger events; do
	expect_status "export-$kind" 0 ctl export "$kind"
	expect_same "export-$kind-first" code \
	    "$(head -n 1 "$T/out" | cut -d , -f 1)"
	expect_status "export-$kind-json" 0 ctl export "$kind" --format json
	expect_same "export-$kind-array" list "$(json 'type(j).__name__')"
	expect_status "export-$kind-since" 0 ctl export "$kind" \
	    --since 2199-01-01 --format json
	expect_same "export-$kind-since-none" "[]" "$(json j)"
done
expect_status export-unknown 2 ctl export ghosts
expect_status export-format 2 ctl export items --format xml
ctl export items >items.csv
ctl export units >units2.csv
ctl export places >places2.csv
expect_status export-reads-back 0 ctl import items items.csv --json
expect_same export-reads-back-same "0 0" \
    "$(json 'str(j["made"]) + " " + str(j["changed"])')"
STORE=$T/other.db
fresh_store
expect_status other-units 0 ctl import units units2.csv
expect_status other-places 0 ctl import places places2.csv
expect_status other-items 0 ctl import items items.csv
ctl export items | cut -d , -f 1-4 >items2.csv
expect_same other-same "$(cut -d , -f 1-4 items.csv | sort)" \
    "$(sort items2.csv)"

# Many rows, in one act.
python3 -c 'print("code,name,category")
for i in range(2000): print(f"M-{i},Stol {i},Kategori {i % 40}")' >many.csv
twice many 2000 items many.csv
expect_status whole 0 ctl check
finish
