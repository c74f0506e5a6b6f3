import pytest

from hospitals.actions import accreditations
from portal.errors import NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
STROKE = {"kind": "stroke", "level": "city", "since": hospitals.LONG_AGO}


@pytest.fixture
def hospital():
    return hospitals.hospital()


@pytest.fixture
def by(hospital):
    return hospitals.member("hospital_admin", hospital)


def test_it_is_recorded_and_revised_with_audit(hospital, by):
    row = accreditations.record(hospital=hospital, details=STROKE, by=by)

    accreditations.revise(accreditation=row, details={"level": "national"}, by=by, version=1)

    row.refresh_from_db()
    assert (row.level, row.version) == ("national", 2)
    verbs = AuditEvent.objects.touching([hospital.pk]).order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["accreditation.record", "accreditation.revise"]


def test_the_same_twice_is_refused_in_words(hospital, by):
    accreditations.record(hospital=hospital, details=STROKE, by=by)

    with pytest.raises(Refusal) as refusal:
        accreditations.record(hospital=hospital, details=STROKE, by=by)

    assert refusal.value.message == "本院在这段时间内已登记同一资质。"


def test_a_stranger_and_an_older_version_are_refused(hospital, by):
    row = accreditations.record(hospital=hospital, details=STROKE, by=by)
    stranger = hospitals.member("hospital_admin", hospitals.hospital())

    with pytest.raises(NotAllowed):
        accreditations.record(hospital=hospital, details=STROKE, by=stranger)
    with pytest.raises(NotAllowed):
        accreditations.revise(accreditation=row, details={}, by=stranger)
    with pytest.raises(Stale):
        accreditations.revise(accreditation=row, details={}, by=by, version=7)
