"""Load a table of procedures or DRGs; all of it or nothing.

Exit codes: 0 loaded, 1 refused with the rows that are wrong, 2 wrong use.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.actions import codes
from hospitals.enums import CodeTable
from hospitals.readers import code_file, table

SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    help = "Load procedures (code, name, kind, level) or DRGs (code, name) from CSV or XLSX."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--table", required=True, choices=CodeTable.values)
        parser.add_argument("--edition", required=True, help="edition, or version of the grouper")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")

    def handle(self, *, file, edition, dry_run, **options):
        if not 1 <= len(edition) <= 32:
            raise CommandError(_("请为编码体系和版本另起名称。"), returncode=2)
        try:
            rows, problems = code_file.read_codes(table.read(file.read_bytes()))
        except OSError as error:
            raise CommandError(error.strerror, returncode=2) from None
        except table.Unreadable as error:
            raise CommandError(str(error)) from None
        for problem in problems[:SHOWN_PROBLEMS]:
            self.stderr.write(f"{problem.row} {problem.column} {problem.value} {problem.hint}")
        if problems or not rows:
            words = _("文件有 %(count)d 处错误，没有导入任何数据。")
            raise CommandError(words % {"count": len(problems)})
        if not dry_run:
            codes.load(rows=rows, table=options["table"], edition=edition)
        self.stdout.write(_("共 %(count)d 条，没有错误。") % {"count": len(rows)})
