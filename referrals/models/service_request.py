"""A question about a patient who stays: consultation, pathology, imaging.

Its state moves only in actions/service_requests.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import Department, Hospital, Membership
from portal.models import Record, User, new_id
from portal.roles import Permission
from referrals import enums
from referrals.enums import SideChoice
from referrals.models.patient import Patient
from referrals.service_states import MOVES, SIDE_OF, STATES, TURNAROUND, moves_from, waiting_states
from referrals.states import Side

FINAL_STATES = [state.code for state in STATES.values() if state.is_final]


class ServiceRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The two hospitals, by a role that may view them."""
        may = {"permission": Permission.SERVICE_VIEW}
        mine = Membership.objects.hospital_ids_of(user, **may)
        seen = models.Q(origin__in=mine) | models.Q(destination__in=mine)
        return self.filter(seen)

    def open(self):
        return self.exclude(state__in=FINAL_STATES)

    def sent_by(self, user):
        return self.filter(origin__in=Membership.objects.hospital_ids_of(user))

    def incoming_to(self, user):
        return self.filter(destination__in=Membership.objects.hospital_ids_of(user))

    def late(self, now=None):
        """The report should be there already."""
        return self.filter(due_at__lt=now or timezone.now())

    def newly_late(self, now):
        """Late, and nobody was told yet."""
        return self.late(now).filter(breached_at__isnull=True)

    def waiting_for(self, user):
        """Rows whose next step this person may take."""
        waiting = models.Q(pk__in=[])
        for permission, side in SIDE_OF.items():
            places = Membership.objects.hospital_ids_of(user, permission=permission)
            states = waiting_states(permission)
            waiting |= models.Q(state__in=states, **{f"{side}__in": places})
        return self.filter(waiting)


class ServiceRequest(Record):
    """One question from one hospital to another about one patient, and its report.

    due_at is when the report is late; it is empty once the report is there. took is how long it
    took, in the measure of its target.
    """

    number = models.CharField(_("申请单号"), max_length=20, unique=True)
    kind = models.CharField(_("服务类型"), max_length=16, choices=enums.ServiceKind.choices)
    state = models.CharField(
        _("状态"), max_length=16, choices=enums.SERVICE_STATE_CHOICES, editable=False
    )
    state_since = models.DateTimeField(_("进入状态时间"), default=timezone.now)
    due_at = models.DateTimeField(_("报告时限"), null=True, editable=False)
    breached_at = models.DateTimeField(_("超时"), null=True, editable=False)
    event_count = models.PositiveSmallIntegerField(_("事件数"), default=0, editable=False)
    priority = models.CharField(
        _("紧急程度"), max_length=10, choices=enums.Priority.choices, default="routine"
    )
    origin = models.ForeignKey(
        Hospital, verbose_name=_("申请机构"), on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        User, verbose_name=_("申请医师"), on_delete=models.PROTECT, related_name="+"
    )
    destination = models.ForeignKey(
        Hospital, verbose_name=_("受邀机构"), on_delete=models.PROTECT, related_name="+"
    )
    destination_department = models.ForeignKey(
        Department,
        verbose_name=_("受邀科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="service")
    referral = models.ForeignKey(
        "referrals.Referral",
        verbose_name=_("相关转诊单"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="services",
    )
    converted_to = models.OneToOneField(
        "referrals.Referral",
        verbose_name=_("转为转诊单"),
        null=True,
        on_delete=models.PROTECT,
        related_name="converted_from",
    )
    diagnosis = models.CharField(_("初步诊断"), max_length=128)
    summary = models.TextField(_("病情摘要"), max_length=4000)
    question = models.TextField(_("申请目的与问题"), max_length=2000)
    materials = models.TextField(_("标本或影像说明"), max_length=1000, blank=True)
    requested_at = models.DateTimeField(_("申请时间"))
    reported_at = models.DateTimeField(_("报告时间"), null=True, editable=False)
    took = models.DurationField(_("周转用时"), null=True, editable=False)
    reporter = models.ForeignKey(
        User, verbose_name=_("报告医师"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    report = models.TextField(_("所见"), max_length=4000, blank=True)
    conclusion = models.TextField(_("结论与建议"), max_length=2000, blank=True)

    objects = ServiceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("远程服务申请")
        ordering = ["-requested_at"]
        indexes = [
            models.Index(fields=["origin", "state", "-requested_at"], name="service_by_origin"),
            models.Index(
                fields=["destination", "state", "-requested_at"], name="service_by_destination"
            ),
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="service_alarm"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(STATES)), name="service_known_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(origin=models.F("destination")),
                name="service_leaves_its_origin",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["reported", "acknowledged"])
                | models.Q(reported_at__isnull=False, reporter__isnull=False),
                name="service_report_has_author",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def state_label(self):
        return str(_(STATES[self.state].label))

    @property
    def target(self):
        """How long the answer may take: a span of the clock, or a number of workdays."""
        return TURNAROUND[self.kind, self.priority]

    @property
    def was_late(self):
        """The report came after its time, or the question ended unanswered after it."""
        return self.due_at is None and self.breached_at is not None

    def is_late(self, now=None):
        return self.due_at is not None and self.due_at < (now or timezone.now())

    def places(self, permission, _role=None):
        """The hospitals whose members may use this permission here: the move's side of the row."""
        side = SIDE_OF.get(permission)
        if side is None:
            return {self.origin_id, self.destination_id}
        return {self.origin_id if side == Side.ORIGIN else self.destination_id}

    def moves_for(self, user):
        """The moves that the table and the person's authority allow now."""
        moves = [move for move in moves_from(self.state) if user.has_perm(move.permission, self)]
        if not moves:
            return []
        # Who acted for one hospital does not act for the other.
        hats = set(self.events.filter(actor=user).values_list("side", flat=True))
        return [move for move in moves if not hats - {move.side}]

    def may_be_converted_by(self, user):
        """An answered consultation becomes a referral once, by those who file for its origin."""
        return (
            self.kind == enums.ServiceKind.CONSULTATION
            and self.reported_at is not None
            and self.converted_to_id is None
            and user.has_perm(Permission.SERVICE_ASK, self)
            and user.has_perm(Permission.REFERRAL_CREATE, self.origin)
        )


class ServiceEvent(models.Model):
    """One move of a service request: who, on which side, from where to where; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveSmallIntegerField(_("序号"))
    action = models.CharField(_("动作"), max_length=12)
    from_state = models.CharField(max_length=16, choices=enums.SERVICE_STATE_CHOICES, blank=True)
    to_state = models.CharField(max_length=16, choices=enums.SERVICE_STATE_CHOICES)
    actor = models.ForeignKey(
        User, verbose_name=_("操作人"), on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField(_("方"), max_length=12, choices=SideChoice.choices)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    reason_code = models.CharField(
        _("原因"), max_length=16, choices=enums.ServiceRefusal.choices, blank=True
    )
    note = models.CharField(_("说明"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("远程服务事件")
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["service", "seq"], name="service_event_once")
        ]

    def __str__(self):
        return f"{self.service_id}/{self.seq} {self.action}"

    @property
    def label(self):
        return str(_(MOVES[self.action].label))
