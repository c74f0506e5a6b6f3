"""Make invented case abstracts and flows of Guangxi and Guizhou, marked as synthetic."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.demo import dirt, flows, stays
from portal.periods import Month


class Command(BaseCommand):
    help = "Make invented case abstracts (and flows) of two provinces: 10 thousand to 50 million."

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=1_000_000, help="stays over all months")
        parser.add_argument("--from", type=Month.parse, dest="first", default=Month(2023, 1))
        parser.add_argument("--months", type=int, default=36)
        parser.add_argument("--seed", type=int, default=stays.SEED)
        parser.add_argument("--dirty", type=Path, help="only dirty CSV files, into this folder")
        parser.add_argument("--share", type=float, default=0.1, help="of the rows that is dirty")
        parser.add_argument("--flows", action="store_true", help="flow returns of three years too")

    def handle(self, *, rows, first, months, seed, **options):
        if settings.PRODUCTION:
            raise CommandError(_("生产环境不载入模拟数据。"))
        if options["dirty"]:
            return self._dirty(options["dirty"], rows, options["share"], seed)
        made = stays.synthesize(rows=rows, first=first, months=months, seed=seed, say=self.tell)
        if options["flows"]:
            flows.load(self.tell)
        self.stdout.write(f"{made}")
        return None

    def _dirty(self, folder, rows, share, seed):
        """The files of one county hospital, and beside them what their import must find."""
        folder.mkdir(parents=True, exist_ok=True)
        org_code, expected = stays.organisation_code(dirt.COUNTY), {}
        for one in dirt.files(org_code, rows, share, seed):
            (folder / one.name).write_bytes(one.content)
            expected[one.name] = {"is_refused": one.is_refused, "counts": one.counts}
            self.stdout.write(f"{one.name} {sum(one.counts.values())}")
        text = json.dumps(expected, ensure_ascii=False, indent=2)
        (folder / "expected.json").write_text(text, encoding="utf-8")

    def tell(self, line):
        if self.stdout.isatty():
            self.stdout.write(line)
