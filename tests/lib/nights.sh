# nights.sh - several depots and a hub, for tests of sync.  Source it after
# sh.sh.  "at trb ARG..." is samdepactl at a depot; what it says goes to $T/out.

HUB=file:$T/hub

at() {
	"$BUILD/samdepactl" --store "$T/$1.db" "${@:2}"
}

# quiet DEPOT ARG... - must go; gives the first line of what it says.
quiet() {
	at "$@" >"$T/quiet" 2>"$T/quiet.err" ||
	    not_ok "at-${*// /_}" "$(head -c 300 "$T/quiet.err")" >&2
	head -n 1 "$T/quiet"
}

# new_depot TRB - a store trb.db of the depot TRB1.
new_depot() {
	at "${1,,}" init --depot "${1}1" --name "$1-depån" \
	    --organisation "$1=Kommunen $1" >/dev/null
}

# group TRB YST... - depots that belong together; the first one coordinates.
group() {
	local depot first=${1,,}
	for depot; do
		new_depot "$depot"
	done
	quiet "$first" hub add --init "$HUB" >/dev/null
	for depot in "${@:2}"; do
		quiet "${depot,,}" depot join \
		    "$(quiet "$first" depot invite "${depot}1")" >/dev/null
	done
	DEPOTS=${*,,}
	nights
}

# nights - all of them sync, until all have heard all.
nights() {
	local depot round
	for round in 1 2; do
		for depot in $DEPOTS; do
			at "$depot" sync >"$T/$depot.report" 2>&1 ||
			    not_ok "sync-$depot" "$(tail -n 1 "$T/$depot.report")"
		done
	done
}

# agree NAME - check finds nothing at any depot, and all are the same.
agree() {
	local depot hash first=
	for depot in $DEPOTS; do
		run at "$depot" check --json
		hash=$(sed -n 's/.*"state_hash": "\(.*\)".*/\1/p' "$T/out")
		[ "$status" = 0 ] && [ -n "$hash" ] || {
			not_ok "agree-$1" "$depot: $(grep -A9 problems \
			    "$T/out" | tr -d '\n' | head -c 300)"
			return
		}
		first=${first:-$hash}
		[ "$hash" = "$first" ] || {
			not_ok "agree-$1" "$depot has another state"
			return
		}
	done
	ok "agree-$1"
}

# field DEPOT CODE FIELD - of what show says of a thing.
field() {
	run at "$1" show "$2" --json
	json "j.get('$3')"
}

# open_cases DEPOT - kinds and keys of the open cases, a line each, sorted.
open_cases() {
	run at "$1" cases --json
	json '"\n".join(sorted("%s %s" % (c["kind"], c.get("item")) for c in j))'
}
