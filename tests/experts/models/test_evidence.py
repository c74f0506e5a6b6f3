import pytest

from experts.models import Evidence
from tests.factories import experts as make
from tests.factories.sql import refused

pytestmark = pytest.mark.django_db


def test_files_are_seen_with_their_technology(sending, stranger):
    make.evidence(make.technology(sending.project, source_hospital=sending.source))
    people = (sending.receiver, sending.sender, stranger)

    assert [Evidence.objects.visible_to(user).count() for user in people] == [1, 1, 0]


@pytest.mark.parametrize("of_claim", [True, False])
def test_database_keeps_one_file_once(sending, of_claim):
    technology = make.technology(sending.project)
    claim = make.claim(technology, sending.receiver) if of_claim else None
    first, second = (make.evidence(technology, claim=claim) for _number in range(2))

    assert refused(second, sha256=first.sha256) == "evidence_once"
