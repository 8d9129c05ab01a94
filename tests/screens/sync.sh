#!/bin/bash
# Sync at the kiosk: how old what is known of other depots is, "sync now" as a
# child that the kiosk outlives and is outlived by, and screens that follow
# what others did.  Two depots and a folder between them.
. "$(dirname "$0")/../lib/sh.sh"
export SAMDEPA_NOW=2026-11-23T01:41:00Z
OTHER=$T/trb.db
trb() { "$BUILD/samdepactl" --store "$OTHER" "$@"; }

demo_store --items 60
badge=$(sqlite3 "$STORE" "SELECT badge FROM staff WHERE role = 1 LIMIT 1")
item=$(sqlite3 "$STORE" "SELECT code FROM item WHERE state = 0 AND lot = 0
    AND id NOT IN (SELECT item FROM booking) AND condition < 3
    AND inspect_by = 0 LIMIT 1")

# ---- A depot by itself.
kiosk alone "$(cat <<END
wait ⇅  Synkning
tap Synkning
wait hör inte till någon grupp
see hub add
miss Synka nu
END
)"

# ---- Two that know each other.
trb init --depot TRB1 --name "Trelleborgs depå" \
    --organisation TRB="Trelleborgs kommun" >init.out
{
	ctl hub add "file:$T/hub" --init &&
	trb depot join "$(ctl depot invite TRB1)" && ctl sync && trb sync
} >group.out 2>&1 || not_ok group "$(tail -n 3 group.out)"
export SAMDEPA_NOW=2026-11-23T09:00:00Z
mine=$STORE
other() { STORE=$OTHER; }
ours() { STORE=$mine; }

# age NAME LANG SIZE NOW TEXT - the screen says so of the other depot.
age() {
	local tile
	tile=$([ "$2" = sv ] && echo Synkning || echo Sync)
	SAMDEPA_NOW=$4 kiosk "$1" "$(printf '%s\n' "wait ⇅  $tile" \
	    "tap $tile" "wait $5" "see YST1")" -s "$3"
}
other
"$BUILD/samdepactl" --store "$OTHER" search stol --json >found.json
run cat found.json
expect_same search-known '2026-11-23T01:41:00Z' "$(json 'j[0]["known_at"]')"
run trb search stol
expect_text search-words '02:41 i natt'
expect_status available-of 0 trb available --depot YST1 --json
expect_same available-known '2026-11-23T01:41:00Z' "$(json 'j[0]["known_at"]')"
run trb available --depot TRB1 --json
expect_same available-ours '[]' "$(json 'j')"
age night sv 24x80 "$SAMDEPA_NOW" 'läget 02:41 i natt'
age yesterday sv 16x57 2026-11-24T09:00:00Z 'läget i går 02:41'
age days sv 37x100 2026-12-03T09:00:00Z 'läget för 10 dagar sedan'
kiosk english "$(printf '%s\n' 'wait F12' 'key F12' 'wait ⇅  Sync' \
    'tap Sync' 'wait as of 02:41 last night' 'see Last synced' \
    'see this depot' 'resize 16x57' 'next' 'see as of 02:41')"

# What the others have lent is theirs to ask for.
kiosk home "$(printf '%s\n' 'wait Återlämna' 'wait F12' 'miss sena')"

# ---- By a clock that is plainly wrong no single row is late either.
late=$(sqlite3 "$mine" "SELECT i.code FROM booking b JOIN item i
    ON i.id = b.item WHERE b.state = 2 AND i.lot = 0
    AND b.until BETWEEN 1 AND 20773 LIMIT 1")
# of NAME ROW LOAN NOT NOR - what the late one's row, card and loan say.
of() {
	kiosk "$1" "$(printf '%s\n' 'wait Skanna vad' "type $late" \
	    'wait 1 träff' "wait $2" "miss $4" 'key Enter' \
	    'wait ›  Föremålet' "wait $2" "wait $3" "miss $4" "miss $5")"
}
ours
of late 'sen sedan' 'försenad sedan' 'ute till' 'ska tillbaka'
SAMDEPA_NOW=2026-11-19T09:00:00Z of late-by-no-clock 'ute till' \
    'ska tillbaka' 'sen sedan' 'försenad'
other

# ---- Beside everything that is free elsewhere.
for size in 24x80 16x57 37x100; do
	kiosk "card-$size" "$(cat <<END
wait Skanna vad
type $item
wait 1 träff
wait andra depåers läge då
see YST1
see 02:41
key Enter
wait läget 02:41 i natt
wait Ansvarig depå
miss Låna ut
tap Beställ
wait YST1, läget 02:41
END
)" -s $size
done

# ---- A visitor is told too, before it is ordered.
kiosk need-elsewhere "wait Jag behöver något
tap Jag behöver något
wait Steg 1
type stol
key Enter
wait Steg 2
tap I dag
wait Steg 3
tap En vecka
wait Steg 4
key F9
wait Steg 5
see YST1, läget 02:41
key Down
key Enter
wait Steg 6"

# ---- The bar says that nothing has been heard for long.
SAMDEPA_NOW=2026-11-27T09:00:00Z kiosk stale "$(printf '%s\n' \
    'wait ! ingen synk på 4 dagar' 'wait ⇅' 'tap Synkning' \
    'wait Ingen synkning har lyckats på 4 dagar')"
mkdir disk
trb mirror "$T/disk" >mirror.out 2>&1 || not_ok mirror "$(cat mirror.out)"
kiosk mirror "$(cat <<END
wait ⇅  Synkning
miss spegeln
run mv disk gone; "$BUILD/samdepactl" --store "$OTHER" register --name Prov --category Stol >prov.out
wait ✗ spegeln är urdragen
run mv gone disk; "$BUILD/samdepactl" --store "$OTHER" register --name Prov --category Stol >prov.out
gone ✗ spegeln
END
)"
trb mirror off >mirror.out 2>&1
kiosk fresh "$(printf '%s\n' 'wait Skanna vad' 'miss ingen synk')"

# ---- The card of an order from afar, where its lines are narrow too.
free=$(trb search stol --json >found.json; python3 -c 'import json
print([i["code"] for i in json.load(open("found.json"))
    if i["depot"] == "YST1" and i["available"]][0])')
run trb order "$free" --unit Gatuenheten --until +7
kalle=$(trb staff add Kalle --role staff)
for size in 24x80 16x57; do
	kiosk "order-$size" "$(cat <<END
wait F11
scan $kalle
wait Inloggad
tap Beställningar
wait Gatuenheten
tap Gatuenheten
wait ›  Beställning 
wait YST1
see 02:41
see ✓
END
)" -s $size
done

# ---- Sync now.
ours
run ctl lose "$item"
run ctl sync
other
trb staff add Olle --role worker --badge "$badge" >staff.out 2>&1 ||
    not_ok staff "$(cat staff.out)"
kiosk now "$(cat <<END
wait ⇅  Synkning
tap Synkning
wait 02:41 i natt
key F9
wait ›  Logga in
scan $badge
wait ✓ Klart
see Synkningen är klar.
wait läget 10:00 i dag
see Rapporten 10:00 i dag
see Inget härifrån väntar
END
)"
expect_text now-did '"state": "lost"' <(trb show "$item" --json)

# ---- Screens follow what others do; what is chosen and typed stays.
ours
second=$(ctl search stol --json >found.json; python3 -c 'import json
print(json.load(open("found.json"))[1]["code"])')
kiosk follows "$(cat <<END
wait Skanna vad
scan $badge
wait ● 
type stol
wait träff
key Down
run "$BUILD/samdepactl" --store "$STORE" register --name "Stol Aaa" --category Stol >new.out
wait Stol Aaa
see stol
key Enter
wait ›  Föremålet
see $second
run "$BUILD/samdepactl" --store "$STORE" lose "$second" >lose.out
wait saknas
END
)"

# A pile that is being collected, and the letters of a code on their way.
third=$(python3 -c 'import json
print([i["code"] for i in json.load(open("found.json"))
    if i["state"] == "in_stock"][2])')
kiosk keeps-pile "$(cat <<END
wait Skanna vad
scan $badge
wait ● 
key F3
wait ›  Låna ut
scan $third
wait $third
type I-99
run "$BUILD/samdepactl" --store "$STORE" edit $third --name "Stol Bbb" >edit.out
wait Stol Bbb
see $third
see I-99
END
)"

# ---- The child, played by a script beside a copy of the kiosk: it is slow,
# it fails, it dies, it is silent, and it outlives the kiosk.
mkdir bin && cp "$BUILD/samdepa" bin/
cat >bin/samdepactl <<'END'
#!/bin/bash
echo "$@" >>called
case $(cat how) in
slow) echo 'progress YST1-x 3 8' >&2; read -r _ <go; [ ! -p end ] || echo >end ;;
fail) echo 'samdepactl: Navet svarar inte.' >&2; exit 4 ;;
die) kill -9 $$ ;;
hang) exec tail -f /dev/null ;;
esac
END
chmod +x bin/samdepactl
mkfifo go
# child NAME HOW SCRIPT - F9 is pressed; then the script.
child() {
	echo "$2" >how
	BUILD_WAS=$BUILD
	mkdir -p "$T/b/tests"
	ln -sf "$BUILD/tests/vtrun" "$T/b/tests/vtrun"
	ln -sf "$T/bin/samdepa" "$T/b/samdepa"
	BUILD=$T/b
	kiosk "$1" "$(printf '%s\n' 'wait ⇅  Synkning' "scan $badge" 'wait ● ' \
	    'tap Synkning' 'wait Depåerna' 'key F9' "$3")"
	BUILD=$BUILD_WAS
}
child child-slow slow "$(cat <<END
wait YST1, 3 av 8 händelser
key F9
wait = Redan
key F10
wait Skanna vad
type stol
wait träff
run echo >go
wait ✓ Klart  Synkningen är klar.
see stol
END
)"
expect_text child-called "--store $STORE --lang sv sync --progress" called
child child-fails fail 'wait ✗ Nej  Synkningen gick inte: Navet svarar inte.'
child child-dies die 'wait ✗ Nej  Synkningen dog innan den var klar.'
mkfifo end
child child-outlives slow "$(printf '%s\n' 'wait 3 av 8' 'key C-q' 'exit 0')"
echo >go
timeout 10 cat end >/dev/null && ok child-outlived ||
    not_ok child-outlived 'it did not finish'

# ---- One that has closed stays in the list, and says so.
run ctl depot retire TRB1
kiosk closed "$(printf '%s\n' 'wait ⇅  Synkning' 'tap Synkning' \
    'wait × avslutad, läget')"
echo 'sync_quiet_s = 1' >>"$SAMDEPA_CONFIG"
child child-hangs hang "$(printf '%s\n' 'wait hört av sig på länge' \
    'wait ✗ Nej  Synkningen stod still')"
finish
