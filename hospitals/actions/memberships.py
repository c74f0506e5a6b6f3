"""Give a person a role at a hospital or for a region."""

from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.models import Membership
from portal.core import audit
from portal.errors import Refusal


@transaction.atomic
def grant(*, user, role, hospital=None, region=None, by=None):
    """From today on this person holds the role there. by is None only on the command line."""
    held = Membership.objects.current().filter(
        user=user, role=role, hospital=hospital, region=region
    )
    if held.exists():
        raise Refusal(_("该用户已有这个角色。"), code="already_held")
    membership = Membership.objects.create(
        user=user, role=role, hospital=hospital, region=region, created_by=by
    )
    audit.record("membership.grant", membership, by=by, hospitals=_place(membership), role=role)
    return membership


def _place(membership):
    return [membership.hospital_id] if membership.hospital_id else []
