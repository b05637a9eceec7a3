# Keeps one throwaway PostgreSQL for as long as the test process lives, then clears it away.
# Standard input is a pipe whose other end only the test process holds: however that process ends,
# killed outright included, the read below returns. If this script itself is killed, the parent
# death signal stops the server all the same, and only the folder is left behind.
# $1 the folder, $2 the folder with PostgreSQL's programs, $3 the port
trap '' INT TERM HUP
cd "$1" || exit 1

LC_ALL=C "$2/initdb" --pgdata=data --username=postgres --auth=trust --no-sync \
    --encoding=UTF8 --locale=C >initdb.log 2>&1 || { touch failed; read -r _; cd /; rm -rf -- "$1"; exit 1; }

# Nothing here outlives the test, so nothing waits for the disk, and the journal stays small on it.
LC_ALL=C setpriv --pdeathsig INT -- "$2/postgres" -D data -p "$3" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories="$1" \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_wal_size=64MB -c min_wal_size=32MB -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off \
    -c shared_buffers=16MB -c max_connections=200 >postgres.log 2>&1 &
server=$!
echo "$server" >server.pid

read -r _
kill -INT "$server" 2>/dev/null
wait "$server"
cd / && rm -rf -- "$1"
