# Rules: orders that are answered without a person, here and for another
# depot over a folder, each once, with its sentence; and what stays a person's.
. "$(dirname "$0")/../lib/sh.sh"
U="Skurups bibliotek"
cat >rules.conf <<'R'
refuse taken full: free taken
    "Det är upptaget då."
    "It is taken then."
ask dear: value > 1000 kr
    "Dyra saker går en person igenom."
grant short: kind loan, length <= 14 days
    "Korta lån godkänns direkt."
    "Short loans are granted at once."
R
echo "rules = $T/rules.conf" >>"$SAMDEPA_CONFIG"
fresh_store
Y=$STORE
ctl unit add "$U" --kind office >/dev/null
ctl register --name Stol --category Stol --copies 3 >/dev/null
ctl register --name Piano --category Piano --value 20000 >/dev/null

# What is wrong with a file, and with none.
expect_status check 0 ctl rules --check rules.conf --json
expect_same check-rules 3 "$(json 'j["rules"]')"
printf 'grant a: kind lån\n    "x"\n' >bad.conf
expect_status check-bad 2 ctl rules --check bad.conf
expect_one_line check-bad-one-line
expect_text check-bad-says-where "bad.conf:1:15: ”lån”" "$T/err"
expect_status check-none 4 ctl rules --check none.conf
printf 'grant a: category cykel\n    "x"\n' >odd.conf
expect_status check-odd 0 ctl rules --check odd.conf
expect_text check-odd-says "category ”cykel”"

# An order that nobody answers meets them at once.
expect_status grant 0 ctl order 1 --unit "$U" --until +14 --wait --json
expect_same grant-state granted "$(json 'j["state"]')"
expect_same grant-ticket True "$(json 'j["ticket"][:2] == "S-"')"
expect_same grant-rule short "$(json 'j["rule"]')"
expect_same grant-say "Korta lån godkänns direkt." "$(json 'j["say"]')"
ONE=$(json 'j["order"]')
expect_status grant-english 0 ctl --lang en show "order $ONE" --json
expect_same grant-english-say "Short loans are granted at once." \
    "$(json 'j["say"]')"
run ctl history "order $ONE" --json
expect_same grant-by-a-rule regel "$(json '[e["actor_name"] for e in j
    if e["kind"] == "grant"][0]')"
expect_status refuse 0 ctl order 1 --unit "$U" --until +3 --wait --json
expect_same refuse-state refused "$(json 'j["state"]')"
expect_same refuse-answer taken "$(json 'j["answer"]')"
NO=$(json 'j["order"]')
expect_status ask 0 ctl order 4 --unit "$U" --until +3 --wait --json
expect_same ask-state asked "$(json 'j["state"]')"
expect_text ask-says "Dyra saker" "$T/err"
DEAR=$(json 'j["order"]')
expect_status none 0 ctl order 2 --unit "$U" --until +60 --wait --json
expect_same none-state asked "$(json 'j["state"]')"
LONG=$(json 'j["order"]')

# The way to an answer.
expect_status explain 0 ctl rules --explain "$ONE"
expect_text explain-rule "✓ grant short"
expect_text explain-condition "✓ length <= 14 days   [14]"
expect_text explain-not "✗ value > 1000 kr   [okänt]"
expect_text explain-then "Svar: godkänd av regeln short"
expect_text explain-now "Nu: godkänd av regeln short"
expect_status explain-json 0 ctl rules --explain "$LONG" --json
expect_same explain-json-then True "$(json 'j["then"]["rule"] is None')"
expect_same explain-json-now ask "$(json 'j["now"]["answer"]')"
expect_same explain-json-way "[True, False]" "$(json '[c["holds"] for c in
    j["things"][0]["rules"][2]["conditions"]]')"
expect_status explain-depot 0 ctl rules --explain "YST1-$ONE"
expect_status explain-other-depot 1 ctl rules --explain "ZTR1-$ONE"
expect_status explain-unknown 1 ctl rules --explain 999
expect_status list 0 ctl rules --json
expect_same list-counts "[1, 1, 1, 1]" "$(json '[r["orders"] for r in j]')"

# A person has the last word.
expect_status appeal-granted 1 ctl appeal "$ONE"
expect_status appeal 0 ctl appeal "$NO" --json
expect_same appeal-state asked "$(json 'j["state"]')"
expect_status appeal-again 1 ctl appeal "$NO"
expect_status grant-undo 0 ctl cancel "$ONE"
expect_status overrule 0 ctl grant "$NO" --json
expect_same overrule-by-nobody None "$(json 'j["rule"]')"
run ctl rules --explain "$NO"
expect_text overrule-explained "godkänd av en person. Regeln full"
for order in $DEAR $LONG; do ctl refuse "$order" --why other >/dev/null; done

# A broken file: the order is made, and it is said.
cp bad.conf rules.conf.bad
sed -i "s|rules.conf|rules.conf.bad|" "$SAMDEPA_CONFIG"
expect_status broken 0 ctl order 3 --unit "$U" --until +3 --wait --json
expect_same broken-state asked "$(json 'j["state"]')"
expect_text broken-says "rules.conf.bad:1:15" "$T/err"
BROKEN=$(json 'j["order"]')
run ctl doctor --json
expect_same doctor-says True "$(json 'any(not c["ok"] and
    "rules.conf.bad:1:15" in c["found"] for c in j["checks"])')"
run ctl order 2 --unit "$U" --until +3 --wait
expect_one_line broken-one-line

# Another depot asks over the folder; ours answers at its next sync.
mkdir hub
ctl hub add --init "file:$T/hub" >/dev/null
INVITE=$(ctl depot invite ZTR1)
STORE=$T/trb.db
export SAMDEPA_STORE=$STORE
ctl init --depot ZTR1 --name "Trelleborgs östra depå" \
    --organisation TRB="Trelleborgs kommun" >/dev/null 2>&1
expect_status join 0 ctl depot join "$INVITE"
at() {	# at STORE COMMAND... - there
	STORE=$1 SAMDEPA_STORE=$1 ctl "${@:2}"
}
R=$T/trb.db
expect_status broken-sync 0 at "$Y" sync --json
expect_same broken-sync-answers-nothing "[0, 0, 2]" \
    "$(json '[j["granted"], j["refused"], j["for_people"]]')"
expect_same broken-sync-says True "$(json 'any(n["note"] == "rules" and
    n["bad"] for n in j["notes"])')"
sed -i "s|rules.conf.bad|rules.conf|" "$SAMDEPA_CONFIG"
at "$R" sync >/dev/null
CODE3=$(at "$Y" show 3 --json | sed -n 's/.*"code": "\(I-[^"]*\)".*/\1/p' |
    head -n 1)
CODE4=$(at "$Y" show 4 --json | sed -n 's/.*"code": "\(I-[^"]*\)".*/\1/p' |
    head -n 1)
YES=$(at "$R" order "$CODE3" --unit "$U" --from +20 --until +30)
FULL=$(at "$R" order "$CODE3" --unit "$U" --from +20 --until +25)
FAR=$(at "$R" order "$CODE4" --unit "$U" --until +5)
expect_same far-three 3 "$(printf '%s\n' "$YES" "$FULL" "$FAR" |
    grep -c '^[0-9]')"
run at "$R" show "order $YES" --json
expect_same far-waits asked "$(json 'j["state"]')"
at "$R" sync >/dev/null
expect_status far-sync 0 at "$Y" sync --json
# The two that the broken file left are answered now too.
expect_same far-answered "[3, 1, 1]" \
    "$(json '[j["granted"], j["refused"], j["for_people"]]')"
expect_status far-again 0 at "$Y" sync --json
expect_same far-again-nothing "[0, 0, 1]" \
    "$(json '[j["granted"], j["refused"], j["for_people"]]')"
run at "$Y" export events --format json
expect_same far-once "[4, 2]" "$(json '[sum(e["kind"] == k and
    e["actor_name"] == "regel" for e in j) for k in ("grant", "refuse")]')"
at "$R" sync >/dev/null
run at "$R" show "order $YES" --json
expect_same far-granted granted "$(json 'j["state"]')"
expect_same far-granted-rule short "$(json 'j["rule"]')"
expect_same far-granted-say "Korta lån godkänns direkt." "$(json 'j["say"]')"
expect_same far-granted-ticket True "$(json 'j["ticket"][:7] == "S-YST1-"')"
run at "$R" show "order $FULL" --json
expect_same far-refused refused "$(json 'j["state"]')"
expect_same far-refused-say "Det är upptaget då." "$(json 'j["say"]')"
run at "$R" show "order $FAR" --json
expect_same far-a-persons asked "$(json 'j["state"]')"

expect_status far-explain 0 at "$Y" rules --explain "ZTR1-$FULL"
expect_text far-explain-then "Svar: nekad av regeln full"
expect_status far-explain-there 0 at "$R" rules --explain "$FULL"
expect_text far-explain-there-whose "Den besvaras av depå YST1"

# Who asked there asks for a person; no rule touches it again.
expect_status far-appeal 0 at "$R" appeal "$FULL"
at "$R" sync >/dev/null
expect_status far-appeal-sync 0 at "$Y" sync --json
expect_same far-appeal-waits "[0, 0, 2]" \
    "$(json '[j["granted"], j["refused"], j["for_people"]]')"
at "$R" sync >/dev/null

# An appeal there and a person's yes here that do not know of each other: the
# yes stands, in both depots (of events side by side, those of ZTR1 come last).
TWO=$(at "$R" order "$CODE3" --unit "$U" --from +22 --until +24)
at "$R" sync >/dev/null
at "$Y" sync >/dev/null
at "$R" sync >/dev/null
expect_status cross-free 0 at "$Y" cancel "ZTR1-$YES"
expect_status cross-appeal 0 at "$R" appeal "$TWO"
expect_status cross-overrule 0 at "$Y" grant "ZTR1-$TWO" --json
for i in 1 2; do at "$R" sync; at "$Y" sync; done >/dev/null
for store in "$Y" "$R"; do
	run at "$store" show "order ZTR1-$TWO" --json
	expect_same "cross-granted-$(basename "$store")" "granted None" 	    "$(json 'j["state"] + " " + str(j["rule"])')"
done
for store in "$Y" "$R"; do
	expect_status "whole-$(basename "$store")" 0 at "$store" check --json
	json 'j["state_hash"]' >>hashes
done
expect_same same-state 1 "$(sort -u hashes | wc -l)"
finish
