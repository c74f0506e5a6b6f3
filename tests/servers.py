"""An early pytest plugin: throw-away servers, up before Django reads its settings.

With pytest-xdist the controller starts them, and its workers inherit their addresses.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from portal.local import processes, servers
from portal.local.postgres import Postgres
from portal.local.supervisor import Supervisor
from portal.local.valkey import Valkey

PREFIX = "banyan-test-"
running: list[Supervisor] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    if not (servers.given("DATABASE_URL") and servers.given("REDIS_URL")):
        start()
    try:
        return (yield)
    except BaseException:
        stop()
        raise


def pytest_unconfigure():
    stop()


def start():
    clear_abandoned()
    state = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    os.environ["BANYAN_STATE_DIR"] = str(state)
    running.append(Supervisor(state, say=lambda line: print(line, file=sys.stderr)))
    try:
        servers.wait(running[0], servers.start(running[0], throw_away=True))
    except BaseException:
        stop()
        raise
    os.environ.update(servers.environment(state))


def stop():
    while running:
        supervisor = running.pop()
        supervisor.stop()
        shutil.rmtree(supervisor.state, ignore_errors=True)


def clear_abandoned():
    """A test run that was killed could not stop its servers; the next run does it."""
    for state in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = state.name.removeprefix(PREFIX).partition("-")[0]
        if (
            owner.isdigit()
            and state.stat().st_uid == os.getuid()
            and not processes.alive(int(owner))
        ):
            Postgres(state).end_left_behind()
            Valkey(state).end_left_behind()
            processes.end(processes.left_behind(state))
            shutil.rmtree(state, ignore_errors=True)
