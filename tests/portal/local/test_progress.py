from io import StringIO

from rich.console import Console

from portal.local.progress import Progress


def test_log_gets_one_plain_line_per_step():
    out = StringIO()
    progress = Progress(Console(file=out, soft_wrap=True, highlight=False))

    with progress.step("更新数据库结构"):
        progress.say("[42] rows")

    assert out.getvalue().startswith("[42] rows\n✓ 更新数据库结构  0.")


def test_terminal_shows_the_step_while_it_runs():
    out = StringIO()
    progress = Progress(Console(file=out, force_terminal=True, width=60))

    with progress.step("更新数据库结构"):
        pass

    assert out.getvalue().count("更新数据库结构") >= 2
