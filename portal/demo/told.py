"""Stories that dice would seldom tell: one of each, known by its summary, made by the actions.

The stroke case keeps the hour of a report of 6 May 2022 at Yangshuo; who was ill, and each minute
of it, is invented.
"""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from hospitals.models import NetworkMembership, Region
from portal.demo import referrals as walker
from portal.demo.answers import attach_documents
from portal.demo.stories import step
from portal.roles import Role
from referrals.actions import filing, milestones, pools, transfers
from referrals.models import Referral
from referrals.states import Side

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
CHINA = dt.timezone(dt.timedelta(hours=8))
GUANGDONG, OUTSIDE = "440000", "中山大学附属第一医院"
TO_REVIEW = (("submit_for_review", 1), ("approve", 3))
STROKE = ("阳朔县人民医院", "桂林市人民医院", dt.datetime(2022, 5, 6, 4, 0, tzinfo=CHINA))
# Minutes from the door of the centre: the call, the answers, the road, the door, the bed.
STROKE_LINE = (("send", -80), ("receive", -78), ("accept", -72), ("depart", -60), ("arrive", 0))
STROKE_MOMENTS = (
    ("onset", -150),
    ("door_in", -105),
    ("imaging", 14),
    ("thrombolysis", 41),
    ("puncture", 66),
)
AFTERWARDS = (("admit", 1.5), ("finish_treatment", 260), ("reply", 290), ("acknowledge", 310))


def load(progress):
    """Those that are missing."""
    cast = walker.Cast.read()
    told = Referral.objects.filter(is_synthetic=True)
    for summary, tell in STORIES.items():
        if not told.filter(summary=summary).exists():
            with transaction.atomic():
                tell(summary, cast)
    progress(f"told {told.filter(summary__in=STORIES).count()}")


def _file(cast, summary, at, route=None, **changes):
    dice = random.Random(summary)
    upward = [one for one in cast.routes if one[2] == 10]
    origin, destination, _weight = route or dice.choice(upward)
    content = walker._content(dice, origin, destination, cast, at) | {"summary": summary} | changes
    author = cast.people[origin.pk, Role.REFERRING_CLINICIAN]
    author.working_hospital_id = None
    row = filing.create(origin=origin, content=content, by=author, at=at, is_synthetic=True)
    attach_documents(row, author, number=0)
    return dice, row


def _walk(dice, cast, row, at, line, unit=HOUR):
    for verb, after in line:
        row = step(dice, cast, row, verb, at + after * unit)
    return row


def _coordinator(cast, hospital_id):
    person = cast.people[hospital_id, Role.REFERRAL_COORDINATOR]
    person.working_hospital_id = None
    return person


def _outside(summary, cast, at):
    """To a hospital of another province that does not work here; it agreed by phone."""
    dice, row = _file(
        cast,
        summary,
        at,
        priority="urgent",
        green_channel="",
        destination=None,
        destination_department=None,
        destination_coordinator="对方门诊办公室",
        external_name=OUTSIDE,
        external_province=Region.objects.current().get(code=GUANGDONG),
    )
    row = _walk(dice, cast, row, at, TO_REVIEW)
    agreed = {
        "contact_name": "门诊办公室值班主任",
        "agreed_at": at + 4 * HOUR,
        "valid_until": timezone.localdate(at) + 10 * DAY,
    }
    by = _coordinator(cast, row.origin_id)
    return transfers.record_external_acceptance(
        referral=row, by=by, details=agreed, at=at + 5 * HOUR
    )


def _expected_outside(summary, cast):
    _outside(summary, cast, timezone.now() - 2 * DAY)


def _placed_outside(summary, cast):
    """The origin tells how it ended: placed outside, which is a lead on an outflow."""
    at = timezone.now() - 9 * DAY
    row = _outside(summary, cast, at)
    _end_elsewhere(cast, row, at + 2 * DAY, outcome="elsewhere", place_name=OUTSIDE)


def _left_by_himself(summary, cast):
    """Refused for want of a bed, and gone before anybody else was asked."""
    at = timezone.now() - 6 * DAY
    dice, row = _file(cast, summary, at, priority="urgent", green_channel="")
    row = _walk(dice, cast, row, at, (*TO_REVIEW, ("receive", 5), ("decline", 7)))
    _end_elsewhere(cast, row, at + DAY, outcome="left", place_name="")


def _end_elsewhere(cast, row, at, *, outcome, place_name):
    details = {
        "outcome": outcome,
        "place_name": place_name,
        "province": Region.objects.current().get(code=GUANGDONG),
        "note": "家属电话告知去向。",
    }
    by = _coordinator(cast, row.origin_id)
    transfers.close_unplaced(referral=row, by=by, details=details, at=at)


def _claimed(summary, cast):
    """Asked of a whole network, and claimed by the first who could."""
    at = timezone.now() - 40 * MINUTE
    nowhere = {"destination": None, "destination_department": None}
    _dice, row = _file(cast, summary, at, priority="emergency", **nowhere)
    members = NetworkMembership.objects.current().exclude(hospital=row.origin)
    own = NetworkMembership.objects.current().filter(hospital=row.origin).values("network")
    beside = [
        member
        for member in members.filter(network__in=own).order_by("network__name", "hospital__name")
        if (member.hospital_id, Role.REFERRAL_COORDINATOR) in cast.people
    ]
    row.pool_id = beside[0].network_id
    row.save(update_fields=["pool"])
    row = transfers.send(referral=row, by=_coordinator(cast, row.origin_id), at=at + 2 * MINUTE)
    pools.claim(referral_id=row.pk, by=_coordinator(cast, beside[0].hospital_id))


def _put_on_record(summary, cast):
    """Agreed upon by phone in the night, taken in, and written down the next day by both sides."""
    at = timezone.now() - 20 * HOUR
    dice, row = _file(cast, summary, at, priority="emergency")
    twice = (("file_retrospective", 0.5), ("file_retrospective", 2), ("admit", 3))
    _walk(dice, cast, row, at, twice)


def _stroke(summary, cast):
    origin_name, destination_name, door = STROKE
    places = {end.name: end for route in cast.routes for end in route[:2]}
    route = (places[origin_name], places[destination_name], 10)
    dice, row = _file(
        cast,
        summary,
        door - 90 * MINUTE,
        route,
        priority="emergency",
        green_channel="stroke",
        main_diagnosis_code="I63.9",
        main_diagnosis="急性脑梗死",
    )
    row = _walk(dice, cast, row, door, STROKE_LINE, MINUTE)
    for code, after in STROKE_MOMENTS:
        side = Side.ORIGIN if after < 0 else Side.DESTINATION
        place = row.origin_id if side == Side.ORIGIN else row.destination_id
        by = _coordinator(cast, place)
        milestones.record(referral=row, code=code, at=door + after * MINUTE, by=by)
    _walk(dice, cast, row, door, AFTERWARDS)
    walker._settle_old_news(Referral.objects.get(pk=row.pk), timezone.now())


STORIES = {
    "复杂先天性心脏病，本区内无相应术式，拟转省外，对方已电话同意。": _expected_outside,
    "复杂颅底肿瘤，省外医院已安排住院，由本院登记去向。": _placed_outside,
    "骨盆骨折，接收方无空床，家属自行联系外省医院。": _left_by_himself,
    "重症肺炎，向医联体各成员同时求助，由接收池认领。": _claimed,
    "夜间急性心肌梗死，电话同意后先行转送，事后补录。": _put_on_record,
    "凌晨突发偏瘫失语，卒中绿色通道直达市级医院，到院后溶栓取栓。": _stroke,
}
