# What doctor says of sync: one line for each trouble, and what to do about it.
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/nights.sh"
mkdir print

# says NAME DEPOT TEXT - doctor finds one thing wrong that has TEXT, and has an
# advice for it.  What the last sync said stands as it was said; the rest is in
# English too.
says() {
	run at "$2" doctor --json
	expect_same "$1" "1 True" "$(json '"%d %s" % (sum("'"$3"'" in c["found"] \
	    for c in j["checks"] if not c["ok"]), \
	    all(c["ok"] or c["advice"] for c in j["checks"]))')"
	run at "$2" --lang en doctor --json
	case $1 in
	not-reached|registry-old) ;;
	*) expect_no_text "$1-english" "$3" ;;
	esac
}

new_depot TRB
expect_status alone 0 at trb doctor
run at trb doctor
expect_text alone-says "depån står för sig själv"
new_depot YST
quiet trb hub add --init "$HUB" >/dev/null
says never trb "har aldrig synkat"
quiet yst depot join "$(quiet trb depot invite YST1)" >/dev/null
says not-member yst "inte med i gruppen ännu"
DEPOTS="trb yst"
nights
# Where this computer has systemd and no timer, that is a line too.
if [ ! -d /run/systemd/system ]; then
	expect_status well 0 at yst doctor
	run at yst doctor
	expect_text well-says "0 händelser väntar på natten"
else
	skip well "systemd runs here"
fi
quiet yst register --name Stol --category Stol >/dev/null

export SAMDEPA_NOW=$(date -u -d '+4 days' +%Y-%m-%dT%H:%M:%SZ)
says old yst "händelser väntar på att skickas"
unset SAMDEPA_NOW

mv hub away
at yst sync >/dev/null 2>&1
says not-reached yst "Navet $T/hub"
mv away hub
nights

# A hub that shows an old list of depots.
cp hub/registry registry.old
new_depot SKU
quiet sku depot join "$(quiet trb depot invite SKU1)" >/dev/null
nights
cp registry.old hub/registry
at yst sync >/dev/null
says registry-old yst "gammalt depåregister"
at trb sync >/dev/null
at yst sync >/dev/null
run at yst doctor
expect_no_text registry-mended "depåregister"

# A hub that keeps back what another has seen: SKU has it, and says so.
quiet trb register --name Bord --category Bord >/dev/null
ls hub/logs/TRB1-*/*.seg >before
at trb sync >/dev/null
at sku sync >/dev/null
mkdir kept
for segment in hub/logs/TRB1-*/*.seg; do
	grep -qxF "$segment" before || mv "$segment" kept/
done
cp hub/logs/TRB1-*/head kept/
at yst sync >/dev/null
says withheld yst "andra har sett dem"
mv kept/*.seg hub/logs/TRB1-*/
at yst sync >/dev/null
run at yst doctor
expect_no_text withheld-mended "andra har sett dem"

quiet yst hub remove "$HUB" >/dev/null
says no-hub yst "inget nav"
finish
