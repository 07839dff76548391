# make run   sets everything up and starts the atlas on http://localhost:8501
# make test  sets everything up and passes every test
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint clean
run: .venv/runtime
	$(BIN)/python -m streamlit run app.py

test: .venv/dev
	$(BIN)/python tools/find_chromium.py
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m corridors check
	$(BIN)/python -m pytest

.venv/bin/python:
	$(PYTHON) -c "import sys; sys.exit('Python 3.11 or newer is needed, this is ' + sys.version.split()[0]) if sys.version_info < (3, 11) else None"
	$(PYTHON) -m venv .venv

.venv/runtime: .venv/bin/python requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev: .venv/bin/python requirements.txt requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build
