"""Population figures through the API; files come in at /imports/population."""

from rest_framework import serializers

from hospitals.filters.population import PopulationFilter
from hospitals.models import Population
from portal.core.api import ScopedViewSet
from portal.roles import Permission


class PopulationSerializer(serializers.ModelSerializer):
    region = serializers.CharField(source="region.code", read_only=True)

    class Meta:
        model = Population
        fields = ["id", "region", "year", "sex", "age_band", "count", "source", "is_synthetic"]


class PopulationViewSet(ScopedViewSet):
    """How many people live where, by year, sex and age band."""

    model = Population
    permission = Permission.FLOW_VIEW
    serializer_class = PopulationSerializer
    filterset_class = PopulationFilter
    select_related = ("region",)

    def get_queryset(self):
        return super().get_queryset().order_by("-year", "region__code", "sex", "age_band", "pk")
