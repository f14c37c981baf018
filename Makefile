# The commands of the guide; `make help` lists them. They need git, make and Python 3.11 or later.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
# What commands are told: as variables, so that the shell reads nothing in them, nor make in a `$$`.
TEXTS := STAGE TITLE VERSION FORM ISSUE WORK FOLDER GIVE_UP WORDS
$(foreach name,$(TEXTS),$(eval override $(name) := $$(value $(name))))
export $(TEXTS)
# `$(call on,PUSH)`: whether a switch is on; `PUSH=0` is not.
on = $(filter-out 0 no off false,$($(1)))
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)
export SOURCE_DATE_EPOCH

.DEFAULT_GOAL := help

# `make new TITLE=Pay annotators` would begin a recommendation named “Pay”, and then make `annotators`.
ifneq ($(filter find new draft source release,$(MAKECMDGOALS)),)
ifneq ($(words $(MAKECMDGOALS)),1)
$(error one command at a time, and a text of several words in quotes, as in `make new STAGE=evaluation TITLE="Say it in a few words"`)
endif
endif

.PHONY: help serve edit build check find new draft source links review rules example package release publish doctor test quick nightly bench mutation other-engine lint requirements clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

serve: .venv/.site ## set everything up and serve the guide, released versions and the draft, on 127.0.0.1:8000 (or PORT=)
	@$(BIN)/python scripts/serve.py --check-port --port $(PORT)
	@$(BIN)/python scripts/publish.py --preview .cache/site
	@$(BIN)/python scripts/serve.py --site .cache/site --port $(PORT)

edit: .venv/.site ## live preview of the draft; problems are shown on their pages
	@$(BIN)/python scripts/serve.py --live --port $(PORT)

build: .venv/.site ## strict build of the draft into site/ (GUIDE_PDF=1 makes its PDF files too)
	@$(BIN)/mkdocs build

check: .venv/.site ## say what is wrong with the guide, with file and line
	@$(BIN)/python scripts/check.py

find: .venv/.site ## say where the guide speaks of something: make find WORDS="crowd work"
	@$(BIN)/python scripts/find.py "$$WORDS"

new: .venv/.site ## scaffold a recommendation: make new STAGE=evaluation TITLE="…"
	@$(BIN)/python scripts/new.py --stage "$$STAGE" --title "$$TITLE"

draft: .venv/.site ## turn a submitted form into a draft: make draft FORM=issue.md ISSUE=12
	@$(BIN)/python scripts/draft.py "$$FORM" $(if $(ISSUE),--issue "$$ISSUE")

source: .venv/.site ## add a work to the bibliography: make source WORK=10.1145/3442188.3445922 (CHECK=1 compares it with its record instead, or all works without WORK=)
	@$(BIN)/python scripts/$(if $(call on,CHECK),compare.py,source.py add) "$$WORK"

links: .venv/.site ## ask whether external links still answer, and whether a source was retracted
	@$(BIN)/python scripts/links.py

review: .venv/.site ## say which recommendations are due for review
	@$(BIN)/python scripts/review.py || true

rules: .venv/.site ## write the rules of the checks into CONTRIBUTING.md
	@$(BIN)/python scripts/rules.py

example: .venv/.site ## renew the digests in the answers of the worked example, after you read these again
	@$(BIN)/python scripts/example.py

release: .venv/.site ## release the guide: make release VERSION=1.2.0 (DRY_RUN=1 only says what would happen; TAKE_BACK=1 undoes one that is not published, NOTES=1 prints the notes of one)
	@$(BIN)/python scripts/release.py "$$VERSION" $(if $(call on,DRY_RUN),--dry-run) $(if $(call on,TAKE_BACK),--take-back) $(if $(call on,NOTES),--notes)

publish: .venv/.site ## bring the branch gh-pages up to main's history (PUSH=1 pushes it, VERIFY=1 rebuilds and compares, NEW_ADDRESS=1 says that the site moved)
	@$(BIN)/python scripts/publish.py $(if $(call on,PUSH),--push) $(if $(call on,VERIFY),--verify) $(if $(call on,NEW_ADDRESS),--new-address) $(if $(GIVE_UP),--give-up "$$GIVE_UP")

doctor: .venv/.site ## say what stands between a copy of the guide and its site on GitHub
	@$(BIN)/python scripts/publish.py --doctor

package: .cache/wheels/.ready ## build the wheel of the command llme into dist/
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-index --find-links .cache/wheels --wheel-dir dist .
	@ls dist/*.whl

test: .venv/.test .cache/wheels/.ready browser tex lint ## set everything up and run the tests, browser tests too
	@$(BIN)/python -m pytest

quick: .venv/.test ## test in half a minute what needs no site and no browser, as after a change of text
	@$(BIN)/python -m pytest -m "not edge and not nightly"

nightly: .venv/.test .cache/wheels/.ready browser tex engines lint ## run all tests, the slow ones too, with many more examples
	@HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -m ""

bench: .venv/.site ## measure the guide against its budgets, as bytes and as ratios (PARTS="sizes build" for some only)
	@$(BIN)/python scripts/bench.py $(if $(PARTS),--only $(PARTS))

mutation: .venv/.mutation ## put faults into the code of rules/, html/ and versions/, and say which no test notices; slow (FOLDER=hooks/llme/html)
	@$(BIN)/python scripts/mutation.py $(if $(FOLDER),--folder "$$FOLDER")

other-engine: .venv/.site .cache/other-engine/.ready ## build the guide with ProperDocs too, and say which files differ
	@$(BIN)/python scripts/other_engine.py --python .cache/other-engine/bin/python

lint: .venv/.test ## style of the code, and the types of the JavaScript
	@$(BIN)/ruff check --quiet hooks scripts tests
	@$(BIN)/ruff format --quiet --check hooks scripts tests || (echo "run '$(BIN)/ruff format hooks scripts tests'"; exit 1)
	@DENO_NO_UPDATE_CHECK=1 DENO_DIR=.cache/deno $(BIN)/deno check --quiet --config tests/deno.json docs/assets/*.mjs docs/assets/*/*.mjs

requirements: .venv/.lock ## compile pyproject.toml into requirements*.txt, with hashes
	@$(BIN)/uv $(COMPILE) --extra site pyproject.toml -o requirements.txt
	@$(BIN)/uv $(COMPILE) --extra site --extra test -c requirements.txt pyproject.toml -o requirements-test.txt
	@$(BIN)/uv $(COMPILE) --extra site --extra mutation -c requirements-test.txt pyproject.toml -o requirements-mutation.txt
	@$(BIN)/uv $(COMPILE) --extra site --extra properdocs -c requirements.txt pyproject.toml -o requirements-properdocs.txt
	@$(BIN)/uv $(COMPILE) --extra package -c requirements.txt pyproject.toml -o requirements-package.txt
	@$(BIN)/uv $(COMPILE) --extra lock -c requirements.txt pyproject.toml -o requirements-lock.txt

clean: ## delete what was built and installed
	rm -rf site dist .cache .venv

SKIPPED := (test -z "$$CI" && echo "tests that need it are skipped")

COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url

# Everything is pinned, so pip resolves nothing: --no-deps also keeps `pypandoc` out, whose module pypandoc-binary holds.
QUIETLY := --quiet --disable-pip-version-check --no-deps --require-hashes
INSTALL := $(BIN)/python -m pip install $(QUIETLY)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		(echo "the guide needs Python 3.11 or later; name one with PYTHON=python3.12"; exit 1)
	@$(PYTHON) -m venv .venv

.venv/.site: requirements.txt | .venv/bin/python
	@echo "installing what the site needs"
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/.test: requirements-test.txt requirements.txt | .venv/bin/python
	@echo "installing what the tests need"
	@$(INSTALL) -r requirements-test.txt
	@touch $@ .venv/.site

.venv/.mutation: requirements-mutation.txt .venv/.test
	@echo "installing what mutation testing needs"
	@$(INSTALL) -r requirements-mutation.txt
	@touch $@

# Apart from .venv: two engines in one environment would answer for each other.
.cache/other-engine/.ready: requirements-properdocs.txt
	@echo "installing the other engine"
	@rm -rf $(@D)
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install $(QUIETLY) -r requirements-properdocs.txt
	@touch $@

# What the package is built with and what it needs, as files: the tests put them into a clean environment, offline.
.cache/wheels/.ready: requirements-package.txt | .venv/bin/python
	@echo "fetching what the package is built with"
	@rm -rf $(@D)
	@$(BIN)/python -m pip download $(QUIETLY) --dest $(@D) -r requirements-package.txt
	@touch $@

.venv/.lock: requirements-lock.txt | .venv/bin/python
	@$(INSTALL) -r requirements-lock.txt
	@touch $@

# Debian's Chromium; another one is taken from CHROMIUM= or the PATH. Where none can be had, only CI fails.
.PHONY: browser
browser:
	@test -n "$(CHROMIUM)" || for name in chromium chromium-browser google-chrome; do \
		command -v $$name >/dev/null && exit; done || scripts/install-chromium || $(SKIPPED)

# Debian's LaTeX; another one is taken from the PATH. The same holds.
.PHONY: tex
tex:
	@command -v pdflatex >/dev/null || scripts/install-tex || $(SKIPPED)

# Firefox and WebKit, for the nightly walk through them; the same holds.
.PHONY: engines
engines:
	@(command -v firefox-esr || command -v firefox) >/dev/null && command -v WebKitWebDriver >/dev/null && \
		command -v Xvfb >/dev/null || scripts/install-engines || $(SKIPPED)
