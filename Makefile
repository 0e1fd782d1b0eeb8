# `make edition` and `make test` need Python 3.11 or newer, git and make; everything else they install into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
ARGS ?=
# What the browser tests ask of npm: the accessibility checker, and the HTML checker (which needs Java).
NODE_TOOLS := axe-core@4.14.1 vnu-jar@26.9.27
# Where the schema of SARIF lies; only that file is taken out of it.
SARIF_TOOL := @microsoft/sarif-multitool-linux@5.7.0

# Programs beside which `make bench` measures; po4a, GNU gettext and Hugo are Debian's: apt install po4a gettext hugo.
PEERS := translate-toolkit[markdown]==3.20.4 mdpo==2.1.4

.PHONY: help edition test lint format soak bench upgrade clean

help:
	@echo "make edition   build the bilingual edition of source_fr/ into build/"
	@echo "make test      run all tests (ARGS=\"-k merge\" chooses some)"
	@echo "make lint      check style and types"
	@echo "make format    put the code into the house's format"
	@echo "make soak      the property tests with many more, and other, examples"
	@echo "make bench     how fast it is, beside other programs (ARGS=\"--only extraction\" chooses)"
	@echo "make upgrade   write the newest versions of everything into constraints.txt"
	@echo "make clean     remove what the above have made"

edition: $(VENV)/.installed
	@$(BIN)/enregard extract
	@$(BIN)/enregard build
	@echo
	@$(BIN)/enregard status
	@echo
	@echo "The edition is built. Open build/index.html"

test: $(VENV)/.tools $(VENV)/.node
	@$(BIN)/python -m pytest -q -n auto $(ARGS)

lint: $(VENV)/.tools
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.tools
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

soak: $(VENV)/.tools
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q -n auto $(ARGS)

bench: $(VENV)/.peers
	@$(BIN)/python benchmarks/speed.py --charts docs/performance $(ARGS)

upgrade: $(VENV)/.tools
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager \
	    hatchling editables --editable ".[dev]"
	@{ sed '/^$$/q' constraints.txt; \
	   $(BIN)/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools; } > $(VENV)/newest
	@mv $(VENV)/newest constraints.txt
	@touch $(VENV)/.installed $(VENV)/.tools

clean:
	rm -rf $(VENV) build .enregard .mypy_cache .ruff_cache .hypothesis

# Stamps: what is installed already is not installed again until the lists of it change.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "enregard needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	    || { rm -rf $(VENV); echo "This Python cannot make virtual environments (on Debian: apt install python3-venv)."; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing enregard into $(VENV) ..."
	@$(PIP) hatchling editables
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV) ..."
	@$(PIP) --no-build-isolation --editable ".[dev]"
	@touch $@

$(VENV)/.peers: Makefile | $(VENV)/.installed
	@echo "Installing the programs to measure beside into $(VENV)/peers ..."
	@$(PIP) --no-build-isolation --editable ".[bench]"
	@for peer in $(PEERS); do \
	    home=$(VENV)/peers/$${peer%%[=[]*}; \
	    $(PYTHON) -m venv $$home && $$home/bin/python -m pip install --quiet --disable-pip-version-check $$peer \
	        || { rm -rf $$home; echo "$$peer cannot be installed here and is left out."; }; \
	done
	@touch $@

$(VENV)/.node: Makefile | $(VENV)/.tools
	@if command -v npm >/dev/null; then \
	    echo "Installing what the browser tests need into $(VENV)/node ..."; \
	    npm install --silent --no-audit --no-fund --no-save --prefix $(VENV)/node $(NODE_TOOLS) || exit 1; \
	    mkdir -p $(VENV)/node/node_modules/sarif && cd $(VENV)/node/node_modules/sarif \
	    && tar -xzf "$$(npm pack --silent $(SARIF_TOOL))" --strip-components=1 package/sarif-2.1.0.json && rm -f -- *.tgz \
	    || echo "The schema of SARIF could not be had: its test is skipped."; \
	else echo "npm is not on this machine: tests that need axe or the Nu checker are skipped."; fi
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	    || echo "Chromium is not on this machine: the browser tests are skipped (on Debian: apt install chromium)."
	@touch $@
