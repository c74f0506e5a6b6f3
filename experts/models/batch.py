"""Batches in which a hospital sends its experts: a list that somebody else approves."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experts.enums import BatchStage
from experts.models.scope import overseen
from hospitals.models import Hospital
from hospitals.models.filed import FiledQuerySet
from portal.models import Record

OPEN = (BatchStage.DRAFT, BatchStage.RETURNED)


class DispatchBatchQuerySet(FiledQuerySet):
    def visible_to(self, user):
        hospitals = overseen(user)
        return self.filter(
            models.Q(source_hospital__in=hospitals) | models.Q(project_hospital__in=hospitals)
        )

    def about(self, text):
        """By one of the two hospitals, or by the number of the document."""
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(
            models.Q(source_hospital__in=places)
            | models.Q(project_hospital__in=places)
            | models.Q(document_number__icontains=text)
        )

    def with_size(self):
        """size: how many postings its list holds, without those struck from it."""
        listed = ~models.Q(postings__state="struck")
        return self.annotate(size=models.Count("postings", filter=listed))


class DispatchBatch(Record):
    """A numbered list of experts whom one hospital sends to another.

    Its stage moves only in actions/batches; its postings take effect when it is approved.
    """

    source_hospital = models.ForeignKey(
        Hospital, verbose_name=_("派出医院"), on_delete=models.PROTECT, related_name="batches_sent"
    )
    project_hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("派驻医院"),
        on_delete=models.PROTECT,
        related_name="batches_received",
    )
    number = models.PositiveSmallIntegerField(_("批次"))
    starts_on = models.DateField(_("开始日期"))
    document_number = models.CharField(_("文号"), max_length=64, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    stage = models.CharField(
        _("状态"),
        max_length=10,
        choices=BatchStage.choices,
        default=BatchStage.DRAFT,
        editable=False,
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_note = models.CharField(_("审批意见"), max_length=200, blank=True, editable=False)

    objects = DispatchBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("派驻批次")
        ordering = ["-starts_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_hospital", "project_hospital", "number"],
                name="batch_number_once",
                violation_error_message=_("这两家医院之间已有同一批次。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(source_hospital=models.F("project_hospital")),
                name="batch_leaves_its_hospital",
                violation_error_message=_("派出医院与派驻医院不能是同一家。"),
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=[*OPEN, BatchStage.SUBMITTED])
                | models.Q(
                    submitted_by__isnull=False, decided_by__isnull=False, decided_at__isnull=False
                ),
                name="batch_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(submitted_by__isnull=True)
                | ~models.Q(decided_by=models.F("submitted_by")),
                name="batch_approved_by_another",
                violation_error_message=_("提交人不能审批自己提交的批次。"),
            ),
        ]

    def __str__(self):
        return _("第 %(number)s 批") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("experts:batch-detail", args=[self.pk])

    @property
    def is_open(self):
        """Its list may still change."""
        return self.stage in OPEN

    def places(self, _permission, _role=None):
        return {self.source_hospital_id, self.project_hospital_id}
