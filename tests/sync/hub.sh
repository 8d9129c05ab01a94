#!/bin/bash
# hub.sh - every kind of hub against one suite; then what each can meet: a
# server that refuses, is not there, falls silent or lies about its protocol; a
# folder that is full, read-only, or holds what nobody put there.  A password
# stands in nothing that is said.
if [ "${1:-}" != --inside ]; then
	# Mounts of its own for the full disk, where that is allowed.
	for kind in private unchanged; do
		if unshare -m --propagation $kind true 2>/dev/null; then
			exec unshare -m --propagation $kind \
			    bash "$0" --inside
		fi
	done
fi
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/pg.sh"
SUITE=$BUILD/tests/sync/hub_suite

# hub WANTED NAME CALL... - how one call ends: its first word.
hub() {
	"$SUITE" "${@:3}" >"$T/out" 2>"$T/err"
	expect_same "$2" "$1" "$(tail -n 1 "$T/out" | cut -d ' ' -f 1)"
}

# --- the folder ---

mkdir "$T/hub" "$T/none"
"$SUITE" conform file "file:$T/hub" || FAILED=1
hub outside file-no-folder open "file:$T/no/such"
hub not-found file-no-mark open "file:$T/none"
hub invalid file-relative open file:hub
hub invalid kind-unknown open "ftp://$T/hub"
hub ok file-slashes open "file://$T/hub//"

echo old >"$T/hub/logs/A-1/.new-old"
echo new >"$T/hub/logs/A-1/.new-young"
touch -d '2 days ago' "$T/hub/logs/A-1/.new-old"
hub ok temporary list "file:$T/hub" logs/
expect_same temporary-unlisted "$(printf 'logs/A-1/x\nok')" "$(cat "$T/out")"
expect_same temporary-cleared .new-young "$(ls -A "$T/hub/logs/A-1" |
    grep new)"

mkfifo "$T/hub/logs/A-1/fifo"
ln -s /etc/passwd "$T/hub/logs/A-1/link"
ln -s .. "$T/hub/logs/A-1/loop"
echo x >"$T/hub/logs/A-1/å"
hub invalid fifo-does-not-hang get "file:$T/hub" logs/A-1/fifo
hub ok strange-list list "file:$T/hub" logs/A-1/
expect_no_text strange-fifo fifo
expect_no_text strange-name å
rm "$T/hub/logs/A-1/"{fifo,link,loop,å}

echo something >"$T/file"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 711 "$T"
	cp "$SUITE" "$T/suite"
	chmod -R go-w "$T/hub"
	SUITE="setpriv --reuid nobody --clear-groups $T/suite"
	hub() {
		$SUITE "${@:3}" >"$T/out" 2>"$T/err"
		expect_same "$2" "$1" "$(tail -n 1 "$T/out" |
		    cut -d ' ' -f 1)"
	}
	hub ok read-only-get get "file:$T/hub" logs/A-1/x
	hub outside read-only-put put "file:$T/hub" logs/A-1/z "$T/file"
	expect_text read-only-says HUB_RIGHTS
	hub outside read-only-remove remove "file:$T/hub" logs/A-1/x
	chmod 700 "$T/hub"
	hub outside unreadable-open open "file:$T/hub"
	expect_text unreadable-says HUB_RIGHTS
	chmod 755 "$T/hub"
	SUITE=$BUILD/tests/sync/hub_suite
else
	skip read-only "only root can act as another"
fi

mkdir "$T/small"
if mount -t tmpfs -o size=256k none "$T/small" 2>/dev/null; then
	trap 'umount "$T/small"; rm -rf "$T"' EXIT
	hub ok full-made make "file:$T/small/hub"
	hub ok full-put put "file:$T/small/hub" registry "$T/file"
	head -c 300000 /dev/zero >"$T/big"
	hub outside full-big put "file:$T/small/hub" registry "$T/big"
	expect_text full-says HUB_FULL
	hub ok full-keeps get "file:$T/small/hub" registry
	expect_same full-leaves-nothing "registry samdepa-hub" \
	    "$(ls -A "$T/small/hub" | xargs)"
	umount "$T/small"
	trap 'rm -rf "$T"' EXIT
else
	skip full "no mounts allowed here"
fi

# --- the server ---

# fake SCRIPT - a server that says what the Python lines say on the
# connection c; its port is in $fake.
fake() {
	: >"$T/fake.port"
	python3 - "$1" >"$T/fake.port" <<'END' &
import os, select, socket, sys
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(4)
print(s.getsockname()[1], flush=True)
c = s.accept()[0]
def gone(seconds):
    r = select.select([c], [], [], seconds)[0]
    try:
        return bool(r) and not c.recv(65536)
    except OSError:
        return True
try:
    exec(sys.argv[1])
except OSError:
    pass
END
	faker=$!
	until fake=$(grep . "$T/fake.port"); do
		kill -0 $faker || break
	done
	fake="postgresql://a@127.0.0.1:$fake/hub?sslmode=disable\
&gssencmode=disable&connect_timeout=1&tcp_user_timeout=200"
}
ready='c.recv(4096); c.send(b"R\0\0\0\x08\0\0\0\0" b"Z\0\0\0\x05I");'
# ends NAME WANTED-TEXT - the call on the fake ends by itself, in time.
ends() {
	SECONDS=0
	hub outside "$1" open "$fake"
	expect_text "$1-says" "$2"
	[ $SECONDS -lt 8 ] && ok "$1-in-time" || not_ok "$1-in-time" $SECONDS
	kill $faker 2>/dev/null
	wait $faker 2>/dev/null
}
fake 'gone(60)
gone(60)'
ends silent-at-once HUB_SILENT
fake 'c.recv(4096); c.send(b"R\0\0\0")
while not gone(0.1): c.send(b"\0")'
ends trickles-in HUB_S
fake "$ready"' gone(60); gone(60)'
ends silent-when-asked HUB_SILENT
fake "$ready"' c.recv(4096)
while not gone(0.05): c.send(b"N\0\0\0\x0aSNOTE\0\0")'
ends trickles-notices HUB_S
fake "$ready"' c.recv(4096); c.send(b"H\0\0\0\x07\0\0\0"); gone(60)'
ends copies-out HUB_S
fake "$ready"' c.recv(4096); c.send(bytes(range(1, 200)))
gone(60)'
ends nonsense HUB_S
fake 'c.recv(4096); c.send(b"R\0\0\0\x0c\0\0\0\x05abcd"); gone(60)'
ends password-wanted HUB_S

if ! pg_make || ! pg_start; then
	skip postgresql "no server to start"
	finish
fi
pg_users
"$SUITE" conform tcp "$(pg_url)" || FAILED=1
pg_sql hub 'DROP SCHEMA samdepa CASCADE' 2>/dev/null
"$SUITE" conform socket "$(pg_socket_url)" || FAILED=1
hub ok server-other-user open "$(pg_url depot2)"
hub ok server-other-user-makes make "$(pg_url depot2)"

pg_sql postgres "CREATE ROLE guest LOGIN PASSWORD 'hemlig'"
hub outside server-no-right make "$(pg_url guest)"
expect_text server-no-right-says "permission denied"
expect_no_text server-no-right-password hemlig
hub outside server-refuses open "$(pg_url depot1 felaktigt)"
expect_text server-refuses-says \
    'HUB_SERVER: password authentication failed for user "depot1"'
expect_no_text server-refuses-password felaktigt
hub outside server-no-database open "$(pg_url | sed 's|/hub|/ingen|')"
expect_text server-no-database-says ingen
for form in "postgresql://a:hem%zzlig@127.0.0.1/hub" \
    "postgresql://a:hemlig@[::1/hub" "postgresql://a@h/hub?pass=hemlig"; do
	hub invalid server-url-form open "$form"
	expect_no_text server-url-password hemlig
done

# What another holds is not waited for without end.
"$PGBIN/psql" -h "$PG" -p "$PGPORT" -U boss -qAtX hub >"$T/held" 2>&1 \
    < <(echo 'BEGIN; LOCK TABLE samdepa.hub; SELECT 1;'
    tail --pid=$$ -f /dev/null) &
holder=$!
until grep -q 1 "$T/held"; do
	kill -0 $holder || break
done
SECONDS=0
hub outside server-held list "$(pg_url)?tcp_user_timeout=400" logs/
expect_text server-held-says HUB_SILENT
[ $SECONDS -lt 8 ] && ok server-held-in-time || not_ok server-held-in-time
kill $holder
wait $holder 2>/dev/null

# A postmaster that stands still lets the kernel say yes for it.
kill -STOP "$PGPID"
SECONDS=0
hub outside server-stopped open "$(pg_url)?connect_timeout=1"
expect_text server-stopped-says HUB_SILENT
[ $SECONDS -lt 8 ] && ok server-stopped-in-time || not_ok server-stopped-in-time
pg_stop
hub outside server-gone open "$(pg_url)"
expect_text server-gone-says "Connection refused"
expect_no_text server-gone-password hemlig
hub outside server-no-socket open "$(pg_socket_url)"

# --- the password ---

fresh_store
secret=(tysthemlig tyst%68emlig)
for url in "postgresql://a:${secret[0]}@127.0.0.1:$PGPORT/hub" \
    "postgresql://127.0.0.1:$PGPORT/hub?user=a&password=${secret[0]}" \
    "postgresql://127.0.0.1:$PGPORT/hub?pass%77ord=${secret[0]}&user=a" \
    "postgresql://a:x@y/${secret[0]}@127.0.0.1:$PGPORT/hub" \
    "postgres://a:${secret[0]}@127.0.0.1:$PGPORT/hub"; do
	run ctl hub add "$url"
	cat "$T/out" "$T/err" >>"$T/said"
	sqlite3 "$STORE" "INSERT OR IGNORE INTO hub(url, added, last_ok,
	    last_try, problem) VALUES ('$url', 1, 0, 0, '')" 2>>"$T/said.err"
	for words in "hub list" "hub list --json" sync "sync --json" \
	    "sync --dry-run" "depot list" "check --json"; do
		run ctl $words
		cat "$T/out" "$T/err" >>"$T/said"
	done
done
expect_text password-said "127.0.0.1:$PGPORT/hub" "$T/said"
expect_no_text password-not-said hemlig "$T/said"
sqlite3 "$STORE" 'SELECT problem FROM hub' >"$T/kept"
sqlite3 "$STORE" 'SELECT text FROM sync_report' >>"$T/kept"
expect_no_text password-not-kept hemlig "$T/kept"

# It is taken away by what the list calls it, and a second time by what it was.
url="postgresql://127.0.0.1:$PGPORT/hub?user=a&password=${secret[0]}"
shown="postgresql://127.0.0.1:$PGPORT/hub?user=a"
sqlite3 "$STORE" "DELETE FROM hub WHERE url <> '$url'"
expect_status hub-removed-as-listed 0 ctl hub remove "$shown"
expect_status hub-removed-twice 1 ctl hub remove "$url"
expect_no_text hub-remove-password hemlig "$T/err"
finish
