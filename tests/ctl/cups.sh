#!/bin/bash
# cups.sh - a queue of CUPS as a printer, with its commands played by scripts
# that say what those of CUPS 2.4 do.
. "$(dirname "$0")/../lib/sh.sh"

demo_store
item=$(sqlite3 "$STORE" "SELECT code FROM item LIMIT 1")
mkdir bin
cat >bin/lpstat <<'END'
#!/bin/sh
[ "$*" = "-r -l -p A4 -a A4" ] && cat "$HOME/says"
END
cat >bin/lp <<'END'
#!/bin/sh
[ -e "$HOME/full" ] && { echo 'lp: no room' >&2; exit 1; }
printf '%s\n' "$*" >"$HOME/called"
cat >"$HOME/job.pdf"
END
chmod +x bin/*

# says FIRST [ALERTS [REQUESTS]] - what lpstat writes.
says() {
	printf 'scheduler is running\n%s\n\tForm mounted:\n\tAlerts: %s\n%s\n' \
	    "$1" "${2:-none}" "${3:-A4 accepting requests since Wed}" >says
}
idle='printer A4 is idle.  enabled since Wed Nov 25 19:33:20 2026'
page() { PATH=$T/bin:$PATH ctl label "$item" --to cups:A4; }

says "$idle"
expect_status printed 0 page
expect_same called "-d A4 -t $item -" "$(cat called)"
expect_same is-a-page '1' "$(pdfinfo job.pdf | sed -n 's/^Pages: *//p')"
rm called
expect_same nothing-left '' "$(ls -d "${TMPDIR:-/tmp}"/samdepa-print-* 2>&1 |
    grep -v 'No such\|cannot')"
says 'printer A4 now printing A4-12.  enabled since Wed' media-low-warning
expect_status busy 0 page
rm called

refused() {	# NAME TEXT - not printed, and why
	expect_status "$1" 4 page
	expect_text "$1-says" "$2" "$T/err"
	expect_one_line "$1-line"
	[ ! -e called ] && ok "$1-not-sent" || not_ok "$1-not-sent" sent
}
says 'printer A4 disabled since Wed Nov 25 19:33:21 2026 -
	ingen toner' paused
refused stopped 'stoppad i CUPS (ingen toner)'
says "$idle" none 'A4 not accepting requests since Wed -
	Rejecting Jobs'
refused rejecting 'tar inte emot något'
says 'printer A42 is idle.  enabled since Wed'
refused unknown 'ingen kö som heter A4'
: >says
refused down 'inte igång'
says "$idle"
touch full
refused full 'lp: no room'
rm full bin/lpstat
PATH=$T/bin:/usr/bin:/bin command -v lpstat >/dev/null ||
    refused missing 'paketet cups-client'
for name in -A4 'A 4' 'A/4' ''; do
	expect_status "name-$name" 2 ctl label "$item" --to "cups:$name"
done

# The report and sheets of labels go to the A4 printer, and doctor looks at it.
says "$idle"
printf '#!/bin/sh\ncat "$HOME/says"\n' >bin/lpstat
chmod +x bin/lpstat
printf '%s\n' "printer = escpos:$T/roll" 'page_printer = cups:A4' \
    >"$SAMDEPA_CONFIG"
PATH=$T/bin:$PATH expect_status sheet 0 ctl label "$item"
expect_same sheet-called "-d A4 -t $item -" "$(cat called)"
PATH=$T/bin:$PATH run ctl doctor
expect_text doctor-sees cups:A4
says 'printer A4 disabled since Wed -' paused
PATH=$T/bin:$PATH expect_status doctor-tells 4 ctl doctor
expect_text doctor-says 'kön är stoppad'
expect_text doctor-advises cupsenable
finish
