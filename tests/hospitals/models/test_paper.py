import pytest

from hospitals.models import AgreementFile, MilestoneFile
from tests.factories import hospitals
from tests.factories.sql import refused

pytestmark = pytest.mark.django_db
ONCE = {AgreementFile: "agreementfile_once", MilestoneFile: "milestonefile_once"}


def owner_of(model, lead):
    network = lead.led_networks.get()
    return hospitals.agreement(network) if model is AgreementFile else hospitals.step(lead)


@pytest.mark.parametrize("model", ONCE)
def test_papers_are_seen_with_their_owner_and_kept_once(model):
    lead = hospitals.hospital()
    hospitals.network(lead)
    owner = owner_of(model, lead)
    first, second = (hospitals.paper(model, owner) for _number in range(2))
    inside = hospitals.member("hospital_admin", lead)
    outside = hospitals.member("hospital_admin", hospitals.hospital())

    assert refused(second, sha256=first.sha256) == ONCE[model]
    seen = [model.objects.visible_to(user).count() for user in (inside, outside)]
    assert seen == [2, 0]
