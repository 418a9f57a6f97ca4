# The hub's commands. `make run` and `make test` need only make and python3 (3.11 or newer, with venv).
# PORT, HOST, DATA_DIR and every other variable of .env.example may be given: make run PORT=8123

PYTHON ?= python3
ARGS ?=

# Quoted for a path with a space; `exec`, so that signals reach the program and not a shell around it.
SETUP = command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer, or name one with PYTHON=..." >&2; exit 1; }; exec "$(PYTHON)" tools/bootstrap.py

.PHONY: help run test lint format shell manage lock vendor bench bench-imports try-image reset
.DEFAULT_GOAL := help

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

run: ## start the hub at http://127.0.0.1:8000 (PORT, HOST, DATA_DIR)
	@$(SETUP) -m golab.embedded run

test: ## run every check and test; make test ARGS="tests/pages -k map" for some
	@$(SETUP) --dev tools/run_tests.py $(ARGS)

lint: ## check formatting, style, templates, the import contract and the migrations
	@$(SETUP) --dev tools/run_tests.py --only-lint

format: ## format Python and templates in place
	@$(SETUP) --dev tools/format_code.py

shell: ## open a Python shell with the hub's models (starts the servers if needed)
	@$(SETUP) -m golab.embedded with-servers manage.py shell

manage: ## run a management command; make manage ARGS="load_demo"
	@$(SETUP) -m golab.embedded with-servers manage.py $(ARGS)

lock: ## compile requirements*.in into locked files with hashes and without addresses
	@$(SETUP) --dev tools/lock.py $(ARGS)

vendor: ## fetch the front end's assets (npm) and copy them into static/vendor
	npm ci --ignore-scripts --prefix frontend
	@$(SETUP) tools/vendor.py

bench: ## measure each kind of page against a bare view of the same size
	@$(SETUP) --dev -m golab.embedded with-servers -m bench $(ARGS)
bench-imports: ## measure an import of 10,000 references, and undo it
	@$(SETUP) --dev -m golab.embedded with-servers -m bench.imports $(ARGS)

try-image: ## run the steps of the Dockerfile and the compose file without Docker
	@$(SETUP) --dev tools/try_image.py

reset: ## delete the data directory (asks first; YES=1 does not)
	@$(SETUP) -m golab.embedded reset
