"""Load printed figures: those of this release, or others from a file of the same columns.

Figures that are known by their code stay as they are. Exit codes: 0 done, 1 refused.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.actions import claims
from hospitals.readers.table import Unreadable


class Command(BaseCommand):
    help = "Load printed figures with their sources."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="CSV or XLSX")

    def handle(self, *, file, **options):
        content = Path(file).read_bytes() if file else None
        try:
            count = claims.load(content=content)
        except Unreadable as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(_("新增 %(count)d 条。") % {"count": count})
