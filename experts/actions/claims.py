"""Claims of novelty, judged by somebody else; prices that follow a technology."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from experts.enums import ClaimState
from experts.models import NoveltyClaim, PriceItem
from hospitals.actions import changes
from portal.errors import NotAllowed, Refusal
from portal.roles import Permission

EDIT = Permission.TECHNOLOGY_EDIT
PEOPLE = ("judged_by", "judgement")


@transaction.atomic
def claim(*, technology, details, by):
    changes.require(EDIT, technology, by=by)
    row = NoveltyClaim(
        technology=technology, claimed_by=by, is_synthetic=technology.is_synthetic, **details
    )
    return changes.add(row, verb="novelty.claim", by=by, hospitals=[technology.hospital_id])


@transaction.atomic
def revise(*, claim, details, by, version=None):
    """More evidence, better words; only while nobody has judged it."""
    changes.require(EDIT, claim, by=by)
    row = changes.lock(claim, version=version)
    if row.state != ClaimState.PENDING:
        raise Refusal(_("该申报已核实，不能再改。"), code="judged")
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
    if state == ClaimState.VERIFIED and not row.evidence:
        raise Refusal(_("没有证据的申报不能核实。"), code="no_evidence")
    details = {"state": state, "judgement": note, "judged_by": by, "judged_at": timezone.now()}
    return _update(row, details, f"novelty.{state}", by)


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
