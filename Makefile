# Two commands for a fresh machine: `make report` and `make test`. Both rest on `make setup`.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: setup report test lint types tests docs wheel test-browser bench clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@echo "Setting up .venv: some minutes, and 1.1 GB on disk."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt -e '.[test]'
	$(BIN)/python -m compileall -q jobkit
	@touch $@

report: setup
	@$(BIN)/jobkit demo

test: setup lint types tests wheel
	@echo "Every check passed."

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

tests:
	$(BIN)/python -m pytest

docs: setup
	$(BIN)/python -m sphinx -q -b html -W --keep-going docs docs/_build/html
	$(BIN)/python docs/links.py docs/_build/html

wheel:
	$(BIN)/python tests/wheel.py

test-browser: setup
	$(BIN)/python -m pytest tests/browser

bench: setup
	$(BIN)/python benchmarks/all.py

clean:
	rm -rf .venv build dist docs/_build docs/questions .pytest_cache .mypy_cache .ruff_cache .hypothesis
