"""Read every file of case abstracts again and compare it with the ledger.

Exit codes: 0 all as written, 1 a file is missing or altered.
"""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.actions import facts
from hospitals.models import AbstractFile


class Command(BaseCommand):
    help = "Verify the files of case abstracts against the ledger, by their hash."

    def handle(self, **options):
        faults = 0
        for row, fault in facts.verify():
            faults += 1
            self.stdout.write(f"{fault} {row.path}")
        if faults:
            raise CommandError(_("%(count)d 个数据文件缺失或已损坏。") % {"count": faults})
        count = AbstractFile.objects.count()
        self.stdout.write(_("%(count)d 个数据文件与台账一致。") % {"count": count})
