"""Bring population figures in: all rows of a file or none, and the parts must make up the whole."""

from collections import defaultdict

from django.utils.translation import gettext as _

from hospitals.models import Population, Region
from portal.core import audit
from portal.core.locking import atomic
from portal.errors import Refusal

# Printed figures are rounded; more than this share apart is a mistake.
ROUNDING = 0.005


@atomic
def keep(*, rows, by=None, is_synthetic=False):
    """Add the figures, or put them in place of those of the same region, year, sex and age."""
    made = [Population(**row, is_synthetic=is_synthetic, created_by=by) for row in rows]
    Population.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["region", "year", "sex", "age_band"],
        update_fields=["count", "source", "is_synthetic", "updated_at"],
    )
    years = sorted({row["year"] for row in rows})
    _require_sums(years)
    region = rows[0]["region"]
    audit.record("population.keep", region, by=by, rows=len(rows), years=years)
    return len(rows)


def _require_sums(years):
    """Where every part of a place is known, the parts make up the whole."""
    counts = defaultdict(dict)
    kept = Population.objects.filter(year__in=years)
    for region, year, sex, band, count in kept.values_list(
        "region", "year", "sex", "age_band", "count"
    ):
        counts[year, sex, band][region] = count
    children = defaultdict(list)
    for pk, parent in Region.objects.current().values_list("pk", "parent"):
        children[parent].append(pk)
    for key, told in counts.items():
        for region, count in told.items():
            parts = [told.get(child) for child in children[region]]
            if parts and None not in parts and abs(sum(parts) - count) > count * ROUNDING:
                _refuse(region, key[0], sum(parts), count)


def _refuse(region, year, parts, count):
    text = _("%(region)s %(year)d 年下级之和 %(parts)d 与本级 %(count)d 不符。")
    numbers = {"region": Region.objects.get(pk=region).name, "year": year}
    raise Refusal(text % {**numbers, "parts": parts, "count": count}, code="parts_differ")
