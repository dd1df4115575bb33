# Everything a person or CI does here. Tools and libraries come from the lock files, into .venv.
.DEFAULT_GOAL := help
.PHONY: help run test thorough interop check format lock lock-interop bench bench-full

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
UV := uv==0.13.9

# The newest Python that is new enough and really runs: a pyenv shim may stand on the PATH and still fail.
find_python = for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	if "$$candidate" -c 'import ensurepip, sqlite3, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo "$$candidate"; break; fi; done

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: .venv/run.stamp ## Install what is needed, then serve; options: ARGS="--port 8080"
	@$(BIN)/partystats serve $(ARGS)

test: .venv/dev.stamp ## Run the tests, one process per core; options: PYTEST_ARGS="-k qualifiers -n 0"
	@$(BIN)/pytest -n auto $(PYTEST_ARGS)

thorough: .venv/dev.stamp ## Run the tests marked `scaled` with as many cases as docs/trust.md names, and what the image holds
	@$(BIN)/pytest -n auto --dist loadgroup --thorough -m scaled $(PYTEST_ARGS)
	@$(BIN)/pytest -n auto --nothing-kept tests/api

interop: build/interop/installed.stamp ## Let programs that are not ours read what we answer; they and what they read: docs/interoperability.md
	@$(BIN)/pytest -n 2 --dist loadfile interop $(PYTEST_ARGS)

check: .venv/dev.stamp ## Check form, lint, types, import contracts and that the locks are in step
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo
	@for lock in requirements.lock requirements-run.lock; do \
		grep -q "$$($(BIN)/python .ci/dependency_digest.py)" $$lock || \
		{ echo "$$lock does not belong to pyproject.toml: make lock"; exit 1; }; done
	@echo "All checks passed."

format: .venv/dev.stamp ## Format the code and mend what the linter can
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

bench: .venv/dev.stamp ## Measure how fast the service is, a few minutes; options: ARGS="--only one-observation,profile"
	@$(BIN)/python -m benchmarks $(ARGS)

bench-full: .venv/dev.stamp ## Measure everything on 5 million figures, some hours; options: ARGS="--thirty-million"
	@$(BIN)/python -m benchmarks --full $(ARGS)

lock: ## Resolve all dependencies anew and write both lock files
	@python=$$($(find_python)); rm -rf build/lock && "$$python" -m venv build/lock && \
		build/lock/bin/python -m pip --disable-pip-version-check -qq install $(UV)
	@rm -f uv.lock && build/lock/bin/uv lock --quiet
	@$(call export_lock,requirements.lock,--all-extras,Everything: what runs$(comma) tests and checks the project.)
	@$(call export_lock,requirements-run.lock,--extra build --extra postgresql,What runs the project: a part of requirements.lock$(comma) same versions.)
	@rm -rf uv.lock build/lock

lock-interop: ## Resolve anew what `make interop` installs, and write its lock files
	@python=$$($(find_python)); rm -rf build/lock && "$$python" -m venv build/lock && \
		build/lock/bin/python -m pip --disable-pip-version-check -qq install $(UV)
	@{ echo "# What make interop installs beside the project. Written by: make lock-interop"; \
		build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		interop/requirements.in; } > build/lock/interop.lock && ! grep -n '://' build/lock/interop.lock
	@mv build/lock/interop.lock interop/requirements.lock && rm -rf build/lock
	@rm -f interop/package-lock.json && $(NPM) install --package-lock-only && ! grep -n '"resolved"' interop/package-lock.json

# Scripts that packages bring are not run, and addresses of a registry are not written down.
NPM := npm --prefix interop --ignore-scripts --no-audit --no-fund --no-update-notifier --omit-lockfile-registry-resolved --loglevel error

# Without addresses: uv.lock names the registry it asked, the exported lists do not.
comma := ,
export_lock = { echo "\# $(3) Written by: make lock"; \
	echo "\# Belongs to the dependencies with digest $$(build/lock/bin/python .ci/dependency_digest.py)"; \
	build/lock/bin/uv export --quiet --frozen --format requirements-txt --no-emit-project --no-annotate --no-header $(2); \
	} > $(1) && ! grep -n '://' $(1) && echo "$(1): $$(grep -c '==' $(1)) packages"

.venv/bin/python:
	@python=$$($(find_python)); \
	if [ -z "$$python" ]; then echo "Python 3.11 or newer, with its venv module, is needed."; exit 1; fi; \
	echo "Creating .venv with $$("$$python" --version)"; "$$python" -m venv .venv

.venv/run.stamp: requirements-run.lock pyproject.toml | .venv/bin/python
	@echo "Installing what runs the project"
	@$(PIP) install --require-hashes -r requirements-run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what runs, tests and checks the project"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch .venv/run.stamp $@

build/interop/venv/bin/python: .venv/dev.stamp
	@$(BIN)/python -m venv build/interop/venv

build/interop/installed.stamp: interop/requirements.lock interop/package-lock.json .venv/dev.stamp | build/interop/venv/bin/python
	@for program in node npm soffice pdftotext Rscript; do command -v $$program >/dev/null || \
		{ echo "$$program is needed (node 20.19 or newer): apt-get install nodejs npm libreoffice-calc-nogui poppler-utils r-base-core r-cran-jsonlite"; exit 1; }; done
	@echo "Installing programs that read what we answer"
	@build/interop/venv/bin/python -m pip --disable-pip-version-check --no-input -qq install --require-hashes -r interop/requirements.lock
	@$(NPM) ci >/dev/null
	@touch $@
