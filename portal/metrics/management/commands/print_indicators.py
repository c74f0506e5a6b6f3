"""Print the catalogue as docs/indicators.md, or every indicator with its status."""

from django.core.management.base import BaseCommand
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.metrics import catalogue, jobs
from portal.metrics.models import IndicatorValue


class Command(BaseCommand):
    help = "Print docs/indicators.md from the catalogue; with --status what is computed."

    def add_arguments(self, parser):
        parser.add_argument("--status", action="store_true", help="one line for each indicator")

    def handle(self, *, status, **options):
        with override("zh-hans"):
            if status:
                self._status()
            else:
                self.stdout.write(catalogue.as_markdown())

    def _status(self):
        rows = IndicatorValue.objects.order_by().values("code")
        rows = rows.annotate(figures=Count("pk"), last=Max("period"))
        found = {row["code"]: row for row in rows}
        for entry in catalogue.INDICATORS:
            told = found.get(entry.code, {"figures": 0, "last": None})
            last = f"{told['last']:%Y-%m}" if told["last"] else "-"
            state = "computed" if jobs.is_computed(entry.code) else f"no source: {_(entry.missing)}"
            name = _(entry.name)
            self.stdout.write(f"{entry.code:5} {told['figures']:8} {last:7} {name}  {state}")
        counts = jobs.counts()
        self.stdout.write(f"{counts['all']} indicators, {counts['made']} computed")
