"""The search over HTTP: the same finder as the page."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core.api import cleaned, content_of
from portal.core.schema import Shown, serializer_of
from portal.dashboards.search import HOSPITALS, REFERRALS, Search, SearchForm
from referrals.api.referrals import ReferralSummary
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
