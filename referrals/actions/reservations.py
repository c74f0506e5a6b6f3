"""Take a bed or a clinic seat, and give it back.

Two people may race for the last one: one of them wins, and the other is told by whom and when it
was taken. Counters move by conditional updates; the database's own checks stand behind them.
"""

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hospitals.models import BedPool, ClinicSlot, NetworkMembership
from portal.errors import Refusal
from referrals.enums import ReservationEnd
from referrals.models import BedReservation


def hold(*, referral, department, by, at, until=None, override=""):
    """Keep one bed of the department until a time; more than are free only with a reason.

    A department that keeps no bed figures is not limited. A bed held elsewhere is given up.
    """
    pool = BedPool.objects.filter(department=department).first()
    current = _current(referral)
    if current and pool and current.pool_id == pool.pk:
        return _keep_longer(current, until)
    _lock_in_order(pool, current)
    if current:
        _give_back(current, at=at, end=ReservationEnd.MOVED)
    if pool is None:
        return None
    _take(pool, "held_beds", override)
    return _reserve(referral, by, at, pool=pool, expires_at=until, override=override)


def book(*, referral, slot, by, at, until=None):
    """Keep one seat of a clinic slot; a referral of the network may use the network's share."""
    current = _current(referral)
    if current and current.slot_id == slot.pk:
        return _keep_longer(current, until)
    beside = NetworkMembership.objects.hospital_ids_beside({referral.origin_id})
    in_network = slot.department.hospital_id in beside
    from_quota = in_network and _take_seat(slot, "booked_quota", F("quota"))
    if not from_quota and not _take_seat(slot, "booked_outside", F("capacity") - F("quota")):
        _refuse_full(slot)
    if current:
        _give_back(current, at=at, end=ReservationEnd.MOVED)
    return _reserve(referral, by, at, slot=slot, expires_at=until, from_quota=from_quota)


def release(*, referral, at, end=ReservationEnd.RELEASED):
    """Give back what the referral holds or occupies, once."""
    current = _current(referral)
    if current:
        _give_back(current, at=at, end=end)


def occupy(*, referral, department, by, at, override=""):
    """The patient lies in a bed: the held one, or one of another department, or a free one.

    Who came to a clinic seat has used it up.
    """
    pool = BedPool.objects.filter(department=department).first()
    current = _current(referral)
    _lock_in_order(pool, current)
    if current and pool and current.pool_id == pool.pk:
        return _lie_down(current, at)
    if current and current.slot_id:
        _close(current, at=at, end=ReservationEnd.ATTENDED)
    elif current:
        _give_back(current, at=at, end=ReservationEnd.MOVED)
    if pool is None:
        return None
    _take(pool, "occupied_beds", override)
    return _reserve(referral, by, at, pool=pool, occupied_at=at, override=override)


def attend(*, referral, at):
    """The patient was seen without being put to bed: a held bed is free again, a seat used up."""
    current = _current(referral)
    if current and current.slot_id:
        _close(current, at=at, end=ReservationEnd.ATTENDED)
    elif current:
        _give_back(current, at=at, end=ReservationEnd.RELEASED)


def _current(referral):
    rows = BedReservation.objects.active().filter(referral=referral)
    return rows.select_for_update().first()


def _lock_in_order(pool, current):
    """Both pools of a move, always in the same order: two moves that cross do not deadlock."""
    ids = {row_id for row_id in (pool and pool.pk, current and current.pool_id) if row_id}
    if len(ids) > 1:
        list(BedPool.objects.filter(pk__in=ids).order_by("pk").select_for_update())


def _reserve(referral, by, at, **details):
    return BedReservation.objects.create(
        referral=referral,
        held_at=at,
        created_by=by,
        is_synthetic=referral.is_synthetic,
        **details,
    )


def _keep_longer(current, until):
    current.expires_at = until
    current.save(update_fields=["expires_at"])
    return current


def _lie_down(current, at):
    """From held to occupied; the sum stays, so nothing can be exceeded."""
    if current.occupied_at is None:
        BedPool.objects.filter(pk=current.pool_id).update(
            held_beds=F("held_beds") - 1,
            occupied_beds=F("occupied_beds") + 1,
            version=F("version") + 1,
        )
        current.occupied_at = at
        current.save(update_fields=["occupied_at"])
    return current


def _take(pool, column, override):
    mine = BedPool.objects.filter(pk=pool.pk)
    more = {column: F(column) + 1, "version": F("version") + 1}
    if mine.with_room().update(**more):
        return
    if not override:
        _refuse_full(pool)
    over = F("occupied_beds") + F("held_beds") + 1 - F("open_beds")
    mine.update(**more, excess_beds=Greatest(over, Value(0)))


def _take_seat(slot, column, limit):
    rows = ClinicSlot.objects.bookable().filter(pk=slot.pk, **{f"{column}__lt": limit})
    return bool(rows.update(**{column: F(column) + 1, "version": F("version") + 1}))


def _give_back(current, *, at, end):
    _close(current, at=at, end=end)
    if current.slot_id:
        column = "booked_quota" if current.from_quota else "booked_outside"
        ClinicSlot.objects.filter(pk=current.slot_id).update(
            **{column: Greatest(F(column) - 1, Value(0)), "version": F("version") + 1}
        )
        return
    column = "occupied_beds" if current.occupied_at else "held_beds"
    # The hospital may have reported an empty ward meanwhile; then there is nothing to take off.
    left = F("occupied_beds") + F("held_beds") - 1 - F("open_beds")
    BedPool.objects.filter(pk=current.pool_id, **{f"{column}__gt": 0}).update(
        **{column: F(column) - 1, "version": F("version") + 1},
        excess_beds=Greatest(left, Value(0)),
    )


def _close(current, *, at, end):
    current.released_at, current.end = at, end
    current.save(update_fields=["released_at", "end"])


def _refuse_full(place):
    """Say that nothing is left, who took the last one, for whom, and when."""
    is_bed = isinstance(place, BedPool)
    last = BedReservation.objects.latest_of(place)
    if last is None:
        words = (
            _("该科室已无空床，请改约其他科室或稍后再试。")
            if is_bed
            else _("该号源已约满或已停诊。")
        )
    else:
        told = (
            _(
                "该科室已无空床。最后一张床由%(unit)s%(person)s于%(time)s为%(origin)s转来的患者预留。"
            )
            if is_bed
            else _(
                "该号源已约满。最后一个号由%(unit)s%(person)s于%(time)s为%(origin)s转来的患者预约。"
            )
        )
        words = told % {
            "unit": place.department.hospital,
            "person": last.created_by or "",
            "time": date_format(timezone.localtime(last.held_at), "m-d H:i"),
            "origin": last.referral.origin,
        }
    raise Refusal(words, code="no_bed" if is_bed else "no_slot")
