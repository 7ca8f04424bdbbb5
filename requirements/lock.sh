#!/bin/sh
# Makes the lock files anew (needs uv): hashes, no hosts, one resolution for every supported Python.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 "$@"; }
compile -c requirements/constraints.txt --group dev pyproject.toml -o requirements/dev.lock
compile -c requirements/dev.lock --group build pyproject.toml -o requirements/run.lock
compile -c requirements/dev.lock --group forge pyproject.toml -o requirements/forge.lock
echo 'duckdb==2.0.0' | compile - -o requirements/duckdb2.lock
# The oldest DuckDB that has to open what is published: nothing else of ours runs on it.
echo 'duckdb==1.2.2' | compile - -o requirements/duckdb12.lock
