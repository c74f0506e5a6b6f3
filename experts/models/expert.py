"""Experts: people of one hospital who work for others, and local people whom they teach."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experts.enums import Degree, ExpertSex, TitleLevel
from experts.models.scope import overseen
from hospitals.models import Department, Hospital
from hospitals.models.network import on_day
from portal.models import Record
from portal.roles import Permission

SHOWN_DIGITS = 4


class ExpertQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of one's own hospitals, kept by them, or posted from or to them."""
        hospitals = overseen(user)
        posted = self.model.postings.rel.related_model.objects.touching(hospitals)
        return self.filter(
            models.Q(home_hospital__in=hospitals)
            | models.Q(kept_by__in=hospitals)
            | models.Q(pk__in=posted.values("expert"))
        )

    def named_like(self, text):
        """By the name, its pinyin, the specialty or the hospital they come from."""
        homes = Hospital.objects.named_like(text)
        return self.filter(
            models.Q(name__icontains=text)
            | models.Q(pinyin__contains=text.lower())
            | models.Q(specialty__icontains=text)
            | models.Q(home_hospital__in=homes.values("pk"))
        )

    def with_posts(self, user, on=None):
        """posts_now: where each is posted today, of what this person may see; one more query."""
        rows = self.model.postings.rel.related_model.objects.visible_to(user).confirmed()
        rows = rows.current(on).select_related("to_hospital", "to_department")
        return self.prefetch_related(
            models.Prefetch("postings", rows.order_by("since"), to_attr="posts_now")
        )

    def with_apprentices(self, on=None):
        """apprentices: how many people each teaches today."""
        running = on_day(on or timezone.localdate()) & models.Q(mentor=models.OuterRef("pk"))
        rows = self.model.mentorships.rel.related_model.objects.filter(running).order_by()
        many = rows.values("mentor").annotate(many=models.Count("apprentice", distinct=True))
        return self.annotate(
            apprentices=Coalesce(models.Subquery(many.values("many")), 0),
        )

    def on_post(self, on=None):
        """Those who stay at a receiving hospital on the day."""
        rows = self.model.postings.rel.related_model.objects.on_post(on)
        return self.filter(pk__in=rows.values("expert"))


class Expert(Record):
    """A person of one hospital who is sent to others, or who learns there from those who are.

    is_local tells the second: apprentices, local directors, whoever goes away to train.
    kept_by is the hospital that keeps this profile: the home hospital, or the one that received
    the expert when the home hospital does not work here.
    """

    name = models.CharField(_("姓名"), max_length=64)
    pinyin = models.CharField(_("拼音"), max_length=200, blank=True, editable=False)
    sex = models.CharField(
        _("性别"), max_length=1, choices=ExpertSex.choices, default=ExpertSex.UNKNOWN
    )
    home_hospital = models.ForeignKey(
        Hospital, verbose_name=_("派出医院"), on_delete=models.PROTECT, related_name="experts"
    )
    home_department = models.ForeignKey(
        Department,
        verbose_name=_("所在科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kept_by = models.ForeignKey(
        Hospital, verbose_name=_("登记机构"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("职称名称"), max_length=64, blank=True)
    title_level = models.CharField(
        _("职称级别"), max_length=12, choices=TitleLevel.choices, default=TitleLevel.UNKNOWN
    )
    degree = models.CharField(
        _("学历学位"), max_length=8, choices=Degree.choices, default=Degree.UNKNOWN
    )
    licence_number = models.CharField(_("执业证书编号"), max_length=32, blank=True)
    specialty = models.CharField(_("专科"), max_length=64, blank=True)
    phone = models.CharField(_("联系电话"), max_length=32, blank=True)
    is_local = models.BooleanField(_("本地人员"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("专家")
        ordering = ["pinyin", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["licence_number"],
                condition=~models.Q(licence_number=""),
                name="expert_licence_once",
                violation_error_message=_("该执业证书编号已属于另一位专家。"),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("experts:expert-detail", args=[self.pk])

    @property
    def masked_phone(self):
        """The last digits only: enough to tell two numbers apart."""
        if not self.phone:
            return ""
        return f"****{self.phone[-SHOWN_DIGITS:]}"

    def places(self, permission, _role=None):
        """Their clinics are opened also where they are posted."""
        mine = {self.home_hospital_id, self.kept_by_id}
        return mine | self.posted_to() if permission == Permission.CAPACITY_EDIT else mine

    def posted_to(self):
        """The ids of the hospitals to which a posting takes them now or later."""
        rows = self.postings.confirmed().not_over(timezone.localdate())
        return set(rows.values_list("to_hospital_id", flat=True))
