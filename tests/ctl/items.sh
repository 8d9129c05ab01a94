# Things: what comes in, what is changed, what is refused, and that each is an
# event that history shows and undo takes back.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
ctl place add A-03-2 >/dev/null
ctl unit add "Skurups bibliotek" --kind office >"$T/unit"
UNIT=$(cat "$T/unit")

# state_hash - what the tables say, in one word.
state_hash() {
	ctl check --json | sed -n 's/.*"state_hash": "\(.*\)".*/\1/p'
}

# events - how many there are.
events() {
	sqlite3 "$STORE" 'SELECT count(*) FROM event'
}

# refused NAME COMMAND... - refused in one line, and nothing changed.
refused() {
	local before
	before=$(events)
	expect_status "$1" 1 "${@:2}"
	expect_one_line "$1-one-line"
	expect_same "$1-changes-nothing" "$before" "$(events)"
}

expect_status register 0 ctl register --name "Kontorsstol blå" \
    --category Kontorsstol --place A-03-2 --condition nyskick --width 600 \
    --value "1 234,50" --responsible "Skurups bibliotek" \
    --restriction not_preschool --inspect 2027-03-01 --note "fin" \
    --also 7310865004703
CHAIR=$(cat "$T/out")
expect_same register-prints-the-code 1 "$(grep -c '^I-YST1-' "$T/out")"
expect_status show 0 ctl show "$CHAIR" --json
for field in code name category condition state depot place owner \
    responsible unit available due; do
	expect_same "field-$field" True "$(json "'$field' in j")"
done
expect_same show-name "Kontorsstol blå" "$(json 'j["name"]')"
expect_same show-condition as_new "$(json 'j["condition"]')"
expect_same show-state in_stock "$(json 'j["state"]')"
expect_same show-value 1234.5 "$(json 'j["value"]')"
expect_same show-responsible "$UNIT" "$(json 'j["responsible"]')"
expect_same show-due None "$(json 'j["due"]')"
expect_same show-inspect 2027-03-01 "$(json 'j["inspect_by"]')"
expect_same show-codes True "$(json '"07310865004703" in j["codes"]')"
expect_status show-by-other-code 0 ctl show 7310865004703
expect_text show-by-other-code-text "Kontorsstol blå"
expect_status show-by-number 0 ctl show 1
expect_status show-lower-case 0 ctl show "${CHAIR,,}"
expect_status show-place 0 ctl show A-03-2 --json
expect_same show-place-items 1 "$(json 'len(j["standing"])')"
expect_status show-unit 0 ctl show "Skurups bibliotek"
expect_status show-unknown 1 ctl show NIX
expect_status show-wrong-check 1 ctl show "${CHAIR%?}!"

expect_status copies 0 ctl register --name "Stol" --category Stol --copies 3
expect_same copies-three 3 "$(wc -l <"$T/out")"
expect_status copies-json 0 ctl register --name "Stol" --category Stol \
    --copies 2 --json
expect_same copies-json-array 2 "$(json 'len(j)')"
expect_status register-lot 0 ctl register --name "Stapelstol" \
    --category Stol --count 60 --json
LOT=$(json 'j["code"]')
expect_same register-lot-count 60 "$(json 'j["count"]')"
expect_same register-lot-free 60 "$(json 'j["available"]')"

refused register-code-taken ctl register --name a --category b \
    --code "$CHAIR"
refused register-no-place ctl register --name a --category b --place Z-99
refused register-no-unit ctl register --name a --category b \
    --responsible Ingen
refused register-no-owner ctl register --name a --category b --owner XXX
expect_status register-bad-restriction 2 ctl register --name a --category b \
    --restriction flygande

expect_status edit 0 ctl edit "$CHAIR" --name "Kontorsstol röd" --value 10 \
    --json
expect_same edit-name "Kontorsstol röd" "$(json 'j["name"]')"
before=$(state_hash)
expect_status edit-same 0 ctl edit "$CHAIR" --name "Kontorsstol röd"
expect_same edit-same-no-event "$before" "$(state_hash)"
refused edit-unknown ctl edit NIX --name a

expect_status relabel-further 0 ctl relabel "$CHAIR" --code GAMMAL-1 --further
expect_status relabel-further-found 0 ctl show GAMMAL-1
expect_status relabel-drop 0 ctl relabel "$CHAIR" --drop GAMMAL-1
expect_status relabel-dropped 1 ctl show GAMMAL-1
expect_status relabel-new 0 ctl relabel "$CHAIR"
NEW=$(cat "$T/out")
[ "$NEW" != "$CHAIR" ] && ok relabel-new-label || not_ok relabel-new-label
expect_status relabel-old-finds 0 ctl show "$CHAIR"
refused relabel-taken ctl relabel "$LOT" --code "$NEW"
refused relabel-drop-label ctl relabel "$CHAIR" --drop "$NEW"

expect_status grade 0 ctl grade "$CHAIR" --condition slitet --json
expect_same grade-condition worn "$(json 'j["condition"]')"
refused grade-same ctl grade "$CHAIR" --condition worn
expect_status grade-two 0 ctl grade 2 3 --condition broken --json
expect_same grade-two-array "['broken', 'broken']" \
    "$(json '[i["condition"] for i in j]')"
refused grade-all-or-none ctl grade 4 NIX --condition broken

expect_status shelve 0 ctl shelve 2 --place A-03-2 --json
expect_same shelve-place A-03-2 "$(json 'j["place_name"]')"
refused shelve-again ctl shelve 2 --place A-03-2

expect_status lose 0 ctl lose 3 --json
expect_same lose-state lost "$(json 'j["state"]')"
refused lose-again ctl lose 3
expect_status find 0 ctl find 3 --place A-03-2 --json
expect_same find-state in_stock "$(json 'j["state"]')"
refused find-not-lost ctl find 3

expect_status retire 0 ctl retire 3 --outcome recycled --json
expect_same retire-state retired "$(json 'j["state"]')"
expect_same retire-outcome recycled "$(json 'j["outcome"]')"
refused retire-again ctl retire 3 --outcome sold
expect_status retire-outcome 2 ctl retire 4 --outcome slängd
refused retired-graded ctl grade 3 --condition good

expect_status split 0 ctl split "$LOT" --count 20 --json
PART=$(json 'j["code"]')
expect_same split-count 20 "$(json 'j["count"]')"
run ctl show "$LOT" --json
expect_same split-rest 40 "$(json 'j["count"]')"
expect_status split-all 2 ctl split "$LOT" --count 40
refused split-single ctl split 4 --count 1
expect_status merge 0 ctl merge "$LOT" "$PART" --json
expect_same merge-count 60 "$(json 'j["count"]')"
expect_status merge-code-stays 0 ctl show "$PART" --json
expect_same merge-code-names "$LOT" "$(json 'j["code"]')"
refused merge-different ctl merge "$LOT" "$CHAIR"
refused merge-itself ctl merge "$LOT" "$LOT"

# A code that many carry names a kind, not a thing.
ctl relabel 4 --code 5901234123457 --further >/dev/null
ctl relabel 5 --code 5901234123457 --further >/dev/null
refused many-with-the-code ctl lose 5901234123457
expect_status search 0 ctl search stapel --json
expect_same search-finds "$LOT" "$(json 'j[0]["code"]')"
expect_status search-inside 0 ctl search tapels --json
expect_same search-inside-finds "$LOT" "$(json 'j[0]["code"]')"
expect_status search-nothing 0 ctl search xyzzy --json
expect_same search-nothing-array "[]" "$(json j)"
expect_status available 0 ctl available --category Stol --json
expect_same available-lot True \
    "$(json "'$LOT' in [i['code'] for i in j]")"
expect_status available-here 0 ctl available --depot YST1
refused available-elsewhere ctl available --depot TRB1
refused available-no-category ctl available --category Flygplan

expect_status history 0 ctl history "$CHAIR" --json
expect_same history-newest-first grade "$(json 'j[0]["kind"]')"
expect_same history-oldest-last register "$(json 'j[-1]["kind"]')"
expect_same history-who "$(id -un)" "$(json 'j[0]["actor_name"]')"
expect_status history-all 0 ctl history --limit 3 --json
expect_same history-limit 3 "$(json 'len(j)')"
refused history-unknown ctl history NIX

# Undo: the last act, one in the history, and not over what came after.
ctl grade "$CHAIR" --condition broken >/dev/null
expect_status undo 0 ctl undo --json
expect_same undo-says True "$(json 'j["undone"]')"
run ctl show "$CHAIR" --json
expect_same undo-took-back worn "$(json 'j["condition"]')"
ctl grade "$CHAIR" --condition broken >/dev/null
ctl history "$CHAIR" --limit 1 --json >"$T/out"
act=$(json 'j[0]["act"]')
ctl edit "$CHAIR" --name "Nytt namn" >/dev/null
refused undo-newer ctl undo "$act"
expect_status undo-last 0 ctl undo last
expect_status undo-act 0 ctl undo "$act"
refused undo-twice ctl undo "$act"
refused undo-nothing ctl undo 1
expect_status whole 0 ctl check
finish
