"""What population figures are found by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from hospitals.enums import PopulationSex
from hospitals.models import Population, Region


class PopulationFilter(django_filters.FilterSet):
    """Page and API."""

    q = django_filters.CharFilter(label=_("地区"), method="search")
    year = django_filters.NumberFilter(label=_("年份"))
    sex = django_filters.ChoiceFilter(label=_("性别"), choices=PopulationSex.choices)

    class Meta:
        model = Population
        fields = ["q", "year", "sex"]

    def search(self, queryset, _name, value):
        regions = Region.objects.visible_to(self.request.user).named(value.strip())
        return queryset.filter(region__in=regions.values("pk"))
