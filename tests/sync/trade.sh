# What depots do with each other: order from afar, hand out for one another,
# send, receive with a difference, find what nobody sent, claim, swap; and where
# two of them promised the same, one case, settled once.
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/nights.sh"
group TRB YST
agree joined
quiet yst unit add Skolan >/dev/null
quiet trb unit add Biblioteket >/dev/null
quiet yst register --name Stol --category Stol --copies 9 >/dev/null
quiet trb register --name Bord --category Bord --copies 4 >/dev/null
quiet yst place add A-01 >/dev/null
quiet trb place add B-01 >/dev/null
mapfile -t Y < <(at yst export items --format csv | cut -d , -f 1 | grep I-)
mapfile -t B < <(at trb export items --format csv | cut -d , -f 1 | grep I-)
nights
agree things

# ---- A category is ordered of what is free here; the rest is told.
stools() {
	at trb order --count 2 --category Stol --unit Biblioteket --until +3
}
expect_status ours-alone 1 stools
expect_text ours-alone-says "bara 0 lediga av stol här" "$T/err"
expect_text theirs-told "YST1 2+ ($(date +%Y)" "$T/err"
run at trb available --json
expect_same ours-first "TRB1 YST1" "$(json 'j[0]["depot"] + " " + j[4]["depot"]')"
quiet trb label --next 5 --to "$T/labels.pdf" >/dev/null
run at trb doctor
expect_text how-many ": TRB-depån, 4 föremål"

# The number of the open case of a kind, as it is called at the depot.
case_of() {
	run at "$1" cases --json
	json '([c["number"] for c in j if c["kind"] == "'"$2"'"] or ["none"])[0]'
}

# What others did lately is neither the newest here nor taken back here.
quiet trb register --name Stege --category Stege >/dev/null
quiet yst register --name Lampa --category Lampa >/dev/null
nights
run at trb history --json
expect_same newest-own-kind register "$(json 'j[0]["kind"]')"
expect_same newest-own-name Stege "$(json 'j[0]["name"]')"
new=$(at trb search stege --json | grep -o 'I-TRB1-[0-9]*-.' | head -n 1)
expect_status undo-own 0 at trb undo
expect_status undone-own 1 at trb show "$new"
nights
agree own

# ---- Ordered from afar, answered by a person, fetched where it was asked.
# Both depots have an order 1 of their own.
quiet yst order "${Y[8]}" --unit Skolan --until +3 >/dev/null
order=$(quiet trb order "${Y[0]}" --unit Biblioteket --until +7 --pickup TRB1)
expect_same asked 1 "$order"
nights
agree asked
expect_status own-one-is-granted 1 at yst grant 1
expect_status grant-the-other 0 at yst grant TRB1-1
ticket=$(quiet yst issue TRB1-1)
expect_status send-it 0 at yst dispatch "${Y[0]}" --to TRB1
nights
agree granted
expect_status not-here 1 at yst redeem "$ticket"
expect_text not-here-says "gäller för depå TRB1" "$T/err"
expect_status receive 0 at trb receive "${Y[0]}" --place B-01
expect_status redeem-there 0 at trb redeem "$ticket"
nights
agree redeemed
run at yst tickets --all --json
expect_no_text not-theirs-to-redeem "$ticket"
run at trb tickets --all --depot YST1 --json
expect_no_text not-of-the-other "$ticket"
run at yst tickets --all --all-depots --json
expect_same used-up used \
    "$(json '[t["state"] for t in j if t["code"] == "'"$ticket"'"][0]')"
expect_same order-whose TRB1-1 \
    "$(json '[t["number"] for t in j if t["code"] == "'"$ticket"'"][0]')"

# ---- Sent with a slip, received before any sync; one thing is missing, one
# came that stands on no slip.
slip=$(quiet yst dispatch "${Y[1]}" "${Y[2]}" --to TRB1)
expect_status receive-slip 0 at trb receive --slip "$slip" "${Y[1]}" "${Y[3]}" \
    --place B-01
nights
agree received
for depot in trb yst; do
	expect_same "custody-$depot" "TRB1 YST1 YST1" "$(echo \
	    $(field $depot "${Y[1]}" depot) $(field $depot "${Y[2]}" depot) \
	    $(field $depot "${Y[3]}" depot))"
	expect_same "cases-$depot" "difference ${Y[2]}
stray ${Y[3]}" "$(open_cases $depot)"
done
expect_same difference-here 1 "$(case_of trb difference)"
expect_same difference-there TRB1-1 "$(case_of yst difference)"
expect_status settle-from-there 0 at yst settle TRB1-1 --outcome corrected
expect_status not-ours-to-give 1 at trb settle "$(case_of trb stray)" \
    --outcome stays
expect_status stays 0 at yst settle "$(case_of yst stray)" --outcome stays
nights
agree settled
expect_same stays-there TRB1 "$(field yst "${Y[3]}" depot)"
expect_same none-open "" "$(open_cases trb)"
expect_status it-came-late 0 at trb receive --slip "$slip" "${Y[2]}"
expect_same the-rest-came-before "" "$(open_cases trb)"
nights
agree came-late

# ---- Claimed with two PINs, while the other depot promised it.
second=$(quiet trb staff add Birgitta --role staff)
printf '1357\n1357\n' | at trb staff pin "$second" >/dev/null 2>&1
claim() {
	echo "$1" | at trb claim "${Y[4]}" --second "$second" --why unreachable
}
expect_status claim-wrong-pin 1 claim 2468
expect_status claim-alone 2 at trb claim "${Y[4]}" --why unreachable
expect_status claim 0 claim 1357
expect_status claimed-no-promise 1 at trb order "${Y[4]}" --unit Biblioteket \
    --until +3
expect_text claimed-who-must-hear "depå YST1 har fått veta" "$T/err"
expect_status claimed-lend 0 at trb lend "${Y[4]}" --unit Biblioteket --until +3
expect_status promised-there 0 at yst order "${Y[4]}" --unit Skolan --until +5
nights
agree claimed
expect_same claim-one-case "clash ${Y[4]}" "$(open_cases trb)"
expect_same claim-same-case "$(case_of trb clash)" "$(case_of yst clash)"
expect_status claim-settled 0 at yst settle "$(case_of yst clash)" \
    --outcome told
quiet trb return "${Y[4]}" >/dev/null
expect_status claim-heard 0 at trb order "${Y[4]}" --unit Biblioteket \
    --from +20 --until +22
nights
agree claim-settled
expect_same claim-none-open "" "$(open_cases trb)"

# ---- Two promises of one thing: sent away, and lent where it was found.
# Both settle it in the same night, each in their own way.
quiet yst order "${Y[5]}" --unit Skolan --until +5 >/dev/null
quiet trb arrive "${Y[5]}" --place B-01 >/dev/null
quiet trb lend "${Y[5]}" --unit Biblioteket --until +4 >/dev/null
nights
agree clash
expect_same clash-same True "$([ "$(open_cases trb)" = "$(open_cases yst)" ] &&
    echo True)"
expect_same clash-one 1 "$(open_cases trb | grep -c clash)"
n=$(case_of trb clash)
expect_same clash-number "$n" "$(case_of yst clash)"
expect_status clash-settle-trb 0 at trb settle "$n" --outcome told
expect_status clash-settle-yst 0 at yst settle "$n" --outcome replaced
nights
agree clash-settled
for depot in trb yst; do
	expect_same "clash-closed-$depot" 0 "$(open_cases $depot |
	    grep -c clash)"
	run at $depot cases --all --json
	json '[c["outcome"] for c in j if c["number"] == "'"$n"'"]' \
	    >"$depot.outcome"
done
expect_same clash-one-outcome "$(cat trb.outcome)" "$(cat yst.outcome)"
expect_same clash-settled-once 1 "$(tr ',' '\n' <trb.outcome | wc -l)"
quiet trb return "${Y[5]}" >/dev/null

# ---- Swapped between units of two depots.
quiet yst takeover "${Y[6]}" --unit Skolan >/dev/null
quiet trb takeover "${B[0]}" --unit Biblioteket >/dev/null
nights
expect_status swap 0 at trb swap "${B[0]}" "${Y[6]}"
nights
agree swapped
expect_same swap-there Skolan "$(field yst "${B[0]}" responsible_name)"
expect_same swap-here Biblioteket "$(field yst "${Y[6]}" responsible_name)"

# ---- Who is late is asked by whoever lent it; the others can look.
quiet trb lend "${B[1]}" --unit Skolan --until +2 >/dev/null
nights
late_at() {
	SAMDEPA_NOW=$(date -d '+9 days' +%FT10:00:00Z) run at "$1" overdue \
	    "${@:2}" --json
	json '[(b["code"], b["depot"]) for b in j]'
}
late="[('${B[1]}', 'TRB1'), ('${Y[0]}', 'TRB1')]"
expect_same late-here "$late" "$(late_at trb)"
expect_same not-late-there "[]" "$(late_at yst)"
expect_same late-anywhere "$late" "$(late_at yst --all-depots)"
expect_same late-of "$late" "$(late_at yst --depot TRB1)"
quiet trb return "${B[1]}" >/dev/null
run at yst orders --json
expect_same orders-ours "{'YST1'}" "$(json \
    'set("YST1" if "YST1" in (o["depot"], o["answers"], o["pickup"])
    else o["number"] for o in j)')"
run at yst orders --all-depots --json
expect_same orders-all True "$(json 'any("YST1" not in (o["depot"],
    o["answers"], o["pickup"]) for o in j)')"

# ---- Clocks that are ten years wrong stop nothing and decide nothing.
year=$(date +%Y)
early() { SAMDEPA_NOW=$((year - 10))-06-01T10:00:00Z "$@"; }
late() { SAMDEPA_NOW=$((year + 10))-06-01T10:00:00Z "$@"; }
expect_status late-sends 0 late at yst dispatch "${Y[7]}" --to TRB1
expect_status late-syncs 0 late at yst sync
expect_status early-syncs 0 early at trb sync
expect_status early-receives 0 early at trb receive "${Y[7]}"
expect_status early-works 0 early at trb grade "${Y[7]}" --condition worn
nights
agree clocks
expect_same clocks-custody TRB1 "$(field yst "${Y[7]}" depot)"
expect_same clocks-last-word worn "$(field yst "${Y[7]}" condition)"
quiet trb dispatch "${Y[7]}" --to YST1 >/dev/null
nights
quiet yst receive "${Y[7]}" >/dev/null
nights
agree clocks-back
expect_same clocks-home YST1 "$(field trb "${Y[7]}" depot)"
finish
