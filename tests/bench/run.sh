#!/bin/bash
# run.sh [PART...] - makes the big store once (ITEMS, else 1,000,000), keeps it
# under build/bench and prints the table.  Quiet machine, true figures.  The
# part "scan" needs no store: it is the readers' table, from the photographs in
# PHOTOS.
set -eu
cd "$(dirname "$0")/../.."
scan=$([ $# -gt 0 ] || echo yes) parts=()
for part; do
	[ "$part" = scan ] && scan=yes || parts+=("$part")
done
if [ "$scan" = yes ]; then
	tests/bench/scan.py "$PWD/build" "${PHOTOS:-../shared/barcodes}"
	[ $# = 0 ] || [ ${#parts[@]} -gt 0 ] || exit 0
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
