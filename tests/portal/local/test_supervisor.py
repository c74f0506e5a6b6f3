import sys
import time

import pytest

from portal.local.errors import StartError
from portal.local.supervisor import Child, Supervisor

pytestmark = pytest.mark.processes


def python(code):
    return lambda: [sys.executable, "-c", code]


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    supervisor = Supervisor(tmp_path, say=said.append)
    yield supervisor
    supervisor.stop()


def test_dead_child_is_started_again_and_named(supervisor, said, tmp_path):
    child = Child("worker", python("import time; time.sleep(60)"))
    supervisor.start(child)
    first = child.process
    first.kill()
    first.wait()

    supervisor.look()

    assert child.process.pid != first.pid
    assert said == [
        f"worker 已停止（代码 -9），正在重新启动；日志在 {tmp_path / 'log' / 'worker.log'}。"
    ]


def test_child_that_keeps_dying_waits_longer(supervisor, said):
    child = Child("worker", python("raise SystemExit(3)"))
    supervisor.start(child)
    for _turn in range(2):
        child.process.wait()
        supervisor.look()

    assert child.process is None
    assert child.start_again_at > time.monotonic()
    assert len(said) == 2


def test_start_that_fails_shows_the_last_line_of_the_log(supervisor, tmp_path):
    child = Child("web", python("raise SystemExit('no such module')"))
    supervisor.start(child)

    with pytest.raises(StartError) as caught:
        supervisor.wait_until(child, lambda: False, seconds=5)

    log = tmp_path / "log" / "web.log"
    assert str(caught.value) == f"web 没有启动成功，日志在 {log}（no such module）。"


def test_stop_ends_the_last_started_first(supervisor, tmp_path):
    code = (
        "import pathlib, signal, sys, time\n"
        "def end(*_):\n"
        "    pathlib.Path('{order}').open('a').write('{name} ')\n"
        "    sys.exit()\n"
        "signal.signal(15, end)\n"
        "pathlib.Path('{ready}').touch()\n"
        "time.sleep(60)\n"
    )
    order = tmp_path / "order"
    for name in ("first", "second"):
        ready = tmp_path / name
        child = Child(name, python(code.format(order=order, name=name, ready=ready)))
        supervisor.start(child)
        supervisor.wait_until(child, ready.exists)

    supervisor.stop()

    assert order.read_text(encoding="utf-8") == "second first "
