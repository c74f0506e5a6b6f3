"""Every list that has views, columns and files, and what takes files: one line each."""

from django.http import Http404

from experts.listing import (
    away_lists,
    clinic_list,
    expert_list,
    posting_lists,
    technology_list,
    training_lists,
    work_lists,
)
from hospitals.listing import (
    claim_list,
    governance_lists,
    hospital_list,
    inspection_lists,
    network_lists,
    report_list,
    resource_lists,
    total_lists,
)
from hospitals.listing.population_file import POPULATION
from referrals.listing.kind import REFERRALS

LISTS = (
    REFERRALS,
    hospital_list.HOSPITALS,
    network_lists.NETWORKS,
    network_lists.PROJECTS,
    network_lists.MILESTONES,
    network_lists.SUPPORTS,
    governance_lists.ACCREDITATIONS,
    governance_lists.AGREEMENTS,
    governance_lists.POLICIES,
    governance_lists.PLANS,
    governance_lists.COMMITTEES,
    resource_lists.BED_COUNTS,
    resource_lists.BED_TARGETS,
    resource_lists.EQUIPMENT,
    resource_lists.CLUSTERS,
    expert_list.EXPERTS,
    expert_list.STAFF,
    posting_lists.BATCHES,
    posting_lists.POSTINGS,
    posting_lists.COUNTS,
    training_lists.MENTORSHIPS,
    training_lists.DIRECTORS,
    away_lists.STAYS,
    away_lists.CERTIFICATES,
    away_lists.AWARDS,
    away_lists.RECRUITMENTS,
    work_lists.ACTIVITIES,
    work_lists.CAMPAIGNS,
    clinic_list.CLINICS,
    technology_list.TECHNOLOGIES,
    technology_list.NOVELTY_CLAIMS,
    technology_list.PRICES,
    report_list.MONTHLY_REPORTS,
    total_lists.TOTALS,
    total_lists.COMPLETENESS,
    inspection_lists.ROUNDS,
    inspection_lists.FINDINGS,
    inspection_lists.CHECKLISTS,
    claim_list.CLAIMS,
)
KINDS = {kind.code: kind for kind in LISTS}
# What can be brought in as a file.
IMPORTS = {one.code: one for kind in LISTS for one in kind.imports}
# Published figures, whose page is no list of work.
IMPORTS[POPULATION.code] = POPULATION


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
