#!/bin/bash
# How the kiosk looks and sounds where that was chosen: without colours, with
# high contrast, calm, with the bell or a player.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
chair=$(ctl register --name Stol --category Stol)
lamp=$(ctl register --name Lampa --category Lampa)
badge=$(ctl staff add Anna --role worker)
U=$(ctl unit add Kulturkontoret)

# session NAME SCRIPT - what the kiosk wrote meanwhile goes to raw.
session() {
	if "$BUILD/tests/vtrun" - -- script -qec \
	    "$BUILD/samdepa --store $STORE" raw <<<"$2" \
	    >screen 2>screen.err; then
		ok "$1"
	else
		sed 's/^/# /' screen.err
		not_ok "$1"
	fi
}
quit='wait Skanna
wait F12
key C-q
exit 0'
colours() {	# how many of xterm's 256 it asked for, each once
	grep -ao '[34]8;5;[0-9]*' raw | sort -u | wc -l
}
session colours "$quit"
[ "$(colours)" -gt 4 ] && ok has-colours || not_ok has-colours "$(colours)"
NO_COLOR=1 session no-colour "$quit"
expect_same no-colour-at-all 0 "$(colours)"
echo 'theme = contrast' >>"$SAMDEPA_CONFIG"
session contrast "$quit"
grep -aq '38;5;226' raw && ok contrast-is-used || not_ok contrast-is-used

# Once for done, twice for already, three times for no; nothing for a remark.
acts="wait Skanna
scan $badge
wait Inloggad
tap Återlämna
wait Återlämna"
sed -i '/theme/d' "$SAMDEPA_CONFIG"
ctl lend "$chair" --unit "$U" --until +7 >/dev/null
kiosk bell "$acts
bells 0
scan $chair
wait Klart
bells 1
scan $chair
wait Redan
bells 3
scan I-YST1-000099-X
wait Nej
bells 6
key F1
wait Hjälp"

cat >player.sh <<END
#!/bin/sh
cat >"$T/\$\$.wav"
END
chmod +x player.sh
printf 'sound = speaker\nplayer = %s/player.sh\n' "$T" >>"$SAMDEPA_CONFIG"
session player "$acts
scan I-YST1-000099-X
wait Nej
key C-q
exit 0"
set -- *.wav
expect_same player-once 1 $#
expect_same player-wav RIFF "$(head -c 4 "$1")"
sed -i 's/speaker/off/' "$SAMDEPA_CONFIG"
kiosk off "$acts
scan I-YST1-000099-X
wait Nej
key F1
wait Hjälp
bells 0"
expect_same off-is-quiet 1 "$(ls *.wav | wc -l)"

# Calm: the time for Undo is not counted down.
echo 'motion = reduced' >>"$SAMDEPA_CONFIG"
kiosk calm "$acts
scan $chair
wait Redan
key F10
wait Skanna
key F3
wait Låna ut
scan $lamp
wait Lampa
scan U-YST-000001-V
wait ↶ Ångra
miss  10 s
miss  9 s"
finish
