#!/bin/bash
# The report at the kiosk: a year by month, category and unit, the years before
# it, and on paper; in both languages and in three sizes.
. "$(dirname "$0")/../lib/sh.sh"
cat >factors.conf <<'END'
[kontorsstol]
co2e_kg = 72
kronor = 3000
source = FIRA
year = 2011
END
echo "factors = $T/factors.conf" >>"$SAMDEPA_CONFIG"
mkdir print
fresh_store
U=$(ctl unit add "Ystads bibliotek")
ctl category add Kontorsstol --name-en "Office chair" >/dev/null
ctl category add Bord >/dev/null
chair=$(ctl register --name Stol --category Kontorsstol)
table=$(ctl register --name Bord --category Bord --value 500)
ctl takeover "$chair" --unit "$U" >/dev/null
ctl takeover "$table" --unit "$U" >/dev/null
badge=$(ctl staff add Anna --role worker)

open='wait ∑  Rapport
tap Rapport
wait kg CO2e sparade'
for size in 24x80 37x100 16x57; do
	kiosk "shown-$size" "$open
see 72 kg
see 3500 kr
see 1 av dem är utan klimatsiffra
miss Räknar
key Right
wait ● Kategori
see Kontorsstol
see Bord
key Right
wait Ystads bibliotek" -s $size
done
kiosk english "$open
key F12
wait kg CO2e saved
key Right
wait ● Category
key F8
key F7
wait Nothing was lent or taken over then
key F8
wait Office chair"
kiosk on-paper "wait Skanna
scan $badge
wait Inloggad
wait ∑  Rapport
tap Rapport
wait kg CO2e sparade
key F6
wait Rapporten är utskriven"
expect_same paper 1 "$(ls print/*.pdf | wc -l)"
expect_text paper-source FIRA <(pdftotext print/*.pdf -)
# It counts beside the screen, which can be left meanwhile.
kiosk left-early "wait ∑  Rapport
tap Rapport
key Esc
wait ∑  Rapport
tap Rapport
wait kg CO2e sparade"
echo 'co2e_kg = 1' >factors.conf
kiosk faulty "wait ∑  Rapport
tap Rapport
wait Rapporten gick inte att göra"
finish
