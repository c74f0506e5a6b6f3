"""Bring a file of rows in from the command line: monthly reports, population, targets, any list.

By the steps of the page, as the person named. Exit codes: 0 all rows in (or right, in a dry run),
1 refused, 2 wrong use, 3 the right rows in and the wrong ones left out.
"""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.management import reading
from portal.errors import Refusal
from portal.lists.actions import imports
from portal.lists.kinds import IMPORTS, imports_for
from portal.models import User

SHOWN_PROBLEMS = 20
PART = 3


class Command(BaseCommand):
    help = "Import a file of rows (CSV, XLSX or Parquet) into a list, as somebody who may."

    def add_arguments(self, parser):
        parser.add_argument(
            "kind", choices=sorted(IMPORTS), metavar="kind", help=", ".join(IMPORTS)
        )
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", required=True, help="sign-in name of who sends it")
        parser.add_argument("--only-right", action="store_true", help="leave wrong rows out")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--no-progress", action="store_true", help="no progress bar")

    def handle(self, *, kind, file, user, **options):
        sender = User.objects.filter(username=user, is_active=True).first()
        found = imports_for(sender).get(kind) if sender else None
        if found is None:
            raise CommandError(_("您的角色不能执行此操作。"), returncode=2)
        told = {"kind": found, "sent": _sent(file), "by": sender}
        try:
            with reading.bar(self, options) as say:
                told["say"] = lambda percent: say(str(found.label), percent)
                done = _done(told, options)
                told["say"](100)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self._print(*done, as_json=options["json"])
        self._exit(*done, options)

    def _print(self, found, run, *, as_json):
        report = {
            "state": str(run.state),
            "run": str(run.pk),
            "encoding": run.encoding,
            "rows": run.total,
            "right": run.right_rows,
            "written": run.written,
            "errors": run.problem_count,
            "unused": run.unused,
        }
        if as_json:
            report["problems"] = [problem._asdict() for problem in found.problems[: imports.SHOWN]]
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        for name, value in report.items():
            self.stdout.write(f"{name:9} {value}")
        for problem in found.problems[:SHOWN_PROBLEMS]:
            where = f"{problem.row:>6} {problem.column:15} {problem.value:12}"
            self.stdout.write(f"{where} {problem.hint}")

    def _exit(self, found, run, options):
        if found.problems and (options["dry_run"] or not run.written):
            raise CommandError(_("文件有错误，没有导入任何数据。"), returncode=1)
        if found.problems:
            raise SystemExit(PART)


def _done(told, options):
    """What the file holds, and what became of it; wrong rows stop it unless they are left out."""
    if not options["dry_run"] and options["only_right"]:
        return imports.run(**told, only_right=True)
    found, run = imports.try_out(**told)
    if options["dry_run"] or found.problems:
        return found, run
    return found, imports.bring_in(reading=found, sent=told["sent"], by=told["by"])


def _sent(path):
    with reading.opened(path) as upload:
        if upload.size > settings.IMPORT_MAX_BYTES:
            raise CommandError(_("文件过大。"), returncode=2)
        return imports.Sent(upload.read(), path.name)
