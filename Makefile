# Samdepå.  make run: build and open the kiosk on a demo store.  make test: the
# whole suite.  Both install what they need (make deps) and build by themselves.
# A new source file needs no edit here; SAN=1 builds with sanitizers.

VERSION = 0.1
PREFIX  = /usr/local
DESTDIR =
SAN     =
B       = build$(if $(SAN),/san)
CC      = gcc

PACKAGES = gcc make pkg-config gettext libsqlite3-dev libsodium-dev \
	libjansson-dev libncurses-dev libzbar-dev libqrencode-dev \
	libcairo2-dev libpng-dev libjpeg62-turbo-dev libseccomp-dev \
	libinih-dev libcsv-dev fonts-dejavu-core libzstd-dev libpq-dev
TEST_PACKAGES = libcmocka-dev libvterm-dev clang libclang-rt-14-dev \
	zbar-tools qrencode zint poppler-utils python3-pil sqlite3 util-linux \
	xvfb xterm imagemagick xdotool procps postgresql spin zstd systemd \
	xserver-xorg-core xserver-xorg-video-dummy matchbox-window-manager \
	x11-utils x11-xserver-utils x11-xkb-utils \
	zxing-cpp-tools qemu-system-x86 busybox-static kmod cpio v4l-utils

WARN    = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wvla
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined
# What a sanitizer reports needs the lines alone.
CFLAGS  = $(if $(SAN),-O1 -g1,-O2 -g)
CPPFLAGS =
ALL_CFLAGS = -std=c17 $(WARN) $(CFLAGS) $(if $(SAN),$(SANFLAGS)) \
	-D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -DVERSION='"$(VERSION)"' \
	-DPREFIX='"$(PREFIX)"' -I. -I$(B) $(CPPFLAGS)

DB_LIBS   = -lsqlite3 -lsodium -ljansson
PRINT_LIBS = -lcairo -lqrencode
TUI_LIBS  = -linih $(DB_LIBS) $(PRINT_LIBS)
KIOSK_LIBS = -lncursesw -ltinfo -lm $(TUI_LIBS)
SYNC_LIBS = -lzstd -lpq
CTL_LIBS  = -lcsv $(SYNC_LIBS) $(TUI_LIBS)
SCAN_LIBS = -lzbar -lpng -ljpeg -lseccomp -lm

DB_SRC    = $(wildcard db/*.c db/log/*.c)
SYNC_SRC  = $(wildcard db/sync/*.c)
TUI_SRC   = $(wildcard tui/*.c tui/print/*.c) scanner/line.c
KIOSK_SRC = $(wildcard tui/kiosk/*.c)
CTL_SRC   = $(wildcard tui/ctl/*.c)
SCAN_SRC  = $(wildcard scanner/*.c)
SQL       = $(sort $(wildcard db/schema/*.sql))
PO        = $(wildcard assets/po/*.po)
MO        = $(PO:assets/po/%.po=$(B)/locale/%/LC_MESSAGES/samdepa.mo)

obj = $(patsubst %.c,$(B)/%.o,$(1))
PROGRAMS = $(B)/samdepa $(B)/samdepactl $(B)/samdepa-scan

all: $(PROGRAMS) $(MO)

# The manual page of each command, out of what the command itself says.
MAN_MADE = $(B)/man
man: $(B)/samdepactl $(MO)
	@mkdir -p $(MAN_MADE)
	@bash assets/man/pages.sh $(B)/samdepactl $(MAN_MADE)

# For systemd: assets/systemd with the place of the programs filled in.
UNITS = $(wildcard assets/systemd/*)
install-units:
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	for f in $(UNITS); do \
	  sed 's|@PREFIX@|$(PREFIX)|' $$f \
	    > $(DESTDIR)$(PREFIX)/lib/systemd/system/$${f##*/} || exit 1; done

# What a depot writes for itself: never replaced where it is there.
OWN_FILES = assets/rules.conf assets/factors.conf
install: all man install-units
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/doc/samdepa \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -D -m 755 assets/session/samdepa-session \
	    $(DESTDIR)$(PREFIX)/share/samdepa/samdepa-session
	install -m 644 assets/session/SamdepaKiosk assets/session/xorg.conf \
	    $(DESTDIR)$(PREFIX)/share/samdepa
	install -m 644 $(wildcard assets/man/*.1) \
	    $(MAN_MADE)/*.1 \
	    $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 README.md assets/operations.md assets/samdepa.conf \
	    $(OWN_FILES) \
	    $(DESTDIR)$(PREFIX)/share/doc/samdepa
	for f in $(OWN_FILES); do \
	  [ -e $(DESTDIR)/etc/samdepa/$${f##*/} ] || install -D -m 644 $$f \
	    $(DESTDIR)/etc/samdepa/$${f##*/} || exit 1; done
	install -m 644 assets/completion/samdepactl.bash \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/samdepactl
	for l in $(PO:assets/po/%.po=%); do \
	  install -D -m 644 $(B)/locale/$$l/LC_MESSAGES/samdepa.mo \
	    $(DESTDIR)$(PREFIX)/share/locale/$$l/LC_MESSAGES/samdepa.mo \
	    || exit 1; done

# A Debian package in build/deb, looked over by lintian.
DEB_PACKAGES = debhelper dpkg-dev fakeroot lintian
deb: deps
	$(call need,$(DEB_PACKAGES))
	rm -rf build/deb
	mkdir -p build/deb/samdepa
	tar --exclude=./build --exclude=./.git -cf - . | \
	    tar -xf - -C build/deb/samdepa
	cp -r assets/debian build/deb/samdepa
	cd build/deb/samdepa && dpkg-buildpackage -b -us -uc -J
	cd build/deb && lintian --fail-on error,warning --info *.changes

lint:
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --suppress=missingIncludeSystem \
	    --suppress=preprocessorErrorDirective -D_GNU_SOURCE -I. \
	    "-Djson_array_foreach(a,i,v)=for(;;)" \
	    "-Djson_object_foreach(o,k,v)=for(;;)" \
	    --error-exitcode=1 db tui scanner
	bash tests/layers.sh

# The demo store is made on first use; its configuration prints into a folder.
DEMO = $(CURDIR)/build/demo
ON_DEMO = env -u SAMDEPA_STORE SAMDEPA_CONFIG=$(DEMO)/samdepa.conf
run: deps
	@$(MAKE) --no-print-directory all
	@mkdir -p $(DEMO)
	@[ -e $(DEMO)/samdepa.conf ] || printf '%s\n' 'store = $(DEMO)/store.db' \
	    'printer = file:$(DEMO)/print' \
	    'rules = $(CURDIR)/assets/rules.conf' \
	    'factors = $(CURDIR)/assets/factors.conf' > $(DEMO)/samdepa.conf
	@[ -e $(DEMO)/made ] || { rm -f $(DEMO)/store.db* && \
	    $(ON_DEMO) $(B)/samdepactl demo && \
	    touch $(DEMO)/made; }
	@$(ON_DEMO) $(B)/samdepa

$(B)/samdepa: $(call obj,$(KIOSK_SRC) $(TUI_SRC)) $(B)/libdb.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(KIOSK_LIBS)
$(B)/samdepactl: $(call obj,$(CTL_SRC) $(TUI_SRC)) $(B)/libsync.a $(B)/libdb.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(CTL_LIBS)
$(B)/samdepa-scan: $(call obj,$(SCAN_SRC))
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(SCAN_LIBS)
$(B)/libdb.a: $(call obj,$(DB_SRC)) $(B)/db/schema.o
	$(AR) rcs $@ $^

# What talks to other depots; the kiosk does not have it.
$(B)/libsync.a: $(call obj,$(SYNC_SRC))
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/db/sync/hub_postgresql.o: CPPFLAGS += -I$(shell pg_config --includedir \
	2>/dev/null || echo /usr/include/postgresql)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
# Characters are held against rows in loops that only -O3 takes eight at once:
# a third of what reading bars takes.
$(B)/scanner/bars_fit.o: CFLAGS += $(if $(SAN),,-O3)
$(B)/db/schema.o: $(B)/db/schema.c
	$(CC) $(ALL_CFLAGS) -Wno-overlength-strings -c -o $@ $<
# The migrations, in order, as an array of strings.
$(B)/db/schema.c: $(SQL) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "db/schema.h"'; \
	   echo 'const char *const schema_sql[] = {'; \
	   for f in $(SQL); do \
	     sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/.*/"&\\n"/' $$f; \
	     echo ','; done; echo '};'; \
	   echo 'const int schema_count = sizeof schema_sql / sizeof *schema_sql;'; \
	 } > $@
$(B)/locale/%/LC_MESSAGES/samdepa.mo: assets/po/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

-include $(shell find $(B) -name '*.d' 2>/dev/null)

# ---- Tests.  Everything but the main files, for tests and fuzzers to link;
# a new file under tests/unit, tests/screens or tests/fuzz needs no edit.
LIBS = $(B)/libkiosk.a $(B)/libctl.a $(B)/libtui.a $(B)/libsync.a \
	$(B)/libdb.a
TEST_LIB_SRC = $(filter-out tests/lib/vtrun.c,$(wildcard tests/lib/*.c))
BENCH_SRC = $(filter-out tests/bench/echo.c tests/bench/scan_%.c,\
	$(wildcard tests/bench/*.c))
tests_in = $(patsubst %.c,$(B)/%,$(wildcard $(1)))
UNIT    = $(call tests_in,tests/unit/test_*.c)
SCREENS = $(call tests_in,tests/screens/*.c)
SYNCS   = $(call tests_in,tests/sync/*.c)
FUZZERS = $(call tests_in,tests/fuzz/fuzz_*.c)
TEST_TOOLS = $(B)/tests/vtrun $(B)/tests/bench/echo $(B)/tests/crash/crash
TEST_LIBS = $(KIOSK_LIBS) $(SYNC_LIBS) -lcsv -lvterm -lutil -lcmocka -lm
link = $(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) \
	-Wl,--start-group $(filter %.a,$^) -Wl,--end-group

$(B)/libtui.a: $(call obj,$(TUI_SRC))
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/libkiosk.a: $(call obj,$(filter-out %/main.c,$(KIOSK_SRC)))
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/libctl.a: $(call obj,$(filter-out %/main.c,$(CTL_SRC)))
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/libtests.a: $(call obj,$(TEST_LIB_SRC))
	@rm -f $@
	$(AR) rcs $@ $^

# The faults that the simulation must find are planted in it alone.
$(B)/tests/sync/sim: LDFLAGS += -Wl,--wrap=custody_receive \
	-Wl,--wrap=order_check -Wl,--wrap=apply_begin \
	-Wl,--wrap=apply_event -Wl,--wrap=apply_end
$(UNIT) $(SCREENS) $(SYNCS): %: %.o $(B)/libtests.a $(LIBS)
	$(link) $(TEST_LIBS)
$(B)/tests/vtrun: $(B)/tests/lib/vtrun.o $(B)/libtests.a
	$(link) -lvterm -lutil
$(B)/tests/crash/crash: $(call obj,$(wildcard tests/crash/*.c)) \
    $(B)/libtests.a $(B)/libdb.a
	$(link) $(DB_LIBS) -lvterm -lutil
$(B)/tests/bench/bench: $(call obj,$(BENCH_SRC)) $(B)/libtests.a \
    $(B)/libsync.a $(B)/libdb.a
	$(link) $(SYNC_LIBS) $(DB_LIBS) -lvterm -lutil
$(B)/tests/bench/echo: $(B)/tests/bench/echo.o
	$(link) -lncursesw -ltinfo -lsqlite3
FUZZ_SCAN = $(call tests_in,tests/fuzz/fuzz_scan_*.c)
# Of the screens and commands the others need these alone: the rest of them
# is much to build.
$(B)/tests/fuzz/fuzz_csv: $(call obj,tui/ctl/csv.c tui/ctl/csv_feed.c)
$(B)/tests/fuzz/fuzz_input: $(call obj,tui/kiosk/input.c \
	tui/kiosk/burst.c tui/kiosk/keys.c)
$(filter-out $(FUZZ_SCAN),$(FUZZERS)): %: %.o $(B)/libtui.a $(B)/libsync.a \
    $(B)/libdb.a
	$(link) -fsanitize=fuzzer $(TUI_LIBS) $(SYNC_LIBS) -lcsv -lm

# The scanner's tests and fuzzers link the scanner and nothing else of ours.
SCAN_TESTS = $(call tests_in,tests/scanner/*.c)
$(B)/libscan.a: $(call obj,$(filter-out %/main.c,$(SCAN_SRC)))
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/tests/scanner/test_qr: $(call obj,tests/lib/photo.c tests/lib/film.c)
$(B)/tests/scanner/test_qr: SCAN_LIBS += -lqrencode
$(SCAN_TESTS) $(B)/tests/bench/scan_live: %: %.o $(B)/libscan.a $(B)/tests/lib/tap.o
	$(link) $(SCAN_LIBS)
$(FUZZ_SCAN): %: %.o $(B)/libscan.a
	$(link) -fsanitize=fuzzer $(SCAN_LIBS)

VM_GUEST = $(B)/tests/scanner/vm/guest
$(VM_GUEST): $(VM_GUEST).o
	$(link)

# A test's texts are its own and short.
$(B)/tests/%.o: WARN += $(if $(findstring clang,$(CC)),,-Wno-format-truncation)

tests: $(UNIT) $(SCREENS) $(SYNCS) $(SCAN_TESTS) $(VM_GUEST) $(TEST_TOOLS)
fuzzers: $(FUZZERS)
# Those that run without sanitizers.
plain-tests: $(SCAN_TESTS) $(VM_GUEST) $(B)/tests/sync/sim \
    $(B)/tests/sync/killat

# The suite builds both variants itself, so that a fault there is counted too.
test: deps-test
	@MAKEFLAGS= tests/run.sh
fuzz: deps-test
	@MAKEFLAGS= tests/fuzz/run.sh 60
bench: deps-test all $(B)/tests/bench/bench $(B)/tests/bench/echo \
    $(B)/tests/bench/scan_live $(B)/tests/scanner/test_growth
	@tests/bench/run.sh
# As many histories as there is time for; the suite does the first 200.
SEEDS = 2000
sim: deps-test $(B)/tests/sync/sim
	@bash tests/sync/sim.sh 1 $(SEEDS)
# Cameras, a scanner that types and one on a serial port, in a guest.
vm: deps-test all $(VM_GUEST)
	@bash tests/scanner/vm/run.sh $(B)
# Hands that do anything, for as many events; the suite does eight seconds.
EVENTS = 100000
SEED = 1
soak: deps-test
	@$(MAKE) --no-print-directory SAN=1 all build/san/tests/screens/soak
	@BUILD=$(CURDIR)/build/san build/san/tests/screens/soak $(EVENTS) $(SEED)
# Larger bounds than the suite's: minutes, and two gigabytes.
model: deps-test
	@bash tests/model/run.sh all
crash: deps-test $(B)/tests/crash/crash
	@BUILD=$(B) tests/crash/run.sh all
kill: deps-test all $(B)/tests/sync/killat
	@BUILD=$(CURDIR)/$(B) bash tests/sync/kill.sh all

# Installs what is missing and nothing else: no network where all is there.
need = @missing=; for p in $(1); do \
	  dpkg-query -W -f '$${Status}\n' $$p 2>/dev/null | \
	    grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "Installing:$$missing"; \
	  $$sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive \
	    $$sudo apt-get install -y -q --no-install-recommends $$missing; fi

deps:
	$(call need,$(PACKAGES))
deps-test: deps
	$(call need,$(TEST_PACKAGES))

clean:
	rm -rf build

# Objects are kept: the next make has less to do.
.SECONDARY:
.PHONY: all man run tests plain-tests fuzzers test bench fuzz sim soak vm model crash \
	kill lint install install-units deb deps deps-test clean
