"""Load the divisions of another code system from a file; all of it or nothing.

Exit codes: 0 loaded, 1 refused with the rows that are wrong, 2 wrong use.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.actions import regions
from hospitals.readers import region_file, table
from hospitals.readers.divisions import SYSTEM

LONGEST_SYSTEM = 32


class Command(BaseCommand):
    help = "Load divisions (CSV or XLSX with code, name, level, parent) of a code system."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--system", required=True, help="name of the code system")

    def handle(self, *, file, system, **options):
        if system == SYSTEM or not 1 <= len(system) <= LONGEST_SYSTEM:
            raise CommandError(_("请为代码体系另起一个名称。"), returncode=2)
        try:
            read = table.read(file.read_bytes())
        except OSError as error:
            raise CommandError(error.strerror, returncode=2) from None
        except table.Unreadable as error:
            raise CommandError(str(error)) from None
        divisions, problems = region_file.read_regions(read)
        for problem in problems:
            self.stderr.write(f"{problem.row} {problem.column} {problem.value} {problem.hint}")
        if problems:
            raise CommandError(_("文件有错误，没有导入任何数据。"))
        changed = regions.load(divisions=divisions, system=system)
        self.stdout.write(
            _("已导入 %(count)d 条，变更 %(changed)d 条。")
            % {"count": len(divisions), "changed": changed}
        )
