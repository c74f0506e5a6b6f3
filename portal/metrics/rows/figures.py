"""Figures behind a figure: the months of its series, or others that it is compared with."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop

from hospitals.models import Hospital, Region
from portal.metrics import catalogue
from portal.metrics.indicators import causes
from portal.metrics.models import Disclosure, IndicatorValue
from portal.metrics.rows.kind import Kind, days
from portal.periods import Month

OF_THE_TREND = {"F07T", "F07L", "F07S"}
OF_BASE = {"F06", "F07"}


def is_of_figures(value) -> bool:
    """Whether it was made from other figures alone."""
    is_flag_of_hospital = value.code == "F23" and value.hospital_id is not None
    return value.code in OF_THE_TREND | OF_BASE | {"F24"} or is_flag_of_hospital


def behind(value, user):
    rows = IndicatorValue.objects.visible_to(user).filter(disease_system=value.disease_system)
    rows = rows.filter(disease_code=value.disease_code, source_system=value.source_system)
    if value.code == "F23":
        rows = rows.filter(_group(value), code=value.item, grain="year", period=value.period)
    elif value.code == "F24":
        rows = rows.filter(**_place(value), **_alone(), code=value.item, grain="month")
        since = Month.of(value.period).plus(-causes.MONTHS).first
        rows = rows.filter(period__gt=since, period__lte=value.period)
    else:
        rows = rows.filter(_months(value), **_place(value), code="F01", grain="month")
    rows = rows.filter(drg_version=value.drg_version).select_related(
        "region", "hospital", "network", "counterpart_region", "counterpart_hospital"
    )
    return rows.order_by("period", "hospital__name", "pk")


def _place(value):
    return {name: getattr(value, f"{name}_id") for name in ("region", "hospital", "network")}


def _alone():
    return {"item": "", "counterpart_region": None, "counterpart_hospital": None}


def _group(value):
    """Hospitals of its level in its province."""
    hospital = Hospital.objects.select_related("region__parent__parent").get(pk=value.hospital_id)
    province = hospital.region.line()[0]
    return Q(
        hospital__level=hospital.level,
        hospital__region__in=Region.objects.inside([province.pk]).values("pk"),
        counterpart_region=None,
    )


def _months(value):
    """Of its year, and of the base year where it is compared with that one; of a trend all."""
    first, last = days(value)
    if value.code in OF_THE_TREND:
        return Q(period__lte=last)
    base = dt.date(catalogue.BASE_YEAR, 1, 1), dt.date(catalogue.BASE_YEAR, 12, 31)
    return Q(period__range=(first, last)) | Q(period__range=base)


def _cells(row):
    shown = row.disclosure == Disclosure.SHOWN
    counts = [row.shown.numerator, row.shown.denominator] if shown else ["", ""]
    return [row.code, str(row.scope), row.period_text, *counts, row.text]


def _link(row):
    return reverse("metrics:value-detail", args=[row.pk])


_N = gettext_noop
FIGURES = Kind(
    gettext_lazy("所依据的指标值"),
    (_N("指标"), _N("地区或机构"), _N("期间"), _N("分子"), _N("分母"), _N("数值")),
    behind,
    _cells,
    link=_link,
)
