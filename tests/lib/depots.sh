# depots.sh - two depots, YST1 and TRB1, that meet at a hub in a folder.  Source
# it after sh.sh and call two_depots; "at yst COMMAND..." and "at trb
# COMMAND..." run something with that depot's store and printer.

# at DEPOT COMMAND...
at() {
	STORE=$T/$1/store.db SAMDEPA_STORE=$T/$1/store.db \
	    SAMDEPA_CONFIG=$T/$1/samdepa.conf "${@:2}"
}

# on DEPOT NAME SCRIPT - the kiosk of that depot plays the script, with its
# depot's staff signed in; $LANGUAGE_OF says its language.
on() {
	local first=
	[ "$LANGUAGE_OF" = sv ] || first='key F12'
	at "$1" kiosk "$2" "wait F1 
$first
scan ${badge[$1]}
wait ${SIGNED_IN[$LANGUAGE_OF]}
$3" ${SIZE:+-s "$SIZE"}
}

declare -A badge SIGNED_IN=([sv]=Inloggad [en]='Signed in')
LANGUAGE_OF=sv

two_depots() {
	local d invitation
	mkdir -p hub yst/print trb/print
	for d in yst trb; do
		printf '%s\n' "printer = file:$T/$d/print" 'touch = never' \
		    >"$d/samdepa.conf"
	done
	{
		at yst ctl init --depot YST1 --name "Ystad depå" \
		    --organisation YST="Ystads kommun"
		at trb ctl init --depot TRB1 --name "Trelleborgs depå" \
		    --organisation TRB="Trelleborgs kommun"
		at yst ctl hub add --init "file:$T/hub"
		invitation=$(at yst ctl depot invite TRB1)
		at trb ctl depot join "$invitation"
		sync_depots
		badge[yst]=$(at yst ctl staff add Birgitta --role staff)
		badge[trb]=$(at trb ctl staff add Kalle --role staff)
	} >"$T/depots.out" 2>&1 || {
		not_ok two-depots "$(tail -c 300 "$T/depots.out")"
		finish
	}
}

# sync_depots - until both know all that the other does.
sync_depots() {
	at yst ctl sync && at trb ctl sync && at yst ctl sync &&
	    at trb ctl sync
}

# read_slip DEPOT - what a scanner reads on the depot's newest manifest.
read_slip() {
	zbarimg -q --raw "$(ls -t "$T/$1/print"/*.png | head -n 1)" \
	    2>/dev/null
}
