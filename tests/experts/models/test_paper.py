import pytest

from experts.models import BatchFile
from tests.factories import experts as make
from tests.factories import hospitals
from tests.factories.sql import refused

pytestmark = pytest.mark.django_db


def test_papers_of_a_batch_are_seen_at_both_ends_and_kept_once(sending, stranger):
    batch = make.batch(sending.source, sending.project)
    first, second = (hospitals.paper(BatchFile, batch) for _number in range(2))
    people = (sending.receiver, sending.sender, stranger)

    assert refused(second, sha256=first.sha256) == "batchfile_once"
    assert [BatchFile.objects.visible_to(user).count() for user in people] == [2, 2, 0]


@pytest.mark.parametrize("stage, goes", [("draft", True), ("submitted", True), ("approved", False)])
def test_papers_of_an_approved_batch_stay(stage, goes):
    row = BatchFile(owner=make.DispatchBatch(stage=stage))

    assert row.may_be_taken_back == goes
