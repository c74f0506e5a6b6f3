"""Show a masked identity to somebody who says why; note who searched by one."""

from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.models import Membership
from portal.core import audit
from portal.errors import NotAllowed
from portal.roles import Permission
from referrals import tokens


def record_search(*, text, by):
    """Note that somebody searched by what may name a person; never what they typed."""
    kind = "phone" if tokens.is_number(text) else "words"
    mine = Membership.objects.hospital_ids_of(by)
    return audit.record("referral.search", by, by=by, hospitals=mine, kind=kind)


@transaction.atomic
def reveal(*, referral, reason, by):
    """The patient with the identity in clear. The audit trail keeps who asked and why."""
    if not by.has_perm(Permission.REFERRAL_REVEAL, referral):
        raise NotAllowed(_("只有转出方和接收方人员可以查看完整身份信息。"), code="forbidden")
    audit.record(
        "referral.reveal",
        referral,
        by=by,
        hospitals=[pk for pk in (referral.origin_id, referral.destination_id) if pk],
        reason=reason,
    )
    return referral.patient
