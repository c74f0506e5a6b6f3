"""Import a flow return from the command line, by the same action as the page.

Exit codes: 0 imported (or imported before), 1 refused, 2 wrong use, 3 imported with warnings.
"""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hospitals.actions import batches
from hospitals.enums import SourceSystem
from hospitals.models import Region
from hospitals.readers import table
from hospitals.readers.flow_cells import Place
from portal.errors import Refusal

SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    help = "Import a flow return (origin × destination × disease × month; CSV or XLSX)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--region", required=True, help="code of the region that sends it")
        parser.add_argument("--source", default="", choices=["", *SourceSystem.values])
        parser.add_argument("--system", default="GB/T 2260", help="code system of the regions")
        parser.add_argument(
            "--hospitals", type=Path, help="CSV of org_code,region_code for codes unknown here"
        )
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *, file, region, source, system, hospitals, dry_run, **options):
        sender = Region.objects.filter(code_system=system, code=region).current().first()
        if sender is None:
            raise CommandError(_("没有这个地区代码。"), returncode=2)
        asked = {
            "content": _content(file),
            "region": sender,
            "source_system": source,
            "code_system": system,
            "hospitals": _places(hospitals, system) if hospitals else None,
        }
        try:
            if dry_run:
                outcome = batches.Outcome(batches.check(**asked))
            else:
                outcome = batches.import_flows(file_name=file.name, **asked)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self._print(outcome, as_json=options["json"])
        self._exit(outcome, quiet=options["json"])

    def _print(self, outcome, *, as_json):
        report = _report(outcome)
        if as_json:
            return self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        for name in ("state", "encoding", "grain", "rows", "errors", "warnings"):
            self.stdout.write(f"{name:9} {report[name]}")
        for problem in report["problems"][:SHOWN_PROBLEMS]:
            where = f"{problem['row']:>6} {problem['column']:15} {problem['value']:12}"
            self.stdout.write(f"{where} {problem['hint']}")
        return None

    def _exit(self, outcome, *, quiet):
        """Say by the exit code what a script must know."""
        if outcome.is_repeat and not quiet:
            self.stdout.write(outcome.repeat_text)
        elif outcome.reading.error_count:
            raise CommandError(_("文件有错误，没有导入任何数据。"), returncode=1)
        elif outcome.reading.warning_count:
            raise SystemExit(3)


def _content(path):
    try:
        size = path.stat().st_size
    except OSError as error:
        raise CommandError(error.strerror, returncode=2) from None
    if size > settings.IMPORT_MAX_BYTES:
        raise CommandError(_("文件过大。"), returncode=2)
    return path.read_bytes()


def _places(path, system):
    """Where hospitals lie that this portal does not know, by the file that says so."""
    regions = dict(Region.objects.filter(code_system=system).values_list("code", "pk"))
    read = table.read(_content(path))
    index = {name: number for number, name in enumerate(read.header)}
    try:
        return {
            row[index["org_code"]]: Place(str(regions[row[index["region_code"]]]))
            for row in read.rows
        }
    except KeyError as error:
        raise CommandError(_("医院对照表有误：%(what)s") % {"what": error}, returncode=2) from None


def _report(outcome):
    reading, batch = outcome.reading, outcome.batch
    return {
        "state": "repeat" if outcome.is_repeat else batch.state if batch else "dry-run",
        "batch": str(batch.pk) if batch else None,
        "encoding": reading.encoding,
        "grain": str(reading.grain),
        "rows": len(reading.rows),
        "errors": reading.error_count,
        "warnings": reading.warning_count,
        "problems": [problem._asdict() for problem in reading.problems],
    }
