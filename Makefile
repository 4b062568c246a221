# SPDX-License-Identifier: MIT
# declutter: GNU make, a C11 compiler, POSIX; no configure step.
#
# CFLAGS, LDFLAGS, CC, prefix, DESTDIR and the other GNU directories are the
# user's.  MODE picks a set of flags with a build folder of its own.

version = $(shell sed -n 's/^\#define DECLUTTER_VERSION_$(1)[[:space:]]*//p' include/declutter.h)
VERSION := $(call version,MAJOR).$(call version,MINOR).$(call version,PATCH)
# One more whenever programs have to be built anew: 0.1 and 0.2 were 1.
SOVERSION := 2

prefix ?= /usr/local
bindir ?= $(prefix)/bin
libdir ?= $(prefix)/lib
includedir ?= $(prefix)/include
mandir ?= $(prefix)/share/man
INSTALL ?= install
PKG_CONFIG ?= pkg-config
PYTHON ?= python3
FUZZ_SECONDS ?= 30
FUZZ_SEED ?= 0

MODE ?= release
mode_release :=
mode_asan := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
mode_tsan := -O1 -fsanitize=thread
mode_cov := -O0 --coverage
ifeq ($(origin mode_$(MODE)),undefined)
$(error MODE is one of release asan tsan cov, not '$(MODE)')
endif
B := build/$(MODE)
comma := ,

CFLAGS ?= -O2 -g
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wundef -Wvla -Wcast-qual -Wwrite-strings \
	-Wformat=2 -Wimplicit-fallthrough -Wswitch-enum
ifeq ($(WERROR),1)
WARN += -Werror
endif

LIB_PKGS := libxxhash libutf8proc
CLI_PKGS := zlib yajl nettle
# Used if it is there.
ZSTD_PKG := $(if $(shell $(PKG_CONFIG) --exists libzstd && echo yes),libzstd)
LIB_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(LIB_PKGS))
LIB_LIBS := $(shell $(PKG_CONFIG) --libs libutf8proc) -lm
CLI_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(CLI_PKGS) $(ZSTD_PKG)) \
	$(if $(ZSTD_PKG),-DHAVE_ZSTD)
CLI_LIBS := $(shell $(PKG_CONFIG) --libs $(CLI_PKGS) $(ZSTD_PKG)) -ldl -pthread

# The command is optimized as a whole, where compiler and linker can do that: 4 % less
# time.  The libraries are not: what they hold any linker can read.  'LTO=': nothing is.
ifeq ($(origin LTO),undefined)
LTO := $(if $(mode_$(MODE)),,$(shell echo 'int main(void) { return 0; }' | \
	$(CC) -flto=auto -x c -o /dev/null - 2>/dev/null && echo -flto=auto))
endif

BASE := -std=c11 $(WARN) -Iinclude $(CPPFLAGS) $(CFLAGS) $(mode_$(MODE))
# One line a command; V=1 shows all of it.
say = $(if $(V),,@echo '  $(1)	$@';)
POSIX := -D_XOPEN_SOURCE=700 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64
# A shared library that lacks nothing; sanitizers fill in at run time.
DEFS := $(if $(mode_$(MODE)),,-Wl$(comma)-z$(comma)defs)
HIDDEN := -fvisibility=hidden

LIB_SRC := $(wildcard src/lib/*.c)
CLI_SRC := $(wildcard src/cli/*.c)
TEST_SRC := $(wildcard tests/test_*.c)
TEST_HELP := $(filter-out tests/restore.c tests/test_%,$(wildcard tests/*.c))
BENCH_SRC := $(wildcard tests/bench/bench_*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
SCRIPTS := $(wildcard tests/test_*.sh)
# Tables of src/model become constants of the library, by a program that is built
# and run first, by BUILD_CC where CC makes code for another machine.
BUILD_CC ?= $(CC)
BUILD_CFLAGS ?= -O1
TABLES := phrases words weights pages streams
COMPILE_OBJ := $(patsubst %,$B/build/src/%.o,model/compile $(addprefix lib/,mem \
	names unicode trie token punct words wide scan phrases weights trees spans lexis reader around \
	smooth model))

LIB_OBJ := $(LIB_SRC:%.c=$B/%.o) $B/gen/built_in.o
LIB_PIC := $(LIB_OBJ:.o=.pic)
CLI_OBJ := $(CLI_SRC:%.c=$B/%.o)
TEST_OBJ := $(TEST_HELP:%.c=$B/%.o) $(TEST_SRC:%.c=$B/%.o)
BENCH := $(BENCH_SRC:tests/bench/%.c=$B/%)
FUZZ_NAMES := $(FUZZ_SRC:tests/fuzz/fuzz_%.c=%)
REPLAY := $(FUZZ_NAMES:%=$B/replay_%)

PROG := $B/declutter
LIB := $B/libdeclutter.a
PROG_OBJ := $(if $(LTO),$(CLI_OBJ:$B/%=$B/lto/%) $(LIB_OBJ:$B/%=$B/lto/%),$(CLI_OBJ) $(LIB))
SO := libdeclutter.so.$(SOVERSION)

.PHONY: all FORCE check unit golden options scripts replay fault law quality \
	bench bench-formats bench-near bench-scale train lint fuzz install uninstall installcheck dist clean help
.DELETE_ON_ERROR:
.SECONDARY:

all: $(PROG) $(LIB) $B/$(SO)  ## the command, the static and the shared library

# Flags are an input: a change of them rebuilds.
$B/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(BASE) $(LTO) $(LDFLAGS)' | cmp -s - $@ || \
		echo '$(CC) $(BASE) $(LTO) $(LDFLAGS)' >$@

$B/src/lib/%.o: src/lib/%.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(BASE) $(LIB_CFLAGS) $(HIDDEN) -MMD -MP -c -o $@ $<
$B/src/lib/%.pic: src/lib/%.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(BASE) $(LIB_CFLAGS) $(HIDDEN) -fPIC -MMD -MP -MF $@.d -c -o $@ $<

$B/build/%.o: %.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC)$(BUILD_CC) -std=c11 $(BUILD_CFLAGS) -Iinclude -iquote src/lib \
		$(LIB_CFLAGS) -MMD -MP -c -o $@ $<
$B/build/compile: $(COMPILE_OBJ)
	$(call say,LD)$(BUILD_CC) -o $@ $^ $(LIB_LIBS)
$B/gen/built_in.c: $B/build/compile $(TABLES:%=src/model/%.tsv)
	@mkdir -p $(@D)
	$(call say,GEN)$^ >$@
# The same tables as bytes, for tests.
$B/gen/table_%.c: src/model/%.tsv Makefile
	@mkdir -p $(@D)
	$(call say,GEN){ echo '/* from $< */'; echo '#include "tests/tables.h"'; \
	  echo 'static const unsigned char bytes[] = {'; \
	  od -An -v -tu1 $< | sed 's/[0-9][0-9]*/&,/g'; \
	  echo '};'; \
	  echo 'const struct dc_span t_table_$* = {(const char *)bytes, sizeof(bytes)};'; } >$@
$B/gen/%.o: $B/gen/%.c $B/flags
	$(call say,CC)$(CC) $(BASE) -iquote src/lib -iquote . $(HIDDEN) -MMD -MP -c -o $@ $<
$B/gen/%.pic: $B/gen/%.c $B/flags
	$(call say,CC)$(CC) $(BASE) -iquote src/lib $(HIDDEN) -fPIC -MMD -MP -MF $@.d -c -o $@ $<

# No -iquote src/lib here: the command cannot reach past the public header.
$B/src/cli/%.o: src/cli/%.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(BASE) $(POSIX) $(CLI_CFLAGS) -MMD -MP -c -o $@ $<

$B/lto/src/lib/%.o: src/lib/%.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(BASE) $(LTO) $(LIB_CFLAGS) -MMD -MP -c -o $@ $<
$B/lto/gen/%.o: $B/gen/%.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(BASE) $(LTO) -iquote src/lib -MMD -MP -c -o $@ $<
$B/lto/src/cli/%.o: src/cli/%.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(BASE) $(LTO) $(POSIX) $(CLI_CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(LIB_OBJ)
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^
$B/$(SO): $(LIB_PIC)
	$(call say,LD)$(CC) $(BASE) -shared -Wl,-soname,$(SO) $(DEFS) -Wl,--as-needed \
		$(LDFLAGS) -o $@ $^ $(LIB_LIBS)
	@ln -sf $(SO) $B/libdeclutter.so
$(PROG): $(PROG_OBJ)
	$(call say,LD)$(CC) $(BASE) $(LTO) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(CLI_LIBS)

# --- tests ---------------------------------------------------------------

check: unit golden options scripts replay fault law  ## every test
# 'make -j2' runs them side by side, and each keeps to a folder of its own.

# tests/test_X.c has one 'Suite *X_suite(void)'; the list of them is made here.
# What else is in tests/*.c helps them.
$B/gen/suites.h: FORCE
	@mkdir -p $(@D)
	@for s in $(TEST_SRC:tests/test_%.c=%); do echo "SUITE($$s)"; done >$@.new
	@cmp -s $@.new $@ || cp $@.new $@
$B/tests/check_main.o: $B/gen/suites.h
$B/tests/%.o: tests/%.c $B/flags
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(BASE) $(POSIX) $(LIB_CFLAGS) $(CLI_CFLAGS) -iquote src/lib -Isrc -I$B/gen \
		$(shell $(PKG_CONFIG) --cflags check) -MMD -MP -c -o $@ $<
$B/check: $(TEST_OBJ) $(TABLES:%=$B/gen/table_%.o) $(filter-out %/main.o,$(CLI_OBJ)) $(LIB)
	$(call say,LD)$(CC) $(BASE) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(CLI_LIBS) \
		$(shell $(PKG_CONFIG) --libs check)

# A fork for each test makes the leak checker slow; its report ends the run too.
unit: $B/check  ## the Check suites
	$(if $(filter asan,$(MODE)),CK_FORK=no) $B/check
golden: $(PROG)  ## the command against fixtures/cases
	tests/golden.sh $(PROG)
options: $(PROG)  ## every option in manual, help and fixtures
	tests/options.sh $(PROG)
scripts: $(PROG)  ## tests/test_*.sh
	@set -e; for t in $(SCRIPTS); do $$t $(PROG); done
replay: $(REPLAY)  ## the fuzz targets on saved inputs
	@set -e; for t in $(FUZZ_NAMES); do \
		$B/replay_$$t fixtures/fuzz/$$t; done
fault: $(PROG) $B/shim.so  ## failing reads, writes, memory; damaged files
	tests/fault/fault.sh $(PROG) $B/shim.so $(MODE)
law: $(PROG) $B/restore  ## what is kept plus what is removed is the input
	tests/law.sh $(PROG) $B/restore

$B/restore: tests/restore.c $B/flags
	$(call say,CC)$(CC) $(BASE) $(LDFLAGS) -o $@ $<
$B/shim.so: tests/fault/shim.c $B/flags
	$(call say,LD)$(CC) -std=c11 $(WARN) -D_GNU_SOURCE -O1 -fPIC -shared -o $@ $< -ldl
# The command's parsers are fuzzed too.
$B/replay_%: $B/tests/fuzz/replay.o $B/tests/fuzz/fuzz_%.o $(filter-out %/main.o,$(CLI_OBJ)) $(LIB)
	$(call say,LD)$(CC) $(BASE) $(LDFLAGS) -o $@ $^ $(LIB_LIBS) $(CLI_LIBS)

quality: $(PROG)  ## precision and recall on fixtures and corpora
	$(PYTHON) tests/quality/articles.py $(PROG) fixtures/articles
	$(PYTHON) tests/quality/duplicates.py $(PROG)
	$(PYTHON) tests/quality/chrome.py $(PROG)
	$(PYTHON) tests/quality/again.py $(PROG)
bench: $(PROG)  ## MB/s and peak memory beside wc -w; no verdict
	$(PYTHON) tests/bench/bench.py $(PROG) $(BENCH_FILES)
bench-formats: $(PROG)  ## archives of 2 GB through a pipe: memory
	$(PYTHON) tests/bench/formats.py $(PROG)
BENCH_BLOCKS ?= 100000 1000000 10000000
bench-near: $(PROG) $B/bench_near  ## near-duplicates, up to ten million (4 GB)
	$(PYTHON) tests/bench/near.py $(PROG) $B/bench_near $(BENCH_BLOCKS)
SIZES ?= 100M 1G 10G
bench-scale: $(PROG) $B/stream  ## MB/s as work grows, 100 MB to 10 GB by pipe
	$(PYTHON) tests/bench/scale.py $(PROG) $B/stream $(SIZES)
$B/stream: $B/tests/bench/stream.o
	$(call say,LD)$(CC) $(BASE) $(LDFLAGS) -o $@ $^ -lm
# Parts of the library alone: build/release/bench_near and the like.
$B/bench_%: $B/tests/bench/bench_%.o $B/src/cli/huge.o $(LIB)
	$(call say,LD)$(CC) $(BASE) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

# The chrome model's trainer; needs python3-numpy and the labelled sets.
TRAIN_DATA ?= ../shared/data
$B/dump: src/model/dump.c $(LIB) $B/flags
	$(call say,LD)$(CC) $(BASE) -Isrc/lib $(LIB_CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIB_LIBS)
train: $B/dump  ## weights.tsv, pages.tsv, streams.tsv of src/model anew; not for building
	$(PYTHON) src/model/train.py $B/dump $(TRAIN_DATA)

# libFuzzer needs clang and all of the library instrumented.
FUZZ_CC ?= clang
FUZZ_FLAGS := -O1 -g -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=all
build/fuzz/%: tests/fuzz/fuzz_%.c $(LIB_SRC) $B/gen/built_in.c $(filter-out %/main.c,$(CLI_SRC))
	@mkdir -p $(@D)
	$(call say,CC)$(FUZZ_CC) -std=c11 -Iinclude -iquote src/lib -Isrc $(POSIX) $(LIB_CFLAGS) \
		$(CLI_CFLAGS) $(FUZZ_FLAGS) -o $@ $^ $(LIB_LIBS) $(CLI_LIBS)
fuzz: $(FUZZ_NAMES:%=build/fuzz/%)  ## libFuzzer, FUZZ_SECONDS a target; FUZZ_SEED 0: any
	set -e; for t in $(FUZZ_NAMES); do mkdir -p build/fuzz/corpus/$$t; \
		build/fuzz/$$t -max_total_time=$(FUZZ_SECONDS) -seed=$(FUZZ_SEED) -timeout=10 \
		-print_final_stats=1 -artifact_prefix=build/fuzz/$$t- \
		build/fuzz/corpus/$$t fixtures/fuzz/$$t; done

# --- lint ------------------------------------------------------------------

TIDY := clang-tidy --quiet --warnings-as-errors='*'

# One file a job. In one process clang-tidy 14 gets va_list wrong from the
# second file on.
TIDY_LIB := $(LIB_SRC:%=tidy/%)
TIDY_CLI := $(CLI_SRC:%=tidy/%)
.PHONY: $(TIDY_LIB) $(TIDY_CLI)
$(TIDY_LIB): tidy/%:
	$(call say,TIDY)$(TIDY) $* -- -std=c11 -Iinclude $(LIB_CFLAGS)
$(TIDY_CLI): tidy/%:
	$(call say,TIDY)$(TIDY) $* -- -std=c11 -Iinclude $(POSIX) $(CLI_CFLAGS)

lint: all $(TIDY_LIB) $(TIDY_CLI)  ## what can be proved about the sources without running them
	tests/layers.sh
	tests/style.sh
	@set -e; for h in include/*.h src/lib/*.h; do \
		$(CC) -std=c11 $(WARN) -Werror $(LIB_CFLAGS) -Iinclude -iquote src/lib \
		-fsyntax-only -x c -include $$h /dev/null; done
	@set -e; for h in src/cli/*.h; do \
		$(CC) -std=c11 $(WARN) -Werror $(POSIX) -Iinclude -Isrc/cli \
		-fsyntax-only -x c -include $$h /dev/null; done
	@$(CC) -x c++ -Wall -Wextra -Wpedantic -Wshadow -Werror -fsyntax-only \
		-include include/declutter.h /dev/null
	tests/symbols.sh $(LIB) $B/$(SO)
	mandoc -Tlint -Wwarning src/cli/declutter.1 src/lib/declutter.3
	shellcheck -S warning tests/*.sh tests/*/*.sh .ci/run

# --- install ---------------------------------------------------------------

D := $(DESTDIR)

install: all  ## to $(DESTDIR)$(prefix)
	$(INSTALL) -d $D$(bindir) $D$(libdir)/pkgconfig $D$(includedir) \
		$D$(mandir)/man1 $D$(mandir)/man3
	$(INSTALL) -m 755 $(PROG) $D$(bindir)/declutter
	$(INSTALL) -m 644 include/declutter.h $D$(includedir)/declutter.h
	$(INSTALL) -m 644 $(LIB) $D$(libdir)/libdeclutter.a
	$(INSTALL) -m 755 $B/$(SO) $D$(libdir)/$(SO).$(VERSION)
	ln -sf $(SO).$(VERSION) $D$(libdir)/$(SO)
	ln -sf $(SO) $D$(libdir)/libdeclutter.so
	sed -e 's|@prefix@|$(prefix)|' -e 's|@libdir@|$(libdir)|' \
		-e 's|@includedir@|$(includedir)|' -e 's|@version@|$(VERSION)|' \
		src/lib/libdeclutter.pc.in >$D$(libdir)/pkgconfig/libdeclutter.pc
	$(INSTALL) -m 644 src/cli/declutter.1 $D$(mandir)/man1/declutter.1
	$(INSTALL) -m 644 src/lib/declutter.3 $D$(mandir)/man3/declutter.3

uninstall:  ## what install put there
	rm -f $D$(bindir)/declutter $D$(includedir)/declutter.h \
		$D$(libdir)/libdeclutter.a $D$(libdir)/libdeclutter.so \
		$D$(libdir)/$(SO) $D$(libdir)/$(SO).$(VERSION) \
		$D$(libdir)/pkgconfig/libdeclutter.pc \
		$D$(mandir)/man1/declutter.1 $D$(mandir)/man3/declutter.3

installcheck: all  ## install to a scratch root and use it from there
	tests/embed/installcheck.sh '$(MAKE)' '$(CC)' '$(PKG_CONFIG)' $(VERSION)

dist:  ## build/declutter-VERSION.tar.gz from the last commit
	@mkdir -p build
	git archive --prefix=declutter-$(VERSION)/ \
		-o build/declutter-$(VERSION).tar.gz HEAD

clean:  ## remove build/
	rm -rf build

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/\1\t\2/p' Makefile | expand -t 14

-include $(shell find build/$(MODE) -name '*.d' 2>/dev/null)
