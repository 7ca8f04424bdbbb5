# Needs Debian 12 (or a Linux like it) with git, make, python3 and python3-venv. Uses uv when it is there.
# Behind a proxy: set HTTPS_PROXY as usual. Without a network: make WHEELS=/folder/with/wheels ...
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WHEELS ?=
CORPUS ?=
UV := $(shell command -v uv 2>/dev/null)
FROM := $(if $(WHEELS),--no-index --find-links $(WHEELS),)

.DEFAULT_GOAL := help
.PHONY: help demo nightly test test-duckdb2 test-duckdb12 check format evidence evaluation conformance docs lock clean

help: ## what can be made
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# One environment, filled as far as a target needs. Each step installs exactly what its lock names, by hash
# (--no-deps: a lock is complete, and pip would ask for a hash of each extra that uv folds into its package).
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(if $(UV),$(UV) pip install --quiet --python $(BIN)/python $(FROM) --no-deps --require-hashes -r requirements/$(1).lock,\
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check $(FROM) --no-deps --require-hashes -r requirements/$(1).lock)
	$(if $(UV),$(UV) pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation -e .,\
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .)
	@touch $@
endef
$(VENV)/run: requirements/run.lock pyproject.toml
	$(call install,run)
$(VENV)/forge: requirements/forge.lock pyproject.toml
	$(call install,forge)
$(VENV)/dev: requirements/dev.lock pyproject.toml
	$(call install,dev)

demo: $(VENV)/forge ## a register of the sample world (or CORPUS=folder), through HTTP with the real clients
	@$(BIN)/python -m tests.forge.demo $(if $(CORPUS),--corpus "$(CORPUS)",)

nightly: $(VENV)/run ## the real thing: every account of sources.toml
	@$(BIN)/herbruik nightly

test: $(VENV)/dev ## all tests (7 minutes on two processors)
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-duckdb2: $(VENV)/dev ## the database tests on the newest DuckDB
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(FROM) --require-hashes --no-deps --upgrade --target .duckdb2 -r requirements/duckdb2.lock
	PYTHONPATH=.duckdb2 $(BIN)/python -m pytest -n 2 -m database

test-duckdb12: $(VENV)/dev ## what is published, opened with the oldest DuckDB that may
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(FROM) --require-hashes --no-deps --upgrade --target .duckdb12 -r requirements/duckdb12.lock
	$(BIN)/python -m pytest -m oldest

check: $(VENV)/dev ## format, lint, types, import contracts, links in docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy herbruik.py
	$(BIN)/lint-imports
	$(BIN)/python -m tests.docs_links

format: $(VENV)/dev ## let the formatter have its way
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evidence: $(VENV)/dev ## the long proofs: each writes docs/evidence/NAME.md
	$(BIN)/python -m benchmarks.evidence $(ONLY)

evaluation: $(VENV)/dev ## links to the guideline and reuse, held beside what people judged (needs the reference material)
	$(BIN)/python -m tests.reports.evaluation
	$(BIN)/python -m tests.reports.reuse_evaluation

conformance: $(VENV)/dev ## agreement with the reference validator (needs the reference material)
	$(BIN)/python -m tests.publiccode.conformance

docs: $(VENV)/dev ## make the generated pages of docs/ anew
	$(BIN)/python -m tests.reports.dictionary
	$(BIN)/python -m publiccode.explanations > docs/findings.md

lock: ## make the lock files anew (needs uv)
	requirements/lock.sh

clean: ## remove what make made (never ./data)
	rm -rf $(VENV) demo .duckdb2 .duckdb12 .mypy_cache .ruff_cache .pytest_cache
