# Needs Python 3.11 or newer, make and pip. Everything goes into .venv; nothing outside the checkout is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test test-real lint format lock bench-threads bench-reading bench-captures bench-export bench-search bench-crawl bench-freshness clean

help:
	@echo "make demo     a small news site on loopback, crawled, searched, exported: the tour, offline"
	@echo "make test     the tests"
	@echo "make test-real  the tests against a real WordPress, browser and Scrapyd: needs Debian"
	@echo "make lint     ruff and mypy"
	@echo "make bench-threads   threads read right, on hand-checked pages beside the checkout"
	@echo "make bench-reading   what reading a page costs, against parsing it and against other readers"
	@echo "make bench-captures  what keeping captures costs"
	@echo "make bench-export    what exports cost, against sqlite-utils"
	@echo "make bench-search    how long searches take, against FTS5's own ranking"
	@echo "make bench-crawl     what a crawl costs, against its parts alone"
	@echo "make bench-freshness requests spent against how long a comment waits, on recorded threads"
	@echo "make clean    remove .venv and what tools leave behind"

demo: $(VENV)/.installed
	$(BIN)/archiver demo

# Bytecode is kept, whatever the environment says: the tests start processes that would all compile it again. With one
# worker more than there are processors, none stands idle while crawls wait for the next second.
WORKERS = $$(($$(getconf _NPROCESSORS_ONLN) + 1))

test: $(VENV)/.installed
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# Debian's packages are installed where they are missing: root's work.
test-real: $(VENV)-real/.installed
	tests/real/install-debian-packages
	$(VENV)-real/bin/python -m pytest tests/real -n 2 --dist loadfile --durations 10

lint: $(VENV)/.installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(VENV)/.installed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# $(1): the virtual environment, $(2): what is locked for it. One without pip of its own is filled by the pip of the
# machine: Debian ships venv without ensurepip.
define fill_venv
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "archiver needs Python 3.11 or newer; name one: make PYTHON=python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(1) 2>/dev/null || $(PYTHON) -m venv --without-pip --clear $(1)
	@if $(1)/bin/python -m pip --version >/dev/null 2>&1; then pip="$(1)/bin/python -m pip"; \
	  else pip="$(PYTHON) -m pip --python $(1)/bin/python"; fi; set -ex; \
	  $$pip --disable-pip-version-check install --quiet --require-hashes -r $(2); \
	  $$pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation -e .
	@touch $(1)/.installed
endef

$(VENV)/.installed: requirements.lock pyproject.toml
	$(call fill_venv,$(VENV),requirements.lock)

$(VENV)-real/.installed: requirements-real.lock pyproject.toml
	$(call fill_venv,$(VENV)-real,requirements-real.lock)

bench-threads: $(VENV)/.installed
	$(BIN)/python bench/threads.py

bench-reading: $(VENV)/.installed $(VENV)-peers/.installed
	$(BIN)/python bench/reading.py --peers $(VENV)-peers/bin/python

bench-captures: $(VENV)/.installed
	$(BIN)/python bench/captures.py

bench-export: $(VENV)/.installed
	$(BIN)/python bench/export.py

bench-search: $(VENV)/.installed
	$(BIN)/python bench/search.py

bench-crawl: $(VENV)/.installed
	$(BIN)/python bench/crawl.py

bench-freshness: $(VENV)/.installed
	$(BIN)/python bench/freshness.py

$(VENV)-peers/.installed: bench/peers.lock
	$(PYTHON) -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r bench/peers.lock
	@touch $@

LOCK := uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11
lock:
	$(LOCK) --extra dev --output-file requirements.lock pyproject.toml
	$(LOCK) --extra real --output-file requirements-real.lock pyproject.toml
	$(LOCK) --output-file bench/peers.lock bench/peers.in
	$(LOCK) --output-file tests/real/convokit.lock tests/real/convokit.in

clean:
	rm -rf $(VENV) $(VENV)-real $(VENV)-peers $(VENV)-convokit build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
