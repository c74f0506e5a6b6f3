import os
import signal
import subprocess
import sys

import pytest

from portal.local import processes

DEAF = """
import signal, time
signal.signal(15, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def sleeper(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", DEAF],
        env={**os.environ, **processes.mark(tmp_path)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
    )
    with process:
        process.stdout.readline()
        yield process
        process.kill()


def test_marked_processes_are_found_and_ended(sleeper, tmp_path):
    assert processes.left_behind(tmp_path) == [sleeper.pid]

    processes.end([sleeper.pid], patience=0.2)

    assert sleeper.wait(5) == -signal.SIGKILL
    assert processes.left_behind(tmp_path) == []


def test_works_in_tells_our_server_from_a_stranger(sleeper, tmp_path):
    assert processes.works_in(sleeper.pid, tmp_path) is True
    assert processes.works_in(os.getpid(), tmp_path) is False


def test_ended_process_is_not_alive_before_it_is_collected(sleeper):
    sleeper.kill()
    os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)

    assert processes.alive(sleeper.pid) is False
