import pytest

from hospitals.models import DutyShift
from portal.demo import duty
from referrals.models import TimerRule
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


def test_every_hospital_with_people_has_somebody_on_duty_at_any_hour():
    hospital = hospitals.hospital()
    hospitals.network(hospital)
    hospitals.member("referral_coordinator", hospital)
    hospitals.member("department_head", hospital)

    assert [duty.load(), duty.load()] == [3, 3]

    assert DutyShift.objects.filter(hospital=hospital, is_synthetic=True).count() == 3
    assert DutyShift.objects.on_duty(hospital).count() == 1
    assert DutyShift.objects.on_duty(hospital, deputy=True).count() == 1
    assert TimerRule.objects.get().is_synthetic is True
