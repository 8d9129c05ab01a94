#!/bin/bash
# run.sh [PART...] - makes the big store once (ITEMS, else 1,000,000), keeps it
# under build/bench and prints the table.  Quiet machine, true figures.  Two
# parts need no store: "scan" is the readers' table, from the photographs in
# PHOTOS; "live" is how many frames a second are looked at,
# and whether memory stays flat over 100,000.
set -eu
cd "$(dirname "$0")/../.."
alone=' scan live ' parts=()
for part; do
	[[ $alone = *" $part "* ]] || parts+=("$part")
done
if [[ $# = 0 || " $* " = *' scan '* ]]; then
	tests/bench/scan.py "$PWD/build" "${PHOTOS:-../shared/barcodes}"
fi
if [[ $# = 0 || " $* " = *' live '* ]]; then
	build/tests/bench/scan_live
	build/tests/scanner/test_growth 100000
fi
if [[ $# -gt 0 && ${#parts[@]} = 0 ]]; then
	exit 0
fi
items=${ITEMS:-1000000}
folder=$PWD/build/bench
store=$folder/store-$items.db
mkdir -p "$folder"
if [ ! -e "$store" ]; then
	echo "making a store of $items items, once"
	rm -f "$folder"/new.db*
	build/samdepactl --store "$folder/new.db" demo --items "$items"
	sqlite3 "$folder/new.db" 'pragma wal_checkpoint(truncate)' >/dev/null
	rm -f "$folder"/new.db-* "$folder"/new.db.lock
	mv "$folder/new.db" "$store"
fi
work=$folder/work.db
rm -rf "$work"*
cp --reflink=auto "$store" "$work"
sync "$work"
trap 'rm -rf "$work"*' EXIT
build/tests/bench/bench "$store" "$work" "$PWD/build" "${parts[@]}"
