"""One's own preferences over HTTP: the form of the page validates, the same action keeps them."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.actions import people
from portal.accounts.forms import PreferencesForm
from portal.core.api import cleaned, content_of
from portal.core.schema import Shown, serializer_of


class Preferences(Shown):
    """How the person who asks likes the pages."""

    text_size = serializers.CharField()
    page_size = serializers.IntegerField()
    default_hospital_id = serializers.UUIDField(allow_null=True)
    has_sound = serializers.BooleanField()
    has_shortcuts = serializers.BooleanField()


class PreferencesView(APIView):
    """Text size, page size, usual hospital, sound and shortcuts of the person who asks."""

    permission = None

    @extend_schema(responses=Preferences)
    def get(self, request):
        """What is chosen now."""
        return Response(Preferences(request.user).data)

    @extend_schema(
        request=serializer_of(PreferencesForm, "PreferencesContent"), responses=Preferences
    )
    def patch(self, request):
        """Change some; what is not given stays as it is."""
        kept = {name: getattr(request.user, name) for name in people.PREFERENCES}
        form = PreferencesForm(kept | content_of(request), user=request.user)
        person = people.prefer(user=request.user, preferences=cleaned(form), by=request.user)
        return Response(Preferences(person).data)
