import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from experts.models import DispatchBatch
from tests.factories import experts as make


def refused(**fields):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make.batch(**fields)
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    "stage, by, constraint",
    [
        ("approved", (None, None), "batch_approved_by_somebody"),
        ("approved", ("sender", "sender"), "batch_approved_by_another"),
        ("returned", ("sender", "sender"), "batch_approved_by_another"),
    ],
)
def test_database_wants_another_person_to_approve(sending, stage, by, constraint):
    submitter, decider = (getattr(sending, name) if name else None for name in by)
    fields = {"submitted_by": submitter, "decided_by": decider, "decided_at": timezone.now()}

    found = refused(source=sending.source, project=sending.project, stage=stage, **fields)

    assert found == constraint


def test_database_keeps_numbers_once_and_two_hospitals(sending):
    make.batch(sending.source, sending.project, number=1)

    again = {"project": sending.project, "number": 1}
    assert refused(source=sending.source, **again) == "batch_number_once"
    assert refused(source=sending.source, project=sending.source) == "batch_leaves_its_hospital"


def test_size_leaves_out_who_was_struck(sending):
    batch = make.batch(sending.source, sending.project)
    for state in ("planned", "confirmed", "struck"):
        sending.posting(batch=batch, state=state, kind="short")

    assert DispatchBatch.objects.with_size().get().size == 2
