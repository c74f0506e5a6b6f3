"""Files of technologies and claims: who may give one, and take it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from experts.enums import ClaimState
from experts.models import Evidence, NewTechnology, NoveltyClaim
from hospitals.actions import changes
from portal.core import documents
from portal.errors import Refusal
from portal.roles import Permission

EDIT = Permission.TECHNOLOGY_EDIT


@transaction.atomic
def attach(*, technology, content, name, kind, by):
    """Keep one file of a technology."""
    changes.require(EDIT, technology, by=by)
    row = NewTechnology.objects.select_for_update(of=("self",)).get(pk=technology.pk)
    return _keep(Evidence(technology=row, kind=kind), row.files.all(), content, name, by)


@transaction.atomic
def attach_to_claim(*, claim, content, name, kind, by):
    """Keep one file that a claim rests on, as long as nobody has judged it."""
    changes.require(EDIT, claim, by=by)
    row = NoveltyClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if row.state != ClaimState.PENDING:
        raise Refusal(_("该申报已核实，不能再改。"), code="judged")
    made = Evidence(technology=row.technology, claim=row, kind=kind)
    kept = _keep(made, row.files.all(), content, name, by)
    _count(row)
    return kept


def _keep(row, among, content, name, by):
    row.is_synthetic = row.technology.is_synthetic
    mine = among.filter(claim=row.claim)
    return documents.keep(row, among=mine, content=content, name=name, by=by)


@transaction.atomic
def remove(*, evidence, by):
    changes.require(EDIT, evidence, by=by)
    row = changes.lock(evidence)
    if not row.may_be_taken_back:
        raise Refusal(_("该申报已核实，证据不能删除。"), code="judged")
    documents.remove(row, by=by)
    if row.claim:
        _count(NoveltyClaim.objects.select_for_update(of=("self",)).get(pk=row.claim_id))


def _count(claim):
    """What the claim rests on now; the last evidence of a gap cannot be taken away."""
    with changes.rules_explained():
        NoveltyClaim.objects.filter(pk=claim.pk).update(file_count=claim.files.count())
