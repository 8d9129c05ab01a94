#!/bin/bash
# layers.sh - who may know whom.  Each line "not ok" names the breach.
set -u
cd "$(dirname "$0")/.." || exit 2
failed=0

# rule NAME BREACHES - holds if there are none.
rule() {
	if [ -z "$2" ]; then
		echo "ok $1"
	else
		failed=$((failed + 1))
		sed 's/^/# /' <<<"$2"
		echo "not ok $1 - $(head -n 1 <<<"$2")"
	fi
}

# sources FOLDER... - the C files and tables in them.
sources() {
	find "$@" -name '*.[ch]' -o -name '*.def' 2>/dev/null | sort
}

# includes PATTERN FILE... - include lines that match, as file:line:text.
includes() {
	local pattern=$1
	shift
	[ $# = 0 ] || grep -nHE "^[ \t]*#[ \t]*include[ \t]*[<\"]($pattern)" "$@"
}

mapfile -t db < <(sources db)
mapfile -t tui < <(sources tui)
mapfile -t scanner < <(sources scanner)
mapfile -t all < <(sources db tui scanner)

rule db-knows-no-terminal "$(includes \
    'tui/|scanner/|n?cursesw?|curses\.h|term\.h|zbar|cairo|qrencode|csv\.h' \
    "${db[@]}")"
rule only-db-knows-sqlite "$(includes 'sqlite3' "${tui[@]}" "${scanner[@]}")"
rule tui-knows-the-store-by-its-headers "$(includes \
    'db/query|db/queries|db/schema|db/lock' "${tui[@]}")"
rule scanner-knows-nothing-of-ours "$(includes \
    'db/|tui/|libintl|n?cursesw?|curses\.h|sqlite3|sodium' "${scanner[@]}")"
rule tui-knows-db-and-the-scan-line "$(grep -nH '^#include "' "${tui[@]}" |
    grep -vE '"(db|tui)/|"scanner/line\.h"|"assets/[^"]*\.def"')"
rule tui-knows-the-curses-in-the-kiosk-alone "$(includes \
    'n?cursesw?|curses\.h|ncurses' "${tui[@]}" | grep -v '^tui/kiosk/')"
rule includes-name-their-folder "$(grep -nHE '^#include "[^/"]*"' \
    "${all[@]}")"
rule sockets-only-in-sync-and-print "$(includes \
    'sys/socket|netdb|netinet/|arpa/|sys/un' "${all[@]}" |
    grep -vE '^(db/sync/|tui/print/)')"

# SQL is a constant, with bound values: no text is ever put into it.
rule no-sql-from-formats "$(grep -nHE 'sqlite3_v?(m|sn)printf|sqlite3_str_' \
    "${db[@]}")"
rule no-sql-with-holes "$(grep -nHiE \
    "\"[^\"]*\b(select|insert|update|delete|values|where)\b[^\"]*%[-0-9]*l*[sduz]" \
    "${db[@]}")"
rule no-dangerous-calls "$(grep -nHE \
    '\b(gets|strcpy|strcat|sprintf|vsprintf|tmpnam|mktemp|system|popen)\(' \
    "${all[@]}")"

# One file draws; it alone can be read to know that the sink is passed.
draws='\b(mv)?w?(add|ins)_?(n?w?str|n?wstr|ch|chstr|chnstr|_wch|_wchstr)\('
draws="$draws|\b(mv)?(w|vw_?)?printw\(|\b(mv)?w?add_wch|\bputp\(|\btputs\("
mapfile -t drawing < <(grep -lE "$draws" "${tui[@]}")
rule one-file-draws "$([ ${#drawing[@]} -le 1 ] || printf '%s\n' \
    "${drawing[@]}")"
rule the-drawing-file-uses-the-sink "$(for f in "${drawing[@]}"; do
	grep -q 'tui/sink.h' "$f" || echo "$f"; done)"

rule db-prints-nothing "$(grep -nHE \
    '\b(printf|fprintf|puts|putchar|fputs|vprintf)\(' "${db[@]}")"
# Of two functions of one name, in two libraries, the linker takes the first.
rule one-function-a-name "$(awk 'FNR == 1 { before = "static" }
    /^[a-z][a-z_0-9]*\(/ && before ~ /^[a-z].*[a-z*]$/ &&
    before !~ /^static/ { name = $1; sub(/\(.*/, "", name)
	if (name != "main" && name in at)
	    printf "%s:%d: %s is in %s too\n", FILENAME, FNR, name, at[name]
	at[name] = FILENAME }
    { before = $0 }' $(printf '%s\n' "${db[@]}" "${tui[@]}" | grep '\.c$'))"
rule nothing-unfinished "$(grep -nHE '\b(TODO|FIXME|XXX|HACK)\b' "${all[@]}")"
rule top-level "$(git ls-files 2>/dev/null | sed 's|/.*||' | sort -u |
    grep -vxE 'Makefile|README\.md|tui|db|scanner|assets|tests|\..*')"

# Lengths are aims: said, not enforced.
awk 'FNR == 1 { if (file != "") tell(); file = FILENAME }
    { n = FNR }
    function tell() {
	max = file ~ /\.h$/ ? 60 : 400
	if (n > max)
		printf "# %s: %d lines (aim %d)\n", file, n, max
    }
    END { tell() }' "${all[@]}"
awk '/^[a-z_][a-z_0-9]*\(/ && FNR > 1 { name = $1; sub(/\(.*/, "", name) }
    /^\{/ { start = FNR }
    /^\}/ && start {
	if (FNR - start - 1 > 70)
		printf "# %s:%d: %s has %d lines (aim 70)\n", FILENAME,
		    start, name, FNR - start - 1
	start = 0
    }' "${all[@]}"
exit $((failed > 0))
