#!/bin/bash
# server.sh - PostgreSQL fails in the middle of a sync of 2,000 events: it is
# killed, stopped at once, ends the connection, or stands still.  The sync ends
# with status 4 and a sentence, the store is whole, and the next one ends as if
# nothing had been.
TMPDIR=/dev/shm
[ -w $TMPDIR ] && export TMPDIR || unset TMPDIR
. "$(dirname "$0")/../lib/sh.sh"
. "$ROOT/tests/lib/pg.sh"
. "$ROOT/tests/lib/night.sh"
if ! pg_make || ! pg_start; then
	skip server "no server to start"
	finish
fi
pg_users
EACH=500
URL="$(pg_url)?tcp_user_timeout=700&connect_timeout=2"

# Each row that a sync touches is counted; at row `at` it waits for a lock that
# the test holds: so it stands where the test wants it.
ticks() {
	pg_sql hub "CREATE SEQUENCE samdepa.tick;
	    CREATE TABLE samdepa.stop(at int8 NOT NULL);
	    INSERT INTO samdepa.stop VALUES (0);
	    CREATE FUNCTION samdepa.tick() RETURNS bool LANGUAGE plpgsql AS '
	    BEGIN
	      IF nextval(''samdepa.tick'') = (SELECT at FROM samdepa.stop) THEN
	        PERFORM pg_advisory_lock_shared(7);
	      END IF;
	      RETURN true;
	    END';
	    GRANT ALL ON ALL TABLES IN SCHEMA samdepa TO depot1;
	    GRANT ALL ON ALL SEQUENCES IN SCHEMA samdepa TO depot1;
	    ALTER TABLE samdepa.hub ENABLE ROW LEVEL SECURITY;
	    ALTER TABLE samdepa.hub FORCE ROW LEVEL SECURITY;
	    CREATE POLICY tick ON samdepa.hub USING (samdepa.tick())
	        WITH CHECK (samdepa.tick())"
}

# hold - somebody has the lock from now on, until let_go.
hold() {
	: >"$T/held"
	"$PGBIN/psql" -h "$PG" -p "$PGPORT" -U boss -qAtX hub >"$T/held" 2>&1 \
	    < <(echo "SELECT 'held' FROM pg_advisory_lock(7);"
	    exec tail --pid=$$ -f /dev/null) &
	holder=$!
	until grep -q held "$T/held"; do
		kill -0 $holder || return 1
	done
}
let_go() {
	kill $holder 2>/dev/null
	wait $holder 2>/dev/null
}

# How a server can fail; the backend that waits is $backend.
by_kill() { kill -9 "$PGPID"; pg_gone; }
by_plug() { pg_stop; }
by_ending() { pg_sql hub "SELECT pg_terminate_backend($backend)" >/dev/null; }
by_standing() { kill -STOP "$backend"; let_go; }

back() {
	[ -z "$backend" ] || kill -CONT "$backend" 2>/dev/null
	let_go
	local i
	[ -n "$PGPID" ] || for ((i = 0; i < 50; i++)); do
		pg_start >"$T/start.out" 2>&1 && break
	done
	pg_sql hub 'UPDATE samdepa.stop SET at = 0'
}

# fails HOW DIR VICTIM OTHER ROW
fails() {
	local how=$1 d=$2 victim=$3 other=$4 row=$5 name=server-$1-$2-$5 pid
	again "$d"
	pg_sql hub "TRUNCATE samdepa.hub; INSERT INTO samdepa.hub SELECT *
	    FROM kept_$d; UPDATE samdepa.stop SET at = $row;
	    ALTER SEQUENCE samdepa.tick RESTART"
	hold || { not_ok "$name" "no lock"; return; }
	on "$d" "$victim" sync >"$T/$d/said" 2>"$T/err" &
	pid=$!
	backend=
	until [ -n "$backend" ]; do
		kill -0 $pid 2>/dev/null || break
		backend=$(pg_sql hub "SELECT pid FROM pg_locks WHERE
		    locktype = 'advisory' AND NOT granted")
	done
	if [ -z "$backend" ]; then
		not_ok "$name" "it never came to row $row"
	else
		SECONDS=0
		"by_$how"
		wait $pid
		expect_same "$name-status" 4 $?
		[ $SECONDS -lt 10 ] && ok "$name-in-time" ||
		    not_ok "$name-in-time" "$SECONDS s"
		expect_text "$name-says" "Navets databas svarar inte" "$T/err"
		expect_one_line "$name-one-line"
		expect_no_text "$name-password" hemlig "$T/err"
		expect_status "$name-check" 0 on "$d" "$victim" check
	fi
	back
	quiet "$d" "$victim" && quiet "$d" "$other" && quiet "$d" "$victim" &&
	    ends "$d" >"$T/$d/ends" && cmp -s "$T/$d/ends" "$T/$d/wanted" &&
	    ok "$name-ends" || not_ok "$name-ends" "$(cat "$T/$d/said")"
}

for d in push pull; do
	pg_sql hub 'DROP SCHEMA IF EXISTS samdepa CASCADE' 2>/dev/null
	prepare $d "$URL" $d >"$T/$d.out" 2>&1
	expect_no_text server-$d-invitation hemlig "$T/$d.out"
	pg_sql hub "CREATE TABLE kept_$d AS TABLE samdepa.hub"
	ticks
	victim=yst other=trb
	[ $d = push ] || victim=trb other=yst
	pg_sql hub 'ALTER SEQUENCE samdepa.tick RESTART'
	quiet $d $victim
	rows=$(pg_sql hub 'SELECT last_value FROM samdepa.tick')
	again $d
	pg_sql hub "TRUNCATE samdepa.hub;
	    INSERT INTO samdepa.hub SELECT * FROM kept_$d"
	undisturbed $d && ok server-$d-undisturbed ||
	    not_ok server-$d-undisturbed "$(tail -n 5 "$T/$d.out" "$T/$d/said")"
	fails kill $d $victim $other $((rows / 3))
	fails kill $d $victim $other $rows
	fails plug $d $victim $other $((rows / 2))
	fails ending $d $victim $other $((rows * 2 / 3))
	fails standing $d $victim $other $((rows * 3 / 4))
	echo "# $d: a sync touches $rows rows"
done
finish
