"""Batches of experts: open, list, submit; approved or sent back by somebody else."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from experts.enums import BatchStage, PostingState
from experts.models import DispatchBatch, Posting
from hospitals.actions import changes
from portal.core.locking import atomic
from portal.errors import NotAllowed, Refusal
from portal.roles import Permission

OF_BATCH = ("source_hospital", "project_hospital", "number")
PEOPLE = ("submitted_by", "decided_by", "decision_note")


@transaction.atomic
def open_batch(*, details, by):
    row = DispatchBatch(**details)
    changes.require(Permission.DISPATCH_EDIT, row, by=by)
    row.is_synthetic = row.source_hospital.is_synthetic or row.project_hospital.is_synthetic
    return changes.add(row, verb="batch.open", by=by, hospitals=_places(row))


@transaction.atomic
def revise(*, batch, details, by, version=None):
    row = _open_one(batch, by, version)
    return changes.update(row, details, verb="batch.revise", by=by, hospitals=_places(row))


@transaction.atomic
def enlist(*, batch, expert, details, by):
    """One more expert on the list; it counts once the batch is approved."""
    row = _open_one(batch, by)
    posting = _listed(row, expert, details)
    return changes.add(posting, verb="posting.enlist", by=by, hospitals=_places(row))


def _listed(batch, expert, details):
    """The planned posting of one expert, not saved yet."""
    if expert.home_hospital_id != batch.source_hospital_id:
        raise Refusal(_("该专家不属于本批次的派出医院。"), code="other_home")
    return Posting(
        expert=expert,
        batch=batch,
        from_hospital=batch.source_hospital,
        to_hospital=batch.project_hospital,
        state=PostingState.PLANNED,
        is_synthetic=batch.is_synthetic,
        **details,
    )


@atomic
def import_lists(*, rows, by):
    """The dispatch lists of a file: batches that are not there are opened, once each.

    rows: source_hospital, project_hospital and number, the batch if it is there, the expert, and
    the details of the posting.
    """
    held, made = {}, []
    for told in sorted(rows, key=lambda row: row["since"]):
        details = dict(told)
        batch, key = details.pop("batch"), {name: details.pop(name) for name in OF_BATCH}
        name = tuple(key.values())
        if name not in held:
            opened = batch or open_batch(details=key | {"starts_on": told["since"]}, by=by)
            held[name] = _open_one(opened, by)
        made.append(_listed(held[name], details.pop("expert"), details))
    changes.add_all(made, verb="posting.enlist", by=by, places=lambda row: _places(row.batch))
    return len(made)


@transaction.atomic
def strike(*, posting, by, version=None):
    """Off the list again, as long as the list is open; the row stays."""
    _open_one(posting.batch, by)
    row = changes.lock(posting, version=version)
    return changes.update(
        row,
        {"state": PostingState.STRUCK},
        verb="posting.strike",
        by=by,
        hospitals=_places(row.batch),
    )


@transaction.atomic
def submit(*, batch, by, version=None):
    row = _open_one(batch, by, version)
    if not row.postings.listed().exists():
        raise Refusal(_("名单是空的，请先加入专家。"), code="empty")
    details = {"stage": BatchStage.SUBMITTED, "submitted_by": by, "submitted_at": timezone.now()}
    details |= {"decided_by": None, "decided_at": None}
    return _move(row, details, "batch.submit", by)


@transaction.atomic
def approve(*, batch, note, by, version=None):
    """From now on its postings count."""
    row = _decided(batch, by, version)
    listed = row.postings.filter(state=PostingState.PLANNED).select_for_update(of=("self",))
    for posting in listed.order_by("pk"):
        changes.update(
            posting,
            {"state": PostingState.CONFIRMED},
            verb="posting.confirm",
            by=by,
            hospitals=_places(row),
        )
    return _move(row, _decision(BatchStage.APPROVED, note, by), "batch.approve", by)


@transaction.atomic
def send_back(*, batch, note, by, version=None):
    """Back to whoever wrote it, with the reason; the list may change again."""
    row = _decided(batch, by, version)
    return _move(row, _decision(BatchStage.RETURNED, note, by), "batch.send_back", by)


def _open_one(batch, by, version=None):
    changes.require(Permission.DISPATCH_EDIT, batch, by=by)
    row = changes.lock(batch, version=version)
    if not row.is_open:
        raise Refusal(_("批次已提交或已批准，名单不能再改。"), code="closed")
    return row


def _decided(batch, by, version):
    changes.require(Permission.DISPATCH_APPROVE, batch, by=by)
    row = changes.lock(batch, version=version)
    if row.stage != BatchStage.SUBMITTED:
        raise Refusal(_("批次不在待批准状态。"), code="not_submitted")
    if row.submitted_by_id == by.pk:
        raise NotAllowed(_("提交人不能审批自己提交的批次。"), code="own_batch")
    return row


def _decision(stage, note, by):
    return {
        "stage": stage,
        "decided_by": by,
        "decided_at": timezone.now(),
        "decision_note": note,
    }


def _move(row, details, verb, by):
    return changes.update(row, details, verb=verb, by=by, hospitals=_places(row), silent=PEOPLE)


def _places(batch):
    return [batch.source_hospital_id, batch.project_hospital_id]
