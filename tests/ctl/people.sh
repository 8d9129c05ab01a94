# Who may act, who borrows, where things stand, how long it is kept.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
U="Skurups bibliotek"

expect_status staff-list 0 ctl staff list --json
expect_same staff-first "$(id -un) administrator" \
    "$(json 'j[0]["login"] + " " + j[0]["role"]')"
expect_status staff-add 0 ctl staff add "Kim Ek" --role worker
KIM=$(cat "$T/out")
expect_same staff-add-prints-badge 1 "$(grep -c '^B-YST1-' "$T/out")"
expect_status staff-add-staff 0 ctl staff add "Ebba Ås" --role staff
EBBA=$(cat "$T/out")
expect_status staff-add-role 2 ctl staff add Nix --role chef
expect_status staff-add-badge-taken 1 ctl staff add Nix --badge "$KIM"
expect_status staff-add-no-name 2 ctl staff add ""

# Roles: each may what its verbs say, and no more.
expect_status worker-registers 0 ctl --as "$KIM" register --name Stol \
    --category Stol
run ctl history 1 --json
expect_same worker-is-the-actor "Kim Ek" "$(json 'j[0]["actor_name"]')"
expect_status worker-retires 1 ctl --as "$KIM" retire 1 --outcome sold
expect_one_line worker-retires-one-line
expect_status worker-adds-staff 1 ctl --as "$KIM" staff add Nix
expect_status worker-adds-unit 1 ctl --as "$KIM" unit add Nix
expect_status worker-sees-staff 1 ctl --as "$KIM" staff list
expect_status staff-adds-unit 0 ctl --as "$EBBA" unit add "$U"
UNIT=$(cat "$T/out")
expect_status staff-sees-staff 0 ctl --as "$EBBA" staff list
expect_status staff-adds-staff 1 ctl --as "$EBBA" staff add Nix
expect_status worker-orders 0 ctl --as "$KIM" order 1 --unit "$U" \
    --until +3 --json
expect_same worker-waits asked "$(json 'j["state"]')"
expect_status worker-grants 1 ctl --as "$KIM" grant 1
expect_status staff-refuses 0 ctl --as "$EBBA" refuse 1 --why other
expect_status staff-orders 0 ctl --as "$EBBA" order 1 --unit "$U" \
    --until +3 --json
expect_same staff-granted granted "$(json 'j["state"]')"
expect_status unknown-badge 1 ctl --as B-YST1-000099-2 grade 1 \
    --condition worn
expect_status by-name 0 ctl --as "Kim Ek" grade 1 --condition worn
expect_status undo-not-yours 1 ctl --as "$KIM" undo \
    "$(ctl history --limit 9 --json | python3 -c 'import json, sys
print([h["act"] for h in json.load(sys.stdin)
    if h["actor_name"] == "Ebba Ås" and h["kind"] == "issue"][0])')"

# Someone who is no staff may look and order; the order waits.
if [ "$(id -u)" = 0 ] && id nobody >/dev/null 2>&1 &&
    command -v setpriv >/dev/null; then
	cp "$BUILD/samdepactl" "$T/ctl"
	chmod 777 "$T"
	chmod 666 "$STORE"*
	nobody() {
		setpriv --reuid nobody --clear-groups "$T/ctl" --store \
		    "$STORE" "$@"
	}
	ctl register --name Bord --category Bord >/dev/null
	expect_status visitor-searches 0 nobody search bord
	expect_status visitor-orders 0 nobody order 2 --unit "$U" --until +3 \
	    --json
	expect_same visitor-waits asked "$(json 'j["state"]')"
	expect_status visitor-grades 1 nobody grade 2 --condition worn
	expect_status visitor-lends 1 nobody lend 2 --unit "$U" --until +3
	chmod 444 "$STORE"
	expect_status read-only-reads 0 nobody search bord
	expect_status read-only-writes 4 nobody order 2 --unit "$U" --until +3
	expect_one_line read-only-one-line
	chmod 666 "$STORE"
else
	skip visitor "needs another user"
fi

# PINs: from standard input; four to twelve digits.
echo 2580 | ctl staff pin "Kim Ek" >"$T/out" 2>"$T/err"
expect_same pin 0 $?
run ctl staff list --json
expect_same pin-is-set True \
    "$(json '[s["pin"] for s in j if s["name"] == "Kim Ek"][0]')"
grep -rqa 2580 "$STORE" && not_ok pin-not-stored || ok pin-not-stored
for pin in 123 1234567890123 12a4 ""; do
	echo "$pin" | ctl staff pin "Kim Ek" >"$T/out" 2>"$T/err"
	expect_same "pin-bad-$pin" 2 $?
done
echo 1111 | ctl --as "$KIM" staff pin "Ebba Ås" >"$T/out" 2>"$T/err"
expect_same pin-of-another 1 $?
echo 1111 | ctl --as "$KIM" staff pin "Kim Ek" >"$T/out" 2>"$T/err"
expect_same pin-ones-own 0 $?
expect_status pin-nothing 2 ctl staff pin "Kim Ek" </dev/null

expect_status badge 0 ctl staff badge "Kim Ek"
NEW=$(cat "$T/out")
expect_status badge-old 1 ctl --as "$KIM" grade 1 --condition good
expect_status badge-new 0 ctl --as "$NEW" grade 1 --condition good
expect_status disable 0 ctl staff disable "Kim Ek"
expect_status disabled 1 ctl --as "$NEW" grade 1 --condition worn
expect_status enable 0 ctl staff disable "Kim Ek" --enable
expect_status enabled 0 ctl --as "$NEW" grade 1 --condition worn
expect_status disable-last 1 ctl staff disable "$(id -un)"
expect_status forget 0 ctl forget "Kim Ek"
expect_status forgotten 1 ctl --as "$NEW" grade 1 --condition good
run ctl history 1 --json
expect_same forgotten-in-history False \
    "$(json '"Kim Ek" in [h["actor_name"] for h in j]')"
expect_status forget-unknown 1 ctl forget Nix

# Units, places, categories, organisations.
expect_status organisation 0 ctl organisation add SKU --name "Skurups kommun"
expect_status organisations 0 ctl organisation list --json
expect_same organisations-two 2 "$(json 'len(j)')"
expect_status unit-change 0 ctl unit add "$U" --organisation SKU \
    --kind office --address "Storgatan 1" --hours "8-17" --contact "Kim" \
    --phone "0411-1" --json
expect_same unit-change-owner SKU "$(json 'j["organisation"]')"
expect_same unit-change-address "Storgatan 1" "$(json 'j["address"]')"
expect_status unit-by-code 0 ctl show "$UNIT"
expect_status unit-kind 2 ctl unit add Nix --kind slott
expect_status unit-organisation 1 ctl unit add Nix --organisation XXX
expect_status unit-list 0 ctl unit list bibl --json
expect_same unit-list-one 1 "$(json 'len(j)')"
expect_status place 0 ctl place add A-01-1
PLACE=$(cat "$T/out")
expect_status place-again 0 ctl place add A-01-1
expect_same place-again-same "$PLACE" "$(cat "$T/out")"
expect_status place-rename 0 ctl place add A-01-9 --code "$PLACE"
expect_status place-list 0 ctl place list --json
expect_same place-list-name A-01-9 "$(json 'j[0]["name"]')"
expect_status category 0 ctl category add Bord --name-en Table --json
expect_same category-english Table "$(json 'j["name_en"]')"
expect_status category-list 0 ctl category list --json

# Retention: each sort of personal data has its line.
expect_status retention 0 ctl retention list --json
expect_same retention-kinds "['backup', 'contact', 'evidence', \
'item_text', 'report', 'staff', 'text', 'unit_contact']" \
    "$(json 'sorted(r["what"] for r in j)')"
expect_status retention-set 0 ctl retention set contact --for 90 --json
expect_same retention-set-days 90 \
    "$(json '[r["days"] for r in j if r["what"] == "contact"][0]')"
run ctl retention set dreams --for 90
[ "$status" = 1 ] || [ "$status" = 2 ] && ok retention-unknown ||
    not_ok retention-unknown "status $status"
expect_status retention-days 2 ctl retention set contact --for 0
expect_status retention-apply 0 ctl retention apply --json
expect_status whole 0 ctl check
finish
