"""Every list that has views, columns and files, and what takes files: one line each."""

from django.http import Http404

from experts.listing import activity_file, expert_file, expert_list, technology_list
from hospitals.listing.hospital_list import HOSPITALS
from hospitals.listing.report_file import MONTHLY_REPORTS
from referrals.listing.kind import REFERRALS

KINDS = {
    kind.code: kind
    for kind in (REFERRALS, HOSPITALS, expert_list.EXPERTS, technology_list.TECHNOLOGIES)
}
# What can be brought in as a file.
IMPORTS = {
    kind.code: kind for kind in (expert_file.EXPERTS, activity_file.ACTIVITIES, MONTHLY_REPORTS)
}


def kind_of(code, user):
    """The list of this code, if there is one and this person may open it."""
    kind = KINDS.get(code)
    if kind is None or not user.has_perm(kind.permission):
        raise Http404
    return kind


def import_of(code, user):
    """What this person may bring in under this code."""
    kind = IMPORTS.get(code)
    if kind is None or not user.has_perm(kind.permission):
        raise Http404
    return kind


def kinds_for(user):
    """The lists that this person may open, by code."""
    return {code: kind for code, kind in KINDS.items() if user.has_perm(kind.permission)}


def imports_for(user):
    """What this person may bring in, by code."""
    return {code: kind for code, kind in IMPORTS.items() if user.has_perm(kind.permission)}
