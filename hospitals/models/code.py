"""Tables of clinical codes that an operator loads: procedures with kind and level, and DRGs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hospitals.enums import CodeTable, ProcedureKind


class ClinicalCodeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A published classification: everyone signed in may look up all of it."""
        return self if user.is_authenticated else self.none()

    def in_force(self):
        return self.filter(is_ended=False)

    def procedures(self):
        return self.in_force().filter(table=CodeTable.PROCEDURE)

    def drgs(self):
        """Of every version: figures of one version are never held against another's."""
        return self.filter(table=CodeTable.DRG)


class ClinicalCode(models.Model):
    """One code of one edition. A code that was used is never deleted."""

    table = models.CharField(_("编码表"), max_length=10, choices=CodeTable.choices)
    edition = models.CharField(_("版本"), max_length=32)
    code = models.CharField(_("编码"), max_length=20)
    name = models.CharField(_("名称"), max_length=200)
    kind = models.PositiveSmallIntegerField(_("类型"), choices=ProcedureKind.choices, null=True)
    level = models.PositiveSmallIntegerField(_("手术级别"), null=True)
    is_minimally_invasive = models.BooleanField(_("微创"), null=True)
    is_ended = models.BooleanField(_("已停用"), default=False)

    objects = ClinicalCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("临床编码")
        ordering = ["table", "edition", "code"]
        constraints = [
            models.UniqueConstraint(fields=["table", "edition", "code"], name="clinical_code_once"),
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__range=(1, 4)),
                name="clinical_code_level",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.name}"
