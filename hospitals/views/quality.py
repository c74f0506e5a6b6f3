"""How far the data of each hospital's month can be trusted, and what contradicts itself."""

from django.utils.translation import gettext_lazy

from hospitals.filters.reports import CoverageFilter
from hospitals.models.quality import of_month
from hospitals.views.overseen import OverseenList
from portal.roles import Permission


class QualityList(OverseenList):
    """Complete, consistent, in time, sent once: by hospital, for one month."""

    permission = Permission.ABSTRACT_VIEW
    title = gettext_lazy("数据质量")
    template_name = "abstracts/quality.html"
    filterset_class = CoverageFilter

    def get_context_data(self, **context):
        context = super().get_context_data(**context)
        month = self.filterset.months[-1]
        return context | {
            "month": month,
            "lines": of_month(list(context["object_list"]), month),
            "may_see_claims": self.request.user.has_perm(Permission.CLAIM_VIEW),
        }
