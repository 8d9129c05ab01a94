# Forgotten means gone: every byte of every file is searched.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
mkdir second night single hub two
ctl unit add Skolan >/dev/null
ctl register --name Stol --category Stol --copies 4 \
    --note "Fläcken är efter Zacharias" >/dev/null
ctl staff add "Zebulon Quist" --role worker --login zquist >kim
for i in $(seq 40); do
	echo "Person $i Vanlig"
done >many
while read -r name; do ctl staff add "$name" >/dev/null; done <many
ctl mirror second >/dev/null 2>&1
SAMDEPA_NOW=2036-11-24T02:30:00Z ctl backup --nightly night >/dev/null
ctl backup single/copy.backup >/dev/null
ctl order 2 --unit Skolan --until +9 --contact "Zebulon Quist" --phone 070-7 \
    --deliver "Xylofonvägen 9" --note "Ring Wilhelmina först" >/dev/null
ctl unit add Skolan --contact "Zebulon Quist" --phone 070-8 >/dev/null
SAMDEPA_NOW=2036-11-25T02:30:00Z ctl backup --nightly night >/dev/null
cp -r night old-night
mv single away-stick

# where TEXT - the files in which the bytes stand; not the test's own.
where() {
	grep -rlaF -- "$1" store.db* second night single away-stick hub \
	    2>/dev/null | sort | tr '\n' ' '
}
gone() {
	expect_same "$1" "${3:-}" "$(where "$2")"
}

[ "$(where Zebulon | wc -w)" -ge 5 ] && ok stands-everywhere ||
    not_ok stands-everywhere "$(where Zebulon)"
expect_status by-worker 1 ctl --as "$(cat kim)" redact 1
expect_status forget 0 ctl forget "Zebulon Quist" --json
expect_same forget-contacts 2 "$(json 'j["contacts"]')"
expect_same forget-copies 2 "$(json 'j["copies"]')"
expect_same forget-away "$T/single/copy.backup" "$(json 'j["away"][0]')"
expect_text forget-tells single/copy.backup "$T/err"
gone name-gone Zebulon "away-stick/copy.backup "
gone login-gone zquist "away-stick/copy.backup "
gone phone-gone 070-7
expect_same others-stay 40 "$(ctl staff list --json | grep -c Vanlig)"
expect_status check 0 ctl check
cp night/YST1-2036-11-25.backup copy.db
expect_status copy-checks 0 "$BUILD/samdepactl" --store copy.db check
rm copy.db*
mv away-stick single
expect_status next-night 0 ctl backup --nightly night --json
expect_same nothing-away 0 "$(json 'len(j["away"])')"
gone stick-cleaned Zebulon

# Free texts, by what they are about.
expect_status dry-run 0 ctl redact "order 1" --dry-run
expect_text dry-run-two 2
[ -n "$(where Wilhelmina)" ] && ok dry-run-keeps || not_ok dry-run-keeps
expect_status redact 0 ctl redact "order 1"
gone note-gone Wilhelmina
gone address-gone Xylofon
expect_status redact-again 1 ctl redact "order 1"
expect_one_line redact-again-one-line
expect_status redact-item 0 ctl redact I-YST1-000002-M
expect_status redact-unknown 1 ctl redact "order 99"
expect_status check-after 0 ctl check

# An old backup brings nobody back: from its folder's list, without the store;
# and from the store's own list, where the folder has none.
rm -rf "$STORE"* night/*.backup
cp old-night/*.backup night
expect_status restore-folder 0 ctl restore night/YST1-2036-11-25.backup
cp night/YST1.erased list
rm night/*.backup
gone restored-without Zebulon
gone restored-without-note Wilhelmina
expect_same said-again 6 "$(ctl export events 2>/dev/null |
    grep -cE ',(forget|redact),')"
rm -rf night/*
cp old-night/*.backup night
expect_status restore-beside 0 ctl restore night/YST1-2036-11-25.backup
rm night/*
gone restored-beside Zebulon
expect_status check-restored 0 ctl check
expect_status after-restore-nightly 0 ctl backup --nightly night
gone put-aside-too Xylofon

# A list that somebody spoilt harms nobody.
head -c 3000 /dev/urandom >night/YST1.erased
expect_status restore-noise 0 ctl restore "$(ls night/*.backup)"
gone still-gone Zebulon

# The other depots, and the hub: their next sync.
fresh_store
ONE=$STORE
ctl register --name Stol --category Stol --note "Minns Wilhelmina" >/dev/null
ctl hub add "file:$T/hub" --init >/dev/null
STORE=$T/two.db
ctl init --depot TRB1 --name "Trelleborgs depå" \
    --organisation TRB="Trelleborgs kommun" >/dev/null
invitation=$(STORE=$ONE ctl depot invite TRB1 2>/dev/null | head -1)
ctl depot join "$invitation" >join.out 2>&1 || not_ok join "$(cat join.out)"
STORE=$ONE ctl sync >/dev/null
ctl sync >/dev/null
grep -qa Wilhelmina two.db* && ok text-travels || not_ok text-travels
STORE=$ONE ctl redact I-YST1-000001-O >/dev/null
STORE=$ONE ctl sync >/dev/null
expect_same hub-forgets "" "$(grep -rla Wilhelmina hub)"
ctl sync >/dev/null
expect_same other-forgets "" "$(grep -la Wilhelmina two.db*)"
expect_status other-checks 0 ctl check
finish
