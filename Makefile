# make run    sets everything up and starts the atlas on http://localhost:8501
# make test   sets everything up and passes every test
# make audit  holds what is installed to the lock, and the lock to the known vulnerabilities
# make lock   renews the locks after a change to requirements*.txt; OPTIONS=--upgrade takes newer indirect ones too
PYTHON ?= python3
BIN := .venv/bin
# Nothing is installed that is not in a lock with its checksum, and nothing is built: a build fetches what no lock names.
INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
# A process a core, a file of tests at a time. The slow ones, in the browser, stand first and stay there.
PROCESSES := -n auto --dist loadfile --no-loadscope-reorder
LOCKING := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" $(OPTIONS)

.PHONY: run test audit lock clean
run: .venv/runtime
	$(BIN)/python -m streamlit run app.py

test: .venv/dev
	$(BIN)/python tools/find_chromium.py
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m corridors check
	$(BIN)/python -m pytest $(PROCESSES)

audit: .venv/dev .venv/tools/done
	$(BIN)/python tools/audit.py

lock: .venv/tools/done
	.venv/tools/bin/$(LOCKING) requirements.txt -o requirements.lock
	.venv/tools/bin/$(LOCKING) requirements-dev.txt -c requirements.lock -o requirements-dev.lock
	.venv/tools/bin/$(LOCKING) requirements-tools.txt -o requirements-tools.lock

.venv/bin/python:
	$(PYTHON) -c "import sys; sys.exit('Python 3.11 or newer is needed, this is ' + sys.version.split()[0]) if sys.version_info < (3, 11) else None"
	$(PYTHON) -m venv .venv

.venv/runtime: .venv/bin/python requirements.lock
	$(BIN)/python $(INSTALL) -r requirements.lock
	touch $@

.venv/dev: .venv/bin/python requirements-dev.lock
	$(BIN)/python $(INSTALL) -r requirements-dev.lock
	touch $@

.venv/tools/done: .venv/bin/python requirements-tools.lock
	$(BIN)/python -m venv .venv/tools
	.venv/tools/bin/python $(INSTALL) -r requirements-tools.lock
	touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build
