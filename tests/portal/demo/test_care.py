import pytest

from portal.demo import base, care, referrals
from referrals.models import Consent, FollowUpTask, Referral, ResultRecognition, ServiceRequest

QUIET = print


@pytest.mark.django_db
def test_demo_shows_what_follows_a_referral_once():
    base.load()
    referrals.load(QUIET, total=40)

    for _time in range(2):
        care.load(QUIET)

    services = ServiceRequest.objects.all()
    assert services.count() == care.SERVICES
    assert {service.kind for service in services} == {"consultation", "pathology", "imaging"}
    assert ResultRecognition.objects.filter(is_synthetic=True).exists()
    children = Referral.objects.filter(parent__isnull=False)
    assert {child.direction for child in children} == {"down"}
    assert {child.is_synthetic for child in children} == {True}
    assert FollowUpTask.objects.filter(is_synthetic=True).exists()
    of_the_dead = FollowUpTask.objects.filter(referral__discharge_mode="5")
    left = of_the_dead.exclude(state="done")
    assert set(left.values_list("state", "findings")) == {("cancelled", "患者死亡")}
    assert Consent.objects.exclude(withdrawn_at=None).count() == care.TAKEN_BACK
