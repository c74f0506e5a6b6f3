"""Print docs/referral-data-set.md from the table that enforces the data set."""

from django.core.management.base import BaseCommand

from referrals.requirements import CONDITIONS, ITEMS

HEAD = """# The data set of a referral

Printed by `manage.py print_data_set` from `referrals/requirements.py`, the table that also marks
pages and refuses an incomplete referral.

M must be answered before the referral leaves its author, C under the condition, O may be, - is not
used. 跨 is asked beside 上 and 平 when the two hospitals lie in different provinces. A field with a
moment is filled by that move, or by the system, not by the filing form.

| # | 字段 | field | 上 | 下 | 平 | 跨 | condition | moment | FHIR R4 |
|---|---|---|---|---|---|---|---|---|---|"""


class Command(BaseCommand):
    help = "Print docs/referral-data-set.md from the table of requirements."
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write("\n".join([HEAD, *map(_line, ITEMS)]))


def _line(item):
    cells = [str(item.number), item.label, f"`{item.field}`", *item.need]
    cells += [_conditions(item), item.moment, item.fhir]
    return f"| {' | '.join(cells)} |"


def _conditions(item):
    parts = [CONDITIONS[item.when].label] if item.when else []
    parts += [f"除 {CONDITIONS[name].label}" for name in item.unless.split()]
    return "；".join(parts)
