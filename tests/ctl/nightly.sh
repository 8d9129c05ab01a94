# The nightly backup: verified, thinned out, and nothing lost when it fails.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
ctl register --name Stol --category Stol >/dev/null
mkdir night

on() {
	SAMDEPA_NOW=$1T02:30:00Z ctl backup --nightly night "${@:2}"
}

expect_status first 0 on 2026-11-25 --json
expect_same first-file "$T/night/YST1-2026-11-25.backup" "$(json 'j["file"]')"
expect_same first-kept "1 0" "$(json '"%d %d" % (j["kept"], j["removed"])')"
cp night/YST1-2026-11-25.backup copy.db
expect_status first-is-a-store 0 "$BUILD/samdepactl" --store copy.db check
ctl grade 1 --condition worn >/dev/null
expect_status same-day-again 0 on 2026-11-25
expect_same one-a-day 1 "$(ls night | wc -l)"
rm copy.db*
cp night/YST1-2026-11-25.backup copy.db
run "$BUILD/samdepactl" --store copy.db show 1 --json
expect_same newest-of-the-day worn "$(json 'j["condition"]')"

# Thirteen months of nights: names are what counts, so they are laid out.
rm night/*
python3 -c 'import datetime, shutil
d = datetime.date(2025, 10, 20)
while d < datetime.date(2026, 11, 25):
    open("night/YST1-%s.backup" % d, "w").close()
    d += datetime.timedelta(1)'
touch night/YST2-2020-01-01.backup night/YST1-2026-02-31.backup \
    night/YST1-2020-01-01.backup.txt night/notes
expect_status thins-out 0 on 2026-11-25
cat >want <<'F'
YST1-2025-12-31.backup
YST1-2026-01-31.backup
YST1-2026-02-28.backup
YST1-2026-03-31.backup
YST1-2026-04-30.backup
YST1-2026-05-31.backup
YST1-2026-06-30.backup
YST1-2026-07-31.backup
YST1-2026-08-31.backup
YST1-2026-09-30.backup
YST1-2026-10-31.backup
YST1-2026-11-08.backup
YST1-2026-11-15.backup
YST1-2026-11-19.backup
YST1-2026-11-20.backup
YST1-2026-11-21.backup
YST1-2026-11-22.backup
YST1-2026-11-23.backup
YST1-2026-11-24.backup
YST1-2026-11-25.backup
F
expect_same stays "$(cat want)" "$(ls night | grep '^YST1.*backup$' |
    grep -v 02-31)"
expect_same others-stay 4 "$(ls night | grep -vxFf want | wc -l)"
expect_status retention-set 0 ctl retention set backup --for 60
expect_status older-goes 0 on 2026-11-25
expect_same older-gone YST1-2026-09-30.backup "$(ls night |
    grep '^YST1-2026.*backup$' | grep -v 02-31 | head -1)"
expect_status keep-one 0 on 2026-11-26 --keep 1,0,0
expect_same one-left YST1-2026-11-26.backup "$(ls night |
    grep '^YST1-2026.*backup$' | grep -v 02-31)"
expect_status a-clock-that-went-ahead 0 on 2036-01-01
expect_status and-back 0 on 2026-11-27 --keep 1,0,0
[ -e night/YST1-2026-11-27.backup ] && ok tonight-stays || not_ok tonight-stays

# What fails removes nothing, and leaves nothing half done.
before=$(ls night)
expect_status no-folder 4 ctl backup --nightly none
expect_one_line no-folder-one-line
expect_status keep-nonsense 2 on 2026-11-28 --keep 7,4
expect_status keep-nothing 2 on 2026-11-28 --keep 0,0,0
cp "$STORE" good.db
python3 -c 'import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute("UPDATE event SET time = time + 1")
c.commit()' "$STORE"
expect_status damaged 3 on 2026-11-28
expect_same nothing-changed "$before" "$(ls night)"
expect_status retention-of-backups 1 ctl retention set backups --for 10
finish
