# Every target is one command of run.py, which needs nothing but Python 3.11 or newer.
.PHONY: run setup check test test-next bench messages
PYTHON ?= python3

run:        ## everything, then the demo on http://127.0.0.1:8000
	@$(PYTHON) run.py run

setup:      ## everything but the server
	@$(PYTHON) run.py setup

check:      ## every gate except the tests
	@$(PYTHON) run.py check

test:       ## every gate, then all tests on SQLite and on PostgreSQL
	@$(PYTHON) run.py test

test-next:  ## the tests on Django 6 with Python 3.13
	@$(PYTHON) run.py test-next

bench:      ## benchmarks as JSON lines; only=ROOM for one room
	@$(PYTHON) run.py bench $(only)

messages:   ## bring the catalogues up to date with the code
	@$(PYTHON) run.py messages
