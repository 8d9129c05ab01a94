# What the program says of itself: help in two languages, manual pages, the
# shell's completion; none knows a command that the others do not.
. "$(dirname "$0")/../lib/sh.sh"

"$BUILD/samdepactl" commands --json >"$T/out" 2>"$T/err"
expect_same commands 0 $?
json '"\n".join(c["command"] for c in j)' >commands
expect_same commands-many True "$([ "$(wc -l <commands)" -gt 50 ] && echo True)"
while read -r first second; do
	# shellcheck disable=SC2086
	run "$BUILD/samdepactl" $first $second --help </dev/null
	name=$first${second:+-$second}
	if [ "$status" = 0 ] && grep -q '^Användning: ' "$T/out" &&
	    [ ! -s "$T/err" ]; then
		ok "help-$name"
	else
		not_ok "help-$name" "status $status: $(head -c 200 "$T/out")"
	fi
	# shellcheck disable=SC2086
	run "$BUILD/samdepactl" --lang en $first $second --help </dev/null
	# What stands below Examples is what people call things here.
	sed '/^Examples:/,$d' "$T/out" >english
	if grep -q '^Usage: ' english && ! grep -q '[åäöÅÄÖ]' english; then
		ok "help-english-$name"
	else
		not_ok "help-english-$name" "$(grep -m 1 '[åäöÅÄÖ]' english)"
	fi
	awk 'length($0) > 100 { exit 1 }' "$T/out" || not_ok "help-width-$name"
done <commands
run "$BUILD/samdepactl" --lang en --help
grep -q '[åäöÅÄÖ]' "$T/out" && not_ok help-english-all || ok help-english-all

# Every text of the command line has its English.
if command -v xgettext >/dev/null; then
	(cd "$ROOT" && xgettext --from-code=UTF-8 -L C -k_ -kN_ -o "$T/ctl.pot" \
	    tui/ctl/*.c tui/ctl/*.def 2>/dev/null)
	sed -i 's/charset=CHARSET/charset=UTF-8/' ctl.pot
	msgmerge -q --no-fuzzy-matching "$ROOT/assets/po/en.po" ctl.pot \
	    -o merged.po
	msgattrib --untranslated --no-obsolete --no-wrap merged.po >missing
	grep -q '^msgid "..*"' missing &&
	    not_ok english-whole "$(grep -m 1 '^msgid "..*"' missing)" ||
	    ok english-whole
else
	skip english-whole "no gettext tools"
fi

# Manual pages.
expect_status man 0 sh "$ROOT/assets/man/pages.sh" "$BUILD/samdepactl" man
cut -d ' ' -f 1 commands | sort -u | while read -r first; do
	if grep -q '^\.SH NAME' "man/samdepactl-$first.1" &&
	    grep -q "samdepactl.-$first" man/samdepactl.1; then
		ok "man-$first"
	else
		not_ok "man-$first" "no page, or not in samdepactl(1)"
	fi
done
[ "$(cut -d ' ' -f 1 commands | sort -u | wc -l)" = \
    "$(($(ls man | wc -l) - 1))" ] && ok man-no-more || not_ok man-no-more
if command -v groff >/dev/null; then
	expect_same man-well-formed "" "$(groff -man -ww -Tutf8 -K utf8 \
	    man/*.1 2>&1 >/dev/null | head -n 3)"
fi

# Completion, as the shell asks for it.
complete_line() {
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	_samdepactl
	echo "${COMPREPLY[*]}"
}
PATH=$BUILD:$PATH
# shellcheck source=/dev/null
. "$ROOT/assets/completion/samdepactl.bash"
expect_same complete-command redeem "$(complete_line samdepactl rede)"
expect_same complete-second "add" "$(complete_line samdepactl staff a)"
expect_same complete-flag "--unit --until" \
    "$(complete_line samdepactl lend I-1 --un)"
expect_same complete-group-flag "--role" \
    "$(complete_line samdepactl staff add --ro)"
expect_same complete-kind "loans" "$(complete_line samdepactl export lo)"
expect_same complete-language "sv en" "$(complete_line samdepactl --lang '')"
finish
