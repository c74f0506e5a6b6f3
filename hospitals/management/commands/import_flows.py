"""Import a flow return from the command line, by the same steps as the page."""

from functools import partial
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.actions import flows
from hospitals.actions.incoming import Sender
from hospitals.enums import SourceSystem
from hospitals.management import reading
from hospitals.models import Region
from hospitals.readers import table
from hospitals.readers.flow_cells import Place


class Command(BaseCommand):
    help = "Import a flow return (origin × destination × disease × month; CSV, XLSX or Parquet)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--region", required=True, help="code of the region that sends it")
        parser.add_argument("--source", default="", choices=["", *SourceSystem.values])
        parser.add_argument("--system", default="GB/T 2260", help="code system of the regions")
        parser.add_argument(
            "--hospitals", type=Path, help="CSV of org_code,region_code for codes unknown here"
        )
        reading.add_arguments(parser)

    def handle(self, *, file, region, source, system, hospitals, **options):
        sender = Region.objects.filter(code_system=system, code=region).current().first()
        if sender is None:
            raise CommandError(_("没有这个地区代码。"), returncode=2)
        places = _places(hospitals, system) if hospitals else None
        actions = SimpleNamespace(read=partial(flows.read, hospitals=places), commit=flows.commit)

        def receive():
            with reading.opened(file) as upload:
                if upload.size > settings.IMPORT_MAX_BYTES:
                    raise CommandError(_("文件过大。"), returncode=2)
                return flows.receive(
                    upload=upload,
                    sender=Sender(region=sender),
                    source_system=source,
                    code_system=system,
                    is_synthetic=options["synthetic"],
                )

        reading.brought_in(self, receive, actions, options)


def _places(path, system):
    """Where hospitals lie that this portal does not know, by the file that says so."""
    regions = dict(Region.objects.filter(code_system=system).values_list("code", "pk"))
    with reading.opened(path) as upload:
        read = table.read(upload.read())
    index = {name: number for number, name in enumerate(read.header)}
    try:
        return {
            row[index["org_code"]]: Place(str(regions[row[index["region_code"]]]))
            for row in read.rows
        }
    except KeyError as error:
        raise CommandError(_("医院对照表有误：%(what)s") % {"what": error}, returncode=2) from None
