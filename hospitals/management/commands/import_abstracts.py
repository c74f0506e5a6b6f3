"""Import case abstracts from the command line, by the same steps as the page."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.actions import abstracts
from hospitals.actions.incoming import Sender
from hospitals.management import reading
from hospitals.models import Hospital, Region
from portal.periods import Month


class Command(BaseCommand):
    help = "Import case abstracts (CSV, XLSX or Parquet) of a hospital or of a region."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        sender = parser.add_mutually_exclusive_group(required=True)
        sender.add_argument("--hospital", help="name of the hospital that sends its own")
        sender.add_argument("--region", help="code of the region that sends for its hospitals")
        parser.add_argument("--month", help="2026-01: every stay must have ended in it")
        reading.add_arguments(parser)

    def handle(self, *, file, **options):
        reading.brought_in(self, lambda: _received(file, options), abstracts, options)


def _received(file, options):
    try:
        month = Month.parse(options["month"]).first if options["month"] else None
    except ValueError as error:
        raise CommandError(str(error), returncode=2) from None
    with reading.opened(file) as upload:
        return abstracts.receive(
            upload=upload,
            sender=_sender(options),
            month=month,
            is_synthetic=options["synthetic"],
        )


def _sender(options):
    if options["hospital"]:
        found = Sender(hospital=Hospital.objects.filter(name=options["hospital"]).first())
    else:
        region = Region.objects.current().filter(code=options["region"]).first()
        found = Sender(region=region)
    if found.hospital is None and found.region is None:
        raise CommandError(_("没有这个报送单位。"), returncode=2)
    return found
