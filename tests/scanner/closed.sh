#!/bin/bash
# closed.sh - the sandbox as it is met from outside: nothing switches it off,
# and nothing that was open reaches into it.
. "$(dirname "$0")/../lib/sh.sh"
scan=$BUILD/samdepa-scan
qrencode -s 4 -o good.png GOOD-1
mkfifo pipe said

# A library that is put in between makes the steps do nothing: it shows.
cat >between.c <<'END'
int seccomp_load(void *filter) { return filter == 0; }
END
if [[ $BUILD != */san ]]; then	# a sanitizer must be the first
	gcc -shared -fPIC -o between.so between.c
	LD_PRELOAD=$T/between.so run "$scan" good.png
	expect_same library-in-between '4 0' \
	    "$status $(grep -c GOOD "$T/out")"
	expect_text library-in-between-is-told 'no sandbox: seccomp' "$T/err"
fi

# One that reads for ever, with a descriptor that is none of its own.
exec 8<>pipe 9<>/dev/null
"$scan" --watch --raw 8x8 <pipe >said 8>&- &
pid=$!
exec 7<said
while read -r -t 20 line <&7 && [[ $line != 'state open '* ]]; do
	:
done
reader=/proc/$(pgrep -P $pid)
expect_same filtered 2 "$(awk '/^Seccomp:/ { print $2 }' "$reader/status")"
expect_same no-new-privileges 1 \
    "$(awk '/^NoNewPrivs:/ { print $2 }' "$reader/status")"
[[ $BUILD = */san ]] && log='' || log='3 '	# it logs to 2
expect_same descriptors "0 1 2 ${log}4" \
    "$(ls "$reader/fd" | sort -n | paste -sd ' ')"
exec 8>&-
wait $pid
expect_same ends-with-its-input 0 $?

# What waits is ended by the clock: for bytes that do not come, and for a
# reader that takes nothing.  The limit here is a second, and two by the clock.
exec 8<>pipe
expect_status no-bytes 1 bash -c "ulimit -t 1; exec '$scan' pipe good.png"
expect_text no-bytes-is-told 'pipe: not read in time' "$T/err"
expect_text no-bytes-leaves-the-others GOOD-1
finish
