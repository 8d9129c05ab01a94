# bash completion for samdepactl.  Commands and flags are what the program
# itself says, so that this file knows none of them.

_samdepactl_commands() {
	samdepactl commands --json 2>/dev/null |
	    sed -n 's/^{"command": "\([^"]*\)".*/\1/p'
}

_samdepactl() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local i word first= second= words

	COMPREPLY=()
	case $prev in
	--lang) COMPREPLY=($(compgen -W 'sv en' -- "$cur")); return ;;
	--format) COMPREPLY=($(compgen -W 'csv json' -- "$cur")); return ;;
	--condition) COMPREPLY=($(compgen -W 'as_new good worn broken' \
	    -- "$cur")); return ;;
	--store|--to|--check) COMPREPLY=($(compgen -f -- "$cur")); return ;;
	esac
	# The command's words before the one being written.
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		case $word in
		--store|--lang|--as) ((i++)) ;;
		-*) ;;
		*) if [ -z "$first" ]; then
			first=$word
		elif [ -z "$second" ]; then
			second=$word
		fi ;;
		esac
	done
	words=$(_samdepactl_commands)
	if [ -z "$first" ]; then
		case $cur in
		-*) words='--store --lang --as --json --help --version' ;;
		*) words=$(sed 's/ .*//' <<<"$words" | sort -u) ;;
		esac
		COMPREPLY=($(compgen -W "$words" -- "$cur"))
		return
	fi
	# The second word of "staff add".
	if [ -z "$second" ] && grep -q "^$first " <<<"$words"; then
		words=$(sed -n "s/^$first //p" <<<"$words")
		COMPREPLY=($(compgen -W "$words" -- "$cur"))
		return
	fi
	case $cur in
	-*)
		words=$(samdepactl commands "$first" "$second" 2>/dev/null ||
		    samdepactl commands "$first" 2>/dev/null)
		COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;
	*)
		case $first in
		import) [ -n "$second" ] || {
			COMPREPLY=($(compgen -W 'items units places staff' \
			    -- "$cur")); return; } ;;
		export) [ -n "$second" ] || {
			COMPREPLY=($(compgen -W 'items units places loans
			    tickets cases ledger events' -- "$cur")); return
			} ;;
		esac
		COMPREPLY=($(compgen -f -- "$cur")) ;;
	esac
}

complete -o filenames -F _samdepactl samdepactl
