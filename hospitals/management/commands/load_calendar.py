"""Load public holidays and make-up workdays: those of this release, or a newer year from a file.

The file is CSV or XLSX with the columns day, is_workday, name. Exit codes: 0 done, 1 refused.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.actions import calendars
from portal.errors import Refusal


class Command(BaseCommand):
    help = "Load the nation's public holidays and make-up workdays."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="a file of one year or more")

    def handle(self, *, file, **options):
        content = Path(file).read_bytes() if file else None
        try:
            count = calendars.load_national(content=content)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(_("新增 %(count)d 天。") % {"count": count})
