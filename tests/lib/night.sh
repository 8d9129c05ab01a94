# night.sh - two depots and a hub.  Source it after sh.sh.  They work in
# $T/DIR/now; how they were at first is kept in $T/DIR/before.

# on DIR DEPOT WORD... - samdepactl on the store of yst or trb.
on() {
	"$BUILD/samdepactl" --store "$T/$1/now/$2.db" "${@:3}"
}

# prepare DIR HUB push|pull - they know each other, and yst has 1,000 events
# (4 x $EACH) that trb has not: not on the hub yet (push), or there in several
# segments.
prepare() {
	local d=$1 i
	mkdir -p "$T/$d/now"
	on "$d" yst init --depot YST1 --name "Ystad depå" \
	    --organisation YST="Ystads kommun"
	on "$d" trb init --depot TRB1 --name "Trelleborg depå" \
	    --organisation TRB="Trelleborgs kommun"
	on "$d" yst hub add --init "$2"
	on "$d" trb depot join --hub "$2" "$(on "$d" yst depot invite TRB1)"
	on "$d" yst sync
	on "$d" trb sync
	on "$d" yst sync
	on "$d" yst unit add Skolan
	for ((i = 0; i < 4; i++)); do
		{
			echo code,name,category
			seq -f "L-$i-%g,Stol,Stol" "${EACH:-250}"
		} | on "$d" yst import items -
		on "$d" yst order "L-$i-1" --unit Skolan --until +7 \
		    --note "Ring före $i"
		[ "$3" = push ] || on "$d" yst sync
	done
	cp -a "$T/$d/now" "$T/$d/before"
}

# again DIR - as they were at first.
again() {
	rm -rf "$T/$1/now"
	cp -a "$T/$1/before" "$T/$1/now"
}

# quiet DIR DEPOT - it syncs, and has nothing bad to tell.
quiet() {
	on "$1" "$2" sync >"$T/$1/said" 2>&1 && ! grep -q '^!' "$T/$1/said"
}

# ends DIR - what both stores say of themselves, to be compared.
ends() {
	on "$1" yst check --json && on "$1" trb check --json &&
	    sqlite3 "$T/$1/now/trb.db" 'SELECT text FROM text ORDER BY text'
}

# undisturbed DIR - nothing happens; what they end as is in $T/DIR/wanted.
undisturbed() {
	quiet "$1" yst && quiet "$1" trb && quiet "$1" yst &&
	    ends "$1" >"$T/$1/wanted" && [ "$(grep -c \
	    '"seq": [0-9]\{4\}' "$T/$1/wanted")" = 2 ] &&
	    [ "$(grep -c '^Ring före' "$T/$1/wanted")" = 4 ]
}
