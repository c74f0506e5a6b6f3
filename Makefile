.PHONY: run test check fix bench bench-metrics chaos lock old-browsers
PY = .venv/bin/python

run:
	@bin/setup run
	@exec $(PY) manage.py up

test:
	@bin/setup dev && $(PY) manage.py assets --no-collect
	$(PY) -m slipcover --source portal,hospitals,experts,referrals --omit "*/migrations/*" \
	  --skip-covered --missing-width 60 -m pytest -n 2 --dist worksteal

check:
	@bin/setup dev
	@PATH="$(CURDIR)/.venv/bin:$$PATH" bin/check

fix:
	@bin/setup dev
	$(PY) -m ruff check --fix . ; $(PY) -m ruff format .

bench:
	@bin/setup dev && $(PY) manage.py assets
	$(PY) -m bench

# ROWS="1000000 10000000" for several sizes.
bench-metrics:
	@bin/setup dev
	$(PY) -m bench.metrics

# SECONDS=600 for longer, SEED=7 for the same dice again.
chaos:
	@bin/setup dev
	$(PY) -m tests.chaos --seconds $(or $(SECONDS),180) $(if $(SEED),--seed $(SEED))

lock:
	@bin/setup dev
	@PATH="$(CURDIR)/.venv/bin:$$PATH" bin/lock

# Opt-in: fetches old browser engines from npm and looks at our own pages with them.
old-browsers:
	@bin/setup dev && $(PY) manage.py assets
	$(PY) bin/old-browsers
