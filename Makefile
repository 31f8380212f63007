.PHONY: demo test race check lint format build-tests bench install prepare

PREFIX ?= /usr/local

## demo: push a thousand rows into a table on this machine, twice, and look at it
demo: prepare
	swift build --product tablesync
	@.ci/demo

# Suites with real connections and processes, whose time-outs run while other tests keep all processors busy: they go by themselves.
REAL_TIME = (AsyncHTTPTransport|MockServer|Serve|PushProcess|RunProcess|TokenSecrecy|Tool)Tests/

## test: run the tests
test: build-tests
	swift test --skip-build --skip '$(REAL_TIME)'
	swift test --skip-build --filter '$(REAL_TIME)'

## race: run the tests under the thread sanitizer, one after the other, since it makes each many times slower
race: prepare
	swift test --sanitize=thread --no-parallel --scratch-path .build-race

## check: what must hold before a change is taken
check:
	TABLESYNC_STRICT=1 $(MAKE) lint test

lint:
	swift format lint --strict --recursive --parallel Sources Tests Package.swift
	.ci/imports

format:
	swift format --in-place --recursive --parallel Sources Tests Package.swift

build-tests: prepare
	swift build --build-tests

## bench: measure, beside what a user would pick instead (needs Python)
bench:
	@.ci/prepare python
	swift build -c release
	Tests/Benchmarks/run

## install: put the release binary into PREFIX/bin
install: prepare
	swift build -c release --product tablesync
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 "$$(swift build -c release --show-bin-path)/tablesync" "$(DESTDIR)$(PREFIX)/bin/tablesync"

prepare:
	@.ci/prepare
