"""Load printed figures, propose how to read one, decide on it. No figure is ever changed."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.enums import ProposalState
from hospitals.models import Claim, ClaimProposal, Hospital
from hospitals.readers import claim_file
from portal.core.locking import atomic
from portal.errors import NotAllowed, Refusal
from portal.roles import Permission

RELEASED = Path(__file__).resolve().parent.parent / "data" / "claims.csv"
DECISIONS = frozenset({ProposalState.VERIFIED, ProposalState.DISPUTED})


@atomic
def load(*, content=None, by=None):
    """Add the figures of a file, or those of this release; those known by code stay as they are.

    Returns how many were added.
    """
    lines = claim_file.read(content or RELEASED.read_bytes())
    known = set(Claim.objects.values_list("code", flat=True))
    hospitals = {name: pk for pk, name in Hospital.objects.values_list("pk", "name")}
    new = [line for line in lines if line.claim["code"] not in known]
    claims = [
        Claim(hospital_id=hospitals.get(line.claim["entity"]), created_by=by, **line.claim)
        for line in new
    ]
    for claim in claims:
        claim.spell()
    Claim.objects.bulk_create(claims)
    readings = [
        ClaimProposal(claim=claim, created_by=by, **line.reading)
        for claim, line in zip(claims, new, strict=True)
        if line.reading["proposed"]
    ]
    ClaimProposal.objects.bulk_create(readings)
    return len(claims)


@atomic
def propose(*, claim, details, by):
    """Say how a figure should be read; one proposal at a time waits for a decision."""
    if not by.has_perm(Permission.CLAIM_PROPOSE):
        raise NotAllowed(_("您的角色不能提出建议值。"), code="forbidden")
    row = ClaimProposal(claim=claim, **details)
    return changes.add(row, verb="claim.propose", by=by, hospitals=_hospitals(claim))


@atomic
def decide(*, proposal, details, by, version=None):
    """Verify or dispute a proposal; never one's own, nor one about one's own hospital."""
    if not proposal.claim.may_be_decided_by(by):
        raise NotAllowed(_("您不能核定这家机构的建议值。"), code="forbidden")
    row = changes.lock(proposal, version=version)
    _require_open(row)
    if row.created_by_id == by.pk:
        raise NotAllowed(_("提出人不能核定自己的建议值。"), code="own_proposal")
    return _close(row, details["state"], details.get("decision_note", ""), "claim.decide", by)


@atomic
def withdraw(*, proposal, by, version=None):
    """Take one's own proposal back while nobody has decided."""
    row = changes.lock(proposal, version=version)
    _require_open(row)
    if row.created_by_id != by.pk:
        raise NotAllowed(_("只有提出人可以撤回。"), code="not_own_proposal")
    return _close(row, ProposalState.WITHDRAWN, "", "claim.withdraw", by)


def _require_open(row):
    if row.state != ProposalState.PROPOSED:
        raise Refusal(
            _("该建议值已是“%(state)s”。") % {"state": row.get_state_display()}, code="decided"
        )


def _close(row, state, note, verb, by):
    decision = {"state": state, "decided_by": by, "decided_at": timezone.now()}
    decision["decision_note"] = note
    return changes.update(row, decision, verb=verb, by=by, hospitals=_hospitals(row.claim))


def _hospitals(claim):
    return [claim.hospital_id] if claim.hospital_id else []
