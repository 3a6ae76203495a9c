# `make help` says what there is. Everything runs in .venv, which each target sets up by itself.
.DEFAULT_GOAL := help
.PHONY: help run test check web-types lock sbom clean screenshots chaos fuzz calibrate set-up-run set-up-dev set-up-browser set-up-tesseract set-up-soffice
.PHONY: bench-auth bench-wall bench-ocr bench-fields bench-footprint bench-corpus bench-search bench-dashboard bench-web bench-edge bench-slides bench-sweeper
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
PY := .venv/bin/python
NPM := $(PY) -m scripts.node

# The first Python of at least 3.11; its name and nothing else.
FIND_PYTHON = for python in "$$PYTHON" python3 python3.14 python3.13 python3.12 python3.11; do \
	  if [ -n "$$python" ] && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    found="$$python"; break; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "ocrwtf: no Python of at least 3.11 is here; on Debian and Ubuntu: sudo apt install python3 python3-venv" >&2; \
	  exit 1; \
	fi

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

run: set-up-run ## start everything on http://127.0.0.1:8000 (PORT=8001 make run for another port); Ctrl-C ends it
	@exec $(PY) -m ocrwtf up

test: set-up-dev set-up-browser set-up-tesseract set-up-soffice ## run all tests (make test ARGS="tests/unit -k credits" for some)
	@$(if $(ARGS),:,echo "Tests of web/ …"; $(NPM) run --silent test)
	@echo "Tests …"; exec $(PY) -m pytest $(ARGS)

check: set-up-dev ## format, lint, types, import contracts, schema, the web's types, advisories, tests
	@echo "Format …";           $(PY) -m ruff format --check --quiet .
	@echo "Lint …";             $(PY) -m ruff check --quiet .
	@echo "Types …";            $(PY) -m mypy --no-error-summary
	@echo "Import contracts …"; .venv/bin/lint-imports --no-cache >.venv/import-contracts.txt || { cat .venv/import-contracts.txt; exit 1; }
	@echo "Schema …";           folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && DATA_DIR="$$folder" $(PY) -m ocrwtf migrate --check
	@echo "Web types …";        $(NPM) run --silent check
	@echo "Advisories …";       $(PY) -m scripts.audit
	@$(MAKE) test

web-types: set-up-dev ## bring web/openapi.json and web/src/api/schema.d.ts up to date with the API
	@$(PY) -m ocrwtf.openapi >web/openapi.json.new && mv web/openapi.json.new web/openapi.json
	@$(NPM) run --silent gen

lock: set-up-dev ## renew the lock files after a change of pyproject.toml (ARGS=--upgrade for newer versions)
	@for set in "dev pyproject.toml -o requirements-dev.lock" "run pyproject.toml -c requirements-dev.lock -o requirements.lock" \
	    "node -o requirements-node.lock"; do \
	  UV_PYTHON_DOWNLOADS=never $(PY) -m uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header $(ARGS) --group $$set || exit 1; \
	done

sbom: set-up-dev ## what the wheel and the web application are made of, as CycloneDX, into dist/
	@$(PY) -m scripts.sbom

screenshots: set-up-dev set-up-browser ## pictures of every screen, light and dark, wide and narrow, into docs/screenshots
	@exec $(PY) -m bench.screenshots

chaos: set-up-dev ## kill parts of a busy service at random and look for broken promises (ROUNDS=20)
	@exec $(PY) -m bench.chaos $(or $(ROUNDS),20) $(ARGS)

fuzz: set-up-dev ## random documents with misread digits: is every repair of the number lock right? (DOCUMENTS=100000)
	@exec $(PY) -m bench.lock $(or $(DOCUMENTS),100000)

bench-wall: set-up-dev ## seconds from git clone to a running service and a first text, cold and warm
	@exec $(PY) -m bench.wall

bench-ocr: set-up-dev set-up-tesseract ## accuracy and speed of reading beside Tesseract and RapidOCR (DATA=folder, ARGS="--limit 10 --pages 18")
	@exec $(PY) -m bench.ocr "$(DATA)" $(ARGS)

bench-fields: set-up-dev ## how well fields and items are found, and how fast (DATA=folder, ARGS="--limit 10 --pages 18")
	@exec env OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m bench.fields "$(DATA)" $(ARGS)

bench-footprint: set-up-dev ## memory at rest, after work and after abuse; seconds from upload to result
	@exec $(PY) -m bench.footprint

bench-corpus: set-up-dev ## upload a folder of hostile or real files and check what becomes of each (DATA=folder)
	@exec $(PY) -m bench.corpus "$(DATA)" $(ARGS)

bench-search: set-up-dev ## milliseconds of searches over many documents beside ILIKE (DOCUMENTS=100000)
	@exec $(PY) -m bench.search $(or $(DOCUMENTS),100000)

bench-dashboard: set-up-dev ## milliseconds of the dashboard on a full account beside plain statements (SCANS=100000 ENTRIES=1000000)
	@exec $(PY) -m bench.dashboard $(or $(SCANS),100000) $(or $(ENTRIES),1000000)

bench-web: set-up-dev set-up-browser ## size of the web application, and its speed on a slow phone beside React 19's least
	@exec $(PY) -m bench.web

bench-edge: set-up-dev ## requests a second with all our layers around the application and with none
	@exec $(PY) -m bench.edge

bench-auth: set-up-dev ## does the clock tell who is registered? medians of login, forgotten password and registering
	@exec $(PY) -m bench.auth

bench-slides: set-up-dev set-up-soffice ## convert a folder of decks beside plain soffice and say what becomes of each (DATA=folder)
	@exec $(PY) -m bench.slides "$(DATA)" $(ARGS)

bench-sweeper: set-up-dev ## how many scans a second a clean-up deletes, and in how much memory (ARGS="1000 40000")
	@exec $(PY) -m bench.sweeper $(ARGS)

calibrate: set-up-dev ## measure how often words are right and write the table (DATA=folder, ARGS="--pages 36")
	@exec env OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(PY) -m bench.calibrate "$(DATA)" $(ARGS)

clean: ## remove .venv, what was built, and caches; data in var/ stays
	rm -rf .venv .node web/node_modules ocrwtf/web_dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

set-up-browser: set-up-dev
	@$(PY) -m scripts.chromium

set-up-tesseract: set-up-dev
	@$(PY) -m scripts.tesseract

set-up-soffice: set-up-dev
	@$(PY) -m scripts.soffice

set-up-run set-up-dev:
	@if [ -x $(PY) ] && $(PY) -E -s -S -m scripts.set_up is-ready $(@:set-up-%=%); then exit 0; fi; \
	$(FIND_PYTHON); exec "$$found" -m scripts.set_up make-ready $(@:set-up-%=%)
