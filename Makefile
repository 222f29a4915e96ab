# make run    sets up everything and starts the site and its worker
# make test   sets up everything and passes the tests
# make check  the tests, with linters, types, import contracts and stale catalogues
# make lock   writes the locked requirements anew (needs uv)

# The first Python that runs and is new enough: some machines have names for Pythons that are not there.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.11 python3.12 python3.13 python3.14; do \
  $$each -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && { echo $$each; break; }; done)
BIN := .venv/bin
.PHONY: run test check lint lock words bench clean

run: .venv/ready
	@exec $(BIN)/python -m directory run

test: .venv/ready-dev system
	@$(BIN)/python -m directory.words compile
	@$(BIN)/python -m pytest -q -n 2 --dist loadscope

check: lint test

lint: .venv/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m directory.words check

bench: .venv/ready-dev
	$(BIN)/python -m tests.bench.find_page
	$(BIN)/python -m tests.bench.search 4000 10000 100000
	$(BIN)/python -m tests.bench.bot

words: .venv/ready-dev
	$(BIN)/python -m directory.words update

.venv/made:
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null \
	  || { echo "Doorstep needs Python 3.11 or later, and did not find it. Say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making a virtual environment in .venv"
	@$(PYTHON) -m venv .venv || { echo "Python cannot make a virtual environment here. On Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

.venv/ready: .venv/made requirements.txt
	@echo "Installing what Doorstep needs"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

.venv/ready-dev: .venv/made requirements-dev.txt
	@echo "Installing what the tests need"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@ .venv/ready

.PHONY: system
system:
	@sh tests/install-system.sh

lock:
	uv pip compile -q pyproject.toml --generate-hashes --universal --python-version 3.11 --only-binary :all: \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.txt
	uv pip compile -q pyproject.toml --extra dev --extra postgres --generate-hashes --universal \
	  --python-version 3.11 --only-binary :all: --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .hypothesis
