"""The code that a patient shows at the desk: made with the appointment, good once.

A code is looked up at one place only, where wrong tries are counted and the account is locked
after five. Who found one gets a ticket for the arrival itself, so the move needs no second guess.
"""

import datetime as dt
import secrets

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import people_at
from portal.core import audit, notices
from portal.core.locking import atomic
from portal.core.sealing import match_hash
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.models import User
from portal.roles import Permission
from referrals.models import ArrivalAttempt, ArrivalCode
from referrals.states import MOVES

# No character that looks or sounds like another one: 0 O, 1 I L, 2 Z, 5 S, 8 B.
ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
LENGTH = 6
TRIES, LOCKED_FOR = 5, dt.timedelta(minutes=10)
TICKET_LASTS = dt.timedelta(minutes=10)
SALT = "referrals.arrival"


def issue(row, *, at):
    """The appointment has a code now: the one that the patient holds already, or a new one.

    A moved appointment keeps its code; one that was missed, released or given elsewhere was
    withdrawn with it, so that who books again gets another.
    """
    until = _valid_until(row)
    live = row.arrival_codes.live()
    if live.filter(hospital_id=row.destination_id).update(valid_until=until):
        return
    live.update(withdrawn_at=at)
    code = _free_code(row.destination_id)
    made = ArrivalCode.objects.create(
        referral=row,
        hospital_id=row.destination_id,
        code=code,
        code_hash=hash_of(code),
        valid_until=until,
        is_synthetic=row.is_synthetic,
    )
    _hand_over(row, made)


def _hand_over(row, made):
    """The patient holds no account: those who sent him read the code and give it to him."""
    notices.tell(
        key=f"arrival-code:{made.pk}",
        kind="arrival_code.issue",
        recipients=people_at([row.origin_id], Permission.REFERRAL_SEND) | {row.author_id},
        url=reverse("referrals:referral-detail", args=[row.pk]),
        number=row.number,
        priority=row.priority,
    )


def withdraw(row, *, at):
    """The appointment is off, so the code is worth nothing."""
    row.arrival_codes.live().update(withdrawn_at=at)


def _valid_until(row):
    """The end of the day of the appointment, or later if the bed or seat is kept longer."""
    day = timezone.localdate(row.scheduled_for) + dt.timedelta(days=1)
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    kept = row.reservations.held().order_by("held_at").last()
    return max(midnight, kept.expires_at) if kept and kept.expires_at else midnight


def _free_code(hospital_id):
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        taken = ArrivalCode.objects.live().filter(hospital=hospital_id, code_hash=hash_of(code))
        if not taken.exists():
            return code


def hash_of(code):
    return match_hash(f"arrival {code}")


def find(*, code, by):
    """The referral of a code shown at one of this person's desks, and a ticket for its arrival.

    Must not run inside a transaction that a refusal would undo: wrong tries have to stay counted.
    """
    if not by.has_perm(Permission.REFERRAL_ARRIVE):
        raise NotAllowed(_("您没有登记到诊的权限。"), code="forbidden")
    found, left = _look(code="".join(code.split()).upper(), by=by)
    if found is None and left < 0:
        minutes = LOCKED_FOR.seconds // 60
        raise Refusal(
            _("到诊码连续输错%(count)d次，本账号%(minutes)d分钟内不能再试。可凭证件人工登记。")
            % {"count": TRIES, "minutes": minutes},
            code="locked",
        )
    if found is None:
        raise Incomplete(
            _("到诊码无效。"),
            errors={
                "code": _("没有找到有效的到诊码，请核对，还可再试%(left)d次。") % {"left": left}
            },
            code="unknown_code",
        )
    ticket = signing.dumps([str(found.referral_id), str(found.pk), str(by.pk)], salt=SALT)
    return found.referral, ticket


@atomic
def _look(*, code, by):
    """The code's row, or None with the tries that are left; below zero the account is locked."""
    # One try of an account at a time, else a hundred at once would all count as the first.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    since = timezone.now() - LOCKED_FOR
    wrong = ArrivalAttempt.objects.filter(user=by, at__gte=since).count()
    if wrong >= TRIES:
        return None, -1
    found = (
        ArrivalCode.objects.valid()
        .filter(
            hospital__in=by.hospitals_with(Permission.REFERRAL_ARRIVE),
            code_hash=hash_of(code),
            referral__state__in=MOVES["arrive"].sources,
        )
        .select_related("referral__patient", "referral__origin", "referral__destination")
        .first()
    )
    if found is None:
        ArrivalAttempt.objects.create(user=by)
        audit.record("arrival_code.wrong", by, by=by, hospitals=_desks(by))
        return None, TRIES - wrong - 1
    ArrivalAttempt.objects.filter(user=by).delete()
    audit.record("arrival_code.found", found.referral, by=by, hospitals=[found.hospital_id])
    return found, TRIES


def _desks(by):
    return sorted(by.hospitals_with(Permission.REFERRAL_ARRIVE), key=str)


def use(row, *, ticket, by, at):
    """Spend the code that the desk has just looked up."""
    try:
        referral_id, code_id, user_id = signing.loads(ticket, salt=SALT, max_age=TICKET_LASTS)
    except signing.BadSignature:
        referral_id = code_id = user_id = None
    spent = (referral_id, user_id) == (str(row.pk), str(by.pk)) and row.arrival_codes.live().filter(
        pk=code_id
    ).update(used_at=at, used_by=by)
    if not spent:
        raise Refusal(_("到诊码核验已失效，请重新输入到诊码。"), code="ticket_expired")
