#!/bin/sh
# pages.sh PROGRAM FOLDER - writes samdepactl's manual pages into FOLDER: one
# for each command, made of the help that PROGRAM itself gives, and
# samdepactl.1 with the list of them in it.
set -eu
program=$1
folder=$2
here=$(dirname "$0")
mkdir -p "$folder"

ctl() {
	SAMDEPA_CONFIG=/dev/null "$program" --lang en "$@"
}

# Words that roff would take for its own.
escape() {
	sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\\([.']\\)/\\\\\&\\1/"
}

# The text of a command's help, escaped, as sections under the macro $1.
sections() {
	awk -v macro="$1" '
	function start(name) { section = name; print macro " " name }
	/^Usage: / { print macro " SYNOPSIS"; sub(/^Usage: /, ""); usage = 1 }
	/^$/ { usage = 0; if (section == "") start("DESCRIPTION"); next }
	/^Flags:$/ { start("OPTIONS"); next }
	/^Examples:$/ { start("EXAMPLES"); print ".nf"; nf = 1; next }
	usage { print; next }
	section == "OPTIONS" && /^  \\-\\-/ {
		text = $0; sub(/^  /, "", text)
		at = match(text, /   */)
		print ".TP"
		print ".B " (at ? substr(text, 1, at - 1) : text)
		if (at) print substr(text, at + RLENGTH)
		next
	}
	{ sub(/^ +/, ""); print }
	END { if (nf) print ".fi" }'
}

# page NAME HELP-LINE - the page of a command, or of a group of them.
page() {
	{
		printf '.TH SAMDEPACTL-%s 1 "" "Samdep\\[u00E5]"\n' \
		    "$(echo "$1" | tr a-z A-Z)"
		printf '.SH NAME\nsamdepactl-%s \\- %s\n' "$1" "$2"
		names "$1" | while read -r first second; do
			if [ -n "$second" ]; then
				echo ".SH samdepactl $first $second"
				ctl "$first" "$second" --help | escape |
				    sections .SS
			else
				ctl "$first" --help | escape | sections .SH
			fi
		done
		printf '.SH SEE ALSO\n.BR samdepactl (1)\n'
	} >"$folder/samdepactl-$1.1"
}

# The commands of a group, a line each: "staff add".
names() {
	ctl commands --json | sed -n 's/^{"command": "\([^"]*\)".*/\1/p' |
	    awk -v group="$1" '$1 == group'
}

ctl commands --json | sed -n \
    's/^{"command": "\([^"]*\)", "help": "\([^"]*\)".*/\1\t\2/p' |
    awk -F '\t' '{ split($1, w, " "); name = w[1]
        if (name != before) { if (NR > 1) print ""; printf "%s\t%s", name, $2 }
        else printf ", %s", tolower(substr($2, 1, 1)) substr($2, 2)
        before = name } END { print "" }' >"$folder/commands"

while IFS='	' read -r name help; do
	page "$name" "$help" </dev/null
done <"$folder/commands"

awk -F '\t' '{ gsub(/-/, "\\-", $2); print ".TP\n.BR samdepactl\\-" $1 \
    " (1)\n" $2 "." }' "$folder/commands" |
    sed -e "/^\\.\\\\\" COMMANDS/r /dev/stdin" "$here/samdepactl.1.in" \
    >"$folder/samdepactl.1"
rm "$folder/commands"
