# A depot whose program is older: what it does not know of it keeps, passes on
# to another hub, and applies once it has been upgraded.  The older program is
# this one with the name of an event's kind changed in its file.
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/nights.sh"
group TRB YST
quiet yst unit add Skolan >/dev/null
quiet trb unit add Biblioteket >/dev/null
stool=$(quiet yst register --name Stol --category Stol)
table=$(quiet trb register --name Bord --category Bord)
quiet yst takeover "$stool" --unit Skolan >/dev/null
quiet trb takeover "$table" --unit Biblioteket >/dev/null
nights
agree began

new=$BUILD
mkdir older
python3 -c 'import sys
b = open(sys.argv[1], "rb").read()
assert b"\0swap\0" in b
open(sys.argv[2], "wb").write(b.replace(b"\0swap\0", b"\0swoq\0"))' \
    "$new/samdepactl" older/samdepactl
chmod +x older/samdepactl
ln -s "$new/locale" older/
older() { BUILD=$T/older "$@"; }
expect_status older-knows-no-swap 2 older at yst swap "$stool" "$table"

expect_status swap 0 at trb swap "$stool" "$table"
at trb sync >/dev/null
expect_status older-syncs 0 older at yst sync --json
expect_same older-says-so True \
    "$(json 'any(n["note"] == "unknown" for n in j["notes"])')"
expect_status older-checks 0 older at yst check
run older at yst doctor --json
expect_text older-doctor "från en nyare version"
run older at yst show "$stool" --json
expect_same older-as-it-was Skolan "$(json 'j["responsible_name"]')"
expect_status older-works 0 older at yst register --name Pall --category Pall

# It passes on what it does not know: a hub that only it has seen.
expect_status second-hub 0 at trb hub add --init "file:$T/hub2"
expect_status second-hub-older 0 older at yst hub add "file:$T/hub2"
expect_status older-relays 0 older at yst sync --hub "file:$T/hub2"
expect_same relayed 1 "$(ls hub2/logs | grep -c TRB1)"

# The upgrade: opening the store is enough.
run at yst show "$stool" --json
expect_same upgraded Biblioteket "$(json 'j["responsible_name"]')"
run at yst doctor --json
expect_no_text upgraded-doctor "från en nyare version"
nights
agree upgraded
expect_status upgraded-check 0 at yst check
finish
