# The few commands. Each sets up what it needs; a second call does only what changed.
PYTHON ?= python3
BIN := .venv/bin
PAGE := bot/emulator/playground
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install demo test check audit fuzz search interpreters bench page lock clean

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

install: .venv/installed ## the virtual environment, from the locked requirements

page: $(PAGE)/node_modules/.installed ## the page's renderer, from its lock

lock:           ## make the locks anew from pyproject.toml
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --generate-hashes --universal \
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

$(PAGE)/node_modules/.installed: $(PAGE)/package.json $(PAGE)/package-lock.json | .venv/installed
	@if command -v npm >/dev/null 2>&1; then \
	  cd $(PAGE) && npm ci --silent --no-audit --no-fund; \
	else \
	  $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-node.lock && \
	  cd $(PAGE) && $(CURDIR)/$(BIN)/npm ci --silent --no-audit --no-fund; \
	fi
	@touch $@

clean:          ## throw away what was installed
	rm -rf .venv .venv-* $(PAGE)/node_modules
