# What becomes of a depot's log: a key changed, a store from an old backup, a
# copied disk, a depot that closes, one that burns down, a lost coordinator.
# After each all depots have the same state, and check finds nothing.
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/nights.sh"
mkdir print
group TRB YST SKU
quiet yst unit add Skolan >/dev/null
quiet yst place add A-01 >/dev/null
quiet yst register --name Stol --category Stol --copies 6 --place A-01 \
    >/dev/null
lamp=$(quiet sku register --name Lampa --category Lampa)
worker=$(quiet yst staff add Amina --role worker)
Y1=I-YST1-000001-O Y2=I-YST1-000002-M Y3=I-YST1-000003-K Y4=I-YST1-000004-I
nights
agree began

# lives DEPOT OF EXPRESSION - a Python expression on the lives l.
lives() {
	run at "$1" depot show "$2" --json
	python3 -c 'import json, sys
l = json.load(open(sys.argv[1]))
print(eval(sys.argv[2]))' "$T/out" "$3"
}

# ---- A key changed: nothing is lost, what was printed stays good.
ticket=$(quiet yst order $Y1 --unit Skolan --until +7)
qr=$(at yst ticket "$ticket" --json | sed -n 's/.*"qr": "\(.*\)".*/\1/p')
at yst backup "$T/thief.db" >/dev/null
expect_status rekey 0 at yst depot rekey
expect_same rekey-another True "$(lives yst YST1 \
    'len(l) == 2 and l[0]["key"] != l[1]["key"]')"
nights
agree rekeyed
expect_same rekey-known "past current" "$(lives sku YST1 \
    '" ".join(i["state"] for i in l)')"
expect_same rekey-whole True "$(lives sku YST1 \
    'l[1]["parent_seq"] == l[0]["events"] and "lost_from" not in l[1]')"
expect_status rekey-old-ticket 0 at yst --as "$worker" redeem "$qr"
expect_status rekey-promises 0 at yst order $Y3 --unit Skolan --from +20 \
    --until +22
nights
agree rekeyed-works

# The old key was stolen: the life that it signed for ends.
old=$(lives trb YST1 'l[0]["log"]')
expect_status stolen 0 at trb depot retire YST1 --log "$old"
nights
agree stolen
expect_same stolen-ends "closed current" "$(lives sku YST1 \
    '" ".join(i["state"] for i in l)')"
# Whoever has the key of a life that ended makes no new one of the depot with it.
quiet thief depot rekey >/dev/null
run at thief sync
nights
expect_text stolen-not-followed "inte signerad" "$T/sku.report"
expect_same stolen-no-heir "closed current" "$(lives sku YST1 \
    '" ".join(i["state"] for i in l)')"
expect_status stolen-goes-on 0 at yst order $Y3 --unit Skolan --from +30 \
    --until +32
nights
agree stolen-goes-on

# ---- Last month's backup: what had been sent comes back, the rest is told.
kept=$(quiet yst order $Y2 --unit Skolan --until +7)
at yst backup "$T/old" >/dev/null
back=$(quiet yst order $Y4 --unit Skolan --until +7)
nights
lost=$(quiet yst order I-YST1-000005-G --unit Skolan --until +7)
expect_status restore 0 at yst restore "$T/old"
nights
agree restored
expect_same restored-came-back True "$(lives trb YST1 'l[2]["come_back"] > 0 \
    and l[2]["lost_from"] == l[1]["events"] + 1')"
run at yst doctor --json
expect_same restored-doctor 1 "$status"
expect_text restored-suspended "föremål måste ses"
expect_text restored-horizon "inget lovas bort före"
for it in "$kept" "$back"; do
	expect_status "restored-worker-$it" 1 at yst --as "$worker" redeem "$it"
	expect_status "restored-staff-$it" 0 at yst redeem "$it"
done
expect_status restored-lost-ticket 1 at yst redeem "$lost"
expect_status restored-not-seen 1 at yst order I-YST1-000006-E --unit Skolan \
    --from +60 --until +61
expect_status restored-count 0 at yst count A-01 $Y3 I-YST1-000005-G \
    I-YST1-000006-E
expect_status restored-horizon-holds 1 at yst order I-YST1-000006-E \
    --unit Skolan --until +3
expect_text restored-horizon-says "Efter återställningen" "$T/err"
expect_status restored-beyond 0 at yst order I-YST1-000006-E --unit Skolan \
    --from +60 --until +61
new=$(quiet yst register --name Pall --category Pall)
expect_same restored-new-number True "$([ "$new" \> I-YST1-000900 ] &&
    echo True)"
nights
agree restored-works

# ---- A copied disk: both go on, neither promises, until a person decides.
for end in db db-wal; do
	cp "$T/yst.$end" "$T/ys2.$end"
done
quiet yst grade $Y3 --condition worn >/dev/null
quiet ys2 grade I-YST1-000006-E --condition worn >/dev/null
DEPOTS="trb yst ys2 sku"
nights
nights
agree copied
fork='[i for i in l if i["state"] == "forked"]'
expect_same copied-proof "True" "$(lives sku YST1 "len($fork) == 1 and \
    len(set($fork[0]['fork_hashes'].split())) == 2 and \
    $fork[0]['fork_seq'] == $fork[0]['events'] + 1")"
for depot in trb yst ys2; do
	lives $depot YST1 "($fork)[0]['fork_hashes'].split()" |
	    tr -d "[],'" | tr ' ' '\n' | sort >"$depot.proof"
done
expect_same copied-same-proof 1 "$(cat trb.proof yst.proof ys2.proof |
    sort | uniq -c | awk '$1 == 3 { n++ } END { print n == 2 }')"
expect_same copied-evidence True "$(run at trb depot show YST1 --evidence \
    --json && json '{e["kind"] for e in j} == {"grade"} and len(j) == 2')"
run at trb depot list --json
expect_same copied-list forked \
    "$(json '[d["state"] for d in j if d["code"] == "YST1"][0]')"
for depot in yst ys2; do
	expect_status "copied-$depot-no-promise" 1 at $depot order $new \
	    --unit Skolan --from +90 --until +91
	expect_text "copied-$depot-says" "Två register" "$T/err"
	expect_status "copied-$depot-scan" 0 at $depot count A-01 $Y3 \
	    I-YST1-000005-G I-YST1-000006-E
	run at $depot doctor --json
	expect_text "copied-$depot-doctor" "två register"
done
loser=$(lives ys2 YST1 '[i["log"] for i in l if i["own"]][0]')
expect_status decide 0 at trb depot retire YST1 --log "$loser"
nights
agree decided
expect_status decided-closed 1 at ys2 register --name Stol --category Stol
expect_text decided-closed-says avslutat "$T/err"
run at ys2 doctor --json
expect_text decided-doctor "det här registret är avslutat"
expect_status decided-works 0 at yst order $Y3 --unit Skolan --from +90 \
    --until +91
run at trb depot list --json
expect_same decided-list active \
    "$(json '[d["state"] for d in j if d["code"] == "YST1"][0]')"
DEPOTS="trb yst sku"
rm ys2.db*
nights
agree decided-works

# ---- A depot that closes, and one that takes its things over.
expect_status close-not-here 1 at yst depot retire SKU1
expect_status close 0 at trb depot retire SKU1
run at trb sync
expect_no_text a-new-registry-is-no-old-one "depåregister"
nights
agree closed
expect_status closed-writes-nothing 1 at sku register --name Stol \
    --category Stol
expect_status claim-of 0 at yst claim --of SKU1
expect_same claim-of-all 1 "$(head -n 1 "$T/out")"
DEPOTS="trb yst"
nights
agree claimed
expect_same claimed-all YST1 "$(field trb "$lamp" depot)"
expect_status claimed-promises 0 at yst order "$lamp" --unit Skolan \
    --from +90 --until +91

# ---- A depot that burned down; what it had not sent turns up late.
at skb init --depot SKB1 --name "Skurup B" --organisation \
    SKU="Kommunen SKU" >/dev/null
quiet skb depot join "$(quiet trb depot invite SKB1)" >/dev/null
DEPOTS="trb yst skb"
locker=$(quiet skb register --name Skåp --category Skåp)
nights
agree joined-late
quiet skb grade "$locker" --condition worn >/dev/null
expect_status burned 0 at trb depot retire SKB1
DEPOTS="trb yst"
nights
expect_status burned-claim 0 at trb claim --of SKB1
nights
agree burned
DEPOTS="trb yst skb"
nights
expect_status found-again-says-so 1 at skb register --name Skåp --category Skåp
DEPOTS="trb yst"
agree found-again
expect_same late-is-evidence True "$(run at yst depot show SKB1 --evidence \
    --json && json '[e["kind"] for e in j] == ["grade"]')"
expect_same late-counts-not good "$(field yst "$locker" condition)"
DEPOTS="trb yst"

# ---- The coordinator is lost: the second one goes on.
expect_status coordinator 0 at trb depot coordinator YST1
nights
rm trb.db*
expect_status coordinator-only 0 at yst depot coordinator YST1 --only
DEPOTS=yst
nights
expect_status coordinator-retires 0 at yst depot retire TRB1
new_depot TRB
mv trb.db tr2.db
expect_status coordinator-not-the-same 1 at yst depot coordinator TRB1
at hlm init --depot HLM1 --name "Höör" --organisation HLM="Höör" >/dev/null
new_depot LND
quiet hlm depot join "$(quiet yst depot invite HLM1)" >/dev/null
quiet lnd depot join "$(quiet yst depot invite LND1)" >/dev/null
DEPOTS="yst hlm lnd"
nights
agree coordinator-lost

# ---- No second one, no backup: a new group, of those who are left.  What the
# lost ones did stays known.
rm yst.db*
expect_status founded 0 at hlm hub add --init --instead "file:$T/hub2"
quiet hlm hub remove "$HUB" >/dev/null
quiet lnd depot join "$(quiet hlm depot invite LND1)" --instead >/dev/null
quiet lnd hub remove "$HUB" >/dev/null
expect_status new-group-closes 0 at hlm depot retire YST1
DEPOTS="hlm lnd"
nights
agree new-group
expect_same new-group-knows YST1 "$(field lnd "$lamp" depot)"
expect_status new-group-claims 0 at lnd claim --of YST1
nights
agree new-group-claimed

# ---- Several keys before the next sync: all at once, and nobody is accused,
# whatever their names' order.
for _ in 1 2 3 4 5 6; do
	quiet lnd depot rekey >/dev/null
done
quiet lnd sync >/dev/null
run at hlm sync
expect_no_text keys-in-one-night "inte signerad"
expect_same keys-all 7 "$(lives hlm LND1 'len(l)')"
finish
