# What a wrong command line, a bad argument and a store that is not there get:
# the right status, one line that says why, and nothing half done.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store

expect_status version 0 ctl --version
expect_text version-says-what "samdepactl"
expect_status help 0 ctl --help
expect_text help-lists-commands "redeem"
expect_status no-command 2 "$BUILD/samdepactl"
expect_one_line no-command-one-line
expect_status unknown-command 2 ctl frobnicate
expect_one_line unknown-command-one-line
expect_status unknown-flag 2 ctl show X --frobnicate
expect_text unknown-flag-is-named "--frobnicate" "$T/err"
expect_status flag-of-another-command 2 ctl show X --unit Y
expect_status flag-without-value 2 ctl lend X --unit
expect_status missing-argument 2 ctl show
expect_status missing-flag 2 ctl register --name X
expect_text missing-flag-is-named "--category" "$T/err"
expect_status argument-too-many 2 ctl show a b
expect_status group-alone 2 ctl staff
expect_status group-help 0 ctl staff --help
expect_status bad-language 2 ctl --lang de cases

# Flags that go everywhere stand before the command or behind it.
expect_status json-before 0 ctl --json cases
expect_same json-before-array "[]" "$(tr -d '\n' <"$T/out")"
expect_status json-behind 0 ctl cases --json
expect_same json-behind-array "[]" "$(tr -d '\n' <"$T/out")"
expect_status store-behind 0 "$BUILD/samdepactl" cases --store "$STORE"

# What is no command is wrong usage; sync without a hub is refused.
for c in rapport trip synk; do
	expect_status "no-$c" 2 ctl "$c"
done
expect_status sync-without-hub 1 ctl sync
expect_text sync-without-hub-says "hub add" "$T/err"

# Language: Swedish, English by flag and by environment.
expect_status swedish 1 ctl show NIX
expect_text swedish-says "Ingenting har koden" "$T/err"
expect_status english-flag 0 ctl --lang en cases
expect_text english-flag-says "Nothing to show."
run env LANG=en_GB.UTF-8 "$BUILD/samdepactl" cases
expect_text english-environment "Nothing to show."
run env LANGUAGE=en "$BUILD/samdepactl" cases
expect_text english-language "Nothing to show."

# Bad input.
long=$(printf 'x%.0s' $(seq 4000))
for text in "$(printf 'a\033[31mb')" "$(printf 'a\nb')" "$(printf '\377x')" \
    "$(printf 'a\342\200\256b')"; do
	expect_status "bad-argument-$((++n))" 2 ctl show "$text"
	expect_one_line "bad-argument-$n-one-line"
	LC_ALL=C grep -q "$(printf '[\001-\011\013-\037]')" "$T/err" &&
	    not_ok "bad-argument-$n-drawn" "control characters on the way out" ||
	    ok "bad-argument-$n-drawn"
done
for words in "show $long" "search $long" "register --category a --name $long" \
    "place add $long" "unit add $long" "history $long"; do
	# shellcheck disable=SC2086
	run ctl $words
	case $status in
	0|1|2) ok "long-argument-${words%% x*}" ;;
	*) not_ok "long-argument-${words%% x*}" "status $status" ;;
	esac
done
expect_status argument-5000 2 ctl show "$long$long"
expect_status count-zero 2 ctl register --name a --category b --count 0
expect_status count-huge 2 ctl register --name a --category b \
    --count 99999999999999999999
expect_status count-word 2 ctl register --name a --category b --count fem
expect_status date-absurd 2 ctl available --from 9999-99-99
expect_status date-word 2 ctl available --to snart
expect_status date-backwards 2 ctl available --from +9 --to +1
expect_status money-word 2 ctl register --name a --category b --value dyr
expect_status condition-word 2 ctl register --name a --category b \
    --condition fint
expect_status kind-word 2 ctl order X --unit Y --kind gift
expect_status undo-word 2 ctl undo x
expect_status nothing-was-made 0 ctl export items
expect_same nothing-was-made-rows 1 "$(wc -l <"$T/out")"

# Standard output gone or full.
ctl show 1 >/dev/full 2>"$T/err"
expect_same item-missing-first 1 $?
ctl place list >/dev/full 2>"$T/err"
expect_same output-full 4 $?
expect_one_line output-full-one-line
ctl place list >&- 2>"$T/err"
expect_same output-closed 4 $?
ctl place add P1 >&- 2>"$T/err"
expect_same output-closed-writing 4 $?
expect_status output-closed-store-whole 0 ctl check
{ ctl --help; echo $? >"$T/piped"; } 2>"$T/err" | true
case $(cat "$T/piped") in
0|4) ok output-pipe-closed ;;
*) not_ok output-pipe-closed "status $(cat "$T/piped")" ;;
esac

# Stores that are not what they should be.
expect_status store-missing 4 "$BUILD/samdepactl" --store "$T/none.db" cases
expect_one_line store-missing-one-line
run "$BUILD/samdepactl" --store \
    "$BUILD/samdepactl" cases
case $status in
3|4) ok store-not-one ;;
*) not_ok store-not-one "status $status" ;;
esac
expect_status store-there-already 1 ctl init --depot YST1 --name A \
    --organisation YST=B
cp "$STORE" "$T/newer.db"
python3 -c 'import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.execute("PRAGMA user_version = 999")
c.commit()' "$T/newer.db"
expect_status store-newer 1 "$BUILD/samdepactl" --store "$T/newer.db" cases
expect_one_line store-newer-one-line
head -c 5000 "$STORE" >"$T/short.db"
run "$BUILD/samdepactl" --store "$T/short.db" check
case $status in
3|4) ok store-truncated ;;
*) not_ok store-truncated "status $status" ;;
esac

# A bad configuration stops the start with file and line; the doctor tells.
echo "stoer = x" >"$T/samdepa.conf"
expect_status bad-configuration 2 ctl cases
expect_text bad-configuration-line "samdepa.conf:1:" "$T/err"
expect_status bad-configuration-doctor 2 ctl doctor
expect_text bad-configuration-doctor-tells "samdepa.conf:1:"
rm "$T/samdepa.conf"

# init
for depot in yst1 "Y ST" ÅST X TOOLONGDEPOT ""; do
	run "$BUILD/samdepactl" --store "$T/i.db" init --depot "$depot" \
	    --name A --organisation YST=B
	[ "$status" = 2 ] && [ ! -e "$T/i.db" ] &&
	    ok "init-depot-refused-$depot" ||
	    not_ok "init-depot-refused-$depot" "status $status"
done
expect_status init-organisation-form 2 "$BUILD/samdepactl" --store \
    "$T/i.db" init --depot YST1 --name A --organisation YST
expect_status init-no-folder 4 "$BUILD/samdepactl" --store \
    "$T/no/such/i.db" init --depot YST1 --name A --organisation YST=B
expect_status init-json 0 "$BUILD/samdepactl" --store "$T/i.db" init \
    --depot SKU1 --name "Skurups depå" --organisation SKU="Skurups kommun" \
    --json
expect_same init-json-depot SKU1 "$(json 'j["depot"]')"
expect_same init-json-administrator "$(id -un)" "$(json 'j["administrator"]')"
finish
