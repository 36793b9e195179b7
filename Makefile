# Every target is enough by itself: it builds .venv first where that is not there or not up to date.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The first of these that is new enough; `make PYTHON=/path/to/python …` names another.
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11)
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
FIND_PYTHON = for p in $(CANDIDATES); do "$$p" -c '$(FITS)' >/dev/null 2>&1 && { echo "$$p"; break; }; done

BIN := .venv/bin
STAMP := .venv/.khobor-
export PYTHONHASHSEED := 0
JOBS ?= auto
export CORPUS NER

.PHONY: help setup report test test-all lab bench ner-model
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP)test ## builds .venv from requirements.lock; does nothing when nothing changed

report: $(STAMP)test ## reads seeds/: report, tables and executed notebooks in build/seeds/
	$(BIN)/khobor report seeds --out build/seeds

# The notebooks run one after the other: each reads the tables of those before it, and no table of an earlier run helps.
test: $(STAMP)test ## lint, unit tests, and the notebooks against their committed outputs; under five minutes
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -m "not slow" -n $(JOBS) --dist loadfile
	rm -rf build/notebooks
	$(BIN)/python -m pytest --nbval --nbval-current-env notebooks

test-all: $(STAMP)test,cluster ## make test, types, and the browser, JupyterLab, cluster, kill and lesson tests
	$(if $(SKIP_TEST),,$(MAKE) test)
	$(BIN)/mypy
	$(BIN)/python -m pytest -m slow

lab: $(STAMP)test ## JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=notebooks

bench: $(STAMP)test,cluster,bench ## speed and memory beside others, in one run; CORPUS=file.jsonl.gz and NER=folder for the large parts
	@for each in benchmarks/bench_*.py; do echo "== $$each"; $(BIN)/python "$$each" || exit 1; done

ner-model: $(STAMP)test ## trains the name model from DATA=folder (NEWS=file.jsonl.gz: the unlabelled articles)
	@test -n "$(DATA)" || { echo "say where the training data are: make ner-model DATA=folder" >&2; exit 2; }
	$(BIN)/python tools/train_ner.py --data $(DATA) $(if $(NEWS),--news $(NEWS)) --out src/helpers/models/ner.npz

# One stamp for each set of extras. uv where it is installed, pip where it is not. An interpreter that was taken away
# (an upgrade, a moved folder) is no environment.
BROKEN := $(shell test ! -d .venv || $(BIN)/python -c '$(FITS)' 2>/dev/null || echo broken)
.PHONY: broken
$(STAMP)%: requirements.lock pyproject.toml $(BROKEN)
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
	  there=$$(for p in $(CANDIDATES); do "$$p" -V 2>/dev/null; done | sort -u | paste -sd, -); \
	  echo "khobor needs Python 3.11, 3.12 or 3.13; there is $${there:-none} (make PYTHON=… names another)" >&2; exit 1; fi; \
	set -ex; \
	if command -v uv >/dev/null; then \
	  $(BIN)/python -c '$(FITS)' 2>/dev/null || uv venv --quiet --clear --python "$$(command -v "$$python")" .venv; \
	  uv pip install --quiet --python $(BIN)/python --constraint requirements.lock --editable '.[$*]'; \
	else \
	  $(BIN)/python -m pip --version >/dev/null 2>&1 && $(BIN)/python -c '$(FITS)' || "$$python" -m venv --clear .venv; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[$*]'; \
	fi
	@touch $@
