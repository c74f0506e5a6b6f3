"""Take a consent back: from then on the other side reads the summary only."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import people_at
from portal.core import audit, notices
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.roles import Permission
from referrals.actions import guards
from referrals.models import Referral


def may_withdraw(row, user):
    """Somebody at the origin, to whom patients turn, while there is something to take back."""
    return _is_at_origin(row, user) and row.consents.in_force().exists()


@atomic
def withdraw(*, referral, details, by, version=None):
    """Every consent in force ends now; what was read before cannot be unread."""
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    guards.require_version(row, version)
    if not _is_at_origin(row, by):
        raise NotAllowed(_("只有转出方人员可以登记撤回知情同意。"), code="forbidden")
    if not details.get("reason"):
        raise Incomplete(_("请填写撤回原因。"), errors={"reason": _("请填写此项。")})
    standing = list(row.consents.in_force())
    if not standing:
        raise Refusal(_("没有仍有效的知情同意。"), code="no_consent")
    for consent in standing:
        consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by
        consent.withdrawn_reason = details["reason"]
        consent.version += 1
        consent.save()
    row.version += 1
    row.save(update_fields=["version", "updated_at"])
    hospitals = [pk for pk in (row.origin_id, row.destination_id) if pk]
    audit.record("referral.withdraw_consent", row, by=by, hospitals=hospitals, version=row.version)
    _tell(row, by)
    return row


def _is_at_origin(row, user):
    return user.has_perm(Permission.REFERRAL_CREATE, row.origin)


def _tell(row, by):
    """Those who were reading the record hear why it has closed."""
    if row.submitted_at is None or row.destination_id is None:
        return
    notices.tell(
        key=f"consent-withdrawn:{row.pk}:{row.version}",
        kind="referral.consent_withdrawn",
        recipients=people_at([row.destination_id], Permission.REFERRAL_RECEIVE) - {by.pk},
        url=reverse("referrals:referral-detail", args=[row.pk]),
        number=row.number,
        state=row.state,
        priority=row.priority,
    )
