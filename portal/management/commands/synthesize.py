"""Make invented case abstracts and flows of Guangxi and Guizhou, marked as synthetic."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.demo import flows, stays
from portal.periods import Month


class Command(BaseCommand):
    help = "Make invented case abstracts (and flows) of two provinces: 10 thousand to 50 million."

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=1_000_000, help="stays over all months")
        parser.add_argument("--from", type=Month.parse, dest="first", default=Month(2023, 1))
        parser.add_argument("--months", type=int, default=36)
        parser.add_argument("--seed", type=int, default=stays.SEED)
        parser.add_argument("--flows", action="store_true", help="flow returns of three years too")

    def handle(self, *, rows, first, months, seed, **options):
        if settings.PRODUCTION:
            raise CommandError(_("生产环境不载入模拟数据。"))
        made = stays.synthesize(rows=rows, first=first, months=months, seed=seed, say=self.tell)
        if options["flows"]:
            flows.load(self.tell)
        self.stdout.write(f"{made}")

    def tell(self, line):
        if self.stdout.isatty():
            self.stdout.write(line)
