# The front door. Every target sets up what it needs; Python 3.11+, make and git are enough.
.DEFAULT_GOAL := help
.PHONY: help setup demo test check fmt bench-smtp bench-guard bench-audit bench-page bench-sse bench-publish bench-enumeration eval-guard chaos-kill chaos-mutants chaos-restart chaos-disk chaos-outage chaos-slow chaos-poison chaos-clock chaos-partition chaos-page chaos-supervisor chaos-upgrade chaos-all lock messages

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
	@scripts/ssh-tools
	@scripts/page-readers
	@scripts/page-checkers
	-@scripts/page-tools
	@scripts/snippet-tools
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

bench-page: setup ## The published page from noroshi web against nginx's static files
	@scripts/page-tools
	PATH="$$PATH:/usr/sbin" $(BIN)/python -m benchmarks.page $(ARGS)

bench-sse: setup ## A change of the page to 10,000 open streams of one process
	$(BIN)/python -m benchmarks.sse $(ARGS)

bench-publish: setup ## A change on 20 page variants: before the upload, and until it is verified
	$(BIN)/python -m benchmarks.publish $(ARGS)

bench-enumeration: setup ## Whether the time of an answer tells who is subscribed
	$(BIN)/python -m benchmarks.enumeration $(ARGS)

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

# Faults other than kills; ARGS="--people 5000 --stops 2", or ARGS="--mutant no-reconnect".
chaos-restart: setup ## The database stops at once, again and again, in a fan-out
	$(BIN)/python -m chaos.faults.restart --people $(N) $(SEED_ARG) $(ARGS)

chaos-disk: setup ## The disk of the database is full at random moments (root)
	$(BIN)/python -m chaos.faults.disk $(SEED_ARG) $(ARGS)

chaos-outage: setup ## The first of two mail accounts fails, in four ways
	$(BIN)/python -m chaos.faults.outage $(SEED_ARG) $(ARGS)

chaos-slow: setup ## Slow receivers, and answers that are lost
	$(BIN)/python -m chaos.faults.slow $(SEED_ARG) $(ARGS)

chaos-poison: setup ## Data that raises, and data that kills the worker
	$(BIN)/python -m chaos.faults.poison $(SEED_ARG) $(ARGS)

chaos-clock: setup ## The wall clock of one worker jumps by an hour and by a day
	$(BIN)/python -m chaos.faults.clock $(SEED_ARG) $(ARGS)

chaos-partition: setup ## A worker is cut off from the database, and the relay is not (root)
	$(BIN)/python -m chaos.faults.partition $(SEED_ARG) $(ARGS)

chaos-page: setup ## The product and its database die, and one target with them: nobody misses the page
	@scripts/page-tools
	PATH="$$PATH:/usr/sbin" $(BIN)/python -m chaos.page $(SEED_ARG) $(ARGS)

chaos-supervisor: setup ## kill -9 of "noroshi up", again and again
	$(BIN)/python -m chaos.supervisor $(SEED_ARG) $(ARGS)

chaos-upgrade: setup ## The release is changed in a fan-out, and changed back; ARGS="--from COMMIT"
	$(BIN)/python -m chaos.upgrade $(SEED_ARG) $(ARGS)

chaos-all: chaos-kill chaos-supervisor chaos-upgrade chaos-restart chaos-disk chaos-outage chaos-slow chaos-poison chaos-clock chaos-partition chaos-page ## Everything that can go wrong, one after another

lock: setup ## Resolve the dependencies of pyproject.toml anew
	scripts/lock

messages: setup ## Collect the texts of the screens and compile the translations
	scripts/messages
