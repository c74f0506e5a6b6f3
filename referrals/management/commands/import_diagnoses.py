"""Load a national table of diagnoses; all of it or nothing.

Exit codes: 0 loaded, 1 refused with the rows that are wrong, 2 wrong use.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.readers import table
from referrals.actions import diagnoses
from referrals.models.diagnosis import STARTER
from referrals.readers.diagnosis_file import read_diagnoses

SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    help = "Load diagnoses (CSV or XLSX of 国临版 or 医保版) as the edition in force."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--system", required=True, help="name: 国临版, 医保版")
        parser.add_argument("--edition", default="2.0", help="edition of the classification")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def handle(self, *, file, system, edition, dry_run, **options):
        if system == STARTER or not 1 <= len(system) <= 32 or not 1 <= len(edition) <= 16:
            raise CommandError(_("请为编码体系和版本另起名称。"), returncode=2)
        rows, problems = read_diagnoses(_read(file))
        for problem in problems[:SHOWN_PROBLEMS]:
            self.stderr.write(f"{problem.row} {problem.column} {problem.value} {problem.hint}")
        if problems:
            raise CommandError(
                _("文件有 %(count)d 处错误，没有导入任何数据。") % {"count": len(problems)}
            )
        if dry_run:
            self.stdout.write(_("共 %(count)d 条，没有错误。") % {"count": len(rows)})
            return
        done = diagnoses.load(rows=rows, system=system, edition=edition, progress=self._progress)
        self.stdout.write(
            _("新增 %(new)d 条，变更 %(changed)d 条，停用 %(ended)d 条。") % vars(done)
        )

    def _progress(self, done, total):
        self.stdout.write(f"{done}/{total}", ending="\r" if self.stdout.isatty() else "\n")


def _read(path):
    try:
        return table.read(path.read_bytes())
    except OSError as error:
        raise CommandError(error.strerror, returncode=2) from None
    except table.Unreadable as error:
        raise CommandError(str(error)) from None
