"""What the commands that bring in files of facts have in common: the bar, the report, the exit.

Exit codes: 0 in force (or found in order by a dry run), 1 refused, 2 wrong use, 3 in force with
warnings, 4 held: look at what is odd and confirm with --note.
"""

import json
from contextlib import contextmanager

from django.core.files import File
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from hospitals.actions import incoming
from hospitals.enums import BatchState
from hospitals.models.batch import CAME_IN, UNREAD
from portal.errors import Refusal

SHOWN_PROBLEMS = 20
HELD = 4


def add_arguments(parser):
    parser.add_argument("--note", default="", help="why a held batch is right: commits it")
    parser.add_argument("--dry-run", action="store_true", help="check only, put nothing in force")
    parser.add_argument("--synthetic", action="store_true", help="mark as 模拟数据")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--no-progress", action="store_true", help="no progress bar")


@contextmanager
def opened(path):
    """The file as an upload."""
    try:
        with path.open("rb") as stream:
            yield File(stream, name=path.name)
    except OSError as error:
        raise CommandError(error.strerror, returncode=2) from None


def brought_in(command, receive, actions, options):
    """Receive, match, read and commit; print what became of it, and exit by it.

    receive(): the batch; actions: of its kind, with read and commit.
    """
    try:
        batch = receive()
        is_repeat = batch.state in CAME_IN
        if batch.state == BatchState.MAPPING:
            incoming.queue(batch=batch, mapping=batch.mapping)
            with bar(command, options) as say:
                batch = actions.read(batch_id=batch.pk, say=say)
        found = batch.state
        batch = _ended(batch, actions, options)
    except Refusal as refusal:
        raise CommandError(refusal.message) from None
    _print(command, batch, options, is_repeat=is_repeat)
    if found == BatchState.HELD and batch.state != BatchState.CURRENT:
        raise SystemExit(HELD)
    _exit(batch, is_quiet=is_repeat or options["dry_run"])


def _ended(batch, actions, options):
    is_open = batch.state in (BatchState.READY, BatchState.HELD)
    if is_open and options["dry_run"]:
        batch = incoming.drop(batch=batch)
    elif batch.state == BatchState.READY or (is_open and options["note"]):
        batch = actions.commit(batch=batch, note=options["note"])
        # Many rows are written by whoever reads files: here that is us.
        if batch.state in UNREAD:
            batch = actions.read(batch_id=batch.pk)
    return batch


@contextmanager
def bar(command, options):
    """say(stage, percent) for a terminal; elsewhere nothing is drawn."""
    console = Console(file=command.stdout, force_terminal=None)
    quiet = options["no_progress"] or options["json"] or not console.is_terminal
    with Progress(console=console, disable=quiet) as progress:
        task = progress.add_task(_("读取"), total=100)
        yield lambda stage, percent: progress.update(task, completed=percent, description=stage)


def _print(command, batch, options, *, is_repeat):
    report = _report(batch, options, is_repeat=is_repeat)
    if options["json"]:
        command.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        return
    for name in ("state", "batch", "encoding", "rows", "errors", "warnings"):
        command.stdout.write(f"{name:9} {report[name]}")
    for rule, count in report["counts"].items():
        command.stdout.write(f"{count:>9} {rule}")
    for line in report["checks"]:
        command.stdout.write(line)
    for problem in batch.problems.order_by("is_warning", "row")[:SHOWN_PROBLEMS]:
        where = f"{problem.row:>6} {problem.column:15} {problem.value:12}"
        command.stdout.write(f"{where} {problem.hint}")
    if is_repeat:
        command.stdout.write(_("这个文件已经导入过，没有重复导入。"))


def _report(batch, options, *, is_repeat):
    return {
        "state": "repeat" if is_repeat else str(batch.state),
        "batch": str(batch.pk),
        "encoding": batch.encoding,
        "rows": batch.row_count,
        "errors": batch.problem_count,
        "warnings": batch.warning_count,
        "counts": batch.findings.get("counts") or {},
        "checks": [words for words, _is_held in batch.odd],
    }


def _exit(batch, *, is_quiet):
    """Say by the exit code what a script must know."""
    if batch.state in (BatchState.REFUSED, BatchState.FAILED):
        raise CommandError(_("文件有错误，没有导入任何数据。"), returncode=1)
    if batch.warning_count and not is_quiet:
        raise SystemExit(3)
