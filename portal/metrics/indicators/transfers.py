"""What became of referrals: R01, who has not answered (R02P, R02W), R05 to R09, C02, C03 and F28.

Each counts in the span in which what it counts happened, on the calendar of the hospitals' time
zone. A referral entered in error is none. A pair belongs to the network that both are in that day.
"""

import datetime as dt
from collections import defaultdict

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from hospitals.enums import Measure, ReportState, SourceSystem
from hospitals.models import MonthlyReport, MonthlyVolume, NetworkMembership, Region
from hospitals.models.network import on_day
from portal.metrics import spans, watch
from portal.metrics.definitions.base import Figure
from portal.metrics.models import ComputeRun, IndicatorValue, Job
from referrals.enums import (
    AdmissionKind,
    Direction,
    EncounterClass,
    OfferState,
    RecognitionVerdict,
    ServiceKind,
)
from referrals.models import (
    FollowUpTask,
    Referral,
    ReferralEvent,
    ReferralOffer,
    ResultRecognition,
    ServiceRequest,
)

MONTHLY = ("R01", "R01S", "R02P", "R02W", "R05", "R07", "R08", "R09", "C02", "C03", "C03R", "F28")
QUARTERLY = ("R06",)
REPLY_WITHIN = dt.timedelta(hours=48)
CLOSED_AFTER = dt.timedelta(days=30)
DOWN_WITHIN = dt.timedelta(days=90)
STATUSES = {"arrived": "arrived_at", "treated": "treated_at", "replied": "replied_at"}
PAIR = ("origin", "destination")
ANSWERS = ("accept", "decline", "propose_onward")
TRUSTED = (ReportState.APPROVED, ReportState.LOCKED)


def monthly(period: dt.date) -> list[Figure]:
    span = _moments("month", period)
    return [
        *_sent(span),
        *_come_so_far(span),
        *_unanswered(span),
        *_down_of_discharges(span, period),
        *_up_to_down(span),
        *_closed_loops(span),
        *_replies(span),
        *_remote(span),
        *_ordered(span, period),
    ]


def quarterly(period: dt.date) -> list[Figure]:
    """R06: of those sent up and treated as inpatients, who was sent down again."""
    rows = (
        _referrals()
        .filter(_during("treated_at", _moments("quarter", period)))
        .filter(direction=Direction.UP, admission_kind=AdmissionKind.INPATIENT)
        .annotate(went_down=Exists(_sent_down()))
    )
    return [
        _figure("R06", row, {"hospital_id": row["destination"]}, row["down"], row["n"])
        for row in _by(rows, "destination", down=Count("pk", filter=Q(went_down=True)))
    ]


def _sent_down():
    """The down-referrals of a referral, soon enough after its treatment: those that grew out of it,
    and those that the same hospital filed for the same person."""
    same = Q(person_hash=OuterRef("person_hash"), origin=OuterRef("destination"))
    same &= ~Q(person_hash="") & Q(submitted_at__gte=OuterRef("treated_at"))
    return _referrals().filter(
        Q(parent=OuterRef("pk")) | same,
        direction=Direction.DOWN,
        submitted_at__lte=OuterRef("treated_at") + DOWN_WITHIN,
    )


def inputs(grain):
    """For each span the runs that looked through the referrals of its months, and of those near it.

    Those runs follow every change of a referral by the months of its events, which is what keeps
    the many referrals from being totalled here again.
    """
    looked = {run.period: str(run.pk) for run in ComputeRun.objects.last_good(Job.REFERRALS)}
    rows = {
        "services": ServiceRequest.objects.all(),
        "recognitions": ResultRecognition.objects.all(),
        "follow-ups": FollowUpTask.objects.all(),
    }
    today = timezone.localdate()
    found = watch.periods(grain, min(looked, default=None), rows, today)
    flows = {run.period: str(run.pk) for run in ComputeRun.objects.last_good(Job.FLOWS)}
    abstracts = defaultdict(list)
    for run in ComputeRun.objects.last_good_units(Job.ABSTRACTS):
        abstracts[run.period].append(str(run.pk))
    for first, told in found.items():
        told += [looked[month] for month in _near(grain, first) if month in looked]
        if grain == "month":
            told += [flows[first]] if first in flows else []
            told += sorted(abstracts[first])
            is_waiting = spans.last_day(grain, first) < today <= _answered(first)
            told += [f"on {today}"] if is_waiting else []
    if grain == "month":
        reports = MonthlyReport.objects.all()
        watch.add_by_month(found, grain, "reports", reports, "month")
    return found


def _near(grain, first):
    """Months whose referrals may count in the span: treated before it, or sent down after it."""
    near = range(3) if grain == "month" else range(-5, 1)
    return [spans.months_back(first, number) for number in near]


def _answered(first):
    """Until this day the replies of a month may still come in time."""
    return spans.last_day("month", first) + REPLY_WITHIN + dt.timedelta(days=1)


def _referrals():
    return Referral.objects.exclude(state="entered_in_error").order_by()


def _moments(grain, period):
    ends = period, spans.last_day(grain, period) + dt.timedelta(days=1)
    return tuple(timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in ends)


def _today():
    return timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))


def _during(name, span):
    return Q(**{f"{name}__gte": span[0], f"{name}__lt": span[1]})


def _by(rows, *names, **counts):
    """One row of values for each of the names, with n, the youngest change and the mark."""
    about = {"at": Max("updated_at"), "invented": Count("pk", filter=Q(is_synthetic=True))}
    return rows.values(*names).annotate(n=Count("pk"), **about, **counts).order_by(*names)


def _figure(code, row, scope, numerator, denominator=None, **more):
    return Figure(
        code=code,
        numerator=numerator,
        denominator=denominator,
        as_of=row["at"],
        is_synthetic=bool(row["invented"]),
        **scope,
        **more,
    )


def _pair(row):
    return {"hospital_id": row["origin"], "counterpart_hospital_id": row["destination"]}


def _sent(span):
    """R01: by direction and pair; without destination where a pool was asked, or an outsider."""
    rows = _referrals().filter(_during("submitted_at", span))
    for row in _by(rows, "origin", "destination", "direction"):
        yield _figure("R01", row, _pair(row), row["n"], item=row["direction"])


def _come_so_far(span):
    """R01S: by the day on which somebody arrived, had been treated, or was reported back."""
    for status, moment in STATUSES.items():
        for row in _by(_referrals().filter(_during(moment, span)), *PAIR, "direction"):
            item = f"{row['direction']}:{status}"
            yield _figure("R01S", row, _pair(row), row["n"], item=item)


def _unanswered(span):
    """What R02 leaves out: questions without an answer when the month was over (R02P), and those
    that were taken back in the month before there was one (R02W)."""
    answers = ReferralEvent.objects.filter(
        referral=OuterRef("referral"),
        hospital=OuterRef("hospital"),
        action__in=ANSWERS,
        at__gte=OuterRef("opened_at"),
    )
    asked = ReferralOffer.objects.exclude(referral__state="entered_in_error").filter(
        hospital__isnull=False, referral__is_retrospective=False, opened_at__lt=span[1]
    )
    asked = asked.filter(Q(decided_at__isnull=True) | Q(decided_at__gte=span[0])).order_by()
    asked = asked.annotate(answered_at=Subquery(answers.order_by("at").values("at")[:1]))
    open_ = Q(decided_at__isnull=True) | Q(decided_at__gte=span[1])
    waiting = asked.filter(Q(answered_at__isnull=True) & open_ | Q(answered_at__gte=span[1]))
    gone = asked.filter(
        _during("decided_at", span),
        answered_at__isnull=True,
        state__in=(OfferState.WITHDRAWN, OfferState.EXPIRED),
    )
    for code, rows in (("R02P", waiting), ("R02W", gone)):
        for row in _of_offers(rows):
            yield _figure(code, row, {"hospital_id": row["hospital"]}, row["n"])


def _of_offers(rows):
    counts = {
        "n": Count("pk"),
        "at": Max("referral__updated_at"),
        "invented": Count("pk", filter=Q(referral__is_synthetic=True)),
    }
    return rows.values("hospital").annotate(**counts).order_by("hospital")


def _down_of_discharges(span, period):
    """R05: inpatients sent down who arrived, among the discharges that the abstracts tell of, and
    among those that the hospital reported: two figures, each with its source."""
    rows = _referrals().filter(
        _during("arrived_at", span),
        direction=Direction.DOWN,
        encounter_class=EncounterClass.INPATIENT,
    )
    sources = {SourceSystem.HOSPITAL.value: _abstracts(period), "": _reported(period)}
    for row in _by(rows, "origin"):
        for source, discharges in sources.items():
            if whole := discharges.get(row["origin"]):
                scope = {"hospital_id": row["origin"], "source_system": source}
                yield _figure("R05", row, scope, row["n"], whole)


def _abstracts(period):
    """Hospital → its discharges by case abstracts, where they may be shown."""
    found = IndicatorValue.objects.filter(
        code="H01", grain="month", period=period, hospital__isnull=False, disclosure="shown"
    )
    return dict(found.order_by().values_list("hospital", "numerator"))


def _reported(period):
    """Hospital → its discharges by approved reports, of all campuses."""
    volumes = MonthlyVolume.objects.filter(
        report__month=period, report__state__in=TRUSTED, measure=Measure.DISCHARGES
    )
    return dict(volumes.order_by().values_list("report__hospital").annotate(total=Sum("value")))


def _up_to_down(span):
    """R07: by network of both hospitals."""
    rows = _referrals().filter(_during("submitted_at", span), destination__isnull=False)
    counts = {
        "up": Count("pk", filter=Q(direction=Direction.UP)),
        "down": Count("pk", filter=Q(direction=Direction.DOWN)),
    }
    told = _by_network(_by(rows, "origin", "destination", **counts), span, ("up", "down"))
    for network, row in told.items():
        yield _figure("R07", row, {"network_id": network}, row["up"], row["down"])


def _closed_loops(span):
    """R08: thirty days after the end of treatment, is everything there that should be? What was
    accepted and came to an end without treatment, death apart, is due then, and not whole."""
    due = span[0] - CLOSED_AFTER, min(span[1], _today()) - CLOSED_AFTER
    followed = FollowUpTask.objects.filter(referral=OuterRef("pk"), state="done")
    accepted = ReferralEvent.objects.filter(referral=OuterRef("pk"), action="accept")
    lost = _during("closed_at", span) & Q(treated_at__isnull=True) & ~Q(state="deceased")
    rows = _referrals().filter(
        _during("treated_at", due) & Q(decided_at__isnull=False) | lost & Exists(accepted)
    )
    rows = rows.annotate(is_followed=Exists(followed))
    whole = Q(arrived_at__isnull=False, replied_at__isnull=False, state="completed")
    counts = {"whole": Count("pk", filter=whole & Q(is_followed=True))}
    for row in _by(rows, "origin", "destination", **counts):
        yield _figure("R08", row, _pair(row), row["whole"], row["n"])


def _replies(span):
    """R09: those whose 48 hours are over, or who were answered before."""
    rows = _referrals().filter(_during("treated_at", span))
    rows = rows.filter(Q(replied_at__isnull=False) | Q(treated_at__lte=_today() - REPLY_WITHIN))
    in_time = Q(replied_at__lte=F("treated_at") + REPLY_WITHIN)
    for row in _by(rows, "destination", soon=Count("pk", filter=in_time)):
        yield _figure("R09", row, {"hospital_id": row["destination"]}, row["soon"], row["n"])


def _remote(span):
    """C02 and C03: pathology and imaging that were reported, and results that were recognised.

    C03R: those recognised among all that somebody looked at.
    """
    reported = ServiceRequest.objects.filter(
        _during("reported_at", span), kind__in=(ServiceKind.PATHOLOGY, ServiceKind.IMAGING)
    )
    nothing = {"used": Value(0), "looked": Value(0)}
    looked = ResultRecognition.objects.filter(_during("created_at", span)).order_by()
    looked = looked.annotate(origin=F("referral__origin"), destination=F("referral__destination"))
    used = Count("pk", filter=Q(verdict=RecognitionVerdict.RECOGNISED))
    rows = [
        *_by(reported.order_by(), "origin", "destination", done=Count("pk"), **nothing),
        *_by(looked, "origin", "destination", done=used, used=used, looked=Count("pk")),
    ]
    for network, row in _by_network(rows, span, ("done", "used", "looked")).items():
        scope = {"network_id": network}
        yield _figure("C02", row, scope, row["done"])
        if row["done"]:
            yield _figure("C03", row, scope, row["used"], row["done"])
        if row["looked"]:
            yield _figure("C03R", row, scope, row["used"], row["looked"])


def _ordered(span, period):
    """F28: arrivals in another province through the portal, beside the outflow of the region."""
    rows = _referrals().filter(_during("arrived_at", span), cross_level="province")
    home = Coalesce("patient__residence", "origin__region")
    sent = {row["home"]: row for row in _by(rows.annotate(home=home), "home")}
    outflow = IndicatorValue.objects.filter(
        code="F05", grain="month", period=period, disease_system="ALL"
    )
    for value in outflow.select_related("region").order_by("source_system", "region__code"):
        inside = Region.objects.inside([value.region_id]).values_list("pk", flat=True)
        own = [sent[pk] for pk in inside if pk in sent]
        yield Figure(
            code="F28",
            region_id=value.region_id,
            source_system=value.source_system,
            numerator=sum(row["n"] for row in own),
            denominator=value.numerator,
            as_of=max([value.as_of, *(row["at"] for row in own)]),
            is_synthetic=value.is_synthetic or any(row["invented"] for row in own),
        )


def _by_network(rows, span, names):
    """Rows of pairs added up for each network that has both at the end of the span."""
    members = defaultdict(set)
    last = timezone.localdate(span[1]) - dt.timedelta(days=1)
    inside = NetworkMembership.objects.filter(on_day(last))
    for hospital, network in inside.values_list("hospital", "network"):
        members[hospital].add(network)
    found: dict = {}
    for row in rows:
        for network in members[row["origin"]] & members[row["destination"]]:
            total = found.setdefault(
                network, {"at": row["at"], "invented": 0} | dict.fromkeys(names, 0)
            )
            total["at"] = max(total["at"], row["at"])
            for name in ("invented", *names):
                total[name] += row[name]
    return found
