# Two commands on a machine with python3 (3.11+, venv) and make: `make run` and `make test`.
# Nothing is fetched that is not locked with its hash in requirements*.txt.

PYTHON  ?= python3
PORT    ?= 8000
WORKERS ?= 2
BIN     := .venv/bin
UV      := $(BIN)/uv
SOURCES := aidtrack migrations tests
RUFF    := $(BIN)/ruff check --isolated --line-length 110 --target-version py311 \
           --select B,C4,DTZ,E,F,I,PIE,RUF,S,UP,W --ignore RUF001,RUF002,RUF003 \
           --per-file-ignores 'tests/**:S' --per-file-ignores 'migrations/**:S'
LOCK    := $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
           --no-header --annotation-style line $(LOCK_FLAGS)

.DELETE_ON_ERROR:
.PHONY: run install test check bench torture lock clean

# `exec`, so that Ctrl-C and SIGTERM reach the server itself.
run: install
	@exec $(BIN)/aidtrack serve --demo --port $(PORT)

install: .venv/.installed

# `make test ARGS="tests/stock -k lots"` runs a part.
test: .venv/.ready-for-tests
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: .venv/.ready-for-tests
	$(RUFF) $(SOURCES)
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest -q tests/test_migrations.py

bench: .venv/.ready-for-bench
	@$(BIN)/python -m tests.benchmarks $(ARGS)

torture: .venv/.ready-for-tests
	$(BIN)/python -m pytest -m torture --timeout 0 $(ARGS)

# Newer versions: `make lock LOCK_FLAGS=--upgrade`, then `make test`.
lock: $(UV)
	$(LOCK) setup.cfg --extra build --output-file requirements.txt
	$(LOCK) setup.cfg --extra build --extra test --extra dev --constraints requirements.txt --output-file requirements-test.txt
	$(LOCK) setup.cfg --extra bench --constraints requirements-test.txt --output-file requirements-bench.txt
	echo uv | $(LOCK) - --no-annotate --output-file requirements-uv.txt
	@rm -rf aidtrack.egg-info

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

# uv stands in a lock file of its own, because pip must install it: 5 s instead of a minute for the rest.
$(UV): requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "aidtrack needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
	  || { rm -rf .venv; echo "$(PYTHON) could not make .venv: on Debian and Ubuntu apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

.venv/.installed: requirements.txt setup.cfg pyproject.toml | $(UV)
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-for-tests: requirements-test.txt | .venv/.installed
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-test.txt
	@touch $@

.venv/.ready-for-bench: requirements-bench.txt | .venv/.ready-for-tests
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.txt
	@touch $@
