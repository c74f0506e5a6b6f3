"""Real worker, beat and Valkey on a database of their own, to be killed at will."""

import os
import signal
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

from portal.local import site
from portal.local.addresses import addresses
from portal.local.supervisor import Child, Supervisor
from portal.local.valkey import Valkey

NAME = f"banyan_killed_{os.getpid()}"

POOL = "pool process"
SECONDS_TO_START = 20


def children_of(parent):
    """The living processes that this one forked."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, its_parent = stat.read_text().rpartition(")")[2].split()[:2]
            if int(its_parent) == parent and state != "Z":
                found.append(int(stat.parent.name))
    return found


class Fleet:
    """The processes of one site, started again by the same supervisor that `make run` uses."""

    def __init__(self, state):
        self.state = Path(state)
        self.lines, self.killed = [], []
        self.supervisor = Supervisor(self.state, say=self.lines.append)
        # Without a file: each kill empties it, as the worst broker would be.
        self.valkey = Valkey(self.state, throw_away=True)
        broker = Child("valkey", self.valkey.command, prepare=self.valkey.prepare)
        self.children = {child.name: child for child in (broker, site.worker(), site.beat())}

    def start(self):
        for child in self.children.values():
            self.supervisor.start(child)
            if child.name == "valkey":
                self.supervisor.wait_until(child, self.valkey.ready)

    def wait_for(self, name):
        return self.run_until(lambda: self.targets(name), SECONDS_TO_START)

    def kill(self, name):
        """Kill -9 a whole process group, or one process of the worker's pool."""
        for target in self.targets(name)[:1]:
            (os.kill if name == POOL else os.killpg)(target, signal.SIGKILL)
            self.killed.append(name)

    def targets(self, name):
        process = self.children["worker" if name == POOL else name].process
        if process is None or process.poll() is not None:
            return []
        return children_of(process.pid) if name == POOL else [process.pid]

    def run_until(self, is_done, seconds, every=0.2):
        """Keep the processes running until it is done; whether it was in time."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            self.supervisor.look()
            if is_done():
                return True
            time.sleep(every)
        return False

    def stop(self):
        self.supervisor.stop()


@contextmanager
def own_database():
    """A database whose commits other processes see, with all tables; its address."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    with closing(psycopg2.connect(address("postgres"))) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            run(cursor, "CREATE DATABASE {}", NAME)
            connection.settings_dict["NAME"] = NAME
            try:
                call_command("migrate", verbosity=0)
                yield address(NAME)
            finally:
                connection.close()
                connection.settings_dict["NAME"] = usual
                run(cursor, "DROP DATABASE {} WITH (FORCE)", NAME)


def run(cursor, text, *names):
    cursor.execute(sql.SQL(text).format(*(sql.Identifier(name) for name in names)))


def address(name):
    given = settings.DATABASES["default"]
    parts = {
        "dbname": name,
        "user": given["USER"],
        "password": given["PASSWORD"],
        "host": given["HOST"],
        "port": given["PORT"],
    }
    return " ".join(f"{key}={value}" for key, value in parts.items() if value)


def environment(state, database):
    """What the processes are told, as a deployment would tell them."""
    return {
        "BANYAN_STATE_DIR": str(state),
        "DATABASE_URL": database,
        "REDIS_URL": addresses(Path(state)).redis_url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
