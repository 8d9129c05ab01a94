# The nightly units: installed, well formed, shut in, and what they run asks
# nobody anything.
. "$(dirname "$0")/../lib/sh.sh"

expect_status install 0 make -s -C "$ROOT" install-units DESTDIR= \
    PREFIX="$T/usr"
units=$T/usr/lib/systemd/system
for unit in samdepa-sync samdepa-backup; do
	for kind in service timer; do
		[ -s "$units/$unit@.$kind" ] && ok "there-$unit-$kind" ||
		    not_ok "there-$unit-$kind"
	done
done
[ -s "$units/samdepa-kiosk.service" ] && ok there-kiosk ||
    not_ok there-kiosk
expect_no_text install-fills '@PREFIX@' "$units/samdepa-sync@.service"
expect_text at-half-past-two 'OnCalendar=*-*-* 02:30' \
    "$units/samdepa-sync@.timer"
mkdir -p "$T/usr/bin"
ln -s "$BUILD/samdepactl" "$T/usr/bin"

if command -v systemd-analyze >/dev/null; then
	for unit in samdepa-sync samdepa-backup; do
		for kind in service timer; do
			expect_status "verify-$unit-$kind" 0 env \
			    SYSTEMD_UNIT_PATH="$units:" systemd-analyze verify \
			    --man=no "$units/$unit@.$kind"
			expect_same "verify-$unit-$kind-silent" "" \
			    "$(grep samdepa "$T/err")"
		done
		# 10 is wide open, 0 shut; most services are above 9.
		expect_status "shut-in-$unit" 0 systemd-analyze security \
		    --offline=yes --threshold=20 "$units/$unit@.service"
	done
	install -D -m 755 "$ROOT/assets/session/samdepa-session" \
	    "$T/usr/share/samdepa/samdepa-session"
	expect_status verify-kiosk 0 env SYSTEMD_UNIT_PATH="$units:" \
	    systemd-analyze verify --man=no "$units/samdepa-kiosk.service"
	expect_same verify-kiosk-silent "" "$(grep -v 'xinit is not' "$T/err" |
	    grep samdepa)"
	expect_status calendar 0 systemd-analyze calendar '*-*-* 02:30'
else
	skip verify "no systemd-analyze"
fi

# As the timer runs them: nobody signed in, no terminal, an empty environment.
fresh_store
mkdir "$T/copies"
echo "store = $STORE" >>samdepa.conf
ctl hub add --init "file:$T/hub" >/dev/null
line() {
	sed -n 's/^ExecStart=//p' "$units/$1@.service" |
	    sed "s|\${BACKUPS}|$T/copies|"
}
alone() {
	# shellcheck disable=SC2086
	env -i PATH=/usr/bin:/bin SAMDEPA_CONFIG="$T/samdepa.conf" \
	    ASAN_OPTIONS="${ASAN_OPTIONS:-}" setsid -w $(line "$1") </dev/null
}
expect_status sync-alone 0 alone samdepa-sync
expect_status backup-alone 0 alone samdepa-backup
expect_same backup-is-there 1 "$(ls "$T/copies" | wc -l)"
mv "$T/hub" "$T/away"
expect_status sync-no-hub 4 alone samdepa-sync
expect_one_line sync-no-hub-said
mv "$T/away" "$T/hub"
# Another sync runs: 5, and the service tries again.
exec 3< <(exec python3 -c 'import fcntl, signal, struct, sys
f = open(sys.argv[1], "r+")
fcntl.fcntl(f, 37, struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0))	# OFD
print("held", flush=True)
signal.pause()' "$STORE.sync")
holder=$!
read -r _ <&3
expect_status sync-busy 5 alone samdepa-sync
kill $holder
cat <&3	# until it is gone
expect_status sync-again 0 alone samdepa-sync
for status in 4 5; do
	grep -q "^RestartPreventExitStatus=.*$status" \
	    "$units/samdepa-sync@.service" && not_ok "retried-$status" ||
	    ok "retried-$status"
done
finish
