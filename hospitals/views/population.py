"""The page of population figures."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from hospitals.filters.population import PopulationFilter
from hospitals.models import Population
from portal.core.pages import ListPage
from portal.roles import Permission


class PopulationList(ListPage):
    model = Population
    permission = Permission.FLOW_VIEW
    title = gettext_lazy("人口")
    template_name = "hospitals/population_list.html"
    filterset_class = PopulationFilter
    select_related = ("region",)
    ordering = ("-year", "region__code", "sex", "age_band", "pk")

    def get_context_data(self, **context):
        may_import = self.request.user.has_perm(Permission.FLOW_IMPORT)
        address = reverse("lists:import", args=["population"]) if may_import else ""
        return super().get_context_data(address=address, **context)
