#!/bin/bash
# run.sh [PART...] - makes the big store once (ITEMS, else 1,000,000), keeps it
# under build/bench and prints the table.  Quiet machine, true figures.
set -eu
cd "$(dirname "$0")/../.."
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
build/tests/bench/bench "$store" "$work" "$PWD/build" "$@"
