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
        own = [entry for entry in catalogue.INDICATORS if not entry.variant_of]
        for title, entries in (
            ("The catalogue", [entry for entry in own if entry.is_planned]),
            ("Other readings of these", [row for row in catalogue.INDICATORS if row.variant_of]),
            ("Ours, beside the catalogue", [entry for entry in own if not entry.is_planned]),
        ):
            self.stdout.write(f"{title} ({len(entries)})")
            for entry in entries:
                self._line(entry, found.get(entry.code, {"figures": 0, "last": None}))
        counts = jobs.counts()
        self.stdout.write(
            f"{counts['made']} of the {counts['all']} indicators of the catalogue are computed;"
            f" {counts['readings']} other readings of them, {counts['beside']} beside it"
        )

    def _line(self, entry, told):
        last = f"{told['last']:%Y-%m}" if told["last"] else "-"
        state = "computed" if told["figures"] else "computed, no facts for it here"
        if not jobs.is_computed(entry.code):
            state = f"no source: {_(entry.missing)}"
        of = f" (of {entry.variant_of})" if entry.variant_of else ""
        name = _(entry.name)
        self.stdout.write(f"{entry.code:5} {told['figures']:8} {last:7} {name}{of}  {state}")
