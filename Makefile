# make demo         the whole service once, on bundled feeds: no network but to install, no set-up
# make test         the tests; `make test ARGS="tests/test_match.py -k kana"` some of them
# make check        what must hold before a commit: ruff, mypy --strict, the architecture test, then all tests on the
#                   oldest and the newest CPython of 3.11 to 3.13 that are here
# make fuzz         that many spoilt feeds through parser and mail: `make fuzz N=100000`
# make calendar     the slots of ten years in ten zones at 48 times of day, each local day one
# make crash        the service killed N times at random and at every point of a cycle: `make crash N=1000`
# make constraints  the newest versions that pyproject.toml allows, into constraints.txt
# make man          the man page, from README and the commands' help, into build/
# make soak         24 days of 200 feeds in minutes, with faults: memory, files, digests; `make soak ARGS=--days=5`
# make clean        the virtual environments and caches go
# make install      the systemd service: program, unit and, where there is none, a config; again for an upgrade
# make uninstall    the program and its unit go; config, passwords and database stay
#
# Wanted: Python 3.11 or newer with venv. All else is installed into .venv, again only when pyproject.toml or
# constraints.txt has changed. PYTHON=/path/to/python chooses the interpreter of a new .venv, VENV=DIR another place.
#
# For install: PREFIX is where the program goes, BIN where the link to it, MAN the man page; EXTRAS=push,semantic adds these. Packagers set
# DESTDIR, a folder that stands for /, and SYSTEMD=/usr/lib. The config is always in /etc/ai-video-monitor: the unit's
# ConfigurationDirectory is there.

VENV = .venv
PYTHON =
ARGS =
N = 100000
PREFIX = /opt/ai-video-monitor
BIN = /usr/local/bin
MAN = /usr/local/share/man
SYSTEMD = /etc
EXTRAS =
DESTDIR =

bin = $(VENV)/bin
pip = $(bin)/python -m pip -qq --disable-pip-version-check --no-input
quietly = $(MAKE) --no-print-directory
name = ai-video-monitor
program = $(DESTDIR)$(PREFIX)
etc = $(DESTDIR)/etc/$(name)
units = $(DESTDIR)$(SYSTEMD)
# a package is only unpacked; on a machine that systemd runs, it is told
live = [ -z "$(DESTDIR)" ] && [ -d /run/systemd/system ]
venv_of = -m venv
fill_venv = $(program)/venv/bin/python -m pip -qq --disable-pip-version-check --no-input install

.PHONY: demo test lint architecture check fuzz crash calendar constraints man soak clean install uninstall

demo: $(VENV)/.runtime
	@$(bin)/python -m monitor demo $(ARGS)

# Where an image keeps Python from writing compiled files, each of hundreds of processes would compile all anew.
test: $(VENV)/.dev
	@PYTHONDONTWRITEBYTECODE= $(bin)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal $(ARGS)

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

crash: N = 1000
crash: $(VENV)/.dev
	@$(bin)/python benchmarks/crash.py $(N) $(ARGS)

calendar: $(VENV)/.dev
	@$(bin)/python benchmarks/calendar_days.py $(ARGS)

soak: $(VENV)/.dev
	@$(bin)/python benchmarks/soak.py $(ARGS)

man: $(VENV)/.runtime
	@mkdir -p build && $(bin)/python -m monitor.cli.manual README.md > build/$(name).1
	@echo "man -l build/$(name).1"

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

# ---- the service

# A venv names itself in its scripts: in a package they must name the place it is unpacked to.
install:
	@set -e; umask 022; python="$(PYTHON)"; [ -n "$$python" ] || python=$$(.ci/python any); \
	case $$(readlink -f "$$python") in /usr/*) ;; \
	*) echo "the unit lets no program outside /usr be run: PYTHON=/usr/bin/python3, or a drop-in" >&2 ;; esac; \
	echo "installing into $(program) ..."; \
	install -d -m 0755 $(program); \
	[ -x $(program)/venv/bin/python ] || "$$python" $(venv_of) $(program)/venv; \
	$(fill_venv) -c constraints.txt '.$(if $(EXTRAS),[$(EXTRAS)])'
	@install -d -m 0755 $(etc) && install -d -m 0700 $(etc)/credentials
	@umask 022; [ -e $(etc)/monitor.yaml ] || $(program)/venv/bin/python -I -m monitor init $(etc)
	@[ -z "$(DESTDIR)" ] || grep -rlIF --exclude-dir=lib $(program) $(program)/venv | xargs -r sed -i 's|$(program)|$(PREFIX)|g'
	@install -d -m 0755 $(DESTDIR)$(BIN) $(units)/systemd/system $(units)/tmpfiles.d $(units)/sysusers.d $(program)/drop-ins
	@ln -sfn $(PREFIX)/venv/bin/$(name) $(DESTDIR)$(BIN)/$(name)
	@sed 's|/opt/$(name)|$(PREFIX)|g' systemd/$(name).service > $(units)/systemd/system/$(name).service
	@chmod 0644 $(units)/systemd/system/$(name).service
	@umask 022; mkdir -p $(DESTDIR)$(MAN)/man1
	@umask 022; $(program)/venv/bin/python -I -m monitor.cli.manual README.md > $(DESTDIR)$(MAN)/man1/$(name).1
	@install -m 0644 systemd/tmpfiles.d/$(name).conf $(units)/tmpfiles.d/
	@install -m 0644 systemd/sysusers.d/$(name).conf $(units)/sysusers.d/
	@install -m 0644 systemd/drop-ins/*.conf $(program)/drop-ins/
	@! { $(live); } || { systemd-sysusers $(name).conf && systemd-tmpfiles --create $(name).conf && \
	    systemctl daemon-reload && systemctl try-restart $(name); }
	@echo "installed. The config is in /etc/$(name); then: systemctl enable --now $(name), and $(name) status"

uninstall:
	@! { $(live); } || [ ! -e $(units)/systemd/system/$(name).service ] || systemctl disable --now $(name)
	@rm -f $(units)/systemd/system/$(name).service $(units)/tmpfiles.d/$(name).conf $(units)/sysusers.d/$(name).conf
	@[ "$$(readlink $(DESTDIR)$(BIN)/$(name))" != $(PREFIX)/venv/bin/$(name) ] || rm -f $(DESTDIR)$(BIN)/$(name)
	@rm -f $(DESTDIR)$(MAN)/man1/$(name).1
	@rm -rf $(program)/venv $(program)/drop-ins
	@[ ! -d $(program) ] || rmdir --ignore-fail-on-non-empty $(program)
	@! { $(live); } || systemctl daemon-reload
	@echo "uninstalled. /etc/$(name) and /var/lib/$(name) are as they were"
