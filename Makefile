# make chat              the chat window over the sample cables
# make chat CABLES=dir   ... over the cables of a folder
# make test              every check and every test, two files of tests at a time (WORKERS=4: four)

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/installed
WORKERS ?= 2
LIBRARY := $(if $(CABLES),$(VENV)/library-$(shell echo '$(abspath $(CABLES))' | cksum | cut -d' ' -f1),$(VENV)/library-samples)

.PHONY: chat test check format clean

chat: $(STAMP)
	$(BIN)/reftel ingest --library $(LIBRARY) $(or $(CABLES),ingest/samples)
	$(BIN)/reftel chat --library $(LIBRARY)

test: check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Everything is pinned; torch is named first, so that pip looks for exactly that version and not for the latest.
$(STAMP): pyproject.toml constraints.txt
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV)
