"""Files of technologies and claims over HTTP: list, send as multipart, fetch an inspected one."""

from functools import partial

import django_filters
from rest_framework import serializers

from experts.actions import evidence
from experts.enums import EvidenceKind
from experts.forms.evidence import EvidenceForm
from experts.models import Evidence, NewTechnology, NoveltyClaim
from portal.core.api import cleaned, row_named
from portal.core.documents_api import DocumentShown, DocumentViewSet, sent
from portal.roles import Permission


class EvidenceFilter(django_filters.FilterSet):
    technology = django_filters.UUIDFilter(field_name="technology_id")
    claim = django_filters.UUIDFilter(field_name="claim_id")

    class Meta:
        model = Evidence
        fields = ()


class EvidenceShown(DocumentShown):
    technology = serializers.UUIDField(source="technology_id")
    claim = serializers.UUIDField(source="claim_id", allow_null=True)


class EvidenceSent(serializers.Serializer):
    """What is sent, as multipart/form-data: for a technology, or for a claim."""

    technology = serializers.UUIDField(required=False)
    claim = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    files = serializers.FileField()


@sent(EvidenceSent, EvidenceShown)
class EvidenceViewSet(DocumentViewSet):
    """Files of technologies, and of claims that nobody has judged yet."""

    model = Evidence
    permission = Permission.TECHNOLOGY_VIEW
    serializer_class = EvidenceShown
    filterset_class = EvidenceFilter
    select_related = ("technology", "claim")

    def kept(self, request):
        form = EvidenceForm(request.data, request.FILES)
        cleaned(form)
        user = request.user
        if pk := request.data.get("claim"):
            row = row_named(NoveltyClaim.objects.visible_to(user), pk, "claim")
            keep = partial(evidence.attach_to_claim, claim=row, by=user)
        else:
            pk = request.data.get("technology")
            row = row_named(NewTechnology.objects.visible_to(user), pk, "technology")
            keep = partial(evidence.attach, technology=row, by=user)
        return [keep(**file) for file in form.given]

    def take_back(self, row):
        evidence.remove(evidence=row, by=self.request.user)
