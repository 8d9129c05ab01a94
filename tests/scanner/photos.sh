#!/bin/bash
# photos.sh - a sample of real photographs, with the text that is in each:
# most are read, and next to none is read wrongly.
. "$(dirname "$0")/../lib/sh.sh"
photos=$ROOT/../shared/barcodes
[ -d "$photos" ] || {
	skip photographs "there is no ../shared/barcodes"
	finish
}
# Digits without leading zeros, since UPC-A is EAN-13 with one.
plain() {
	tr -d '\r\035' | sed 's/[[:space:]]*$//; s/^0*\([0-9][0-9]*\)$/\1/' |
	    grep -v '^$'
}

n=0 total=0 right=0 wrong=0 without=0 seen=0
for f in "$photos"/*/*.png "$photos"/*/*.jpg; do
	[ $((n++ % 6)) = 0 ] || continue
	set=$(basename "$(dirname "$f")")
	text=$("$BUILD/samdepa-scan" --plain "$f" 2>/dev/null |
	    plain)
	if [[ $set = neg-* ]]; then
		without=$((without + 1))
		[ -z "$text" ] || seen=$((seen + 1))
		continue
	fi
	total=$((total + 1))
	wanted=$(plain <"${f%.*}.txt")
	others=$(cat "${f%.*}.alt" 2>/dev/null | plain)
	if [ "$text" = "$wanted" ]; then
		right=$((right + 1))
	elif [ -n "$text" ] && ! grep -qxF -- "$text" <<<"$others"; then
		wrong=$((wrong + 1))
	fi
done
echo "# $right of $total right, $wrong wrong; $seen of $without without a code"
if [ $((right * 100)) -ge $((total * 88)) ]; then
	ok photographs-read
else
	not_ok photographs-read "$right of $total"
fi
if [ $wrong -le 1 ] && [ $seen -le 1 ]; then
	ok photographs-not-misread
else
	not_ok photographs-not-misread "$wrong wrong, $seen without a code"
fi
finish
