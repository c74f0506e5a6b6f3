"""What an analytic page was asked for, read from its address: only offered choices count."""

from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from hospitals.enums import DiseaseSystem, FlowGrain, RegionLevel, SourceSystem
from portal.metrics import catalogue, diseases, series
from portal.metrics.models import IndicatorValue
from portal.metrics.series import Subject

SPANS = (("ytd", _("本年累计")), ("month", _("当月")), ("last12", _("近 12 个月")))
YEAR_SPAN = ("year", _("全年"))
INDENT = {RegionLevel.PROVINCE: "", RegionLevel.CITY: "　", RegionLevel.COUNTY: "　　"}


class OutflowForm(forms.Form):
    """The filters; each has a default, so that the bare address shows the newest figures."""

    region = forms.ChoiceField(label=_("地区"))
    source = forms.ChoiceField(label=_("数据来源"))
    disease = forms.ChoiceField(label=_("病种"))
    span = forms.ChoiceField(label=_("期间"))
    to = forms.ChoiceField(label=_("截至"))

    def __init__(self, data, *, choices):
        defaults = {name: options[0][0] for name, options in choices.items() if options}
        given = {name: data[name] for name in choices if data.get(name)}
        super().__init__(defaults | given)
        for name, options in choices.items():
            self.fields[name].choices = options


class OutflowQuery:
    """The subject and the periods that one request is about; `form` is for the filter bar."""

    def __init__(self, user, data):
        self.user = user
        regions = list(series.regions_of(user).current().select_related("parent__parent"))
        regions.sort(key=_path)
        self.regions = {str(region.pk): region for region in regions}
        asked = data.get("region")
        self.region = self.regions.get(asked) or self._default(regions)
        self.offered = self._offered()
        self.form = OutflowForm(data, choices=self._choices(data))
        self.form.is_valid()
        for name in list(self.form.errors):
            offered = self.form.fields[name].choices
            self.form.cleaned_data[name] = offered[0][0] if offered else ""

    def _default(self, regions):
        """The widest region that this person answers for, else that of the own hospital."""
        ranks = list(INDENT)
        return min(regions, key=lambda row: (ranks.index(row.level), row.code), default=None)

    def _offered(self):
        """Which figures there are of the region: source, grain, period, disease."""
        if self.region is None:
            return []
        rows = (
            IndicatorValue.objects.visible_to(self.user)
            .filter(region=self.region, code="F01")
            .order_by()
            .values_list("source_system", "grain", "period", "disease_system", "disease_code")
        )
        return list(rows.distinct())

    def _choices(self, data):
        sources = sorted({row[0] for row in self.offered}, key=SourceSystem.values.index)
        source = data.get("source") if data.get("source") in sources else (sources or [None])[0]
        own = [row for row in self.offered if row[0] == source]
        grains = {row[1] for row in own}
        spans = [*(SPANS if FlowGrain.MONTH in grains else ())]
        spans += [YEAR_SPAN] if FlowGrain.YEAR in grains else []
        span = data.get("span") if data.get("span") in dict(spans) else (spans or [("", "")])[0][0]
        grain = FlowGrain.YEAR if span == "year" else FlowGrain.MONTH
        ends = sorted({row[2] for row in own if row[1] == grain}, reverse=True)
        groups = {row[3:] for row in own if row[1] == grain}
        return {
            "region": [(pk, INDENT[row.level] + row.name) for pk, row in self.regions.items()]
            if self.region is None
            else self._regions_first(),
            "source": [(name, SourceSystem(name).label) for name in sources],
            "disease": [
                (":".join(pair), diseases.name(*pair)) for pair in sorted(groups, key=_rank)
            ],
            "span": spans,
            "to": [
                (f"{end:%Y-%m}", f"{end:%Y}" if span == "year" else f"{end:%Y-%m}") for end in ends
            ],
        }

    def _regions_first(self):
        """The default region leads, so that it is the one chosen where none is asked for."""
        options = [(pk, INDENT[row.level] + row.name) for pk, row in self.regions.items()]
        return sorted(options, key=lambda option: option[0] != str(self.region.pk))

    @property
    def has_figures(self):
        return bool(self.offered)

    @cached_property
    def subject(self):
        system, _colon, code = self.form.cleaned_data["disease"].partition(":")
        grain = FlowGrain.YEAR if self.span == "year" else FlowGrain.MONTH
        source = self.form.cleaned_data["source"]
        return Subject(self.region, source, system, code, grain)

    @property
    def span(self):
        return self.form.cleaned_data["span"]

    @cached_property
    def end(self):
        return next(
            row[2] for row in self.offered if f"{row[2]:%Y-%m}" == self.form.cleaned_data["to"]
        )

    @cached_property
    def periods(self):
        """The months that are summed."""
        if self.span in {"month", "year"}:
            return [self.end]
        return series.months_until(self.end, 12 if self.span == "last12" else self.end.month)

    @property
    def address(self):
        """The filters as they stand, for links that keep them."""
        return self.form.cleaned_data

    @property
    def base_year(self):
        return catalogue.BASE_YEAR


def _path(region):
    codes, row = [], region
    while row is not None:
        codes.insert(0, row.code)
        row = row.parent
    return codes


def _rank(pair):
    return pair[0] != DiseaseSystem.ALL, pair
