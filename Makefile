# The front door. Every target sets up what it needs; Python 3.11+, make and git are enough.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check fmt bench-smtp bench-guard bench-audit eval-guard chaos-kill chaos-mutants lock messages

BIN := .venv/bin
ARGS ?=
PYTEST_ARGS ?=
KILLS ?= 500
N ?= 100000
WORKERS ?= 3
SEED_ARG := $(if $(SEED),--seed $(SEED))

help: ## Say what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

setup: ## Make .venv with the locked packages (the other targets do it by themselves)
	@scripts/set-up

demo: setup ## Watch a sample company live through an incident; ARGS="--exit" to check and leave
	@$(BIN)/noroshi demo $(ARGS)

check: setup ## Lint, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

test: check ## Everything that must hold, browser tests included
	@scripts/mail-tools
	CHROMIUM="$$(scripts/browser)" $(BIN)/python -m pytest -n 2 $(PYTEST_ARGS)

fmt: setup ## Format the code
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

N ?= 100000

bench-smtp: setup ## The whole path of a mail against Postfix's load generator: N=100000, ARGS="--round-trip 20"
	@scripts/mail-tools
	$(BIN)/python -m benchmarks.smtp --mails $(N) $(ARGS)

bench-guard: setup ## How long the guardrails take on 2,000 characters
	$(BIN)/python -m benchmarks.guardrails

bench-audit: setup ## One look of the auditor at 10 million deliveries
	$(BIN)/python -m benchmarks.auditor $(ARGS)

eval-guard: setup ## Precision and recall of the guardrails on the labelled texts; ARGS="RULE --wrong"
	$(BIN)/python -m evaluation.guard $(ARGS)

chaos-kill: setup ## kill -9 at random while N people are written to; KILLPOINTS=all: at each named point
ifdef KILLPOINTS
	$(BIN)/python -m chaos.killpoints $(KILLPOINTS) $(SEED_ARG)
else
	$(BIN)/python -m chaos.kill --kills $(KILLS) --people $(N) --workers $(WORKERS) $(SEED_ARG)
endif

chaos-mutants: setup ## Break the product on purpose: each check must notice; ARGS="no-fence"
	$(BIN)/python -m chaos.controls $(ARGS)

lock: setup ## Resolve the dependencies of pyproject.toml anew
	scripts/lock

messages: setup ## Collect the texts of the screens and compile the translations
	scripts/messages
