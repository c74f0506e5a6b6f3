"""One step for many referrals: all of them, or none and a word about each that stands in the way.

Rows are taken in the order of their ids, so that two people who tick the same rows wait for each
other instead of ending each other.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.locking import atomic
from portal.errors import Incomplete, Refusal
from referrals.actions import transfers
from referrals.models import Referral

# Steps that ask nothing of each single patient.
VERBS = ("receive", "acknowledge")
AT_MOST = 100


class BulkRefused(Incomplete):
    """Some rows stand in the way, so nothing was done (HTTP 409)."""

    status = 409


@dataclass(frozen=True)
class Item:
    """One ticked row, at the version that was before the person's eyes."""

    referral: Referral
    version: int | None = None


def transition(*, verb, items, by, details=None):
    """Make the move for every row; returns the rows as they are now, in the order given."""
    return each(
        items=items,
        act=lambda item: transfers.ACTIONS[verb](
            referral=item.referral, by=by, details=details or {}, version=item.version
        ),
    )


@atomic
def each(*, items, act):
    """Run the act for every item in one transaction; a refusal of one undoes them all."""
    done, refused = {}, {}
    places = {item.referral.pk: place for place, item in enumerate(items)}
    for item in sorted(items, key=lambda item: item.referral.pk):
        try:
            with transaction.atomic():
                done[item.referral.pk] = act(item)
        except Refusal as refusal:
            text = _("%(number)s：%(reason)s") % {
                "number": item.referral.number,
                "reason": refusal.message,
            }
            refused[f"items/{places[item.referral.pk]}"] = text
    if refused:
        raise BulkRefused(
            _("有 %(count)s 条不能办理，全部未办理。") % {"count": len(refused)},
            errors=dict(sorted(refused.items())),
            code="bulk_refused",
        )
    return [done[item.referral.pk] for item in items]
