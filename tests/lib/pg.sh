# pg.sh - a PostgreSQL server of the test's own.  Source it after sh.sh:
#     . "$ROOT/tests/lib/pg.sh"
#     pg_make || skip...; pg_start
# It lives in $T/pg, answers on the socket there and on 127.0.0.1:$PGPORT, and
# is gone when the test is: the kernel ends it with the shell that began it.
# Whoever comes over the socket may all; over TCP depot1 and depot2 may with
# the password "hemlig".

PG=$T/pg
PGBIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PGBIN=${PGBIN:-$(pg_config --bindir 2>/dev/null)}
PGPID=
export PGCONNECT_TIMEOUT=10
unset PGPASSWORD PGPASSFILE PGHOST PGUSER PGDATABASE PGSERVICE

# pg_make - the cluster.  Fails, saying why, where there can be none.
pg_make() {
	PGUSER_OS=postgres
	id postgres >/dev/null 2>&1 || PGUSER_OS=nobody
	if [ ! -x "$PGBIN/initdb" ] || ! command -v setpriv >/dev/null; then
		echo "# no PostgreSQL server or setpriv here"
		return 1
	fi
	# The server refuses to be root's.
	PGAS=(setpriv --pdeathsig KILL)
	[ "$(id -u)" != 0 ] || PGAS=(setpriv --reuid "$PGUSER_OS" \
	    --clear-groups --pdeathsig KILL)
	chmod 711 "$T"
	mkdir -m 700 "$PG"
	[ "$(id -u)" != 0 ] || chown "$PGUSER_OS" "$PG"
	"${PGAS[@]}" "$PGBIN/initdb" -D "$PG/data" -U boss -A trust -N \
	    -E UTF8 --locale=C.UTF-8 >"$T/initdb.out" 2>&1 || {
		sed 's/^/# /' "$T/initdb.out"
		return 1
	}
	printf '%s\n' 'local all all trust' \
	    'host all all 127.0.0.1/32 scram-sha-256' |
	    "${PGAS[@]}" tee "$PG/data/pg_hba.conf" >/dev/null
	PGPORT=$(python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])')
	trap 'pg_stop; rm -rf "$T"' EXIT
}

# pg_start - and waits until it answers.
pg_start() {
	"${PGAS[@]}" "$PGBIN/postgres" -D "$PG/data" -k "$PG" \
	    -p "$PGPORT" -c listen_addresses=127.0.0.1 -c fsync=off \
	    -c shared_buffers=8MB -c max_connections=40 \
	    -c dynamic_shared_memory_type=mmap -c autovacuum=off \
	    -c log_min_messages=fatal >>"$T/pg.log" 2>&1 &
	PGPID=$!
	disown $PGPID	# its end is told of nowhere
	local i
	for ((i = 0; i < 200; i++)); do
		! pg_sql postgres 'SELECT 1' >/dev/null 2>&1 || return 0
		kill -0 $PGPID 2>/dev/null || break
	done
	sed 's/^/# /' "$T/pg.log"
	return 1
}

# pg_stop - at once, as a pulled plug; nothing is left of it.
pg_stop() {
	[ -n "$PGPID" ] || return 0
	kill -CONT "$PGPID" 2>/dev/null
	kill -QUIT "$PGPID" 2>/dev/null
	pg_gone
}

# pg_gone - waits until the postmaster is, and its children with it.
pg_gone() {
	tail --pid="$PGPID" -s 0.02 -f /dev/null
	PGPID=
}

# pg_sql DATABASE SQL - as the one who may all.
pg_sql() {
	"$PGBIN/psql" -h "$PG" -p "$PGPORT" -U boss -qAtX -v ON_ERROR_STOP=1 \
	    -c "$2" "$1"
}

# pg_users - depot1 and depot2, and the database hub that both may write to.
pg_users() {
	pg_sql postgres "CREATE ROLE depot1 LOGIN PASSWORD 'hemlig'" &&
	    pg_sql postgres "CREATE ROLE depot2 LOGIN PASSWORD 'hemlig'
	    IN ROLE depot1" &&
	    pg_sql postgres 'CREATE DATABASE hub OWNER depot1'
}

# pg_url [USER [PASSWORD]] - over TCP; pg_socket_url - over the socket.
pg_url() {
	echo "postgresql://${1:-depot1}:${2:-hemlig}@127.0.0.1:$PGPORT/hub"
}
pg_socket_url() {
	echo "postgresql:///hub?host=$PG&port=$PGPORT&user=depot1"
}
