"""python -m tests.chaos [--seconds 180] [--clients 4] [--seed N] [--every 2.5]"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django
from django.core.management import call_command

from portal.local.addresses import addresses
from tests.chaos.site import PROCESSES, SERVERS, Site

SECONDS_TO_SETTLE = 120


def arguments():
    parser = argparse.ArgumentParser(prog="chaos", description="Kill everything, lose nothing.")
    parser.add_argument("--seconds", type=float, default=180, help="how long faults are committed")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--every", type=float, default=2.5, help="seconds between two faults")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    return parser.parse_args()


def main():
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="banyan-chaos-") as folder:
        found = addresses(Path(folder))
        os.environ |= {
            "BANYAN_STATE_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": found.database_url,
            "REDIS_URL": found.redis_url,
            "LOG_LEVEL": "ERROR",
        }
        site = Site(folder)
        try:
            site.start(*SERVERS)
            django.setup()
            call_command("migrate", verbosity=0)
            site.start(*PROCESSES)
            print(f"seed {options.seed}, {options.seconds:.0f} s, {options.clients} clients")
            return run(site, options)
        finally:
            site.stop()


def run(site, options):
    # These need Django's settings first.
    from tests.chaos.run import Run  # noqa: PLC0415

    run = Run(site, options)
    run.disturb()
    settled = run.settle(SECONDS_TO_SETTLE)
    wrong = run.report()
    return 0 if settled and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
