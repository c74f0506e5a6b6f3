"""The search over HTTP: the same finder as the page."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core.api import cleaned, content_of, refuse_unknown_parameters
from portal.core.schema import Shown, serializer_of
from portal.dashboards import overview
from portal.dashboards.search import HOSPITALS, REFERRALS, Search, SearchForm
from portal.roles import Permission
from referrals.api.record import ReferralSummary
from referrals.api.shown import Place


class Found(Shown):
    """Hits by kind, newest and first in the alphabet first; has_more names the kinds cut short."""

    referrals = ReferralSummary(many=True)
    hospitals = Place(many=True)
    has_more = serializers.ListField(child=serializers.CharField())


class SearchView(APIView):
    """Find referrals and hospitals by number, name, pinyin, telephone tail or diagnosis."""

    permission = None

    @extend_schema(request=serializer_of(SearchForm, "SearchText"), responses=Found)
    def post(self, request):
        """By POST alone, so that no name stands in an address."""
        form = SearchForm(content_of(request))
        found = Search(user=request.user, text=cleaned(form)["q"], is_body=True)
        found.note()
        kinds = {"referrals": REFERRALS, "hospitals": HOSPITALS}
        answer = {kind: getattr(found, kind)[:limit] for kind, limit in kinds.items()}
        more = [kind for kind, limit in kinds.items() if len(getattr(found, kind)) > limit]
        return Response(Found(answer | {"has_more": more}).data)


class Tally(Shown):
    """Counts of the referrals that one hospital filed; null where there are one to four."""

    hospital = Place()
    open = serializers.IntegerField(source="counts.open", allow_null=True)
    late = serializers.IntegerField(source="counts.late", allow_null=True)
    alarm = serializers.IntegerField(source="counts.alarm", allow_null=True)
    completed = serializers.IntegerField(source="counts.completed", allow_null=True)
    unplaced = serializers.IntegerField(source="counts.unplaced", allow_null=True)
    refused = serializers.IntegerField(source="counts.refused", allow_null=True)
    reopened = serializers.IntegerField(source="counts.reopened", allow_null=True)
    outflow = serializers.IntegerField(source="counts.outflow", allow_null=True)


class ReferralOverviewView(APIView):
    """How many referrals are where, by hospital: what a commission sees instead of them."""

    permission = Permission.FIGURE_VIEW

    def check_permissions(self, request):
        super().check_permissions(request)
        if not request.user.has_perm(self.permission):
            raise exceptions.PermissionDenied(_("您的角色不能执行此操作。"))

    @extend_schema(responses=Tally(many=True))
    def get(self, request):
        """Every hospital of one's regions, and where one works, that filed any."""
        refuse_unknown_parameters(request, None)
        return Response(Tally(overview.lines(request.user), many=True).data)
