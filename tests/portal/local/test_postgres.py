import contextlib
import os
import signal

import psycopg2
import pytest

from portal.local import processes, servers
from portal.local.addresses import addresses
from portal.local.postgres import Postgres
from portal.local.supervisor import Supervisor

pytestmark = pytest.mark.processes


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    supervisor = Supervisor(tmp_path / "state", say=print)
    yield supervisor
    supervisor.stop()


def start(supervisor):
    servers.wait(supervisor, servers.start(supervisor))


def ask(supervisor, statement):
    url = addresses(supervisor.state).database_url
    with contextlib.closing(psycopg2.connect(url)) as connection, connection:
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def test_killed_servers_are_recovered_with_their_data(supervisor):
    start(supervisor)
    ask(supervisor, "CREATE TABLE note AS SELECT '转诊'::text AS words")
    killed = [child.process for child in supervisor.children]
    for process in killed:
        process.send_signal(signal.SIGKILL)
        process.wait()

    following = Supervisor(supervisor.state, say=print)
    try:
        start(following)
        assert ask(following, "SELECT words FROM note") == [("转诊",)]
        assert ask(following, "SHOW fsync") == [("on",)]
        assert ask(following, "SHOW listen_addresses") == [("",)]
    finally:
        following.stop()


def test_server_that_a_killed_start_left_is_stopped(supervisor):
    start(supervisor)
    left = supervisor.children[0].process

    Postgres(supervisor.state).end_left_behind()

    assert left.wait(10) == 0


def test_half_made_cluster_is_made_again(supervisor):
    state = supervisor.state
    (state / "postgres" / "base").mkdir(parents=True)
    (state / "postgres" / "PG_VERSION").write_text("18\n", encoding="utf-8")

    start(supervisor)

    assert ask(supervisor, "SELECT datname FROM pg_database WHERE datname = 'banyan'") == [
        ("banyan",)
    ]


def test_stale_number_of_a_stranger_does_not_stop_the_start(supervisor):
    start(supervisor)
    supervisor.stop()
    pidfile = supervisor.state / "postgres" / "postmaster.pid"
    pidfile.write_text(f"{os.getppid()}\n{supervisor.state}\n", encoding="utf-8")

    start(supervisor)

    assert processes.alive(os.getppid()) is True
    assert ask(supervisor, "SELECT 1") == [(1,)]


def test_new_cluster_is_whole_once_it_is_safe_on_the_disk(supervisor):
    server = Postgres(supervisor.state)

    server.prepare()
    made = server.marker.exists()
    server.settle()

    assert (made, server.marker.exists()) == (False, True)


def test_cluster_that_was_not_safe_yet_is_made_anew(supervisor):
    waits = servers.start(supervisor)
    servers.wait(supervisor, waits, settled=False)
    ask(supervisor, "CREATE TABLE note ()")
    supervisor.stop()

    start(supervisor)

    assert ask(supervisor, "SELECT to_regclass('note')") == [(None,)]
