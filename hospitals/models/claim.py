"""Figures that somebody printed: claims with source and quote, never measured values.

A claim is never changed; how somebody proposes to read it stands beside it, and is decided by
somebody else.
"""

from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hospitals import plausibility
from hospitals.enums import ClaimQualifier, ClaimQuality, ProposalState
from hospitals.models.hospital import Hospital
from hospitals.models.network import NetworkMembership
from hospitals.models.spelled import Spelled, named
from portal.models import Record
from portal.roles import Permission


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was printed is public; whoever may look at figures sees all of it."""
        return self.all() if user.has_perm(Permission.CLAIM_VIEW) else self.none()

    def about(self, text):
        return self.filter(named(text, "entity", "name", "quote") | models.Q(code__iexact=text))

    def with_proposals(self):
        proposals = ClaimProposal.objects.select_related("created_by", "decided_by")
        return self.prefetch_related(models.Prefetch("proposals", proposals))

    def figures(self):
        """Every claim as the rules see it, with what was last proposed and not refused."""
        return [claim.figure for claim in self.with_proposals()]

    def findings(self):
        """Every contradiction that a rule finds among these claims, told in words."""
        return [
            {
                "rule": finding.rule,
                "text": gettext(finding.text) % dict(finding.numbers),
                "subjects": finding.subjects,
                "compared": finding.compared,
            }
            for finding in plausibility.find(self.figures())
        ]


class Claim(Spelled):
    """One printed figure: of whom, of what, how much, for when, and where it stands."""

    SPELLED = ("entity", "name")

    code = models.CharField(_("编号"), max_length=16, unique=True)
    source = models.CharField(_("来源"), max_length=16)
    source_title = models.CharField(_("来源标题"), max_length=128)
    entity = models.CharField(_("对象"), max_length=64)
    hospital = models.ForeignKey(
        Hospital,
        verbose_name=_("医疗机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims",
    )
    topic = models.CharField(_("分组"), max_length=16)
    name = models.CharField(_("指标"), max_length=64)
    measure = models.CharField(_("归一指标"), max_length=32, blank=True)
    part_of = models.JSONField(_("属于"), default=list, blank=True)
    covers = models.PositiveSmallIntegerField(_("涵盖个数"), null=True, blank=True)
    listed = models.PositiveSmallIntegerField(_("列名个数"), null=True, blank=True)
    printed = models.CharField(_("原文数值"), max_length=32)
    qualifier = models.CharField(_("限定"), max_length=2, choices=ClaimQualifier.choices)
    unit = models.CharField(_("单位"), max_length=16)
    period = models.CharField(_("统计期（原文）"), max_length=32)
    since = models.DateField(_("开始"), null=True, blank=True)
    until = models.DateField(_("结束"), null=True, blank=True)
    quality = models.CharField(_("质量标记"), max_length=16, choices=ClaimQuality.choices)
    note = models.CharField(_("说明"), max_length=255, blank=True)
    quote = models.CharField(_("原文"), max_length=255)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("引用数据")
        ordering = ["code"]
        indexes = [models.Index(fields=["entity", "measure"], name="claim_by_entity")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="claim_days_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.entity} {self.name}"

    def places(self, _permission, _role=None):
        """A reading is decided by the leads of the hospital's networks, and never by itself."""
        return NetworkMembership.objects.lead_ids_above([self.hospital_id]) - {self.hospital_id}

    def deciding_regions(self, _permission):
        """And by the health commission of a division that holds the hospital."""
        return {region.pk for region in self.hospital.region.line()}

    def may_be_decided_by(self, user):
        """What is printed of no hospital of the network is decided by the role alone."""
        return user.has_perm(Permission.CLAIM_DECIDE, self if self.hospital_id else None)

    @property
    def value(self):
        return number_in(self.printed)

    @property
    def reading(self):
        """What was last proposed and not refused, if anything was."""
        standing = [row for row in self.proposals.all() if row.state in ProposalState.standing()]
        return standing[-1] if standing else None

    @property
    def figure(self):
        reading = self.reading
        return plausibility.Figure(
            code=self.code,
            source=self.source,
            entity=self.entity,
            topic=self.topic,
            measure=self.measure,
            value=self.value,
            unit=self.unit,
            period=self.period,
            quote=self.quote,
            part_of=tuple(self.part_of),
            covers=self.covers,
            listed=self.listed,
            since=self.since,
            until=self.until,
            proposed=number_in(reading.proposed) if reading else None,
        )


def number_in(text):
    """The text as a number, None where it is a date, a word or a dash."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


class ClaimProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(claim__in=Claim.objects.visible_to(user))


class ClaimProposal(Record):
    """How somebody reads a printed figure that cannot be true as it stands."""

    claim = models.ForeignKey(
        Claim, verbose_name=_("引用数据"), on_delete=models.PROTECT, related_name="proposals"
    )
    proposed = models.CharField(_("建议值"), max_length=32)
    unit = models.CharField(_("单位"), max_length=16, blank=True)
    reason = models.CharField(_("理由"), max_length=255)
    state = models.CharField(
        _("状态"),
        max_length=12,
        choices=ProposalState.choices,
        default=ProposalState.PROPOSED,
        editable=False,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核定人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    decided_at = models.DateTimeField(_("核定时间"), null=True, blank=True, editable=False)
    decision_note = models.CharField(_("核定意见"), max_length=255, blank=True, editable=False)

    objects = ClaimProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("建议值")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=models.Q(state=ProposalState.PROPOSED),
                name="claim_one_open_proposal",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.PROPOSED, decided_by__isnull=True)
                | models.Q(
                    state__in=[ProposalState.VERIFIED, ProposalState.DISPUTED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | models.Q(state=ProposalState.WITHDRAWN),
                name="claim_proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.WITHDRAWN)
                | models.Q(decided_by__isnull=True)
                | models.Q(created_by__isnull=True)
                | ~models.Q(decided_by=models.F("created_by")),
                name="claim_proposal_decided_by_another",
            ),
        ]

    def __str__(self):
        return f"{self.claim_id} {self.proposed}"
