"""Referrals behind a figure, remote services, and results that were recognised: those it counts."""

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop

from hospitals.models import Region
from portal.metrics.indicators.transfers import ANSWERS, CLOSED_AFTER
from portal.metrics.rows.kind import Kind, days, moment
from referrals.enums import RecognitionVerdict, ServiceKind
from referrals.models import (
    Referral,
    ReferralEvent,
    ReferralOffer,
    ResultRecognition,
    ServiceRequest,
)

EITHER = ("origin", "destination")


@dataclass(frozen=True)
class Part:
    """Which referrals of a place a figure counts: moments of which one lies in its span, on which
    side its hospital stands, what else must hold, and for moments of answers which ones."""

    moments: tuple[str, ...]
    sides: tuple[str, ...] = EITHER
    where: dict = field(default_factory=dict)
    answers: tuple[str, ...] = ANSWERS


_DOWN = {"direction": "down", "encounter_class": "inpatient"}
_ANSWERED = Part(("answered",), ("destination",), {"is_retrospective": False})
_ACCEPTED = replace(_ANSWERED, answers=("accept",))
PARTS = {
    "R01": Part(("submitted_at",)),
    "R01S": Part(("arrived_at", "treated_at", "replied_at")),
    "R02": _ANSWERED,
    "R03": _ANSWERED,
    "R03M": _ANSWERED,
    "R03P": _ANSWERED,
    "R04": _ACCEPTED,
    "R04M": replace(_ACCEPTED, where={"is_retrospective": False, "arrived_at__isnull": False}),
    "R05": Part(("arrived_at",), ("origin",), _DOWN),
    "R06": Part(
        ("treated_at",), ("destination",), {"direction": "up", "admission_kind": "inpatient"}
    ),
    "R07": Part(("submitted_at",), EITHER, {"direction__in": ("up", "down")}),
    "R08": Part(("treated_at", "closed_at")),
    "R09": Part(("treated_at",), ("destination",)),
    "R10": Part(("arrived_at",), ("origin",), _DOWN),
    "F28": Part(("arrived_at",), EITHER, {"cross_level": "province"}),
    "K01": Part(("submitted_at",), ("origin",), {"cross_level": "province"}),
}
GREEN = Part(("arrived_at",), ("destination",), {"submitted_at__isnull": False})
CHANNELS = dict.fromkeys(("G01", "G01M", "G03"), "stroke")
CHANNELS |= dict.fromkeys(("G02", "G02M"), "chest_pain")
UNANSWERED = {"R02P", "R02W"}
USUAL = Part(("submitted_at", "decided_at", "arrived_at", "treated_at"))


def behind(value, user):
    """Those that the figure counts, or of which it takes a share."""
    is_green = value.code.startswith("G")
    part = GREEN if is_green else PARTS.get(value.code, USUAL)
    rows = Referral.objects.visible_to(user).exclude(state="entered_in_error")
    if is_green:
        rows = rows.filter(green_channel=_channel(value))
    rows = rows.filter(_when(part, value), **part.where)
    rows = rows.filter(_of_scope(value, part.sides))
    return rows.select_related("origin", "destination").order_by("number")


def _channel(value):
    """Of the kind that the figure is about: its item says it, or what it measures."""
    return value.item.partition(":")[0] or CHANNELS.get(value.code)


def _asked(value):
    return value.counterpart_hospital_id or value.hospital_id


def _when(part, value):
    found = Q(pk__in=[])
    first, last = days(value)
    if value.code in UNANSWERED:
        return _unanswered(value, first, last)
    if value.code == "R08":
        due = first - CLOSED_AFTER, last - CLOSED_AFTER
        return _between("treated_at", *due) | _between("closed_at", first, last) & Q(
            treated_at__isnull=True
        )
    for name in part.moments:
        if name == "answered":
            events = ReferralEvent.objects.filter(
                _between("at", first, last), referral=OuterRef("pk"), action__in=part.answers
            )
            found |= Q(Exists(events.filter(hospital=_asked(value))))
        else:
            found |= _between(name, first, last)
    return found


def _unanswered(value, first, last):
    """Asked of the hospital, and by the end of the span open (R02P), or taken back in it (R02W)."""
    asked = ReferralOffer.objects.filter(referral=OuterRef("pk"), hospital=value.hospital_id)
    answers = ReferralEvent.objects.filter(
        referral=OuterRef("referral"), hospital=value.hospital_id, action__in=ANSWERS
    ).filter(at__gte=OuterRef("opened_at"))
    if value.code == "R02W":
        gone = _between("decided_at", first, last) & Q(state__in=("withdrawn", "expired"))
        return Q(Exists(asked.filter(gone, ~Exists(answers))))
    is_open = Q(decided_at__isnull=True) | Q(decided_at__date__gt=last)
    answered = Exists(answers.filter(at__date__lte=last))
    return Q(Exists(asked.filter(is_open, ~answered, opened_at__date__lte=last)))


def _between(name, first: dt.date, last: dt.date):
    return Q(**{f"{name}__date__gte": first, f"{name}__date__lte": last})


def _of_scope(value, sides=EITHER, within=""):
    """Of the pair, the hospital, the network or the region that the figure is about.

    within: the path to the referral, where the rows are no referrals themselves.
    """
    if value.counterpart_hospital_id:
        pair = value.hospital_id, value.counterpart_hospital_id
        return Q(**{f"{within}origin": pair[0], f"{within}destination": pair[1]})
    if value.network_id:
        members = value.network.members.current(days(value)[1]).values("hospital")
        return Q(**{f"{within}{side}__in": members for side in EITHER})
    found = Q(pk__in=[])
    if value.hospital_id:
        if value.code in UNANSWERED or "answered" in PARTS.get(value.code, USUAL).moments:
            return ~found
        for side in sides:
            found |= Q(**{f"{within}{side}": value.hospital_id})
        return found
    inside = Region.objects.inside([value.region_id]).values("pk")
    return Q(**{f"{within}origin__region__in": inside})


def _cells(row):
    moments = (row.submitted_at, row.decided_at, row.arrived_at, row.treated_at)
    places = [str(row.origin), str(row.destination or row.external_name or "")]
    return [row.number, *places, row.state_label, *(moment(at) for at in moments)]


def _page(row):
    return reverse("referrals:referral-detail", args=[row.pk])


def _services(value, user):
    first, last = days(value)
    kinds = ServiceKind.PATHOLOGY, ServiceKind.IMAGING
    rows = ServiceRequest.objects.visible_to(user).filter(kind__in=kinds)
    rows = rows.filter(_between("reported_at", first, last), _of_scope(value))
    return rows.select_related("origin", "destination").order_by("number")


def _service(row):
    kind = row.get_kind_display()
    return [row.number, kind, str(row.origin), str(row.destination), moment(row.reported_at)]


def _recognitions(value, user):
    """Those recognised; where the repeated ones are the rest of the base, all."""
    first, last = days(value)
    seen = Referral.objects.visible_to(user).values("pk")
    rows = ResultRecognition.objects.filter(
        _between("created_at", first, last), _of_scope(value, within="referral__")
    )
    if value.code != "C03R":
        rows = rows.filter(verdict=RecognitionVerdict.RECOGNISED)
    rows = rows.filter(referral__in=seen).annotate(number=F("referral__number"))
    return rows.order_by("created_at", "pk")


def _recognition(row):
    verdict, reason = row.get_verdict_display(), row.get_reason_code_display()
    return [row.number, row.item, verdict, reason, moment(row.created_at)]


_N = gettext_noop
UNSEEN = gettext_lazy("转诊单只给两端的医院和其医联体的转诊中心看，卫健委只看数值。")
REFERRALS = Kind(
    gettext_lazy("所依据的转诊单"),
    (
        _N("转诊单号"),
        _N("转出机构"),
        _N("接收机构"),
        _N("状态"),
        _N("提交时间"),
        _N("答复时间"),
        _N("到诊时间"),
        _N("诊疗完成时间"),
    ),
    behind,
    _cells,
    link=_page,
    unseen=UNSEEN,
)
SERVICES = Kind(
    gettext_lazy("所依据的远程服务"),
    (_N("申请单号"), _N("服务类型"), _N("申请机构"), _N("受邀机构"), _N("报告时间")),
    _services,
    _service,
    unseen=gettext_lazy("远程服务只给申请和受邀的医院看。"),
)
RECOGNITIONS = Kind(
    gettext_lazy("所依据的互认登记"),
    (_N("转诊单号"), _N("检查检验项目"), _N("互认情况"), _N("不予互认原因"), _N("登记时间")),
    _recognitions,
    _recognition,
    unseen=UNSEEN,
)
