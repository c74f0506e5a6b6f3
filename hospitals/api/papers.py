"""Files of agreements and milestones over HTTP: list, send as multipart, fetch an inspected one."""

import django_filters
from rest_framework import serializers

from hospitals.actions import papers
from hospitals.forms.papers import PaperForm
from hospitals.models import AgreementFile, MilestoneFile
from hospitals.models.paper import PaperKind
from portal.core.api import cleaned, row_named
from portal.core.documents_api import DocumentShown, DocumentViewSet, sent
from portal.roles import Permission


class PaperFilter(django_filters.FilterSet):
    owner = django_filters.UUIDFilter(field_name="owner_id")


class PaperShown(DocumentShown):
    owner = serializers.UUIDField(source="owner_id")


class PaperSent(serializers.Serializer):
    """What is sent, as multipart/form-data, and for which row."""

    owner = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=PaperKind.choices)
    files = serializers.FileField()


@sent(PaperSent, PaperShown)
class PaperViewSet(DocumentViewSet):
    """A subclass names the model."""

    serializer_class = PaperShown
    filterset_class = PaperFilter
    select_related = ("owner",)

    def kept(self, request):
        form = PaperForm(request.data, request.FILES)
        cleaned(form)
        owners = self.model.owner.field.related_model.objects.visible_to(request.user)
        row = row_named(owners, request.data.get("owner"), "owner")
        return [papers.attach(owner=row, by=request.user, **file) for file in form.given]

    def take_back(self, row):
        papers.remove(paper=row, by=self.request.user)


class AgreementFileViewSet(PaperViewSet):
    """Files of agreements."""

    model = AgreementFile
    permission = Permission.HOSPITAL_VIEW


class MilestoneFileViewSet(PaperViewSet):
    """Files of the steps of projects."""

    model = MilestoneFile
    permission = Permission.HOSPITAL_VIEW
