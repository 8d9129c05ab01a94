#!/bin/bash
# What is printed is read back first: what cannot be read is not printed, and
# a reader that is missing is said and stops nobody.
. "$(dirname "$0")/../lib/sh.sh"
fresh_store
ctl register --name Stol --category Stol --copies 2 >/dev/null
expect_status label 0 ctl label I-YST1-000001-O --to label.pdf
expect_same label-is-quiet '' "$(cat err)"
expect_status doctor 0 ctl doctor --json
expect_same doctor-read-a-label True "$(json 'any(c["ok"] and
    "lästes tillbaka" in c["found"] for c in j["checks"])')"

# With a reader that counts: one serves a whole sheet.
mkdir bin
ln -s "$BUILD/locale" "$BUILD/tests" bin
cp "$BUILD/samdepactl" bin
cat >bin/samdepa-scan <<F
#!/bin/sh
echo "\$@" >>$T/starts
exec $BUILD/samdepa-scan "\$@"
F
chmod +x bin/samdepa-scan
mine() { PATH=/usr/bin:/bin bin/samdepactl --store "$STORE" "$@"; }
expect_status sheet 0 mine label --next 24 --to sheet.pdf
expect_same sheet-one-reader 1 "$(wc -l <starts)"

# A label that is too narrow for its bars: refused, and nothing is there.
rm -rf "$STORE"*
ctl init --depot TRELLEBO --name Trelleborg \
    --organisation TRB="Trelleborgs kommun" >/dev/null
ctl register --name Stol --category Stol >/dev/null
expect_status long-on-a-roll 0 ctl label 1 --to escpos-58:roll.bin
expect_same long-on-a-roll-is-quiet '' "$(cat err)"
long=I-TRELLEBO-123456789-$(python3 -c 'p = 36
for c in "ITRELLEBO123456789":
    p = ((p + int(c, 36)) % 36 or 36) * 2 % 37
print("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(37 - p) % 36])')
for to in narrow.pdf narrow.png "file:$T/narrow"; do
	expect_status "narrow-${to%%/*}" 1 ctl label 1 "$long" --to "$to"
done
expect_one_line narrow-one-line
expect_text narrow-says "Inget skrevs ut: streckkoden på $long" err
expect_same narrow-nothing '' "$(find . -name 'narrow?*' -o -name 'I-*')"
expect_status narrow-in-english 1 ctl --lang en label "$long" --to narrow.pdf
expect_text narrow-in-english-says 'Choose a wider label or paper' err

# Without the reader, or with one that fails: printed, and said.
rm bin/samdepa-scan
expect_status missing 0 mine label 1 --to missing.pdf
expect_text missing-says 'lästes inte tillbaka' err
expect_text missing-is-there %PDF missing.pdf
expect_status missing-doctor 4 mine doctor
expect_text missing-doctor-says 'samdepa-scan fattas'
printf '#!/bin/sh\nexit 3\n' >bin/samdepa-scan
chmod +x bin/samdepa-scan
expect_status broken 0 mine --lang en label 1 --to broken.png
expect_text broken-says 'samdepa-scan did not answer' err
[ -s broken.png ] && ok broken-is-there || not_ok broken-is-there

# The kiosk says it once, and in its bar.
cp "$BUILD/samdepa" bin
mkdir -p print
item=$(sqlite3 "$STORE" "SELECT code FROM item LIMIT 1")
boss=$(ctl staff add Birgitta --role staff)
again="scan $boss
wait Birgitta
scan $item
wait Stol
key F6"
BUILD=$T/bin kiosk kiosk-says "$again
wait lästes inte tillbaka
see ! utskrift oprövad
$again
wait Utskrivet: $item
see ! utskrift oprövad"
printf '#!/bin/sh\nexec %s "$@"\n' "$BUILD/samdepa-scan" >bin/samdepa-scan
BUILD=$T/bin kiosk kiosk-is-quiet "$again
wait Utskrivet: $item
miss oprövad"
printf '#!/bin/sh\n%s "$@" | grep -v Code-128\n' "$BUILD/samdepa-scan" \
    >bin/samdepa-scan
rm -rf print/*
BUILD=$T/bin kiosk kiosk-refuses "$again
wait Inget skrevs ut: streckkoden på $item går inte att läsa"
expect_same kiosk-refused-nothing '' "$(ls -A print)"
expect_status doctor-refused 1 mine doctor
expect_text doctor-refused-says 'label_printer i inställningarna'
finish
