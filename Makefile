# Every command a user or a developer needs. All paths are relative, so the folder may have spaces in its name.

PYTHON ?= python3
UPGRADE ?=
NEW ?=

venv = .venv/bin/python
pip = $(venv) -m pip -qq --disable-pip-version-check install
compile = $(venv) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-annotate $(UPGRADE)
babel = $(venv) -W ignore -m babel.messages.frontend -q
catalogues = survey/translations

.DEFAULT_GOAL := help
.PHONY: help run test test-long bench lint format lock screenshots translations clean browser

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1 - \2/p' Makefile

run: .venv/run.stamp ## start the application with a sample survey
	@$(venv) -m survey init --sample
	@$(venv) -m survey run --sign-in-links

test: .venv/test.stamp browser ## run all tests but the long ones
	@$(venv) -m pytest -n 2 --dist worksteal $(TESTS)

test-long: .venv/test.stamp browser ## run the tests that take minutes
	@$(venv) -m pytest -m long $(TESTS)

bench: .venv/test.stamp ## measure the figures that the project holds itself to
	@$(venv) -m tests.benchmarks

lint: .venv/dev.stamp ## check style and types
	@$(venv) -m ruff check .
	@$(venv) -m ruff format --check .
	@$(venv) -m mypy

format: .venv/dev.stamp ## rewrite the code in the project's style
	@$(venv) -m ruff check --fix .
	@$(venv) -m ruff format .

# The widest set is locked first and binds the others, so that all three agree on each version.
lock: .venv/dev.stamp ## lock the requirements again (UPGRADE=--upgrade takes newer versions)
	@$(compile) pyproject.toml --group build --all-extras -o requirements-dev.txt
	@$(compile) pyproject.toml --group build --extra postgres --extra test -c requirements-dev.txt -o requirements-test.txt
	@$(compile) pyproject.toml --group build --extra postgres --extra formats --extra serve -c requirements-dev.txt -o requirements-serve.txt
	@$(compile) pyproject.toml --group build -c requirements-dev.txt -o requirements.txt
	@$(compile) --group node -o requirements-node.txt

screenshots: .venv/test.stamp browser ## take pictures of the pages
	@$(venv) -m tests.screenshots

translations: .venv/run.stamp ## collect texts, update and compile the catalogues (NEW=fr adds a language)
	@mkdir -p $(catalogues)
	@$(babel) extract -F babel.cfg -k lazy_gettext -k _l -k sentence -c "Translators:" --sort-by-file -o $(catalogues)/messages.pot .
	@if [ -n "$(NEW)" ]; then $(babel) init -i $(catalogues)/messages.pot -d $(catalogues) -l "$(NEW)"; fi
	@if ls $(catalogues)/*/LC_MESSAGES/messages.po >/dev/null 2>&1; then \
		$(babel) update -i $(catalogues)/messages.pot -d $(catalogues) -N --ignore-pot-creation-date && \
		$(babel) compile -d $(catalogues); \
	else echo "There is no language yet; add one with: make translations NEW=fr"; fi

clean: ## remove what the commands above made; the data in instance/ stays
	@rm -rf .venv .browser .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@find survey tests migrations -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

browser: .venv/test.stamp
	@$(venv) -m tests.support.browser --install

.venv/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || \
		{ rm -rf .venv; echo "Python cannot make a virtual environment; install its venv module (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@touch $@

# --no-build-isolation: the build backend is among the locked requirements.
.venv/run.stamp: requirements.txt pyproject.toml .venv/made.stamp
	@echo "Installing into .venv ..."
	@$(pip) --require-hashes -r requirements.txt
	@$(pip) --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.stamp: requirements-test.txt pyproject.toml .venv/made.stamp
	@echo "Installing into .venv ..."
	@$(pip) --require-hashes -r requirements-test.txt
	@$(pip) --no-deps --no-build-isolation -e .
	@touch $@ .venv/run.stamp

.venv/dev.stamp: requirements-dev.txt pyproject.toml .venv/made.stamp
	@echo "Installing into .venv ..."
	@$(pip) --require-hashes -r requirements-dev.txt
	@$(pip) --no-deps --no-build-isolation -e .
	@touch $@ .venv/run.stamp .venv/test.stamp
