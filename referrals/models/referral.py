"""The referral itself. Its state moves only in actions/transfers."""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitals.models import (
    Department,
    Hospital,
    Membership,
    Network,
    NetworkMembership,
    Region,
)
from hospitals.models.network import leads_of, sources_of
from portal.core.prepared import RightNow
from portal.models import Record, User, new_id
from portal.roles import Permission
from referrals import enums, states, tokens
from referrals.models.authority import ABOVE, ReferralAuthority
from referrals.models.content import ReferralContent
from referrals.models.patient import Patient
from referrals.models.search import SearchEntry


def _is_among(name, ids):
    """As `in`, but found by an index: a subquery inside an "or" would be tried row by row."""
    template, joiner = "%(expressions)s)", " = ANY("
    found = models.Func(models.F(name), ArraySubquery(ids), template=template, arg_joiner=joiner)
    return models.ExpressionWrapper(found, output_field=models.BooleanField())


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Origin and asked destinations see it, and network leads from above.

        A commission sees counts, never one referral: what is held for a region opens nothing here.

        Only a role that may view referrals counts, and what was never filed, cancelled drafts
        included, stays with its origin. A destination that declined sees it until the patient is
        offered to somebody else: what happens there is not its business.
        """
        may = {"permission": Permission.REFERRAL_VIEW}
        mine = Membership.objects.hospital_ids_of(user, **may)
        filed = models.Q(submitted_at__isnull=False)
        seen = models.Q(origin__in=mine) | self._asked_of(mine)
        led = set().union(*(Membership.objects.hospital_ids_of(user, role=role) for role in ABOVE))
        if led:
            members = NetworkMembership.objects.current().filter(network__lead__in=led)
            seen |= filed & models.Q(_is_among("origin", members.values("hospital")))
        return self.filter(seen)

    @staticmethod
    def _asked_of(hospitals):
        """What was filed with one of the hospitals, or with a pool of theirs that nobody claimed.

        A retrospective filing is shown before it is filed: the desk that took the patient in
        must confirm it.
        """
        if not hospitals:
            return models.Q(pk__in=[])
        filed = models.Q(submitted_at__isnull=False)
        pools = NetworkMembership.objects.current().filter(hospital__in=hospitals)
        return (
            models.Q(destination__in=hospitals) & (filed | models.Q(is_retrospective=True))
            | filed & ~models.Q(also_asked=[]) & models.Q(also_asked__overlap=sorted(hospitals))
            | filed
            & models.Q(pool__isnull=False, destination__isnull=True)
            & models.Q(_is_among("pool", pools.values("network")))
        )

    def open(self):
        return self.exclude(state__in=states.FINAL_STATES)

    def unfinished_at(self, hospital_id):
        """Open ones that the hospital sent, takes or is asked for: it cannot close before."""
        asked = models.Q(destination=hospital_id) | models.Q(also_asked__contains=[hospital_id])
        return self.open().filter(models.Q(origin=hospital_id) | asked)

    def sent_by(self, user):
        return self.filter(origin__in=Membership.objects.hospital_ids_of(user))

    def incoming_to(self, user):
        """Filed with one of the user's hospitals and not still inside the origin."""
        mine = Membership.objects.hospital_ids_of(user)
        return self.filter(self._asked_of(mine), submitted_at__isnull=False)

    def pooled(self, user):
        """Filed with a pool and not claimed yet, where one of the user's hospitals may claim."""
        mine = Membership.objects.hospital_ids_of(user, permission=Permission.REFERRAL_RECEIVE)
        return self.filter(self._asked_of(mine), destination__isnull=True, state="submitted")

    def late(self, now=None):
        """The wait that runs now should have ended already."""
        return self.filter(due_at__lt=now or RightNow())

    def waiting_for(self, user):
        """Rows whose next step this person may take."""
        waiting = models.Q(pk__in=[])
        for permission, hospitals in Membership.objects.hospitals_by_permission(user).items():
            if permission == Permission.REFERRAL_FILE_RETROSPECTIVE:
                # Agreed by phone and there already: the desk has yet to put it on record.
                waiting |= models.Q(state="draft", is_retrospective=True, destination__in=hospitals)
            waiting_in = states.waiting_states(permission)
            if not waiting_in or permission not in states.MOVE_OF:
                continue
            for side in states.MOVE_OF[permission].sides & states.TWO_SIDES:
                place = "origin" if side == states.Side.ORIGIN else "destination"
                waiting |= models.Q(state__in=waiting_in, **{f"{place}__in": hospitals})
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
        wanted, hits = tokens.wanted(text), SearchEntry.objects.hits
        if wanted.number:
            return self.filter(number__contains=wanted.number)
        by_row = models.Q(pk__in=hits(*wanted.row))
        sides = Membership.objects.hospital_ids_of(user, permission=Permission.REFERRAL_REVEAL)
        if not (wanted.person and sides):
            return self.filter(by_row)
        # What anything finds is read once; of it, only rows of others are asked for their reason.
        involved = models.Q(origin__in=sides) | models.Q(destination__in=sides)
        return self.filter(involved | by_row, pk__in=hits(wanted.person, *wanted.row))

    def last_notes(self, keys):
        """key → when and what was noted last with a move; those without a note are absent."""
        said = self.filter(pk__in=keys, events__note__gt="").order_by("pk", "-events__seq")
        rows = said.distinct("pk").values_list("pk", "events__recorded_at", "events__note")
        return {key: (at, note) for key, at, note in rows}

    def same_patient(self, id_hash):
        """Open referrals of the same identity number, whoever filed them."""
        if not id_hash:
            return self.none()
        return self.open().filter(patient__id_hash=id_hash)


class Referral(ReferralAuthority, ReferralContent, Record):
    """One patient, one need. Its state moves only in actions/transfers.

    direction, cross_level and planned_relay are derived from the two hospitals; due_at is the
    alarm of the wait that runs now; state_before is the state that was left last, to which a
    journey turns back and a refused cancellation returns. The patient goes to one of three:
    a destination, a pool whose members may claim him, or an external hospital by name.
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
    state_before = models.CharField(
        max_length=16, choices=enums.STATE_CHOICES, blank=True, editable=False
    )
    due_at = models.DateTimeField(_("时限"), null=True, editable=False)
    event_count = models.PositiveSmallIntegerField(_("事件数"), default=0, editable=False)

    direction = models.CharField(_("方向"), max_length=8, choices=enums.Direction.choices)
    cross_level = models.CharField(_("跨区域"), max_length=8, choices=enums.CrossLevel.choices)
    planned_relay = models.BooleanField(_("接力转诊"), default=False)
    person_hash = models.CharField(max_length=64, blank=True, editable=False)
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("替代它的新单"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded",
        editable=False,
    )
    assignee = models.ForeignKey(
        User,
        verbose_name=_("责任人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_retrospective = models.BooleanField(_("补录"), default=False, editable=False)
    is_advice = models.BooleanField(_("以建议代替转诊"), default=False, editable=False)
    reschedule_count = models.PositiveSmallIntegerField(_("改约次数"), default=0, editable=False)
    rebook_count = models.PositiveSmallIntegerField(_("重新约定次数"), default=0, editable=False)
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
    pool = models.ForeignKey(
        Network,
        verbose_name=_("接收池"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    also_asked = ArrayField(
        models.UUIDField(), verbose_name=_("同时询问"), default=list, blank=True, editable=False
    )
    external_name = models.CharField(_("网络外机构"), max_length=128, blank=True)
    external_province = models.ForeignKey(
        Region,
        verbose_name=_("网络外机构所在省"),
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
    purged_at = models.DateTimeField(_("清除时间"), null=True, editable=False)
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
            models.Index(fields=["updated_at"], name="referral_by_change"),
            models.Index(fields=["submitted_at"], name="referral_by_submission"),
            GinIndex(
                fields=["also_asked"],
                condition=~models.Q(also_asked=[]),
                name="referral_also_asked",
            ),
            models.Index(
                fields=["pool"],
                condition=models.Q(pool__isnull=False, destination__isnull=True),
                name="referral_in_pool",
            ),
            models.Index(
                fields=["person_hash"],
                condition=~models.Q(person_hash=""),
                name="referral_by_person",
            ),
            GinIndex(fields=["number"], opclasses=["gin_trgm_ops"], name="referral_number_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(states.STATES)), name="referral_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(destination__isnull=True)
                | ~models.Q(origin=models.F("destination")),
                name="referral_leaves_its_origin",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=states.NEVER_SENT)
                | models.Q(submitted_at__isnull=False),
                name="referral_sent_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(external_name="") | models.Q(destination__isnull=True),
                name="referral_external_or_inside",
            ),
            models.CheckConstraint(
                condition=models.Q(rebook_count__lte=3), name="referral_rebooked_thrice_at_most"
            ),
            models.UniqueConstraint(
                fields=["origin", "person_hash"],
                condition=models.Q(state__in=states.ASKING_STATES) & ~models.Q(person_hash=""),
                name="one_open_request_per_person",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def state_label(self):
        return str(_(states.STATES[self.state].label))

    @property
    def reach(self):
        """Inside the city, inside the province, away, or out of the network."""
        return enums.Reach.OUTSIDE if self.external_name else enums.Reach.of(self.cross_level)

    @property
    def is_open(self):
        return self.state not in states.FINAL_STATES

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
            self._derive_outside()
            return
        sources = sources_of(self.origin_id, self.destination_id)
        self.planned_relay = sources.get(self.origin_id) == self.destination_id
        step = self.destination.rank - self.origin.rank
        if not step or not self.destination.rank or not self.origin.rank:
            step = self._step_by_network(set(sources))
        if step:
            self.direction = enums.Direction.UP if step > 0 else enums.Direction.DOWN
        border = self.origin.region.border_to(self.destination.region)
        self.cross_level = border or enums.CrossLevel.NONE

    def _derive_outside(self):
        """Of an external hospital only the province is known, and that it lies above or beside."""
        if not self.external_province_id:
            return
        self.direction = enums.Direction.UP
        here = self.origin.region.at("province")
        is_away = here is None or here.pk != self.external_province_id
        self.cross_level = enums.CrossLevel.PROVINCE if is_away else enums.CrossLevel.UNKNOWN

    def _step_by_network(self, projects):
        """Where the levels say nothing: the lead of a network, or a project hospital, is above."""
        tied = leads_of(self.origin_id, self.destination_id)
        above = (self.origin_id, self.destination_id) in tied or self.destination_id in projects
        below = (self.destination_id, self.origin_id) in tied or self.origin_id in projects
        return above - below

    @property
    def transport(self):
        """The journey that runs now, or the last one."""
        return max(self.transports.all(), key=lambda one: one.departed_at, default=None)
