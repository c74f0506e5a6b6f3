"""The embedded servers that a start or a test run needs: those whose address is not given."""

import os
from pathlib import Path

from portal.local.addresses import addresses
from portal.local.postgres import Postgres
from portal.local.supervisor import Child, Supervisor
from portal.local.valkey import Valkey


def given(name: str) -> bool:
    """Whether the environment names a server of its own, directly or by file."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


Waits = list[tuple[Child, Postgres | Valkey]]


def start(supervisor: Supervisor, *, throw_away: bool = False) -> Waits:
    """Start what is not given, both at once; `wait` then waits for their answers."""
    servers = []
    if not given("DATABASE_URL"):
        servers.append(Postgres(supervisor.state, throw_away=throw_away))
    if not given("REDIS_URL"):
        servers.append(Valkey(supervisor.state, throw_away=throw_away))
    waits = []
    for server in servers:
        child = Child(
            server.name,
            server.command,
            prepare=server.prepare,
            stop_signal=server.stop_signal,
            patience=30,
        )
        supervisor.start(child)
        waits.append((child, server))
    return waits


def wait(supervisor: Supervisor, waits: Waits, *, settled: bool = True) -> None:
    """Until all answer; without `settled` a new one may still be writing itself to the disk."""
    for child, server in waits:
        supervisor.wait_until(child, server.ready)
    if settled:
        settle(waits)


def settle(waits: Waits) -> None:
    for _child, server in waits:
        server.settle()


def environment(state: Path) -> dict[str, str]:
    """What a process needs to be told to use the embedded servers of this folder."""
    found = addresses(state)
    urls = {"DATABASE_URL": found.database_url, "REDIS_URL": found.redis_url}
    return {name: url for name, url in urls.items() if not given(name)}
