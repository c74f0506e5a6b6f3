"""Every list that has views, columns and files: one line each."""

from django.http import Http404

from referrals.listing.kind import REFERRALS

KINDS = {kind.code: kind for kind in (REFERRALS,)}


def kind_of(code, user):
    """The list of this code, if there is one and this person may open it."""
    kind = KINDS.get(code)
    if kind is None or not user.has_perm(kind.permission):
        raise Http404
    return kind


def kinds_for(user):
    """The lists that this person may open, by code."""
    return {code: kind for code, kind in KINDS.items() if user.has_perm(kind.permission)}
