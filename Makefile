# Everything a contributor runs. Each target sets up what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

HOST ?= localhost
PORT ?= 8000
DATA := $(or $(REGISTRY_DATA_DIR),.data)
PYTHON ?= python3
BIN := .venv/bin

# The environments are rebuilt when their lock file changes, and only then.
RUNTIME_STAMP := .venv/.runtime-$(shell cksum < requirements.lock | cut -d' ' -f1)
DEV_STAMP := .venv/.dev-$(shell cksum < requirements-dev.lock | cut -d' ' -f1)
BENCH_STAMP := .venv/.bench-$(shell cksum < requirements-bench.lock | cut -d' ' -f1)

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=…")'
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv

$(RUNTIME_STAMP): requirements.lock | .venv/bin/python
	@echo "Installing what the registry needs (requirements.lock)"
	@$(BIN)/python -m pip --disable-pip-version-check -q install --require-hashes -r requirements.lock
	@rm -f .venv/.runtime-*; touch $@

$(DEV_STAMP): requirements-dev.lock | .venv/bin/python
	@echo "Installing what tests and checks need (requirements-dev.lock)"
	@$(BIN)/python -m pip --disable-pip-version-check -q install --require-hashes -r requirements-dev.lock
	@rm -f .venv/.dev-* .venv/.runtime-*; touch $@ $(RUNTIME_STAMP)

$(BENCH_STAMP): requirements-bench.lock | $(DEV_STAMP)
	@echo "Installing what the registry is measured beside (requirements-bench.lock)"
	@$(BIN)/python -m pip --disable-pip-version-check -q install --require-hashes -r requirements-bench.lock
	@rm -f .venv/.bench-*; touch $@

# A key for this copy alone, made once and found by the settings; an installation sets its own.
$(DATA)/secret_key:
	@mkdir -p $(DATA) && umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(48))' > $@

# The site, the command that sends its mails and the one of its clocks; they end together. $(1) is
# the host, $(2) what stands before a command of the demo. Time stands still there: with the clocks,
# its reviews would soon be in other states than the ones to look at.
define serve
trap 'trap - EXIT; kill $$(jobs -p) 2> /dev/null; wait' EXIT; \
  $(2) $(BIN)/python manage.py send_outbox --watch & \
  $(if $(2),,$(BIN)/python manage.py run_clocks --watch &) \
  $(2) $(BIN)/gunicorn registry.wsgi --bind $(1):$(PORT) --workers 2 --log-level warning & \
  wait $$!
endef

.PHONY: run
run: export REGISTRY_ALLOWED_HOSTS ?= localhost,127.0.0.1,[::1],$(HOST)
run: export REGISTRY_BASE_URL ?= http://$(HOST):$(PORT)
run: $(RUNTIME_STAMP) $(DATA)/secret_key ## Serve the site with the starter cards (HOST, PORT)
	@$(BIN)/python manage.py migrate -v 0
	@$(BIN)/python manage.py collectstatic --no-input -v 0
	@$(BIN)/python manage.py load_starter
	@$(BIN)/python manage.py refresh_ranking
	@$(BIN)/python manage.py dump --keep 10
	@echo "The registry is at http://$(HOST):$(PORT) (stop with Ctrl-C)$(if $(REGISTRY_SMTP_URL),,; it writes its mails to $(DATA)/mail)"
	@$(call serve,$(HOST),)

# Everything in it is invented, down to the passwords, so it answers to this machine alone, mails
# nobody, and takes nothing from the environment of a real one.
DEMO ?= .demo
IN_DEMO = env -u DATABASE_URL -u REGISTRY_SMTP_URL -u REGISTRY_SECRET_KEY -u REGISTRY_BEHIND_TLS \
  -u REGISTRY_ALLOWED_HOSTS -u REGISTRY_EVIDENCE_CHECKER REGISTRY_DATA_DIR=$(DEMO) \
  REGISTRY_BASE_URL=http://localhost:$(PORT)

.PHONY: demo
demo: $(RUNTIME_STAMP) ## Build a registry of invented people and reviews anew, and serve it (PORT)
	@$(BIN)/python -m registry.demo.folder $(DEMO)
	@$(IN_DEMO) $(BIN)/python manage.py migrate -v 0
	@$(IN_DEMO) $(BIN)/python manage.py collectstatic --no-input -v 0
	@echo "Telling the demo's stories; it takes half a minute"
	@$(IN_DEMO) $(BIN)/python manage.py demo
	@echo "The demo is at http://localhost:$(PORT) (stop with Ctrl-C); it writes its mails to $(DEMO)/mail"
	@$(call serve,localhost,$(IN_DEMO))

.PHONY: demo-code
demo-code: $(RUNTIME_STAMP) ## Print the code that signs somebody of the demo in (FOR=chief@example.org)
	@$(IN_DEMO) $(BIN)/python manage.py demo --code $(FOR)

# Files in their order: those with few tests, the browser's, are the longest and must not come last.
.PHONY: test
test: $(DEV_STAMP) ## Run the tests, a process per core (on SQLite, or on DATABASE_URL; all, or those MARKED)
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(if $(MARKED),-m "$(MARKED)")

.PHONY: check
check: check-types check-rest ## Lint, types, layers, migrations, templates, generated files

# Apart from the rest, so that both run at once where make is given -j 2.
.PHONY: check-types
check-types: export DJANGO_SETTINGS_MODULE = tests.settings
check-types: $(DEV_STAMP)
	@$(BIN)/mypy registry manage.py

.PHONY: check-rest
check-rest: export DJANGO_SETTINGS_MODULE = tests.settings
check-rest: $(DEV_STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python manage.py check --fail-level WARNING
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m registry.rules.schema_generation --check
	@$(BIN)/python -m registry.rules.workflow.document --check
	@$(BIN)/python -m registry.api.openapi --check
	@$(BIN)/python -m pytest -q tests/web/test_templates_compile.py

.PHONY: fix
fix: export DJANGO_SETTINGS_MODULE = tests.settings
fix: $(DEV_STAMP) ## Format, fix what can be fixed, regenerate files
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/python -m registry.rules.schema_generation
	@$(BIN)/python -m registry.api.openapi
	@$(BIN)/python -m registry.rules.plausibility.catalog
	@$(BIN)/python -m registry.rules.workflow.document

.PHONY: bench
bench: $(DEV_STAMP) $(BENCH_STAMP) ## Measure the workloads of docs/performance.md as ratios
	@$(BIN)/python -m tests.bench

.PHONY: battery
battery: $(DEV_STAMP) ## Run the long versions of the randomised tests
	@BATTERY=1 $(BIN)/python -m pytest -n auto -m "randomised or hypothesis"

.PHONY: mutate
mutate: export DJANGO_SETTINGS_MODULE = tests.settings
mutate: $(DEV_STAMP) ## Take permissions out of the rules one at a time, and see that a test notices each
	@$(BIN)/python -m tests.mutations

.PHONY: lock
lock: ## Compile the lock files anew (needs uv)
	@uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements.lock
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements-dev.lock
	@uv pip compile pyproject.toml --extra bench -c requirements-dev.lock --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q -o requirements-bench.lock
