"""Files of what was signed, decided or reached; read only once inspected."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.models.governance import Agreement
from hospitals.models.project import Milestone
from portal.core.documents import Document, DocumentQuerySet
from portal.roles import Permission


class PaperKind(models.TextChoices):
    SIGNED = "signed", _("签署件")
    OFFICIAL = "official", _("公文")
    LIST = "list", _("名单")
    REPORT = "report", _("报道或照片")
    OTHER = "other", _("其他文件")


class PaperQuerySet(DocumentQuerySet):
    def visible_to(self, user):
        owners = self.model.owner.field.related_model
        return self.filter(owner__in=owners.objects.visible_to(user))


class Paper(Document):
    """One file of its owner; given and taken back only in actions/papers.

    A subclass names the owner, and what one needs there to give a file or take one back.
    """

    kind = models.CharField(_("文件类别"), max_length=10, choices=PaperKind.choices)

    objects = PaperQuerySet.as_manager()
    edit = None
    may_be_taken_back = True

    class Meta:
        abstract = True
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "sha256"],
                name="%(class)s_once",
                violation_error_message=_("这个文件已上传。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="pending"),
                name="%(class)s_to_inspect",
            ),
            models.Index(fields=["sha256"], name="%(class)s_by_content"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def places(self, permission, role=None):
        return self.owner.places(permission, role)

    @property
    def audited(self):
        owner = self.owner
        return sorted(owner.places(self.edit)), {owner._meta.model_name: str(owner.pk)}


class AgreementFile(Paper):
    """A file of an agreement: mostly what was signed."""

    owner = models.ForeignKey(
        Agreement, verbose_name=_("协议"), on_delete=models.PROTECT, related_name="files"
    )

    noun = "agreement_file"
    edit = Permission.HOSPITAL_CREATE

    class Meta(Paper.Meta):
        verbose_name = _("协议文件")


class MilestoneFile(Paper):
    """A file that shows that a step of a project was reached."""

    owner = models.ForeignKey(
        Milestone, verbose_name=_("里程碑"), on_delete=models.PROTECT, related_name="files"
    )

    noun = "milestone_file"
    edit = Permission.HOSPITAL_EDIT

    class Meta(Paper.Meta):
        verbose_name = _("里程碑文件")
