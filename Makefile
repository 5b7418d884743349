# `make digest` gathers and builds the weekly issue into out/, `make test` runs the tests; `make help` lists the rest.
# The environment is laid in .venv when it is first needed, and again when the lock or pyproject.toml changes.

.DEFAULT_GOAL := help
VENV ?= .venv
BIN := $(VENV)/bin
COMPLETE := $(VENV)/.complete
JOBS ?= --numprocesses=logical --dist=worksteal
PYTEST_ARGS ?=
LOCK_ARGS ?=
ROOMS := digest/parse*,digest/normalise*,digest/route*,digest/cluster*,digest/recall*,digest/rank*,digest/compose*,digest/ground*,digest/schedule*,digest/pace*,digest/intake*,digest/delivery*

.PHONY: help setup digest test check cover bench campaign postgres-test lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s%s\n", $$1, $$2 }' Makefile

setup: $(COMPLETE) ## lay the environment in .venv

$(COMPLETE): requirements.lock pyproject.toml .ci/environment .ci/libraries
	@echo "Laying the environment in $(VENV): about a minute ..."
	@.ci/environment $(VENV)
	@touch $@

digest: $(COMPLETE) ## gather from all sources and build the weekly issue into out/
	$(BIN)/digest run

test: $(COMPLETE) ## run the tests
	$(BIN)/python -m pytest $(JOBS) $(PYTEST_ARGS)

check: $(COMPLETE) ## style, types, layers and house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest --quiet tests/test_architecture.py

cover: $(COMPLETE) ## run the tests and hold the rooms to 95 % of their branches
	$(MAKE) test PYTEST_ARGS="--cov --cov-report= $(PYTEST_ARGS)"
	$(BIN)/coverage report --include="$(ROOMS),digest/language/*,digest/config/*" --fail-under=95

bench: $(COMPLETE) ## print where the time goes, stage by stage
	$(BIN)/python -m bench

campaign: $(COMPLETE) ## the long trials: fault injection, fuzzing, soak
	$(BIN)/python -m pytest -m campaign $(PYTEST_ARGS)

postgres-test: $(COMPLETE) ## run the tests beside a throw-away PostgreSQL server
	.ci/with-postgres $(MAKE) test

lock: ## resolve requirements.lock anew; LOCK_ARGS=--upgrade takes the newest versions
	.ci/lock $(LOCK_ARGS)

clean: ## remove the environment and what the tools left; out/ and the database stay
	rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
