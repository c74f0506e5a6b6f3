"""Import case abstracts from the command line, by the same steps as the page.

Exit codes: 0 in force (or found in order by a dry run), 1 refused, 2 wrong use, 3 in force with
warnings, 4 held: look at what is odd and confirm with --note.
"""

import json
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from hospitals.actions import abstracts
from hospitals.enums import BatchState
from hospitals.models import Hospital, Region
from portal.errors import Refusal
from portal.periods import Month

SHOWN_PROBLEMS = 20
HELD = 4


class Command(BaseCommand):
    help = "Import case abstracts (CSV, XLSX or Parquet) of a hospital or of a region."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        sender = parser.add_mutually_exclusive_group(required=True)
        sender.add_argument("--hospital", help="name of the hospital that sends its own")
        sender.add_argument("--region", help="code of the region that sends for its hospitals")
        parser.add_argument("--month", help="2026-01: every stay must have ended in it")
        parser.add_argument("--note", default="", help="why a held batch is right: commits it")
        parser.add_argument("--dry-run", action="store_true", help="read and report only")
        parser.add_argument("--synthetic", action="store_true", help="mark as 模拟数据")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--no-progress", action="store_true", help="no progress bar")

    def handle(self, *, file, note, dry_run, **options):
        try:
            batch = _received(file, options)
            if batch.state == BatchState.MAPPING:
                abstracts.queue(batch=batch, mapping=batch.mapping)
                batch = self._read(batch, options)
            if batch.state == BatchState.READY or (batch.state == BatchState.HELD and note):
                act = abstracts.drop if dry_run else abstracts.commit
                batch = act(batch=batch) if dry_run else act(batch=batch, note=note)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self._print(batch, as_json=options["json"])
        _exit(batch, dry_run=dry_run)

    def _read(self, batch, options):
        console = Console(file=self.stdout, force_terminal=None)
        quiet = options["no_progress"] or options["json"] or not console.is_terminal
        with Progress(console=console, disable=quiet) as progress:
            task = progress.add_task(_("读取"), total=100)

            def say(stage, percent):
                progress.update(task, completed=percent, description=stage)

            return abstracts.read(batch_id=batch.pk, say=say)

    def _print(self, batch, *, as_json):
        report = _report(batch)
        if as_json:
            return self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        for name in ("state", "batch", "encoding", "rows", "errors", "warnings"):
            self.stdout.write(f"{name:9} {report[name]}")
        for rule, count in report["counts"].items():
            self.stdout.write(f"{count:>9} {rule}")
        for line in report["checks"]:
            self.stdout.write(line)
        for problem in batch.problems.order_by("is_warning", "row")[:SHOWN_PROBLEMS]:
            where = f"{problem.row:>6} {problem.column:15} {problem.value:12}"
            self.stdout.write(f"{where} {problem.hint}")
        return None


def _received(file, options):
    try:
        month = Month.parse(options["month"]).first if options["month"] else None
        with file.open("rb") as stream:
            return abstracts.receive(
                upload=File(stream, name=file.name),
                sender=_sender(options),
                month=month,
                is_synthetic=options["synthetic"],
            )
    except (OSError, ValueError) as error:
        raise CommandError(str(error), returncode=2) from None


def _sender(options):
    if options["hospital"]:
        found = abstracts.Sender(hospital=Hospital.objects.filter(name=options["hospital"]).first())
    else:
        region = Region.objects.current().filter(code=options["region"]).first()
        found = abstracts.Sender(region=region)
    if found.hospital is None and found.region is None:
        raise CommandError(_("没有这个报送单位。"), returncode=2)
    return found


def _report(batch):
    return {
        "state": str(batch.state),
        "batch": str(batch.pk),
        "encoding": batch.encoding,
        "rows": batch.row_count,
        "errors": batch.problem_count,
        "warnings": batch.warning_count,
        "counts": batch.findings.get("counts") or {},
        "checks": [words for words, _is_held in batch.odd],
    }


def _exit(batch, *, dry_run):
    """Say by the exit code what a script must know."""
    if batch.state in (BatchState.REFUSED, BatchState.FAILED):
        raise CommandError(_("文件有错误，没有导入任何数据。"), returncode=1)
    if batch.state == BatchState.HELD:
        raise SystemExit(HELD)
    if batch.warning_count and not dry_run:
        raise SystemExit(3)
