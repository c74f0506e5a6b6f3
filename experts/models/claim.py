"""Claims that a technology is the first of its kind somewhere, and prices that follow it.

Such a claim is a statement of the hospital about itself. So both counts are always shown: what is
claimed, and what somebody else verified.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experts.enums import ClaimState, NoveltyKind, NoveltyTier, PriceAction
from experts.models.scope import overseen
from experts.models.technology import NewTechnology
from hospitals.models import Hospital, NetworkMembership, Region
from hospitals.models.filed import FiledQuerySet
from hospitals.models.spelled import Spelled, named
from portal.models import Record
from portal.roles import Permission, Role

OF_REGION = (NoveltyTier.PROVINCE, NoveltyTier.CITY)


class NoveltyClaimQuerySet(FiledQuerySet):
    def visible_to(self, user):
        return self.filter(technology__in=NewTechnology.objects.visible_to(user))

    def about(self, text):
        """By the technology as technologies are searched, by the hospital, or by its words."""
        about = NewTechnology.objects.named_like(text).values("pk")
        places = Hospital.objects.named_like(text).values("pk")
        return self.filter(
            models.Q(technology__in=about)
            | models.Q(technology__hospital__in=places)
            | models.Q(claim_text__icontains=text)
        )

    def standing(self):
        """Neither withdrawn nor replaced by a later claim."""
        return self.exclude(state=ClaimState.WITHDRAWN).filter(superseded_by__isnull=True)

    def by_tier(self):
        """claimed, verified and disputed for each kind and tier; rows of values."""
        counts = {
            "claimed": models.Count("pk"),
            "verified": models.Count("pk", filter=models.Q(state=ClaimState.VERIFIED)),
            "disputed": models.Count("pk", filter=models.Q(state=ClaimState.DISPUTED)),
        }
        return self.standing().order_by().values("kind", "tier").annotate(**counts)


class NoveltyClaim(Record):
    """A technology is said to fill a gap, or to be a first case, in some part of the country.

    Its state moves only in actions/claims, and never by the hand of who made the claim.
    """

    technology = models.ForeignKey(
        NewTechnology, verbose_name=_("新技术"), on_delete=models.PROTECT, related_name="claims"
    )
    kind = models.CharField(_("认定类型"), max_length=10, choices=NoveltyKind.choices)
    tier = models.CharField(_("级别"), max_length=10, choices=NoveltyTier.choices)
    region = models.ForeignKey(
        Region,
        verbose_name=_("地区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    area = models.CharField(_("片区名称"), max_length=64, blank=True)
    claim_text = models.CharField(_("申报表述"), max_length=200)
    claimed_on = models.DateField(_("申报日期"))
    evidence = models.TextField(_("证据"), max_length=2000, blank=True)
    # How many files it rests on: actions/evidence counts them, for the wall below to know.
    file_count = models.PositiveSmallIntegerField(_("证据文件数"), default=0, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ClaimState.choices,
        default=ClaimState.PENDING,
        editable=False,
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    judged_at = models.DateTimeField(null=True, editable=False)
    judgement = models.CharField(_("核实意见"), max_length=200, blank=True, editable=False)
    superseded_by = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="supersedes", editable=False
    )

    objects = NoveltyClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("空白认定")
        ordering = ["-claimed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["technology", "kind", "tier", "region", "area"],
                condition=~models.Q(state=ClaimState.WITHDRAWN)
                & models.Q(superseded_by__isnull=True),
                nulls_distinct=False,
                name="claim_once_per_tier",
                violation_error_message=_("该技术已有同一类型、同一级别的认定。"),
            ),
            models.CheckConstraint(
                condition=models.Q(state=ClaimState.PENDING)
                | models.Q(judged_by__isnull=False, judged_at__isnull=False),
                name="claim_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(judged_by__isnull=True)
                | ~models.Q(judged_by=models.F("claimed_by")),
                name="claim_judged_by_another",
                violation_error_message=_("申报人不能核实自己的申报。"),
            ),
            models.CheckConstraint(
                condition=~(models.Q(kind=NoveltyKind.GAP) | models.Q(state=ClaimState.VERIFIED))
                | ~models.Q(evidence="")
                | models.Q(file_count__gt=0),
                name="claim_has_evidence",
                violation_error_message=_("填补空白的申报须附证据：填写文字，或上传文件。"),
            ),
            models.CheckConstraint(
                condition=models.Q(tier__in=OF_REGION, region__isnull=False)
                | (~models.Q(tier__in=OF_REGION) & models.Q(region__isnull=True)),
                name="claim_names_its_region",
                violation_error_message=_("省内和市级认定须写明地区，其他级别不写。"),
            ),
            models.CheckConstraint(
                condition=(models.Q(tier=NoveltyTier.AREA) & ~models.Q(area=""))
                | (~models.Q(tier=NoveltyTier.AREA) & models.Q(area="")),
                name="claim_names_its_area",
                violation_error_message=_("片区认定须写明片区名称，其他级别不写。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.get_tier_display()}"

    def get_absolute_url(self):
        return reverse("experts:claim-detail", args=[self.pk])

    def places(self, permission, role=None):
        """A claim is judged at the hospital, or by the leads of its networks."""
        hospital = self.technology.hospital_id
        if permission != Permission.NOVELTY_JUDGE or role != Role.NETWORK_ADMIN:
            return {hospital}
        return {hospital, *NetworkMembership.objects.lead_ids_above([hospital])}

    def deciding_regions(self, _permission):
        """And by the health commission of a division that holds the hospital."""
        return {region.pk for region in self.technology.hospital.region.line()}


class PriceItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(hospital__in=overseen(user))

    def about(self, text):
        return self.filter(named(text, "name") | models.Q(code__icontains=text))


class PriceItem(Spelled):
    """A price that was added or adjusted in a region, perhaps because of a new technology."""

    hospital = models.ForeignKey(
        Hospital, verbose_name=_("登记机构"), on_delete=models.PROTECT, related_name="price_items"
    )
    technology = models.ForeignKey(
        NewTechnology,
        verbose_name=_("新技术"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="price_items",
    )
    region = models.ForeignKey(
        Region, verbose_name=_("执行地区"), on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(_("项目编码"), max_length=32)
    name = models.CharField(_("项目名称"), max_length=128)
    action = models.CharField(_("新增或调整"), max_length=8, choices=PriceAction.choices)
    unit = models.CharField(_("计价单位"), max_length=32)
    old_price = models.DecimalField(
        _("原价格（元）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    new_price = models.DecimalField(_("现价格（元）"), max_digits=12, decimal_places=2)
    effective_on = models.DateField(_("执行日期"))

    objects = PriceItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("价格项目")
        ordering = ["-effective_on", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code", "effective_on"],
                name="price_once_per_day",
                violation_error_message=_("该地区这一天已有这个价格项目。"),
            ),
            models.CheckConstraint(
                condition=models.Q(action=PriceAction.ADDED, old_price__isnull=True)
                | models.Q(action=PriceAction.ADJUSTED, old_price__isnull=False),
                name="price_adjusted_from_another",
                violation_error_message=_("调整须写原价格，新增不写。"),
            ),
            models.CheckConstraint(
                condition=models.Q(new_price__gt=0)
                & (models.Q(old_price__isnull=True) | models.Q(old_price__gt=0)),
                name="price_above_zero",
                violation_error_message=_("价格须大于零。"),
            ),
        ]

    def __str__(self):
        return self.name

    def places(self, _permission, _role=None):
        return {self.hospital_id}
