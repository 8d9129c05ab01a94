#!/bin/bash
# run.sh SECONDS [NAME...] - each fuzz_NAME.c for so long, with a fixed seed,
# its corpus (fuzz/corpus/NAME, kept as it is) and dictionary (fuzz/NAME.dict)
# where there are any.  What a target finds is left in build/fuzz/found.
# Without names it builds them all first; run.sh build does that alone, and
# run.sh list gives their names.
set -u
cd "$(dirname "$0")/../.." || exit 2
seconds=${1:-60}
[ $# = 0 ] || shift
found=$PWD/build/fuzz/found
mkdir -p "$found"
failed=0

make_fuzz() {
	local flags='-fsanitize=fuzzer-no-link,address,undefined'
	flags="$flags -fno-sanitize-recover=undefined"
	MAKEFLAGS='' make -k -j"$(nproc)" B=build/fuzz CC=clang SAN=1 \
	    SANFLAGS="$flags" CFLAGS='-O1 -g1' fuzzers
}

fuzz_one() {
	local name=$1 binary=build/fuzz/tests/fuzz/fuzz_$1 work args log
	log=$found/$name.log
	if [ ! -x "$binary" ]; then
		echo "not ok fuzz-$name - it does not build"
		return 1
	fi
	work=$(mktemp -d)
	args=("$work")
	[ ! -d "tests/fuzz/corpus/$name" ] || args+=("tests/fuzz/corpus/$name")
	[ ! -f "tests/fuzz/$name.dict" ] || args+=("-dict=tests/fuzz/$name.dict")
	if "$binary" -seed=1 -max_total_time="$seconds" -max_len=8192 \
	    -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
	    -artifact_prefix="$found/$name-" "${args[@]}" >"$log" 2>&1; then
		echo "ok fuzz-$name"
		echo "# $(grep number_of_executed "$log")"
	else
		grep -v '^#[0-9]' "$log" | tail -n 40 | sed 's/^/# /'
		echo "not ok fuzz-$name - see build/fuzz/found"
	fi
	rm -rf "$work"
}

list() {
	local f
	for f in tests/fuzz/fuzz_*.c; do
		[ -e "$f" ] || continue
		f=${f#tests/fuzz/fuzz_}
		echo "${f%.c}"
	done
}

case $seconds in
build) make_fuzz; exit ;;
list) list; exit ;;
esac
if [ $# = 0 ]; then
	make_fuzz >"$found/build.log" 2>&1 ||
	    grep -E 'error|Error' "$found/build.log" | sed 's/^/# /'
	mapfile -t names < <(list)
	set -- "${names[@]}"
fi
for name; do
	fuzz_one "$name" >"$found/$name.tap"
	cat "$found/$name.tap"
	! grep -q '^not ok' "$found/$name.tap" || failed=1
done
exit $failed
