"""One factory per model of the network, without cleverness."""

import datetime as dt
from itertools import count

from django.utils import timezone

from hospitals.models import (
    Accreditation,
    Agreement,
    BedCapacity,
    BedPool,
    BedTarget,
    Claim,
    ClinicSlot,
    Committee,
    CommitteeSeat,
    CooperationProject,
    Department,
    Equipment,
    Hospital,
    HospitalName,
    HospitalPlan,
    HospitalRelation,
    Membership,
    Milestone,
    MonthlyReport,
    MonthlyVolume,
    Network,
    NetworkMembership,
    PolicyItem,
    ReferralRoute,
    Region,
    SpecialtyCluster,
)
from tests.factories import portal

_numbers = count(1)
LONG_AGO = dt.date(2020, 1, 1)


def region(name=None, *, level="province", parent=None, code=None, **fields):
    number = next(_numbers)
    return Region.objects.create(
        name=name or f"地区{number}", level=level, parent=parent, code=code or f"{number}", **fields
    )


def county(name=None, *, province=None):
    """A county with its city and province above it."""
    province = province or region()
    return region(name, level="county", parent=region(level="city", parent=province))


def hospital(name=None, *, region=None, **fields):
    name = name or f"测试医院{next(_numbers)}"
    return Hospital.objects.create(name=name, region=region or county(), **fields)


def department(hospital, name="内科", **fields):
    return Department.objects.create(hospital=hospital, name=name, **fields)


def bed_pool(department, open_beds=10, occupied_beds=0, **fields):
    return BedPool.objects.create(
        department=department, open_beds=open_beds, occupied_beds=occupied_beds, **fields
    )


def slot(department, starts_in=dt.timedelta(days=1), *, capacity=2, quota=0, **fields):
    """A session of an hour that starts so long from now."""
    starts_at = timezone.now() + starts_in
    return ClinicSlot.objects.create(
        department=department,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        capacity=capacity,
        quota=quota,
        **fields,
    )


def accreditation(hospital, kind="stroke", since=LONG_AGO, **fields):
    return Accreditation.objects.create(hospital=hospital, kind=kind, since=since, **fields)


def claim(code="S9-001", **fields):
    told = {"source": "S9", "source_title": "模拟日报", "entity": "模拟医院", "topic": "服务"}
    told |= {
        "name": "累计门诊",
        "printed": "12",
        "qualifier": "=",
        "unit": "人次",
        "quote": "12人次",
    }
    return Claim.objects.create(code=code, period="2024", quality="OK", **told | fields)


def network(lead, *members, kind="close", since=LONG_AGO):
    made = Network.objects.create(name=f"医联体{next(_numbers)}", kind=kind, lead=lead, since=since)
    for hospital in (lead, *members):
        join(made, hospital, role="lead" if hospital == lead else "member", since=since)
    return made


def join(network, hospital, role="member", since=LONG_AGO):
    return NetworkMembership.objects.create(
        network=network, hospital=hospital, role=role, since=since
    )


def route(network, origin, destination, direction="up", since=LONG_AGO, **fields):
    return ReferralRoute.objects.create(
        network=network,
        origin=origin,
        destination=destination,
        direction=direction,
        since=since,
        **fields,
    )


def relation(source, project, host=None, since=LONG_AGO):
    return HospitalRelation.objects.create(source=source, project=project, host=host, since=since)


def report(hospital, month="2026-09-01", figures=(), **fields):
    """A draft unless fields say otherwise; figures: {measure: value}."""
    month = dt.date.fromisoformat(month) if isinstance(month, str) else month
    row = MonthlyReport.objects.create(hospital=hospital, month=month, **fields)
    for measure, value in dict(figures).items():
        MonthlyVolume.objects.create(report=row, measure=measure, value=value)
    return row


def handed_in(hospital, month, figures=(), state="submitted", **fields):
    """A report that somebody submitted, and somebody else approved if the state says so."""
    now = timezone.now()
    told = {"submitted_by": portal.user(), "submitted_at": now}
    if state != "submitted":
        told |= {"approved_by": portal.user(), "approved_at": now}
    return report(hospital, month, figures, state=state, **told | fields)


def member(role, place, **fields):
    """A new user who holds the role at a hospital or for a region."""
    user = portal.user(**fields)
    holds(user, role, place)
    return user


def holds(user, role, place):
    where = {"hospital": place} if isinstance(place, Hospital) else {"region": place}
    return Membership.objects.create(user=user, role=role, since=LONG_AGO, **where)


def agreement(network, second_party=None, **fields):
    told = {"title": "框架协议", "kind": "framework", "other_parties": "模拟政府"}
    return Agreement.objects.create(
        network=network, first_party=network.lead, second_party=second_party, **told | fields
    )


def step(source):
    """A milestone of a project that this hospital builds up elsewhere."""
    project = CooperationProject.objects.create(
        relation=relation(source, hospital()), name=f"项目{next(_numbers)}", stage="approved"
    )
    return Milestone.objects.create(project=project, kind="opening")


def paper(model, owner, **fields):
    """A file without its bytes."""
    told = {"kind": "signed", "name": "协议.pdf", "media_type": "application/pdf", "size": 1}
    told |= {"sha256": f"{next(_numbers):064}"}
    return model.objects.create(owner=owner, **(told | fields))


def policy(network, title="人才政策", **fields):
    told = {"owner_department": "模拟处", "level": "city"}
    return PolicyItem.objects.create(network=network, title=title, **told | fields)


def committee(network, name="协调小组", **fields):
    return Committee.objects.create(network=network, name=name, **fields)


def seat(committee, person="模拟甲", role="member", since=LONG_AGO, **fields):
    return CommitteeSeat.objects.create(
        committee=committee, person=person, role=role, since=since, **fields
    )


def plan(hospital, year=2026, **fields):
    told = {"actions": "模拟举措", "owner_department": "模拟部"}
    return HospitalPlan.objects.create(hospital=hospital, year=year, **told | fields)


def bed_count(hospital, count=10, as_of=LONG_AGO, **fields):
    made = {"kind": "open"} | fields
    return BedCapacity.objects.create(hospital=hospital, count=count, as_of=as_of, **made)


def bed_target(hospital, count=100, due_on=LONG_AGO, **fields):
    return BedTarget.objects.create(hospital=hospital, count=count, due_on=due_on, **fields)


def equipment(hospital, name="CT", **fields):
    made = {"kind": "imaging", "count": 1} | fields
    return Equipment.objects.create(hospital=hospital, name=name, **made)


def cluster(hospital, name="脑科学", **fields):
    return SpecialtyCluster.objects.create(hospital=hospital, name=name, **fields)


def former_name(hospital, name="旧院", until=LONG_AGO, **fields):
    return HospitalName.objects.create(
        hospital=hospital,
        name=name,
        until=until,
        **{"kind": "former", "reason": "renamed"} | fields,
    )
