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
expect_status wide 0 ctl label 1 --to escpos:wide.bin
expect_status narrow 1 ctl label 1 --to escpos-58:narrow.bin
expect_one_line narrow-one-line
expect_text narrow-says 'Inget skrevs ut: streckkoden på I-TRELLEBO-000001' err
[ ! -e narrow.bin ] && ok narrow-nothing || not_ok narrow-nothing
expect_status narrow-in-english 1 ctl --lang en label 1 --to escpos-58:x.bin
expect_text narrow-in-english-says 'Choose a wider label or paper' err
echo "label_printer = escpos-58:$T/labels.bin" >>samdepa.conf
expect_status narrow-doctor 1 ctl doctor
expect_text narrow-doctor-says 'label_printer i inställningarna'

# Without the reader, or with one that fails: printed, and said.
rm bin/samdepa-scan
sed -i '/label_printer/d' samdepa.conf
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
echo "printer = escpos-58:$T/roll.bin" >samdepa.conf
BUILD=$T/bin kiosk kiosk-refuses "$again
wait Inget skrevs ut: streckkoden på $item går inte att läsa"
[ ! -e roll.bin ] && ok kiosk-refused-nothing || not_ok kiosk-refused-nothing
finish
