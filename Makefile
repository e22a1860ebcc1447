# make demo         the whole service once, on bundled feeds: no network but to install, no set-up
# make test         the tests; `make test ARGS="tests/test_match.py -k kana"` some of them
# make check        what must hold before a commit: ruff, mypy --strict, the architecture test, then all tests on the
#                   oldest and the newest CPython of 3.11 to 3.13 that are here
# make fuzz         that many spoilt feeds through parser and mail: `make fuzz N=100000`
# make calendar     the slots of ten years in ten zones at 48 times of day, each local day one
# make constraints  the newest versions that pyproject.toml allows, into constraints.txt
# make clean        the virtual environments and caches go
#
# Wanted: Python 3.11 or newer with venv. All else is installed into .venv, again only when pyproject.toml or
# constraints.txt has changed. PYTHON=/path/to/python chooses the interpreter of a new .venv, VENV=DIR another place.

VENV = .venv
PYTHON =
ARGS =
N = 100000

bin = $(VENV)/bin
pip = $(bin)/python -m pip -qq --disable-pip-version-check --no-input
quietly = $(MAKE) --no-print-directory

.PHONY: demo test lint architecture check fuzz calendar constraints clean

demo: $(VENV)/.runtime
	@$(bin)/python -m monitor demo $(ARGS)

test: $(VENV)/.dev
	@$(bin)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal $(ARGS)

lint: $(VENV)/.dev
	@$(bin)/ruff check --quiet .
	@$(bin)/mypy --no-error-summary
	@echo "ruff and mypy have nothing to say"

architecture: $(VENV)/.dev
	@$(bin)/python -m pytest tests/test_architecture.py tests/test_docs.py

check:
	@set -e; present=$$(.ci/python present); oldest=$${present%% *}; newest=$${present##* }; \
	python=$$(.ci/python $$oldest); \
	$(quietly) lint architecture VENV=.venv-$$oldest PYTHON=$$python; \
	for version in $$(printf '%s\n' $$oldest $$newest | uniq); do \
	    echo "tests on CPython $$version"; \
	    python=$$(.ci/python $$version); \
	    $(quietly) test VENV=.venv-$$version PYTHON=$$python; \
	done

fuzz: $(VENV)/.dev
	@$(bin)/python benchmarks/fuzz.py $(N) $(ARGS)

calendar: $(VENV)/.dev
	@$(bin)/python benchmarks/calendar_days.py $(ARGS)

# ---- what is installed; the stamps say when

$(bin)/python:
	@python="$(PYTHON)"; [ -n "$$python" ] || python=$$(.ci/python any) && "$$python" -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml constraints.txt | $(bin)/python
	@echo "installing into $(VENV) ..."
	@$(pip) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(bin)/python
	@echo "installing into $(VENV), with what the tests need ..."
	@$(pip) install -c constraints.txt -e '.[dev]'
	@touch $(VENV)/.runtime $@

# On the oldest CPython: some projects' newest versions no longer run on it, while its versions run on the newer ones.
constraints:
	@rm -rf .venv-fresh
	@python=$$(.ci/python 3.11) && "$$python" -m venv .venv-fresh
	@.venv-fresh/bin/python -m pip -qq --disable-pip-version-check --no-input install -e '.[dev]'
	@{ echo '# The exact versions that are tested, of all that is installed to run and to develop. Ranges and their'; \
	   echo '# reasons stand in pyproject.toml; `make constraints` writes this file anew from the newest they allow.'; \
	   .venv-fresh/bin/python -m pip list --disable-pip-version-check --format=freeze --exclude-editable \
	       --exclude pip --exclude setuptools --exclude wheel; } > constraints.txt
	@rm -rf .venv-fresh
	@echo "constraints.txt: $$(grep -c == constraints.txt) versions; \`make check\` tries them"

clean:
	rm -rf .venv .venv-* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
