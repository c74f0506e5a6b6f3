"""The referral itself. Its state moves only in actions/transfers."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import (
    Department,
    Hospital,
    HospitalRelation,
    Membership,
    NetworkMembership,
    Region,
)
from portal.models import AuditEvent, Record, User, new_id
from portal.roles import Permission, Role
from referrals import enums, tokens
from referrals.models.content import ReferralContent
from referrals.models.patient import Patient
from referrals.states import MOVES, SIDE_OF, STATES, Side, moves_from, waiting_states

FINAL_STATES = [state.code for state in STATES.values() if state.is_final]
UNSENT_STATES = ["draft", "pending_review", "returned"]


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Origin and asked destinations see it; commissions and network leads from above.

        Only a role that may view referrals counts, and what was never filed, cancelled drafts
        included, stays with its origin. A destination that declined sees it until the patient is
        offered to somebody else: what happens there is not its business.
        """
        may = {"permission": Permission.REFERRAL_VIEW}
        mine = Membership.objects.hospital_ids_of(user, **may)
        filed = models.Q(submitted_at__isnull=False)
        seen = models.Q(origin__in=mine)
        seen |= filed & models.Q(destination__in=mine)
        if regions := Membership.objects.region_ids_of(user, **may):
            inside = Hospital.objects.filter(
                region__in=Region.objects.inside(regions).values("pk")
            ).values("pk")
            seen |= filed & (models.Q(origin__in=inside) | models.Q(destination__in=inside))
        if led := Membership.objects.hospital_ids_of(user, role=Role.NETWORK_ADMIN):
            members = NetworkMembership.objects.current().filter(network__lead__in=led)
            seen |= filed & models.Q(origin__in=members.values("hospital"))
        return self.filter(seen)

    def open(self):
        return self.exclude(state__in=FINAL_STATES)

    def sent_by(self, user):
        return self.filter(origin__in=Membership.objects.hospital_ids_of(user))

    def incoming_to(self, user):
        """Filed with one of the user's hospitals and not still inside the origin."""
        return self.filter(
            destination__in=Membership.objects.hospital_ids_of(user),
            submitted_at__isnull=False,
        )

    def late(self, now=None):
        """The wait that runs now should have ended already."""
        return self.filter(due_at__lt=now or timezone.now())

    def waiting_for(self, user):
        """Rows whose next step this person may take."""
        waiting = models.Q(pk__in=[])
        for permission, hospitals in Membership.objects.hospitals_by_permission(user).items():
            states = waiting_states(permission)
            if not states or permission not in SIDE_OF:
                continue
            place = "origin" if SIDE_OF[permission] == Side.ORIGIN else "destination"
            waiting |= models.Q(state__in=states, **{f"{place}__in": hospitals})
        acknowledging = Membership.objects.hospital_ids_of(
            user, permission=Permission.REFERRAL_ACKNOWLEDGE
        )
        replied = models.Q(state="treated", replied_at__isnull=False)
        return self.filter((waiting & ~replied) | (replied & models.Q(origin__in=acknowledging)))

    def by_urgency(self):
        """Emergencies first, then what is due first, then what waits longest."""
        ranks = enumerate(enums.Priority.values)
        rank = models.Case(*(models.When(priority=code, then=at) for at, code in ranks))
        return self.order_by(rank, models.F("due_at").asc(nulls_last=True), "state_since")

    def found_by(self, text, user):
        """By number, name, pinyin, telephone tail or diagnosis, whichever the text may mean.

        The patient counts only where this person may see the identity in full: else a search
        would spell out, letter by letter, what is masked.
        """
        wanted, found = tokens.wanted(text), models.Q(pk__in=[])
        if wanted.number:
            found |= models.Q(number__contains=wanted.number)
        for alternative in wanted.row:
            found |= models.Q(search_entry__tokens__contains=list(alternative))
        sides = Membership.objects.hospital_ids_of(user, permission=Permission.REFERRAL_REVEAL)
        if wanted.person and sides:
            involved = models.Q(origin__in=sides) | models.Q(destination__in=sides)
            found |= involved & models.Q(search_entry__tokens__contains=list(wanted.person))
        return self.filter(found)

    def last_notes(self, keys):
        """What was said last about each of these referrals; those in silence are absent."""
        said = self.filter(pk__in=keys, events__note__gt="").order_by("pk", "-events__seq")
        return dict(said.distinct("pk").values_list("pk", "events__note"))

    def same_patient(self, id_hash):
        """Open referrals of the same identity number, whoever filed them."""
        if not id_hash:
            return self.none()
        return self.open().filter(patient__id_hash=id_hash)


class Referral(ReferralContent, Record):
    """One patient, one need. Its state moves only in actions/transfers.

    direction, cross_level and planned_relay are derived from the two hospitals; due_at is the
    alarm of the wait that runs now.
    """

    number = models.CharField(_("转诊单号"), max_length=20, unique=True)
    chain_id = models.UUIDField(_("转诊链号"), default=new_id, editable=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="referral")
    state = models.CharField(
        _("状态"), max_length=16, choices=enums.STATE_CHOICES, default="draft", editable=False
    )
    state_since = models.DateTimeField(_("进入状态时间"), default=timezone.now)
    due_at = models.DateTimeField(_("时限"), null=True, editable=False)
    event_count = models.PositiveSmallIntegerField(_("事件数"), default=0, editable=False)

    direction = models.CharField(_("方向"), max_length=8, choices=enums.Direction.choices)
    cross_level = models.CharField(_("跨区域"), max_length=8, choices=enums.CrossLevel.choices)
    planned_relay = models.BooleanField(_("接力转诊"), default=False)
    origin = models.ForeignKey(
        Hospital, verbose_name=_("转出机构"), on_delete=models.PROTECT, related_name="+"
    )
    origin_department = models.ForeignKey(
        Department,
        verbose_name=_("转出科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    author = models.ForeignKey(
        User, verbose_name=_("发起医师"), on_delete=models.PROTECT, related_name="+"
    )
    destination = models.ForeignKey(
        Hospital,
        verbose_name=_("接收机构"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    destination_department = models.ForeignKey(
        Department,
        verbose_name=_("接收科室"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    decided_at = models.DateTimeField(_("答复时间"), null=True, editable=False)
    arrived_at = models.DateTimeField(_("到诊时间"), null=True, editable=False)
    admitted_at = models.DateTimeField(_("收治时间"), null=True, editable=False)
    treated_at = models.DateTimeField(_("诊疗完成时间"), null=True, editable=False)
    replied_at = models.DateTimeField(_("回执时间"), null=True, editable=False)
    closed_at = models.DateTimeField(_("结束时间"), null=True, editable=False)
    scheduled_for = models.DateTimeField(_("预约时间"), null=True, editable=False)
    admission_kind = models.CharField(
        _("收治类型"), max_length=12, choices=enums.AdmissionKind.choices, blank=True
    )
    encounter_number = models.CharField(_("门诊号/住院号"), max_length=50, blank=True)
    discharge_mode = models.CharField(
        _("离院方式"), max_length=1, choices=enums.DischargeMode.choices, blank=True
    )
    final_diagnosis = models.CharField(_("出院诊断"), max_length=128, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("转诊单")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["origin", "-created_at"], name="referral_by_origin"),
            models.Index(fields=["destination", "-created_at"], name="referral_by_destination"),
            models.Index(fields=["origin", "state", "-created_at"], name="referral_origin_state"),
            models.Index(
                fields=["destination", "state", "-created_at"], name="referral_dest_state"
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="referral_alarm",
            ),
            models.Index(fields=["-created_at"], name="referral_newest"),
            GinIndex(fields=["number"], opclasses=["gin_trgm_ops"], name="referral_number_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(STATES)), name="referral_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(destination__isnull=True)
                | ~models.Q(origin=models.F("destination")),
                name="referral_leaves_its_origin",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[*UNSENT_STATES, "cancelled"])
                | models.Q(submitted_at__isnull=False),
                name="referral_sent_has_time",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def state_label(self):
        return str(_(STATES[self.state].label))

    @property
    def reach(self):
        """Inside the city, inside the province, or away."""
        return enums.Reach.of(self.cross_level)

    @property
    def is_open(self):
        return self.state not in FINAL_STATES

    def is_late(self, now=None):
        return self.due_at is not None and self.due_at < (now or timezone.now())

    @property
    def asked(self):
        """The offers so far; before the first submission there cannot be any."""
        return self.offers.all() if self.submitted_at else ()

    def derive(self):
        """Direction, distance and planned relay follow from the two hospitals."""
        self.direction, self.cross_level = enums.Direction.LATERAL, enums.CrossLevel.NONE
        self.planned_relay = False
        if self.destination is None:
            return
        relations = HospitalRelation.objects.current().filter(
            project__in=[self.origin, self.destination]
        )
        sources = dict(relations.values_list("project_id", "source_id"))
        self.planned_relay = sources.get(self.origin_id) == self.destination_id
        step = self.destination.rank - self.origin.rank
        if not step or not self.destination.rank or not self.origin.rank:
            step = self._step_by_network(set(sources))
        if step:
            self.direction = enums.Direction.UP if step > 0 else enums.Direction.DOWN
        border = self.origin.region.border_to(self.destination.region)
        self.cross_level = border or enums.CrossLevel.NONE

    def _step_by_network(self, projects):
        """Where the levels say nothing: the lead of a network, or a project hospital, is above."""
        ends = {self.origin_id, self.destination_id}
        tied = set(NetworkMembership.objects.member_and_lead_ids(ends))
        leads_origin = (self.origin_id, self.destination_id) in tied
        leads_destination = (self.destination_id, self.origin_id) in tied
        above = leads_origin or self.destination_id in projects
        below = leads_destination or self.origin_id in projects
        return above - below

    def revisions_after(self, version):
        """Changes of content are no moves: the audit trail has them, with the version they made."""
        return AuditEvent.objects.filter(
            target_label=self._meta.label_lower,
            target_id=str(self.pk),
            verb="referral.revise",
            detail__version__gt=version,
        )

    def places(self, permission, role=None):
        """The hospitals whose members may use this permission here: the move's side of the row."""
        side = SIDE_OF.get(permission)
        if role == Role.NETWORK_ADMIN and side:
            here = self.origin_id if side == Side.ORIGIN else self.destination_id
            return NetworkMembership.objects.lead_ids_above({here})
        sent = self.submitted_at is not None
        if side == Side.ORIGIN:
            return {self.origin_id}
        if side == Side.DESTINATION:
            return {self.destination_id} if sent else set()
        return {self.origin_id, self.destination_id} if sent else {self.origin_id}

    def moves_for(self, user):
        """The moves that the table, the person's authority and the row's facts allow now."""
        moves = [
            move
            for move in moves_from(self.state)
            if user.has_perm(move.permission, self) and not self._blocked(move, user)
        ]
        if not moves:
            return []
        if self.submitted_at is None:
            return moves  # The other side has not seen it, let alone acted.
        # Who acted for one side of this referral does not act for the other.
        hats = set(self.events.filter(actor=user).values_list("side", flat=True))
        return [move for move in moves if not hats - {move.side}]

    def _blocked(self, move, user):
        """Facts of this row that rule a move out although its state would allow it."""
        if move == MOVES["reply"]:
            return self.replied_at is not None
        if move == MOVES["acknowledge"]:
            return self.replied_at is None
        if move == MOVES["approve"]:
            return self.author_id == user.pk
        if move == MOVES["send"]:
            return self.origin.review_required and self.priority != enums.Priority.EMERGENCY
        return False
