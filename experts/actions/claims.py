"""Claims of novelty, judged by somebody else; prices that follow a technology.

A claim rests on words or on files; who may judge it is told once that it waits.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from experts.actions import evidence
from experts.enums import ClaimState
from experts.models import NoveltyClaim, PriceItem
from hospitals.access import people_for_region, people_with_role
from hospitals.actions import changes
from portal.core import notices
from portal.errors import NotAllowed, Refusal
from portal.roles import Permission, roles_with

EDIT = Permission.TECHNOLOGY_EDIT
PEOPLE = ("judged_by", "judgement")


@transaction.atomic
def claim(*, technology, details, by, files=()):
    """files: what it rests on, each as evidence.attach_to_claim takes one."""
    changes.require(EDIT, technology, by=by)
    row = NoveltyClaim(
        technology=technology,
        claimed_by=by,
        file_count=len(files),
        is_synthetic=technology.is_synthetic,
        **details,
    )
    changes.add(row, verb="novelty.claim", by=by, hospitals=[technology.hospital_id])
    _attach(row, files, by)
    notices.tell(
        key=f"novelty.claim:{row.pk}",
        kind="novelty.claim",
        recipients=_judges(row) - {by.pk},
        url=row.get_absolute_url(),
        hospital=technology.hospital.name,
        technology=technology.name,
    )
    return row


@transaction.atomic
def revise(*, claim, details, by, version=None, files=()):
    """More evidence, better words; only while nobody has judged it."""
    changes.require(EDIT, claim, by=by)
    row = changes.lock(claim, version=version)
    if row.state != ClaimState.PENDING:
        raise Refusal(_("该申报已核实，不能再改。"), code="judged")
    _attach(row, files, by)
    return _update(row, details, "novelty.revise", by)


@transaction.atomic
def judge(*, claim, state, note, by, version=None):
    """Verified, disputed or withdrawn: never by who claimed it."""
    changes.require(Permission.NOVELTY_JUDGE, claim, by=by)
    row = changes.lock(claim, version=version)
    if row.claimed_by_id == by.pk:
        raise NotAllowed(_("申报人不能核实自己的申报。"), code="own_claim")
    if state == ClaimState.PENDING or row.state == ClaimState.WITHDRAWN:
        raise Refusal(_("该申报不能再核实。"), code="withdrawn")
    if state == ClaimState.VERIFIED and not row.evidence and not row.files.clean().exists():
        text = _("没有证据的申报不能核实：须有文字说明，或通过检查的文件。")
        raise Refusal(text, code="no_evidence")
    details = {"state": state, "judgement": note, "judged_by": by, "judged_at": timezone.now()}
    judged = _update(row, details, f"novelty.{state}", by)
    notices.tell(
        key=f"novelty.judge:{row.pk}:{judged.version}",
        kind="novelty.judge",
        recipients={row.claimed_by_id},
        url=row.get_absolute_url(),
        state=state,
        technology=row.technology.name,
    )
    return judged


def _judges(claim):
    """The ids of everybody who may judge it: at the hospital, its networks and its divisions."""
    permission = Permission.NOVELTY_JUDGE
    people = people_for_region(claim.technology.hospital.region, permission)
    for role in roles_with(permission):
        people |= people_with_role(claim.places(permission, role), {role})
    return people


def _attach(claim, files, by):
    for file in files:
        evidence.attach_to_claim(claim=claim, by=by, **file)
    if files:
        claim.refresh_from_db(fields=["file_count"])


@transaction.atomic
def price(*, hospital, details, by):
    changes.require(EDIT, hospital, by=by)
    technology = details.get("technology")
    if technology is not None and technology.hospital_id != hospital.pk:
        raise Refusal(_("该新技术不属于登记机构。"), code="other_hospital")
    row = PriceItem(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
    return changes.add(row, verb="price.record", by=by, hospitals=[hospital.pk])


@transaction.atomic
def revise_price(*, item, details, by, version=None):
    changes.require(EDIT, item, by=by)
    row = changes.lock(item, version=version)
    return changes.update(row, details, verb="price.revise", by=by, hospitals=[row.hospital_id])


def _update(row, details, verb, by):
    hospitals = [row.technology.hospital_id]
    return changes.update(row, details, verb=verb, by=by, hospitals=hospitals, silent=PEOPLE)
