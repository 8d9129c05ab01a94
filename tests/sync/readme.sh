# Two depots and a hub, with the commands of the README as they stand there.
. "$(dirname "$0")/../lib/sh.sh"
unset SAMDEPA_STORE
mkdir build
ln -s "$BUILD/samdepactl" "$BUILD"/locale build/
sed -n '/^## Several depots/,/^From now on/p' "$ROOT/README.md" |
    sed -n '/^```sh/,/^```$/p' | sed '/^```/d' >walk.sh
n=$(wc -l <walk.sh)
[ "$n" -ge 1 ] && [ "$n" -le 6 ] && ok six-commands || not_ok six-commands "$n"
# Each line is one command; a pipe or a list of them would be more.
grep -qE '&&|\|\||[;|]' walk.sh && not_ok one-a-line || ok one-a-line
expect_status walked 0 bash -e walk.sh
trb() { build/samdepactl --store build/trb.db "$@"; }
yst() { build/samdepactl --store build/yst.db "$@"; }

for depot in trb yst; do
	expect_status "check-$depot" 0 $depot check --json
	json 'j["state_hash"]' >"$depot.hash"
	expect_status "list-$depot" 0 $depot depot list --json
	expect_same "two-depots-$depot" "['TRB1', 'YST1']" \
	    "$(json 'sorted(d["code"] for d in j)')"
	expect_same "known-$depot" "True" \
	    "$(json 'all(d["events"] > 0 for d in j)')"
done
expect_same equal "$(cat trb.hash)" "$(cat yst.hash)"

# And it is of use: what one registers the other finds.
trb register --name "Kontorsstol blå" --category Kontorsstol >/dev/null
trb sync >/dev/null
yst sync >/dev/null
run yst search kontorsstol
expect_text found I-TRB1-000001
finish
