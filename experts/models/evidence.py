"""Files that show what a technology, or a claim about it, says; read only once inspected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from experts.enums import EvidenceKind
from experts.models.claim import NoveltyClaim
from experts.models.technology import NewTechnology
from portal.core.documents import Document, DocumentQuerySet


class EvidenceQuerySet(DocumentQuerySet):
    def visible_to(self, user):
        return self.filter(technology__in=NewTechnology.objects.visible_to(user))


class Evidence(Document):
    """One file of a technology; with a claim, what that claim rests on.

    It is given and taken back only in actions/evidence.
    """

    technology = models.ForeignKey(
        NewTechnology, verbose_name=_("新技术"), on_delete=models.PROTECT, related_name="files"
    )
    claim = models.ForeignKey(
        NoveltyClaim,
        verbose_name=_("空白认定"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="files",
    )
    kind = models.CharField(_("证据类别"), max_length=10, choices=EvidenceKind.choices)

    objects = EvidenceQuerySet.as_manager()
    noun = "evidence"

    class Meta:
        verbose_name = _("证据文件")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["technology", "claim", "sha256"],
                nulls_distinct=False,
                name="evidence_once",
                violation_error_message=_("这个文件已上传。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="pending"),
                name="evidence_to_inspect",
            ),
            models.Index(fields=["sha256"], name="evidence_by_content"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def places(self, permission, role=None):
        return self.technology.places(permission, role)

    @property
    def audited(self):
        owner = {"technology": str(self.technology_id)}
        owner |= {"claim": str(self.claim_id)} if self.claim_id else {}
        return [self.technology.hospital_id], owner

    @property
    def may_be_taken_back(self):
        """Until somebody judged the claim by it."""
        return self.claim is None or self.claim.judged_by_id is None
