"""A journey under way: when it is expected now, and how to reach those on the road."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import people_at
from portal.core import audit, notices
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.roles import Permission
from referrals.actions import guards, timers
from referrals.models import Referral

TOLD = ("expected_at", "vehicle", "driver", "escort", "phone")


def may_correct(row, user):
    """Whoever may send somebody on the road, while the patient is on it."""
    return row.state == "in_transit" and user.has_perm(Permission.REFERRAL_DEPART, row)


@atomic
def correct(*, referral, details, by, version=None):
    """What is known of the journey now; the desk hears of another time, and its clock follows."""
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    guards.require_version(row, version)
    if not by.has_perm(Permission.REFERRAL_DEPART, row):
        raise NotAllowed(_("您没有登记转运的权限。"), code="forbidden")
    journey = row.transports.filter(arrived_at=None, turned_back_at=None).first()
    if row.state != "in_transit" or journey is None:
        raise Refusal(_("患者不在途中，不能更新转运信息。"), code="not_on_the_road")
    expected_at = details.get("expected_at")
    if expected_at and expected_at < journey.departed_at:
        raise Incomplete(
            _("请按提示修改后重试。"), errors={"expected_at": _("预计到达不能早于出发。")}
        )
    is_another_time = expected_at != journey.expected_at
    for name in TOLD:
        setattr(journey, name, details.get(name) or ("" if name != "expected_at" else None))
    journey.version += 1
    journey.save()
    timers.turn(row, at=timezone.now())
    row.version += 1
    row.save(update_fields=["due_at", "version", "updated_at"])
    _tell(row, by=by, is_another_time=is_another_time)
    return row


def _tell(row, *, by, is_another_time):
    hospitals = [pk for pk in (row.origin_id, row.destination_id) if pk]
    audit.record("referral.transport", row, by=by, hospitals=hospitals, version=row.version)
    if not is_another_time or row.destination_id is None:
        return
    notices.tell(
        key=f"referral-transport:{row.pk}:{row.version}",
        kind="referral.transport",
        recipients=people_at([row.destination_id], Permission.REFERRAL_ARRIVE) - {by.pk},
        url=reverse("referrals:referral-detail", args=[row.pk]),
        number=row.number,
        state=row.state,
        priority=row.priority,
    )
