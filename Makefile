# Zwei Befehle genügen: „make run“ startet die Anwendung, „make test“ prüft sie. Beide richten sich selbst ein.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8501
# "none" or, while developing, "poll": then a saved file is used at the next click.
WATCH ?= none
SOURCES ?= ../shared/sources
# Two workers suit two cores; the browser tests start one server per worker.
WORKERS ?= 2
TESTS ?=
# Seconds of steady load at the end of `make bench`; 0 leaves it out.
SOAK ?= 0
BIN := .venv/bin

.PHONY: help run test check bench build format clean setup setup-dev setup-browser setup-documents

help: ## zeigt diese Übersicht
	@grep -E '^[a-z-]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run: setup ## startet die Anwendung auf http://localhost:8501 (anderer Port: make run PORT=8600)
	@if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then \
		echo "Port $(PORT) ist belegt. Bitte einen anderen nennen, zum Beispiel: make run PORT=8600" >&2; exit 1; \
	fi
	@echo "Der Integrationsmonitor läuft auf http://localhost:$(PORT) (Ende mit Strg+C)."
	@exec $(BIN)/streamlit run app.py --server.port $(PORT) --server.fileWatcherType $(WATCH)

test: setup-dev setup-browser setup-documents ## führt alle Tests aus, auch die im Browser (einzelne: make test TESTS=tests/test_formats.py)
	@$(BIN)/pytest -q -n $(WORKERS) --dist loadgroup $(TESTS)

check: setup-dev ## prüft Form, Stil, Typen und Schichten des Programms
	@$(BIN)/ruff format --check --quiet || { echo "Bitte „make format“ ausführen." >&2; exit 1; }
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >.stamps/lint-imports.txt || { cat .stamps/lint-imports.txt; exit 1; }
	@echo "Form, Stil, Typen und Schichten: in Ordnung."

bench: setup-dev setup-browser ## misst Geschwindigkeit und Speicher gegen leere Apps (Dauerlauf: make bench SOAK=600)
	@$(BIN)/python -m bench --soak $(SOAK)

build: setup ## übersetzt die amtlichen Dateien neu nach data/ (SOURCES=Ordner mit den Dateien)
	@$(BIN)/python -m indicators build --sources "$(SOURCES)"

format: setup-dev ## bringt den Quelltext in Form
	@$(BIN)/ruff check --quiet --fix || true
	@$(BIN)/ruff format --quiet

clean: ## entfernt die eingerichtete Umgebung und alle Zwischenablagen (nicht var/)
	@rm -rf .venv .stamps build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache src/*.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@scripts/setup.sh run

setup-dev:
	@scripts/setup.sh dev

setup-browser:
	@scripts/setup_browser.sh

setup-documents:
	@scripts/setup_documents.sh
